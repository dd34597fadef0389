package change_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

func TestADeleteSaysThatSomethingStillReadsTheSecret(t *testing.T) {
	const warning = ": something still uses it"
	var later atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { o.Clock = clock }}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Clock = clock })
		p.Press("d").Sees("last read", "never").SeesNot(warning).Press("esc")
		_ = p.Stored("app/canary")
		warned := p.Press("ctrl+r d").Sees("1 Jan 2000" + warning).Styled("1 Jan 2000:")
		p.Press("esc")
		later.Store(int64(8*24*time.Hour - time.Minute))
		p.Press("ctrl+r d").Sees("1 Jan 2000" + warning).Press("esc")
		later.Store(int64(8 * 24 * time.Hour))
		if plain := p.Press("ctrl+r d").SeesNot(warning).Styled("1 Jan 2000 "); plain == warned {
			t.Errorf("both are drawn as %q", plain)
		}
	})
}

func TestADeleteSaysWhatBecomesOfTheRotation(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		const on = "on; the deletion switches it off, a restore may not bring it back"
		p.Press("/").Types("^prod/billing/db$").Press("enter d").Sees("Delete a secret", "rotation", on).Press("esc")
		p.Does(p.Rival().CancelRotation(play.Ctx(), p.ARN("prod/billing/db"))).Press("ctrl+r d").Sees("rotation           off").SeesNot("switches it off").Press("esc")
		p.Press("/ ctrl+u").Types("^prod/payments/stripe").Press("enter d").Sees("Delete a secret").SeesNot("rotation")
	})
}

func TestADeleteSaysWhichServiceTheSecretBelongsTo(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("events!").Press("enter d").Sees("managed by", "events, which should delete it; AWS may refuse this")
		p.Press("esc / ctrl+u").Types("^prod/payments/stripe").Press("enter d").Sees("Delete a secret").SeesNot("managed by")
	})
}

func TestADeleteOfManySaysWhatSpeaksAgainstSomeOfThem(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("^prod/billing/db$ | 'prod/payments/stripe | 'prod/finance/ledger-export").Press("enter * d").Sees("Delete 3 secrets", "rotation is on for 1 of them: the deletion switches it off").Press("esc")
		p.Press("G space d").Sees("Delete 2 secrets").SeesNot("rotation is on")
	})
	seed := func(s *local.Server) { // names that come one after the other, of which the last two are replicas' primaries
		be := play.BackendOf(s)
		for i := range 14 {
			w, err := be.Create(play.Ctx(), backend.NewSecret{Name: fmt.Sprintf("app/de-%02d", i), Value: backend.TextValue("made-up")})
			if err == nil && i > 6 {
				_, err = be.Replicate(play.Ctx(), w.ARN, []backend.ReplicaTarget{{Region: "us-east-1"}}, false)
			}
			if err != nil {
				panic(err)
			}
		}
	}
	play.Game(t, play.Setting{Seed: seed}, func(p *play.Player) {
		p.Press("* d").Sees("Delete 7 secrets", "app/de-06", "app/de-13", "left out: has replicas", "what has some, are deleted one by one")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("'cdn-signing | 'prod/payments/stripe").Press("enter * d").Sees("Delete a secret", "shared/edge/cdn-signing", "left out: a replica")
	})
}

func TestADeleteOfManyMarksTheReadsThatAreRecent(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
		_ = p.Stored("app/canary")
		p.Press("ctrl+r * d").Sees("Delete 2 secrets", "read 1 Jan 2000", "read never")
		if now, never := p.Styled("read 1 Jan"), p.Styled("read never"); now == never {
			t.Errorf("both are drawn as %q", now)
		}
	})
}

func TestWhatCannotBeDeletedTogetherSaysWhy(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("* d").Sees("what is scheduled already can only be deleted for good, and that one by one: esc drops the marks")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.Press("/").Types("shared/tls/wildcard").Press("enter").Wait(time.Second).Press("d").Sees("shared/tls/wildcard has replicas, and it is not known yet where: ctrl+r refreshes")
	})
	play.Game(t, play.Setting{Seed: func(*local.Server) {}, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "no secrets here").Press("d").Sees("no secret is selected")
	})
}

// Two names may be the same but for their ends, and what is acted on has to be told from the other.
func TestTheWholeNameStandsInWhatActsOnIt(t *testing.T) {
	long := strings.Repeat("team/", 30)
	for _, size := range [][2]int{{120, 36}, {60, 20}, {40, 12}} {
		seed := func(s *local.Server) {
			s.Plant(local.Seed{Name: long + "one", Text: "made-up"}, local.Seed{Name: long + "two", Text: "made-up"})
		}
		play.Game(t, play.Setting{Seed: seed, W: size[0], H: size[1]}, func(p *play.Player) {
			for _, end := range []string{"one", "two"} {
				p.Press("d")
				if told := strings.Join(p.Frame("Delete").Lines, ""); !strings.Contains(told, end) {
					t.Errorf("nothing tells that it is the one that ends in %s:\n%s", end, p.Screen)
				}
				p.Press("esc j")
			}
		})
	}
}
