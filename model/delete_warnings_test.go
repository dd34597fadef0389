package model

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestADeleteSaysThatSomethingStillReadsTheSecret(t *testing.T) {
	const warning = ": something still uses it"
	var later atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	play(t, setting{seed: seedOne(backend.TextValue("made-up")), change: func(o *Options) { o.Clock = clock }}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Clock = clock })
		p.press("d").sees("last read", "never").seesNot(warning).press("esc")
		_ = p.stored("app/canary")
		warned := p.press("ctrl+r d").sees("1 Jan 2000" + warning).styled("1 Jan 2000:")
		p.press("esc")
		later.Store(int64(8*24*time.Hour - time.Minute))
		p.press("ctrl+r d").sees("1 Jan 2000" + warning).press("esc")
		later.Store(int64(8 * 24 * time.Hour))
		if plain := p.press("ctrl+r d").seesNot(warning).styled("1 Jan 2000 "); plain == warned {
			t.Errorf("both are drawn as %q", plain)
		}
	})
}

func TestADeleteSaysWhatBecomesOfTheRotation(t *testing.T) {
	play(t, setting{}, func(p *player) {
		const on = "on; the deletion switches it off, a restore may not bring it back"
		p.press("/").types("^prod/billing/db$").press("enter d").sees("Delete prod/billing/db", "rotation", on).press("esc")
		p.does(p.rival().CancelRotation(ctx(), p.arn("prod/billing/db"))).press("ctrl+r d").sees("rotation           off").seesNot("switches it off").press("esc")
		p.press("/ ctrl+u").types("^prod/payments/stripe").press("enter d").sees("Delete prod/payments/stripe").seesNot("rotation")
	})
}

func TestADeleteSaysWhichServiceTheSecretBelongsTo(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("events!").press("enter d").sees("managed by", "events, which should delete it; AWS may refuse this")
		p.press("esc / ctrl+u").types("^prod/payments/stripe").press("enter d").sees("Delete prod/payments/stripe").seesNot("managed by")
	})
}

func TestADeleteOfManySaysWhatSpeaksAgainstSomeOfThem(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("^prod/billing/db$ | 'prod/payments/stripe | 'prod/finance/ledger-export").press("enter * d").sees("Delete 3 secrets", "rotation is on for 1 of them: the deletion switches it off").press("esc")
		p.press("G space d").sees("Delete 2 secrets").seesNot("rotation is on")
	})
	seed := func(s *local.Server) { // names that come one after the other, of which the last two are replicas' primaries
		be := backendOf(s)
		for i := range 14 {
			w, err := be.Create(ctx(), backend.NewSecret{Name: fmt.Sprintf("app/de-%02d", i), Value: backend.TextValue("made-up")})
			if err == nil && i > 6 {
				_, err = be.Replicate(ctx(), w.ARN, []backend.ReplicaTarget{{Region: "us-east-1"}}, false)
			}
			if err != nil {
				panic(err)
			}
		}
	}
	play(t, setting{seed: seed}, func(p *player) {
		p.press("* d").sees("Delete 7 secrets", "app/de-06", "left out: app/de-07 has replicas: delete it by itself", "left out: app/de-09 has", "and 4 more are left out").seesNot("left out: app/de-10")
		p.press("esc esc /").types("'de-0 | 'de-10").press("enter * d").sees("Delete 7 secrets", "left out: app/de-10").seesNot("more are left out")
	})
	play(t, setting{}, func(p *player) {
		p.press("/").types("'cdn-signing | 'prod/payments/stripe").press("enter * d").sees("Delete prod/payments/stripe", "left out: shared/edge/cdn-signing is a replica")
	})
}

func TestADeleteOfManyMarksTheReadsThatAreRecent(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue("made-up"))}, func(p *player) {
		_ = p.stored("app/canary")
		p.press("ctrl+r * d").sees("Delete 2 secrets", "read 1 Jan 2000", "read never")
		if now, never := p.styled("read 1 Jan"), p.styled("read never"); now == never {
			t.Errorf("both are drawn as %q", now)
		}
	})
}

func TestWhatCannotBeDeletedTogetherSaysWhy(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("* d").sees("what is scheduled already can only be deleted for good, and that one by one: esc drops the marks")
	})
	play(t, setting{}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.press("/").types("shared/tls/wildcard").press("enter").wait(time.Second).press("d").sees("shared/tls/wildcard has replicas, and it is not known yet where: ctrl+r asks again")
	})
	play(t, setting{seed: func(*local.Server) {}, noFirst: true}, func(p *player) {
		p.becomes(time.Second, "no secrets here").press("d").sees("no secret is selected")
	})
}
