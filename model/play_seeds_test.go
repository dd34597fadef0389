package model

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

const canary = "made-up-CANARY-51d9"

// canaries are the values of a secret with several versions, each with a mark of its own.
func canaries(n int) (values []string) {
	for i := range n {
		values = append(values, fmt.Sprintf(`{"key":"%s-%d","same":"x"}`, canary, i))
	}
	return values
}

// seedOne makes a service that holds one secret of that value, and others without interest.
func seedOne(value backend.Value) func(*local.Server) {
	return func(s *local.Server) {
		c := aws.Open(aws.Options{Transport: s.Transport()})
		for _, n := range []backend.NewSecret{
			{Name: "app/canary", Description: "the one", Value: value, Tags: []backend.Tag{{Key: "env", Value: "prod"}}},
			{Name: "app/other", Value: backend.TextValue("made-up other")},
		} {
			if _, err := c.Create(ctx(), n); err != nil {
				panic(err)
			}
		}
	}
}

func jsonSecret() func(*local.Server) { return seedOne(backend.TextValue(pretty)) }

const pretty = "{\n  \"user\":  \"u\",\n  \"password\": \"old\",\n  \"id\": 12345678901234567890,\n  \"n\": 1e400\n}\n"

// seedVersions makes a service with one secret of several versions, the last of them current.
func seedVersions(values ...string) func(*local.Server) {
	return func(s *local.Server) {
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if _, err := c.Create(ctx(), backend.NewSecret{Name: "app/canary", Value: backend.TextValue(values[0])}); err != nil {
			panic(err)
		}
		for _, v := range values[1:] {
			time.Sleep(time.Hour)
			if _, err := c.Put(ctx(), "app/canary", backend.NewVersion{Value: backend.TextValue(v)}); err != nil {
				panic(err)
			}
		}
		if _, err := c.Create(ctx(), backend.NewSecret{Name: "app/other", Value: backend.TextValue("made-up other")}); err != nil {
			panic(err)
		}
	}
}

// seedTombstone makes a service in which app/gone is scheduled for deletion.
func seedTombstone(s *local.Server) {
	seedOne(backend.TextValue(`{"user":"u","port":5432,"on":{"x":"` + canary + `"}}`))(s)
	c := aws.Open(aws.Options{Transport: s.Transport()})
	w, err := c.Create(ctx(), backend.NewSecret{Name: "app/gone", Value: backend.TextValue("made-up before")})
	if err != nil {
		panic(err)
	}
	if _, err := c.Delete(ctx(), w.ARN, backend.Deletion{WindowDays: 7}); err != nil {
		panic(err)
	}
}

// seedBuried makes a service in which app/buried, a JSON object, is scheduled for deletion.
func seedBuried(s *local.Server) {
	seedTombstone(s)
	c := aws.Open(aws.Options{Transport: s.Transport()})
	if _, err := c.Create(ctx(), backend.NewSecret{Name: "app/buried", Value: backend.TextValue(`{"old":"1"}`)}); err != nil {
		panic(err)
	}
	if _, err := c.Delete(ctx(), "app/buried", backend.Deletion{WindowDays: 7}); err != nil {
		panic(err)
	}
}

// seedMany makes a first secret with many keys and many versions, and more secrets than a screen has rows.
func seedMany(s *local.Server) {
	be := aws.Open(aws.Options{Transport: s.Transport()})
	var fields []string
	for i := range 60 {
		fields = append(fields, fmt.Sprintf(`"key-%02d":"made-up-%d"`, i, i))
	}
	for v := range 30 {
		value := backend.TextValue(fmt.Sprintf(`{"v":%d,%s}`, v, strings.Join(fields, ",")))
		var err error
		if v == 0 {
			_, err = be.Create(ctx(), backend.NewSecret{Name: "app/000", Value: value})
		} else {
			_, err = be.Put(ctx(), "app/000", backend.NewVersion{Value: value, Stages: []string{fmt.Sprintf("v%02d", v%15), backend.Current}[:1+v%2]})
		}
		if err != nil {
			panic(err)
		}
	}
	for i := 1; i < 90; i++ {
		if _, err := be.Create(ctx(), backend.NewSecret{Name: fmt.Sprintf("app/%03d", i), Value: backend.TextValue("made-up")}); err != nil {
			panic(err)
		}
	}
}

func binarySecret(b string) func(*local.Server) { return seedOne(backend.NewValue([]byte(b), true)) }

const (
	olderJSON = `{"host":"db","port":5432,"password":"` + canary + `-old","gone":"x","deep":{"a":1,"b":"` + canary + `"}}`
	newerJSON = `{"host":"db","port":5432,"password":"` + canary + `-newer","deep":{"a":1,"b":"` + canary + `!"},"fresh":true}`
)

// forms are those in which the canary may leak.
func forms() []string {
	return []string{canary, base64.StdEncoding.EncodeToString([]byte(canary))[:16], fmt.Sprintf("%x", canary), fmt.Sprint([]byte(canary))}
}

// leaks tells in which forms the canary is in b.
func leaks(b []byte) (out []string) {
	for _, form := range forms() {
		if bytes.Contains(b, []byte(form)) {
			out = append(out, form)
		}
	}
	return out
}

func slow(page time.Duration) func(*local.Server) {
	return func(s *local.Server) {
		s.SeedGenerated(1000)
		s.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"ListSecrets": page} })
	}
}

// denying is a demo where some operations are denied.
func denying(ops ...string) func(*local.Server) {
	return func(s *local.Server) {
		s.SeedDemo()
		s.Set(func(k *local.Knobs) { k.Deny = deny(ops...) })
	}
}

func deny(ops ...string) map[string]bool {
	out := map[string]bool{}
	for _, op := range ops {
		out[op] = true
	}
	return out
}
