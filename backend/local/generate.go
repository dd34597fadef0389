package local

import (
	"encoding/hex"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// SeedGenerated adds n made-up secrets to the home region, with names like those of a large company. It is lean, for
// half a million of them: equal texts, tags and values are shared.
func (s *Server) SeedGenerated(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := newGenerator(s.call(s.at(s.knobs.home()), ""))
	if len(g.region.secrets) == 0 {
		g.region.secrets = make(map[string]*secret, n)
	}
	secrets, versions, lists := make([]secret, n), make([]version, n), make([]*version, n)
	for i := range n {
		sec, ver := &secrets[i], &versions[i]
		g.fill(i, sec, ver)
		lists[i] = ver
		sec.versions = lists[i : i+1 : i+1]
		g.region.put(nil, sec, g.now)
		if sec.pending() {
			g.region.alarms = append(g.region.alarms, alarm{sec.purge, sec.name, purge})
		}
	}
	g.region.sortAlarms()
}

// generator holds what the generated secrets share.
type generator struct {
	*call
	rng      *rand.Rand
	buf      []byte
	current  []string
	values   []*value
	services []string
	areas    []string
	kinds    []string
	tags     map[string][]tag
	about    []string
}

func newGenerator(c *call) *generator {
	g := &generator{call: c, rng: rand.New(rand.NewPCG(3, 5)), current: []string{labelCurrent}, tags: map[string][]tag{},
		areas: areas(), kinds: kinds()}
	for i := range 64 {
		g.values = append(g.values, text(`{"username":"demo","password":"made-up-`+strconv.Itoa(1000+i)+`"}`))
	}
	for _, a := range g.areas {
		for _, b := range parts() {
			g.services = append(g.services, a+"-"+b)
		}
	}
	for _, a := range g.areas {
		g.about = append(g.about, "Credentials of "+a+", rotated by hand", "Used by the nightly job of "+a, "Access of partners to "+a)
	}
	return g
}

func areas() []string {
	return strings.Fields("payments billing orders checkout catalog shipping warehouse identity gateway notifications search analytics " +
		"inventory pricing fraud returns loyalty media messaging reporting")
}

func parts() []string {
	return strings.Fields("api worker scheduler ingest export webhook admin batch stream edge")
}

func kinds() []string {
	return strings.Fields("api-key db-password db-credentials oauth-client redis-auth signing-key smtp webhook-secret tls-key license-token")
}

func (g *generator) fill(i int, s *secret, v *version) {
	env := [...]string{"prod", "prod", "staging", "dev", "qa", "sandbox"}[g.rng.IntN(6)]
	s.name = g.name(i, env)
	s.suffix = g.hex(3)
	age := time.Duration(g.rng.IntN(1400*86400)) * time.Second
	s.created = g.now.add(-age)
	s.changed = s.created.add(time.Duration(g.rng.Int64N(int64(age) + 1)))
	if g.rng.IntN(2) == 0 {
		s.accessed = g.now.add(-time.Duration(g.rng.IntN(90)) * day).midnight()
	}
	if g.rng.IntN(3) == 0 {
		s.description = g.about[g.rng.IntN(len(g.about))]
		s.tags = g.tagsOf(env)
	}
	if g.rng.IntN(200) == 0 {
		s.deleted = g.now.add(-time.Duration(g.rng.IntN(29*86400)) * time.Second)
		s.purge, s.changed = s.deleted.add(30*day), s.deleted
		s.created = min(s.created, s.deleted)
	}
	*v = version{id: g.uuid(), labels: g.current, value: g.values[i%len(g.values)], created: s.created}
}

// name is one of the shapes that names have in the wild; the number keeps it from coming twice.
func (g *generator) name(i int, env string) string {
	b := g.buf[:0]
	service, kind := g.services[g.rng.IntN(len(g.services))], g.kinds[g.rng.IntN(len(g.kinds))]
	id := strconv.Itoa(i)
	switch g.rng.IntN(10) {
	case 0:
		b = append(append(b, "rds!db-"...), g.uuid()...)
	case 1, 2:
		b = append(append(b, service...), '-')
		b = append(append(append(b, kind...), '-'), "20250114093012"...)
		b = append(append(b, "0000000000"[:10-len(id)]...), id...)
	case 3:
		b = append(append(append(b, "/company/"...), env...), "/eu-west-1/"...)
		b = append(append(append(append(append(b, service...), "/tenant-"...), id...), '/'), kind...)
	default:
		b = append(append(append(append(b, env...), '/'), service...), '/')
		b = append(append(append(append(b, kind...), '/'), "instance-"...), id...)
	}
	g.buf = b
	return string(b)
}

func (g *generator) tagsOf(env string) []tag {
	area := g.areas[g.rng.IntN(len(g.areas))]
	key := env + area
	if g.tags[key] == nil {
		g.tags[key] = []tag{{"env", env}, {"team", area}, {"cost-centre", strconv.Itoa(1000 + len(g.tags))}}
	}
	return g.tags[key]
}

func (g *generator) hex(n int) string {
	var b [16]byte
	for i := range n {
		b[i] = byte(g.rng.UintN(256))
	}
	return hex.EncodeToString(b[:n])
}

func (g *generator) uuid() string {
	h := g.hex(16)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
