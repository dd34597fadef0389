package find

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"strongroom/backend"
)

// company makes secrets that look like a real company's: long common prefixes, generated suffixes, descriptions and
// tags on a third of them, a few pending deletion.
type company struct{ rng *rand.Rand }

func newCompany(seed uint64) company { return company{rand.New(rand.NewPCG(seed, 7))} }

func (c company) one(of string) string {
	words := strings.Fields(of)
	return words[c.rng.IntN(len(words))]
}

func (c company) hex(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "0123456789abcdef"[c.rng.IntN(16)]
	}
	return string(b)
}

const (
	stages   = "prod prod prod prod staging staging dev test"
	teams    = "payments orders identity search billing shipping catalogue platform data-science notifications web"
	services = "stripe adyen postgres redis kafka mailgun segment datadog snowflake elastic auth0 twilio sendgrid okta github"
	leaves   = "api-key password credentials webhook-secret connection-string signing-key client_secret tls-cert token config"
	regions  = "eu-west-1 us-east-1 eu-central-1 ap-southeast-2"
)

func (c company) uuid() string {
	return fmt.Sprintf("%s-%s-%s-%s-%s", c.hex(8), c.hex(4), c.hex(4), c.hex(4), c.hex(12))
}

func (c company) name() string {
	stage, team, service, leaf := c.one(stages), c.one(teams), c.one(services), c.one(leaves)
	switch n := c.rng.IntN(20); {
	case n < 9:
		return fmt.Sprintf("%s/%s/%s/%s/%s-%s", stage, team, service, c.one(regions), leaf, c.hex(3))
	case n < 11:
		return "rds!db-" + c.uuid()
	case n < 14:
		return fmt.Sprintf("terraform-%s-%s-%s-2024%02d%02d%s", team, service, leaf, 1+c.rng.IntN(12), 1+c.rng.IntN(28), c.hex(10))
	case n < 16:
		return fmt.Sprintf("/aws/service/%s/%s/%s.%s@%s", stage, team, service, leaf, c.hex(4))
	case n < 17:
		return title(team) + title(service) + "Secret" + strings.ToUpper(c.hex(6)) + "-" + c.hex(12)
	case n < 18:
		return fmt.Sprintf("company/shared/infrastructure/kubernetes/%s/%s_%s_%s", stage, team, leaf, c.hex(4))
	}
	return fmt.Sprintf("%s_%s_%s%d", stage, service, leaf, c.rng.IntN(100000))
}

var epoch = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func (c company) secret(name string) backend.Secret {
	s := backend.Secret{
		Name: name, ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name + "-" + strings.ToUpper(c.hex(6)),
		Created: epoch.Add(-time.Duration(c.rng.IntN(1e8)) * time.Second),
	}
	s.Changed = s.Created.Add(time.Duration(c.rng.IntN(1e6)) * time.Second)
	if c.rng.IntN(3) > 0 {
		s.Accessed = s.Changed.Add(240 * time.Hour).Truncate(24 * time.Hour)
	}
	if c.rng.IntN(3) == 0 {
		s.Description = fmt.Sprintf("%s %s for the %s service, owned by team %s, see RUN-%d",
			title(c.one(services)), c.one(leaves), c.one(teams), c.one(teams), c.rng.IntN(20000))
	}
	if c.rng.IntN(3) == 0 {
		s.Tags = []backend.Tag{{Key: "env", Value: c.one(stages)}, {Key: "team", Value: c.one(teams)},
			{Key: "CostCentre", Value: fmt.Sprint(1000 + c.rng.IntN(50))}}
	}
	switch c.rng.IntN(100) {
	case 0:
		s.Deleted = epoch.Add(-time.Duration(c.rng.IntN(20*24)) * time.Hour)
	case 1, 2, 3, 4:
		s.OwningService = "rds"
		s.Rotation = backend.Rotation{Enabled: true, Configured: true, AfterDays: 30, Last: s.Changed, Next: s.Changed.AddDate(0, 1, 0)}
	case 5:
		s.PrimaryRegion = "eu-west-1"
		s.KMSKey = "alias/" + c.one(teams)
	}
	return s
}

// secrets makes n of them with different names.
func (c company) secrets(n int) []backend.Secret {
	seen := make(map[string]bool, n)
	out := make([]backend.Secret, 0, n)
	for len(out) < n {
		if name := c.name(); !seen[name] {
			seen[name] = true
			out = append(out, c.secret(name))
		}
	}
	return out
}

// noise is a name from few letters of all classes, so that alignments compete.
func (c company) noise(alphabet string, longest int) string {
	letters := []rune(alphabet)
	b := make([]rune, 1+c.rng.IntN(longest))
	for i := range b {
		b[i] = letters[c.rng.IntN(len(letters))]
	}
	return string(b)
}

// part is a query that has a chance: some characters of the name, in order, mostly in small runs.
func (c company) part(name string, longest int) string {
	runes := []rune(name)
	var b []rune
	for i := c.rng.IntN(len(runes)); i < len(runes) && len(b) < longest; {
		b = append(b, runes[i])
		i++
		if c.rng.IntN(3) == 0 {
			i += c.rng.IntN(6)
		}
	}
	return string(b)
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
