package backend

import (
	"path"
	"strings"
)

// Protection is a rule for places and secrets that must not be changed by accident. Its three patterns are globs (path.Match,
// with ** for any text); "" matches everything.
type Protection struct {
	Account string // of the account's id, as STS tells it
	Profile string
	Name    string // of secrets
	// Label and Colour are the banner's.
	Label  string
	Colour string
	// TypeName: what destroys asks for the typed name. ReadOnly: nothing is written until it is unlocked.
	TypeName bool
	ReadOnly bool
}

// CoversPlace reports whether the rule is about a place. While the account is not known, a rule about accounts covers all.
func (p Protection) CoversPlace(account, profile string) bool {
	return (account == "" || glob(p.Account, account)) && glob(p.Profile, profile)
}

// CoversName reports whether the rule is about a secret of that name.
func (p Protection) CoversName(name string) bool { return glob(p.Name, name) }

// glob is path.Match where * may also span slashes once it is doubled.
func glob(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	head, tail, deep := strings.Cut(pattern, "**")
	if !deep {
		ok, err := path.Match(pattern, text)
		return ok && err == nil
	}
	for i := 0; i <= len(text); i++ {
		if !matches(head, text[:i]) {
			continue
		}
		for j := i; j <= len(text); j++ {
			if globTail(tail, text[j:]) {
				return true
			}
		}
	}
	return false
}

func matches(pattern, text string) bool {
	ok, err := path.Match(pattern, text)
	return ok && err == nil
}

func globTail(pattern, text string) bool {
	if pattern == "" {
		return text == ""
	}
	return glob(pattern, text)
}

// GoodPattern reports whether a pattern can be understood.
func GoodPattern(pattern string) bool {
	_, err := path.Match(strings.ReplaceAll(pattern, "**", "*"), "")
	return err == nil
}
