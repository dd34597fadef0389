package play

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

const Canary = "made-up-CANARY-51d9"

// Canaries are the values of a secret with several versions, each with a mark of its own.
func Canaries(n int) (values []string) {
	for i := range n {
		values = append(values, fmt.Sprintf(`{"key":"%s-%d","same":"x"}`, Canary, i))
	}
	return values
}

// SeedOne makes a service that holds one secret of that value, and others without interest.
func SeedOne(value backend.Value) func(*local.Server) {
	return func(s *local.Server) {
		c := aws.Open(aws.Options{Transport: s.Transport()})
		for _, n := range []backend.NewSecret{
			{Name: "app/canary", Description: "the one", Value: value, Tags: []backend.Tag{{Key: "env", Value: "prod"}}},
			{Name: "app/other", Value: backend.TextValue("made-up other")},
		} {
			if _, err := c.Create(Ctx(), n); err != nil {
				panic(err)
			}
		}
	}
}

// JSONSecret seeds app/canary with the value Pretty.
func JSONSecret() func(*local.Server) { return SeedOne(backend.TextValue(Pretty)) }

const Pretty = "{\n  \"user\":  \"u\",\n  \"password\": \"old\",\n  \"id\": 12345678901234567890,\n  \"n\": 1e400\n}\n"

// SeedVersions makes a service with one secret of several versions, the last of them current.
func SeedVersions(values ...string) func(*local.Server) {
	return func(s *local.Server) {
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if _, err := c.Create(Ctx(), backend.NewSecret{Name: "app/canary", Value: backend.TextValue(values[0])}); err != nil {
			panic(err)
		}
		for _, v := range values[1:] {
			time.Sleep(time.Hour)
			if _, err := c.Put(Ctx(), "app/canary", backend.NewVersion{Value: backend.TextValue(v)}); err != nil {
				panic(err)
			}
		}
		if _, err := c.Create(Ctx(), backend.NewSecret{Name: "app/other", Value: backend.TextValue("made-up other")}); err != nil {
			panic(err)
		}
	}
}

// SeedTombstone makes a service in which app/gone is scheduled for deletion.
func SeedTombstone(s *local.Server) {
	SeedOne(backend.TextValue(`{"user":"u","port":5432,"on":{"x":"` + Canary + `"}}`))(s)
	c := aws.Open(aws.Options{Transport: s.Transport()})
	w, err := c.Create(Ctx(), backend.NewSecret{Name: "app/gone", Value: backend.TextValue("made-up before")})
	if err != nil {
		panic(err)
	}
	if _, err := c.Delete(Ctx(), w.ARN, backend.Deletion{WindowDays: 7}); err != nil {
		panic(err)
	}
}

// SeedBuried makes a service in which app/buried, a JSON object, is scheduled for deletion.
func SeedBuried(s *local.Server) {
	SeedTombstone(s)
	c := aws.Open(aws.Options{Transport: s.Transport()})
	if _, err := c.Create(Ctx(), backend.NewSecret{Name: "app/buried", Value: backend.TextValue(`{"old":"1"}`)}); err != nil {
		panic(err)
	}
	if _, err := c.Delete(Ctx(), "app/buried", backend.Deletion{WindowDays: 7}); err != nil {
		panic(err)
	}
}

// Governed are the policies of app/canary in SeedGoverned: one that lets in a role, another account under a condition, and nobody
// without encryption.
const Governed = `{"Version":"2012-10-17","Statement":[{"Sid":"App","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/app"},"Action":["secretsmanager:GetSecretValue","secretsmanager:DescribeSecret"],"Resource":"*"},` +
	`{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"secretsmanager:GetSecretValue","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-0made0up"}}},` +
	`{"Sid":"Encrypted","Effect":"Deny","Principal":"*","Action":"secretsmanager:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`

// OpenToAll lets everyone read.
const OpenToAll = `{"Version":"2012-10-17","Statement":[{"Sid":"Anybody","Effect":"Allow","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`

// SeedGoverned makes a service in which app/canary has a policy, and one besides that only the service makes.
func SeedGoverned(s *local.Server) {
	JSONSecret()(s)
	s.Plant(local.Seed{Name: "app/canary", Text: Pretty, Policy: Governed, Policies: map[string]string{
		"replication": `{"Version":"2012-10-17","Statement":{"Sid":"Replica","Effect":"Allow","Principal":{"Service":"secretsmanager.amazonaws.com"},"Action":"secretsmanager:AcceptCrossAccountReplication","Resource":"*"}}`}})
}

// DemoFunction rotates in the embedded service; StuckFunction never comes to its end.
const (
	DemoFunction  = "arn:aws:lambda:eu-west-1:123456789012:function:demo-rotation"
	StuckFunction = DemoFunction + "-stuck"
	// FailingFunction makes a value that does not pass its test, and logs it.
	FailingFunction = DemoFunction + "-failing"
)

// SeedRotating makes a service in which app/canary, whose value is Pretty, is rotated by a function every 30 days.
func SeedRotating(function string) func(*local.Server) {
	return func(s *local.Server) {
		JSONSecret()(s)
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if _, err := c.Rotate(Ctx(), "app/canary", backend.RotationOrder{Lambda: function, AfterDays: 30, Later: true}); err != nil {
			panic(err)
		}
	}
}

// SeedStuck makes a service in which the rotation of app/canary hangs.
func SeedStuck(s *local.Server) {
	SeedRotating(StuckFunction)(s)
	c := aws.Open(aws.Options{Transport: s.Transport()})
	if _, err := c.Rotate(Ctx(), "app/canary", backend.RotationOrder{Token: "00000000-0000-4000-8000-00000000dead"}); err != nil {
		panic(err)
	}
	time.Sleep(9 * time.Hour)
}

// SeedFailing makes a service in which the rotation of app/canary has failed at its test. Its function has logged Canary.
func SeedFailing(s *local.Server) {
	SeedOne(backend.TextValue(`{"password":"made-up","key":"` + Canary + `"}`))(s)
	c := aws.Open(aws.Options{Transport: s.Transport()})
	if _, err := c.Rotate(Ctx(), "app/canary", backend.RotationOrder{Token: "00000000-0000-4000-8000-00000000dead", Lambda: FailingFunction, AfterDays: 30}); err != nil {
		panic(err)
	}
	time.Sleep(9 * time.Hour)
}

// SeedMany makes a first secret with many keys and many versions, and more secrets than a screen has rows.
func SeedMany(s *local.Server) {
	be := aws.Open(aws.Options{Transport: s.Transport()})
	var fields []string
	for i := range 60 {
		fields = append(fields, fmt.Sprintf(`"key-%02d":"made-up-%d"`, i, i))
	}
	for v := range 30 {
		value := backend.TextValue(fmt.Sprintf(`{"v":%d,%s}`, v, strings.Join(fields, ",")))
		var err error
		if v == 0 {
			_, err = be.Create(Ctx(), backend.NewSecret{Name: "app/000", Value: value})
		} else {
			_, err = be.Put(Ctx(), "app/000", backend.NewVersion{Value: value, Stages: []string{fmt.Sprintf("v%02d", v%15), backend.Current}[:1+v%2]})
		}
		if err != nil {
			panic(err)
		}
	}
	for i := 1; i < 90; i++ {
		if _, err := be.Create(Ctx(), backend.NewSecret{Name: fmt.Sprintf("app/%03d", i), Value: backend.TextValue("made-up")}); err != nil {
			panic(err)
		}
	}
}

// BinarySecret seeds app/canary with bytes.
func BinarySecret(b string) func(*local.Server) { return SeedOne(backend.NewValue([]byte(b), true)) }

const (
	OlderJSON = `{"host":"db","port":5432,"password":"` + Canary + `-old","gone":"x","deep":{"a":1,"b":"` + Canary + `"}}`
	NewerJSON = `{"host":"db","port":5432,"password":"` + Canary + `-newer","deep":{"a":1,"b":"` + Canary + `!"},"fresh":true}`
)

// Forms are those in which the canary may leak.
func Forms() []string {
	return []string{Canary, base64.StdEncoding.EncodeToString([]byte(Canary))[:16], fmt.Sprintf("%x", Canary), fmt.Sprint([]byte(Canary))}
}

// Leaks tells in which forms the canary is in b.
func Leaks(b []byte) (out []string) {
	for _, form := range Forms() {
		if bytes.Contains(b, []byte(form)) {
			out = append(out, form)
		}
	}
	return out
}

// Slow seeds the demo of a service that takes its time for each page.
func Slow(page time.Duration) func(*local.Server) {
	return func(s *local.Server) {
		s.SeedGenerated(1000)
		s.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"ListSecrets": page} })
	}
}

// Denying is a demo where some operations are denied.
func Denying(ops ...string) func(*local.Server) {
	return func(s *local.Server) {
		s.SeedDemo()
		s.Set(func(k *local.Knobs) { k.Deny = Deny(ops...) })
	}
}

// Deny are operations to be denied.
func Deny(ops ...string) map[string]bool {
	out := map[string]bool{}
	for _, op := range ops {
		out[op] = true
	}
	return out
}

// SeedReplicated makes a service in which app/canary has a replica in us-east-1, and one in ap-south-1 that has failed.
func SeedReplicated(s *local.Server) {
	JSONSecret()(s)
	Replicates(s, BackendOf(s), "app/canary", "ap-south-1", "us-east-1")
}

// Replicates gives a secret of a backend replicas in regions other than its own; the one in ap-south-1 fails.
func Replicates(s *local.Server, be backend.Backend, id string, regions ...string) {
	d, err := be.Describe(Ctx(), id)
	if err != nil {
		panic(err)
	}
	s.Plant(local.Seed{Name: d.Name, Account: backend.AccountOf(d.ARN), Region: "ap-south-1", Text: "made-up: another one"})
	for _, region := range regions {
		if region == backend.RegionOf(d.ARN) {
			continue
		}
		if _, err := be.Replicate(Ctx(), d.ARN, []backend.ReplicaTarget{{Region: region}}, false); err != nil {
			panic(err)
		}
	}
}
