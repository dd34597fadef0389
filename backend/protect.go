package backend

import (
	"path"
	"strings"
	"sync"
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

// Guard keeps the rules of a place: which hold here, and what is unlocked. A nil Guard has no rules.
// It may be used by several goroutines at once.
type Guard struct {
	rules []Protection
	where func() Where

	mu       sync.Mutex
	account  string
	unlocked bool
}

// NewGuard keeps rules for the place that where tells.
func NewGuard(rules []Protection, where func() Where) *Guard {
	return &Guard{rules: rules, where: where}
}

// Learn tells the account as the service says it, never as a profile is called.
func (g *Guard) Learn(account string) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.account = account
}

// Unlock lifts the read-only rules for this session.
func (g *Guard) Unlock() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.unlocked = true
}

// Here are the rules that hold in this place.
func (g *Guard) Here() (here []Protection) {
	if g == nil || len(g.rules) == 0 {
		return nil
	}
	profile := g.where().Profile
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, p := range g.rules {
		if p.CoversPlace(g.account, profile) {
			here = append(here, p)
		}
	}
	return here
}

// Unlocked reports whether the read-only rules were lifted.
func (g *Guard) Unlocked() bool {
	if g == nil {
		return true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.unlocked
}

// Locked reports whether a secret of that name may not be changed now.
func (g *Guard) Locked(name string) bool {
	if g.Unlocked() {
		return false
	}
	for _, p := range g.Here() {
		if p.ReadOnly && p.CoversName(name) {
			return true
		}
	}
	return false
}

// LockedWhole reports whether no secret at all may be changed in this place now, whatever its name.
func (g *Guard) LockedWhole() bool {
	if g.Unlocked() {
		return false
	}
	for _, p := range g.Here() {
		if p.ReadOnly && (p.Name == "" || p.Name == "**") {
			return true
		}
	}
	return false
}

// WantsName reports whether destroying a secret asks for its typed name.
func (g *Guard) WantsName(name string) bool {
	for _, p := range g.Here() {
		if p.TypeName && p.CoversName(name) {
			return true
		}
	}
	return false
}

func (g *Guard) locks(id string) (why string, is bool) {
	return "read-only by a rule of the configuration, until it is unlocked (U)", g.Locked(ShortID(id))
}
