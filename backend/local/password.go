package local

import (
	"crypto/rand"
	"math/big"
	"strings"
)

func getRandomPassword(_ *call, in *passwordIn) (any, error) {
	length := int(orInt(in.PasswordLength, 32))
	each := in.RequireEachIncludedType == nil || *in.RequireEachIncludedType
	var sets []string
	for _, s := range []struct {
		chars string
		out   bool
	}{
		{"abcdefghijklmnopqrstuvwxyz", in.ExcludeLowercase},
		{"ABCDEFGHIJKLMNOPQRSTUVWXYZ", in.ExcludeUppercase},
		{"0123456789", in.ExcludeNumbers},
		{"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", in.ExcludePunctuation},
		{" ", !in.IncludeSpace},
	} {
		if left := without(s.chars, or(in.ExcludeCharacters, "")); !s.out && left != "" {
			sets = append(sets, left)
		}
	}
	switch {
	case len(sets) == 0:
		return nil, invalidParameter("You can't exclude all character types.")
	case each && length < len(sets):
		return nil, invalidParameter("Password length %d is too short to include all the required character types.", length)
	}
	out := make([]byte, 0, length)
	if each {
		for _, s := range sets {
			out = append(out, s[draw(len(s))])
		}
	}
	all := strings.Join(sets, "")
	for len(out) < length {
		out = append(out, all[draw(len(all))])
	}
	for i := len(out) - 1; i > 0; i-- {
		j := draw(i + 1)
		out[i], out[j] = out[j], out[i]
	}
	return passwordOut{string(out)}, nil
}

func without(chars, excluded string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(excluded, r) {
			return -1
		}
		return r
	}, chars)
}

// draw is an even choice of n; the system's source of randomness never fails.
func draw(n int) int {
	x, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic("no randomness")
	}
	return int(x.Int64())
}
