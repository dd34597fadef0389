package local

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// planting plants made-up secrets. It draws from a generator of its own, so that a seed is alike in every run.
type planting struct {
	*call
	rng *rand.Rand
}

// trait changes a secret that is being planted.
type trait func(g *planting, s *secret)

func (s *Server) planting(region string) *planting {
	c := s.call(s.at(region), "")
	return &planting{c, rand.New(rand.NewPCG(7, 11))}
}

func (g *planting) ago(d time.Duration) stamp { return g.now.add(-d) }

func (g *planting) letters(n int, from string) string {
	var b strings.Builder
	for range n {
		b.WriteByte(from[g.rng.IntN(len(from))])
	}
	return b.String()
}

func (g *planting) uuid() string {
	const hex = "0123456789abcdef"
	return g.letters(8, hex) + "-" + g.letters(4, hex) + "-4" + g.letters(3, hex) + "-a" + g.letters(3, hex) + "-" + g.letters(12, hex)
}

func (g *planting) suffix() string {
	return g.letters(6, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
}

// plant puts a secret into the region: created and changed some time ago, with one version unless traits say otherwise.
func (g *planting) plant(name string, val *value, traits ...trait) *secret {
	age := time.Duration(40+g.rng.IntN(700))*day + time.Duration(g.rng.IntN(86400))*time.Second
	s := &secret{name: name, suffix: g.suffix(), created: g.ago(age), more: &more{}}
	s.changed = s.created.add(time.Duration(g.rng.Int64N(int64(age))))
	if val != nil {
		s.versions = []*version{{id: g.uuid(), labels: []string{labelCurrent}, value: val, created: s.changed}}
	}
	for _, t := range traits {
		t(g, s)
	}
	for _, v := range s.versions {
		v.kmsKey = s.kmsKey
	}
	g.region.put(nil, s, g.now)
	return s
}

func text(s string) *value { return &value{text: s} }

func binary(b []byte) *value { return &value{blob: b, binary: true} }

func about(text string) trait { return func(_ *planting, s *secret) { s.description = text } }

// tagged reads "env=prod team=payments".
func tagged(list string) trait {
	return func(_ *planting, s *secret) {
		for _, f := range strings.Fields(list) {
			k, v, _ := strings.Cut(f, "=")
			s.tags = append(s.tags, tag{k, v})
		}
	}
}

func withTag(k, v string) trait {
	return func(_ *planting, s *secret) { s.tags = append(s.tags, tag{k, v}) }
}

func changed(ago time.Duration) trait {
	return func(g *planting, s *secret) {
		s.changed = g.ago(ago)
		s.created = min(s.created, s.changed)
		if n := len(s.versions); n > 0 {
			s.versions[n-1].created = s.changed
		}
	}
}

func accessed(daysAgo int) trait {
	return func(g *planting, s *secret) {
		s.accessed = g.ago(time.Duration(daysAgo) * day).midnight()
		if n := len(s.versions); n > 0 {
			s.versions[n-1].accessed = max(s.accessed, s.versions[n-1].created.midnight())
		}
	}
}

func keyed(kms string) trait { return func(_ *planting, s *secret) { s.kmsKey = kms } }

func governed(policies map[string]string) trait {
	return func(_ *planting, s *secret) { s.more.policies = policies }
}

// letting gives it a policy as users write it.
func letting(policy string) trait {
	return func(_ *planting, s *secret) { s.more.policy = policy }
}

func ofKind(kind string) trait { return func(_ *planting, s *secret) { s.more.kind = kind } }

func ownedBy(service string) trait {
	return func(_ *planting, s *secret) {
		s.more.owner = service
		s.tags = append(s.tags, tag{"aws:secretsmanager:owningService", service})
	}
}

// older puts versions before the current one: the newest of them is AWSPREVIOUS, then come those with labels of their
// own, the rest is unlabelled.
func older(n int, apart time.Duration, val func(i int) *value, own ...string) trait {
	return func(g *planting, s *secret) {
		current := s.versions[len(s.versions)-1]
		var past []*version
		for i := n; i >= 1; i-- {
			v := &version{id: g.uuid(), value: val(i), created: current.created.add(-time.Duration(i) * apart)}
			if i == 1 {
				v.labels = []string{labelPrevious}
			} else if i-2 < len(own) {
				v.labels = []string{own[i-2]}
			}
			past = append(past, v)
		}
		s.versions = append(past, current)
		s.created = min(s.created, past[0].created)
	}
}

func rotates(days int64, lastAgo time.Duration) trait {
	return func(g *planting, s *secret) {
		last := g.ago(lastAgo)
		r := &rotation{on: true, lambda: g.functionARN(worksFunction), days: days, last: last}
		r.plan(last)
		s.more.rotation = r
	}
}

// stuck leaves a rotation half-way: AWSPENDING on a version that never got a value.
func stuck(since time.Duration) trait {
	return func(g *planting, s *secret) { g.leave(s, hangsFunction, since, nil) }
}

// failing leaves a rotation at its test: AWSPENDING on a version whose value was never made the current one.
func failing(since time.Duration, val *value) trait {
	return func(g *planting, s *secret) { g.leave(s, failsFunction, since, val) }
}

func (g *planting) leave(s *secret, function string, since time.Duration, val *value) {
	r := s.more.rotation
	r.lambda, r.next = g.functionARN(function), g.ago(since).midnight()
	s.versions = append(s.versions, &version{id: g.uuid(), labels: []string{labelPending}, value: val, kmsKey: s.kmsKey, created: g.ago(since)})
	s.changed = g.ago(since)
	then, v := *g.call, s.versions[len(s.versions)-1]
	if then.now = v.created; val == nil {
		then.hangs(r.lambda, s.name, v.id)
		return
	}
	then.fails(r.lambda, s, v)
}

// again gives a planted secret more traits. What they draw changes nothing for those that are planted later.
func (g *planting) again(name string, traits ...trait) {
	own := &planting{g.call, rand.New(rand.NewPCG(13, 17))}
	old := g.region.secrets[name]
	s := old.clone()
	for _, t := range traits {
		t(own, s)
	}
	g.region.put(old, s, g.now)
}

func deleted(ago time.Duration, window int) trait {
	return func(g *planting, s *secret) {
		s.deleted = g.ago(ago)
		s.purge = s.deleted.add(time.Duration(window) * day)
		s.changed = s.deleted
		s.created = min(s.created, s.deleted.add(-90*day))
		for _, v := range s.versions {
			v.created = min(v.created, s.deleted.add(-30*day))
		}
		if s.more.rotation != nil {
			s.rotationOff()
		}
		g.region.remind(alarm{s.purge, s.name, purge})
	}
}

// Seed is a secret to plant.
type Seed struct {
	Name        string
	Account     string // "" for that which calls come from
	Region      string // "" for home
	Description string
	Tags        map[string]string
	KMSKey      string
	// Region is where it goes; "" is the home region.
	// Text or Binary is the value; with neither there is no version.
	Text   string
	Binary []byte
	// Policy is its resource policy named default. Policies are others, by name: only the service makes such.
	Policy   string
	Policies map[string]string
}

// Plant puts secrets into their regions without any check of names or sizes, as laxer servers accept them, and
// without a call that would be counted. A name that is there already is replaced.
func (s *Server) Plant(seeds ...Seed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, seed := range seeds {
		s.open[seed.Account] = seed.Account != ""
		g := &planting{s.call(place{cmp.Or(seed.Account, Account), cmp.Or(seed.Region, s.knobs.home())}, ""), s.ids}
		if old := g.region.secrets[seed.Name]; old != nil {
			g.region.put(old, nil, g.now)
		}
		traits := []trait{about(seed.Description), keyed(seed.KMSKey), changed(0)}
		for _, k := range slices.Sorted(maps.Keys(seed.Tags)) {
			traits = append(traits, withTag(k, seed.Tags[k]))
		}
		var val *value
		if seed.Text != "" {
			val = text(seed.Text)
		} else if seed.Binary != nil {
			val = binary(seed.Binary)
		}
		g.plant(seed.Name, val, append(traits, governed(seed.Policies), letting(seed.Policy))...)
	}
}
