package backend

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"math"
	"math/big"
	"strings"
)

// The service's bounds and its kinds of characters (GetRandomPassword, API reference).
const (
	MinPassword     = 1
	MaxPassword     = 4096
	DefaultPassword = 32

	passwordLower  = "abcdefghijklmnopqrstuvwxyz"
	passwordUpper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	passwordDigits = "0123456789"
	passwordPunct  = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
)

// kinds are the kinds of characters that the rules leave, each without the excluded ones.
func (r PasswordRules) kinds() (out []string) {
	for _, k := range []struct {
		chars string
		off   bool
	}{{passwordLower, r.ExcludeLowercase}, {passwordUpper, r.ExcludeUppercase}, {passwordDigits, r.ExcludeNumbers},
		{passwordPunct, r.ExcludePunctuation}, {" ", !r.IncludeSpace}} {
		left := strings.Map(func(c rune) rune {
			if strings.ContainsRune(r.ExcludeCharacters, c) {
				return -1
			}
			return c
		}, k.chars)
		if !k.off && left != "" {
			out = append(out, left)
		}
	}
	return out
}

func (r PasswordRules) length() int {
	if r.Length == 0 {
		return DefaultPassword
	}
	return r.Length
}

// Problem says why no password can follow the rules, "" where one can.
func (r PasswordRules) Problem() string {
	kinds := r.kinds()
	switch n := r.length(); {
	case n < MinPassword || n > MaxPassword:
		return fmt.Sprintf("a password has %d to %d characters", MinPassword, MaxPassword)
	case len(kinds) == 0:
		return "the rules leave no character"
	case r.RequireEachType && n < len(kinds):
		return fmt.Sprintf("each of %d kinds cannot be in %d characters", len(kinds), n)
	}
	return ""
}

// Bits is how hard a password that follows the rules is to guess: the binary logarithm of how many there are, about.
func (r PasswordRules) Bits() int {
	return int(float64(r.length()) * math.Log2(float64(max(1, len(strings.Join(r.kinds(), ""))))))
}

// LocalPassword makes a password under the same rules on this machine, for roles that may not ask the service.
func LocalPassword(r PasswordRules, in *Ledger) (Value, error) {
	if p := r.Problem(); p != "" {
		return Value{}, &Error{Op: OpRandomPassword.Words(), Kind: ErrInvalid, Unsent: true, Message: p}
	}
	kinds := r.kinds()
	all := strings.Join(kinds, "")
	out := make([]byte, r.length())
	for {
		for i := range out {
			out[i] = all[below(len(all))]
		}
		if !r.RequireEachType || hasEach(out, kinds) {
			return in.Value(out, false), nil
		}
		if len(out) < 2*len(kinds) { // all draws would take long: set one of each kind, anywhere
			for i, at := range permutation(len(out))[:len(kinds)] {
				out[at] = kinds[i][below(len(kinds[i]))]
			}
		}
		if hasEach(out, kinds) {
			return in.Value(out, false), nil
		}
	}
}

func hasEach(b []byte, kinds []string) bool {
	for _, k := range kinds {
		if !bytes.ContainsAny(b, k) {
			return false
		}
	}
	return true
}

// below is a random number under n, each as likely as the others.
func below(n int) int {
	v, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic("no randomness") // crypto/rand never fails
	}
	return int(v.Int64())
}

func permutation(n int) []int {
	out := make([]int, n)
	for i := range out {
		j := below(i + 1)
		out[i] = out[j]
		out[j] = i
	}
	return out
}

// PasswordRules are the rules of a generated password. Length 0 means 32.
type PasswordRules struct {
	Length             int
	ExcludeCharacters  string
	ExcludeNumbers     bool
	ExcludePunctuation bool
	ExcludeUppercase   bool
	ExcludeLowercase   bool
	IncludeSpace       bool
	RequireEachType    bool
}
