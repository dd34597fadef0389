package list_test

import (
	"fmt"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// What a whole listing lacks that was made long before is gone, also where nobody may ask, or there is too much to ask about.
func TestARefreshDropsWhatIsGoneWhereItCannotBeAskedAbout(t *testing.T) {
	deny := func(p *play.Player, ops ...string) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny(ops...) })
	}
	end := func(p *play.Player, name string) {
		_, err := p.Rival().Delete(play.Ctx(), p.ARN(name), backend.Deletion{Force: true})
		p.Does(err)
	}
	play.Game(t, play.Setting{}, func(p *play.Player) {
		end(p, "shared/smtp/relay")
		deny(p, "DescribeSecret")
		p.Press("ctrl+r").Wait(time.Minute).Sees("213 secrets").Press("/").Types("smtp/relay").SeesNot("shared/smtp/relay")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) { // it may be younger than the list
		_, err := p.Rival().Create(play.Ctx(), backend.NewSecret{Name: "a/new/one", Value: backend.TextValue("made-up")})
		p.Does(err).Press("ctrl+r").Wait(time.Minute).Sees("215 secrets")
		p.Server.Set(func(k *local.Knobs) { k.ListLag = 4 * time.Minute })
		deny(p, "DescribeSecret")
		p.Press("ctrl+r").Wait(time.Minute).Press("g").Sees("215 secrets", "a/new/one")
	})
	const many = 600
	name := func(i int) string { return fmt.Sprintf("many/%03d", i) }
	seed := func(s *local.Server) {
		s.SeedDemo()
		for i := range many {
			s.Plant(local.Seed{Name: name(i), Text: "made-up"})
		}
		time.Sleep(time.Hour)
	}
	play.Game(t, play.Setting{Seed: seed}, func(p *play.Player) {
		p.Sees("814 secrets")
		for i := range many {
			end(p, name(i))
		}
		p.Press("ctrl+r").Wait(time.Minute).Sees("214 secrets")
	})
}

func TestWhatIsGoneInTheViewOfAllRegionsIsGoneInItsOwn(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("A").Wait(5 * time.Second).Sees("4 regions").Press("/").Types("tmp/loadtest").Press("enter").Wait(time.Second).Press("d").Wait(time.Second)
		p.Types("tmp/loadtest").Press("enter enter").Wait(time.Second).Sees("deleted tmp/loadtest for good").Wait(pane.StayLong)
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListSecrets") })
		p.Press("esc A").Wait(time.Second).Sees("4 deleted", "prod/orders/db").SeesNot("tmp/loadtest")
	})
}
