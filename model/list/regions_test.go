package list_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// What the regions do not tell of any more is asked about: it is restored, gone for good, or their lists lag.
func TestARefreshOfAllRegionsKeepsWhatIsStillScheduledForDeletionAndNothingElse(t *testing.T) {
	const name = "edge/old"
	there := func(s *local.Server) backend.Backend {
		return aws.Open(aws.Options{Transport: s.Transport(), Region: "us-east-1"})
	}
	seed := func(s *local.Server) {
		s.SeedDemo()
		_, err := there(s).Create(play.Ctx(), backend.NewSecret{Name: name, Value: backend.TextValue("made-up")})
		if err == nil {
			_, err = there(s).Delete(play.Ctx(), name, backend.Deletion{WindowDays: 30})
		}
		if err != nil {
			panic(err)
		}
	}
	for what, c := range map[string]struct {
		does  func(p *play.Player, be backend.Backend) error
		stays bool
	}{
		"restored": {func(_ *play.Player, be backend.Backend) error { return be.Restore(play.Ctx(), name) }, false},
		"gone for good": {func(p *play.Player, be backend.Backend) error {
			if err := be.Restore(play.Ctx(), name); err != nil {
				return err
			}
			_, err := be.Delete(play.Ctx(), p.InRegion("us-east-1", name).ARN, backend.Deletion{Force: true})
			return err
		}, false},
		"a list that lags": {func(p *play.Player, _ backend.Backend) error {
			p.Server.Set(func(k *local.Knobs) { k.ListLag = 1e4 * time.Hour })
			return nil
		}, true},
		"a region that fails": {func(p *play.Player, be backend.Backend) error {
			p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListSecrets") })
			return be.Restore(play.Ctx(), name)
		}, true},
	} {
		t.Run(what, func(t *testing.T) {
			play.Game(t, play.Setting{W: 140, H: 36, Seed: seed}, func(p *play.Player) {
				p.Press("D A").Wait(3*time.Second).GoesTo("Secrets", name).Press("space").Sees("✓ 1 marked").Press("g")
				p.Does(c.does(p, there(p.Server)))
				p.Press("ctrl+r").Wait(5 * time.Second)
				if stays := p.Rows(name) == 1; stays != c.stays {
					t.Errorf("its row is there: %v, want %v\n%s", stays, c.stays, p.Screen)
				}
				if c.stays {
					p.Sees("✓ 1 marked", "Deleted 7")
				} else {
					p.Sees("it is no longer marked", "6 deleted").Press("A A").Wait(3 * time.Second).Sees("6 deleted")
				}
			})
		})
	}
}

// What is learnt of a recovery window in the view of all regions is known in the region's own too.
func TestAnEndThatIsLearntAmongAllRegionsIsKnownInItsOwn(t *testing.T) {
	play.Game(t, play.Setting{W: 140, H: 36}, func(p *play.Player) {
		p.Press("D").Wait(time.Second).GoesTo("Secrets", "prod/orders/db").Sees("≥ 2h 13m").Press("A").Wait(3 * time.Second)
		p.GoesTo("Secrets", "prod/orders/db").Press("w").Sees("14 days").Press("esc").Sees("7d 2h left")
		p.Press("A").Wait(time.Second)
		rows := strings.Join(p.Frame("Secrets").Lines, "\n")
		if before, rest, _ := strings.Cut(rows, "prod/orders/db"); !strings.Contains(before, "prod/old/mailgun") || !strings.HasPrefix(strings.TrimLeft(rest, " "), "7d 2h left") {
			t.Errorf("its row does not say so, or stands elsewhere:\n%s", rows)
		}
	})
}
