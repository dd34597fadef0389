package detail_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// rotationTold is what stands in the Rotation tab, without its line breaks.
func rotationTold(p *play.Player) string {
	p.T.Helper()
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(p.Frame("Rotation").Lines, " "), "▌", " ")), " ")
}

func TestTheRotationTabTellsEachStateInWords(t *testing.T) {
	for name, c := range map[string]struct {
		secret string
		first  func(p *play.Player)
		sees   []string
		not    []string
	}{
		"on, by cron": {"^staging/gateway/mtls", nil, []string{"on: by cron(0 4 ? * SUN *), in the 2-hour window from 04:00 UTC; next on or before", "last 27 Dec 1999",
			"then", "9 Jan · 16 Jan · 23 Jan · 30 Jan 2000, at 04:00 UTC"}, []string{"stuck", "running", "overdue"}},
		"on, by days": {"^prod/payments/db$", nil, []string{"on: every 30 days, in the window from 00:00 UTC to the end of the day; next on or before"}, []string{"overdue"}},
		"stuck":       {"^prod/billing/db$", nil, []string{"stuck since 31 Dec 1999 15:00:00 UTC (9h ago)", "X clears it"}, nil},
		"overdue":     {"^prod/billing/db$", nil, []string{"overdue by 2", "every 30 days", "it was due by 31 Dec 1999", "due by 31 Dec 1999 00:00:00 UTC", "then 31 Jan ·"}, []string{"on: every", "next on"}},
		"off": {"^prod/payments/db$", func(p *play.Player) {
			p.Does(p.Rival().CancelRotation(play.Ctx(), p.ARN("prod/payments/db"))).Press("ctrl+r").Wait(time.Second)
		}, []string{"off: every 30 days is still set up, and nothing comes of it", "function:demo-rotat"}, []string{"next on"}},
		"never":   {"slack/alerts", nil, []string{"never set up"}, []string{"on or before"}},
		"managed": {"^rds!db", nil, []string{"rds: it rotates this secret, without a function of yours", "on: every 7 days"}, nil},
		"partner": {"metrics-api", nil, []string{"DatadogApiKey: the partner's service can rotate it; enter sets that up"}, []string{"rotated by"}},
		"partner, set up": {"metrics-api", func(p *play.Player) {
			p.Asks("RotateSecret", `{"SecretId":"shared/monitoring/metrics-api","ClientRequestToken":"00000000-0000-4000-8000-000000000001","RotateImmediately":false,
				"ExternalSecretRotationMetadata":[{"Key":"adminKey","Value":"made-up-admin"}],"ExternalSecretRotationRoleArn":"arn:aws:iam::123456789012:role/made-up","RotationRules":{"AutomaticallyAfterDays":9}}`)
			p.Press("ctrl+r")
		}, []string{"on: every 9 days", "DatadogApiKey: rotated by the partner's service", "role arn:aws:iam::123456789012:role/made-up", "adminKey made-up-admin"}, nil},
		"replica":  {"cdn-signing", nil, []string{"a replica: it is rotated in its primary region, us-east-1"}, nil},
		"finished": {"^prod/payments/db$", func(p *play.Player) { p.LeavesPending("prod/payments/db") }, []string{"on AWSCURRENT too: the last rotation has come to its end"}, []string{"running", "stuck"}},
		"running": {"^prod/payments/db$", func(p *play.Player) {
			p.RotatesFor(10 * time.Minute)
			_, err := p.Rival().Rotate(play.Ctx(), p.ARN("prod/payments/db"), backend.RotationOrder{})
			p.Does(err).Wait(time.Minute).Press("ctrl+r").Wait(time.Second)
		}, []string{"running since ", "1m ago", "AWSPENDING", "on: every 30 days"}, []string{"stuck"}},
	} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{}, func(p *play.Player) {
				if c.first != nil {
					c.first(p)
				}
				tells := rotationTold(p.RotationOf(c.secret))
				for _, text := range c.sees {
					if !strings.Contains(tells, text) {
						t.Errorf("it does not tell %q but %s\n%s", text, tells, p.Screen)
					}
				}
				for _, text := range c.not {
					if strings.Contains(tells, text) {
						t.Errorf("it tells %q: %s", text, tells)
					}
				}
				if n := p.Calls("GetSecretValue") + p.Calls("BatchGetSecretValue"); n != 0 {
					t.Errorf("looking at a rotation read %d values", n)
				}
			})
		})
	}
}

func TestADeletedSecretsRotationIsOff(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("D").RotationOf("^prod/orders/db").Sees("off while it is scheduled").Press("r").Sees("is scheduled for deletion: R restores it first")
	})
}

func TestARotationWhoseVersionHasNoValueIsToldApartFromOneThatTests(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedStuck}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Sees("stuck since 1 Jan 2000 00:00:00 UTC", "or before", "its new version has no value yet: creating one", "no value yet")
	})
	tests := func(s *local.Server) {
		play.SeedRotating(play.DemoFunction)(s)
		_, err := play.BackendOf(s).Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.TextValue("made-up"), Stages: []string{backend.Pending}})
		if err != nil {
			panic(err)
		}
		time.Sleep(9 * time.Hour)
	}
	play.Game(t, play.Setting{Seed: tests}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Sees("stuck since 1 Jan 2000 00:00:00 UTC", "setting or testing it").SeesNot("UTC (9h ago) or")
	})
	play.Game(t, play.Setting{W: 80, H: 20, Seed: play.SeedStuck}, func(p *play.Player) { // where nobody lists the versions
		p.RotationOf("^app/canary$").Sees("stuck since", "its new version may have a value or not: 3 tells")
	})
}

func TestARotationBecomesStuckAndOverdueByTimeAlone(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.StuckFunction)}, func(p *play.Player) {
		_, err := p.Rival().Rotate(play.Ctx(), p.ARN("app/canary"), backend.RotationOrder{})
		p.Does(err).Does(p.Rival().CancelRotation(play.Ctx(), p.ARN("app/canary"))) // without a next date that could wake it
		p.Press("ctrl+r").RotationOf("^app/canary$").Wait(58 * time.Minute).Sees("running since").SeesNot("stuck since").Wait(3 * time.Minute).Sees("stuck since")
	})
	seed := func(s *local.Server) {
		play.SeedRotating(play.StuckFunction)(s) // what the service begins by itself does not come to its end
		time.Sleep(31*24*time.Hour - time.Minute)
	}
	play.Game(t, play.Setting{Seed: seed}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Sees("on: every 30 days").SeesNot("overdue by").Wait(time.Minute).Sees("overdue by ")
	})
}

func TestTheRotationTabShowsWhatMattersOnSmallScreens(t *testing.T) {
	for _, size := range [][2]int{{60, 20}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedStuck}, func(p *play.Player) {
			p.RotationOf("^app/canary$").Sees("stuck since")
			play.CheckLayout(t, p, size[0])
			p.Press("X").Sees("Clear the stuck rotation", "app/canary", "1 cancel the rotation", "clear it y").Press("esc")
			play.CheckLayout(t, p, size[0])
		})
	}
}

func TestWhatIsToDoAboutAStuckRotationIsWhatCanBeDone(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.RotatesFor(24 * time.Hour)
		p.RotationOf("^rds!db").Press("r").Wait(time.Second).Press("y").Sees("running since").Press("esc").Wait(61*time.Minute).Sees("stuck since", "rds, which manages this secret, ends it by itself").SeesNot("X clears", "L shows")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.RotatesFor(24 * time.Hour)
		p.Asks("RotateSecret", `{"SecretId":"shared/monitoring/metrics-api","ClientRequestToken":"00000000-0000-4000-8000-000000000001",
			"ExternalSecretRotationMetadata":[{"Key":"adminKey","Value":"made-up-admin"}],"ExternalSecretRotationRoleArn":"arn:aws:iam::123456789012:role/made-up","RotationRules":{"AutomaticallyAfterDays":9}}`)
		p.Press("ctrl+r").RotationOf("metrics-api").Wait(61*time.Minute).Sees("stuck since", "X clears it").SeesNot("L shows")
	})
}

func TestOnASmallScreenRotatingNamesTheFunctionAndWhatHappens(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10, Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotationOf("^app/canary$").Press("r").Sees("Rotate now", "app/canary", "by the function demo-rotation", "It makes a new value")
	})
}

func TestLookingAtARotationAsksNothingThatIsNotThere(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.Wait(2 * time.Second)
		before := p.Server.Calls()
		p.Press("2 ] ] ] ] j j j k [ ]").Wait(time.Second)
		for op, n := range p.Server.Calls() {
			if n != before[op] {
				t.Errorf("%s was asked %d times", op, n-before[op])
			}
		}
	})
}
