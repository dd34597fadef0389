package backend

import (
	"slices"
	"strings"
	"sync"
)

// Protection is a rule for places and secrets that must not be changed by accident. Its three patterns are globs (path.Match,
// with ** for any text); "" matches everything.
type Protection struct {
	Account string // of the id of the account that a secret is in
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

// Guard keeps the rules of a place: which hold for a secret, by the account of its ARN, and what is unlocked. What is no ARN is a
// name in the account of this place. A nil Guard has no rules. It may be used by several goroutines at once.
type Guard struct {
	rules []Protection
	where func() Where

	mu       sync.Mutex
	changes  int             // how often what it says may have changed
	account  string          // of this place; "" while it is not known
	unlocked map[string]bool // accounts whose read-only rules were lifted, "" for that of this place
	whole    map[string]bool // ARNs that the service has told, where their other reading would be locked
}

// NewGuard keeps rules for the place that where tells.
func NewGuard(rules []Protection, where func() Where) *Guard {
	return &Guard{rules: rules, where: where, unlocked: map[string]bool{}}
}

// Learn tells the account as the service says it, never as a profile is called.
func (g *Guard) Learn(account string) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.changes++
	g.account = account
	g.unlocked[""] = g.unlocked[""] || g.unlocked[account]
}

// Unlock lifts the read-only rules for the account that an id is in, for this session. The zero id is that of this place.
func (g *Guard) Unlock(id string) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.changes++
	g.unlocked[g.abroad(id)] = true
}

// Any reports whether there are rules.
func (g *Guard) Any() bool { return g != nil && len(g.rules) > 0 }

// Changes counts what was learned and unlocked: until it is another number the rules say the same of the same secrets.
func (g *Guard) Changes() int {
	if g == nil {
		return 0
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.changes
}

// abroad is the account of an id that is not in the account of this place, "" for one that is. It is called with the lock held.
func (g *Guard) abroad(id string) string {
	if of := AccountOf(id); of != g.account {
		return of
	}
	return ""
}

// At are the rules that hold in the account that an id is in, "" being this place, whatever the secret is called.
func (g *Guard) At(id string) (at []Protection) {
	if g == nil || len(g.rules) == 0 {
		return nil
	}
	profile := g.where().Profile
	g.mu.Lock()
	defer g.mu.Unlock()
	account := Site{Account: g.account}.Of(id).Account
	for _, p := range g.rules {
		if p.CoversPlace(account, profile) {
			at = append(at, p)
		}
	}
	return at
}

// Over are the rules that hold for a secret, of which only what a user typed may be known.
func (g *Guard) Over(s Secret) []Protection {
	if !g.Any() {
		return nil
	}
	return g.over(s.ARN, s.readings())
}

// over are the rules that hold for an id under any of the names that it can stand for.
func (g *Guard) over(id string, names []string) []Protection {
	return slices.DeleteFunc(g.At(id), func(p Protection) bool { return !slices.ContainsFunc(names, p.CoversName) })
}

// Unlocked reports whether the read-only rules were lifted for the account that an id is in.
func (g *Guard) Unlocked(id string) bool {
	if g == nil {
		return true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.unlocked[g.abroad(id)]
}

// locked reports whether one of the rules that hold for an id forbids changes now.
func (g *Guard) locked(id string, rules []Protection, forbids func(Protection) bool) bool {
	return !g.Unlocked(id) && slices.ContainsFunc(rules, func(p Protection) bool { return p.ReadOnly && forbids(p) })
}

func always(Protection) bool { return true }

// Locking are the rules that forbid changes now in the account that an id is in: each of the secrets that it covers by name.
func (g *Guard) Locking(id string) []Protection {
	if !g.Any() || g.Unlocked(id) {
		return nil
	}
	return slices.DeleteFunc(g.At(id), func(p Protection) bool { return !p.ReadOnly })
}

// Locks reports whether a secret may not be changed now.
func (g *Guard) Locks(s Secret) bool { return g.Any() && g.locked(s.ARN, g.Over(s), always) }

// LockedHere reports whether a rule makes anything in this place read-only now.
func (g *Guard) LockedHere() bool { return g.locked("", g.At(""), always) }

// LockedWhole reports whether no secret at all may be changed in this place now, whatever its name.
func (g *Guard) LockedWhole() bool {
	return g.locked("", g.At(""), func(p Protection) bool { return p.Name == "" || p.Name == "**" })
}

// WantsName reports whether destroying a secret asks for its typed name.
func (g *Guard) WantsName(s Secret) bool {
	return slices.ContainsFunc(g.Over(s), func(p Protection) bool { return p.TypeName })
}

// readings are the names that a secret may have: its own, and where all that is known is an id, each reading of that.
func (s Secret) readings() []string {
	if tail := TypedID(s.ARN); tail == "" || len(tail) == len(s.Name)+suffixLen && strings.HasPrefix(tail, s.Name) {
		return []string{s.Name}
	}
	return append(Readings(s.ARN), s.Name)
}

// told notes the ARNs of secrets that the service has told. They end in the service's suffix for certain, so that only their
// names count.
func (g *Guard) told(secrets []Secret) {
	if g == nil || len(g.rules) == 0 {
		return
	}
	for i := range secrets {
		s := &secrets[i]
		for _, p := range g.rules {
			if p.ReadOnly && !p.CoversName(s.Name) && p.CoversName(TypedID(s.ARN)) {
				g.noteWhole(s.ARN)
			}
		}
	}
}

func (g *Guard) noteWhole(arn string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.whole == nil {
		g.whole = map[string]bool{}
	}
	g.changes++
	g.whole[arn] = true
}

func (g *Guard) isWhole(id string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.whole[id]
}

// locks decides about an id. One that may be a partial ARN is locked by either of its readings.
func (g *Guard) locks(id string) (why string, is bool) {
	names := Readings(id)
	if g != nil && g.isWhole(id) {
		names = []string{ShortID(id)}
	}
	return "read-only by a rule of the configuration, until it is unlocked", g.locked(id, g.over(id, names), always)
}
