package local

import (
	"fmt"
	"strings"
	"time"
)

// lockedKey is the demo's KMS key that nobody may use.
const lockedKey = "arn:aws:kms:eu-west-1:" + Account + ":key/0demo000-0000-4000-a000-00000000demo"

// SeedDemo fills the home region with one believable company: about two hundred secrets, dates relative to the clock,
// the same names, ids and values in every run. All values are made up and say so.
func (s *Server) SeedDemo() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.knobs.KMS == nil {
		s.knobs.KMS = map[string]KMSFault{}
	}
	s.knobs.KMS[lockedKey] = KMSDenied
	g := s.planting(s.knobs.home())
	g.company()
	g.showpieces()
	g.rotations()
	g.shapes()
	g.hostile()
	g.tombstones()
	g.replicated()
	g.across()
}

type team struct{ name, owner, centre, services string }

func teams() []team {
	return []team{
		{"payments", "mara.lindt", "4100", "payments billing"},
		{"shop", "jonas.weber", "4200", "orders checkout catalog"},
		{"logistics", "aiko.tanaka", "4300", "shipping warehouse"},
		{"platform", "sam.okafor", "1200", "identity gateway notifications"},
		{"data", "ines.moreau", "5100", "search analytics"},
	}
}

// company is the bulk: the same services in three environments, each with the usual secrets.
func (g *planting) company() {
	for _, env := range []string{"prod", "staging", "dev"} {
		for _, t := range teams() {
			for service := range strings.FieldsSeq(t.services) {
				for _, kind := range kindsOf(env) {
					g.ordinary(env, t, service, kind)
				}
			}
		}
	}
}

func kindsOf(env string) []string {
	switch env {
	case "prod":
		return strings.Fields("db db-readonly redis api-token oauth-client webhook-signing")
	case "staging":
		return strings.Fields("db redis api-token oauth-client webhook-signing")
	}
	return strings.Fields("db redis api-token oauth-client")
}

func (g *planting) ordinary(env string, t team, service, kind string) {
	name := env + "/" + service + "/" + kind
	if taken(name) {
		return
	}
	val, words := g.ordinaryValue(env, service, kind)
	traits := []trait{about(words)}
	if g.rng.IntN(10) > 0 {
		traits = append(traits, tagged("env="+env+" team="+t.name+" owner="+t.owner+" cost-centre="+t.centre))
	}
	if g.rng.IntN(3) > 0 {
		traits = append(traits, accessed(g.rng.IntN(30)))
	}
	if n := g.rng.IntN(4); n > 0 {
		traits = append(traits, older(n, time.Duration(20+g.rng.IntN(40))*day, func(i int) *value {
			past, _ := g.ordinaryValue(env, service, kind)
			return past
		}))
	}
	if kind == "db" && env != "dev" {
		last := time.Duration(1+g.rng.IntN(28)) * day
		traits = append(traits, rotates(30, last), changed(last))
	}
	g.plant(name, val, traits...)
}

// taken are names that the showpieces tell a story with.
func taken(name string) bool {
	switch name {
	case "prod/orders/db", "prod/billing/db", "prod/warehouse/api-token", "dev/search/api-token":
		return true
	}
	return false
}

func (g *planting) ordinaryValue(env, service, kind string) (*value, string) {
	p := g.made()
	switch kind {
	case "db":
		return text(fmt.Sprintf(`{"engine":"postgres","host":"%s-%s.db.demo.invalid","port":5432,"dbname":"%s","username":"%s_app","password":"%s"}`,
			service, env, service, service, p)), "Database of " + service + ", read and write"
	case "db-readonly":
		return text(fmt.Sprintf(`{"engine":"postgres","host":"%s-%s-ro.db.demo.invalid","port":5432,"dbname":"%s","username":"%s_ro","password":"%s"}`,
			service, env, service, service, p)), "Read replica of " + service + " for reports"
	case "redis":
		return text("rediss://default:" + p + "@" + service + "-" + env + ".cache.demo.invalid:6380/0"), "Cache of " + service
	case "oauth-client":
		return text(fmt.Sprintf(`{"client_id":"%s-%s","client_secret":"%s","token_url":"https://login.demo.invalid/oauth2/token","scopes":["read","write"]}`,
			service, env, p)), "OAuth client of " + service + " at the identity service"
	case "webhook-signing":
		return text(p), "Signs the webhooks that " + service + " sends"
	}
	return text(p), "Token that " + service + " calls other services with"
}

// made is a password that says what it is.
func (g *planting) made() string {
	return "made-up-" + g.letters(4, "abcdefghjkmnpqrstuvwxyz") + "-" + g.letters(6, "abcdefghjkmnpqrstuvwxyz23456789")
}
