package model_test

import (
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model/play"
)

// slows has every call take half a minute from now on.
func slows(p *play.Player) {
	p.Server.Set(func(k *local.Knobs) { k.Latency = 30 * time.Second })
}

func TestAKeyEveryTenthOfASecondIsAnsweredWhileEveryCallTakesHalfAMinute(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		slows(p)
		p.Press("ctrl+r v 1")
		keys := []string{"2", "]", "1", "j", "2", "]", "1", "k", "D", "D"}
		for i := range 100 {
			before := len(p.Screen.Sent())
			p.Send(play.BytesOf(keys[i%len(keys)]))
			p.Wait(100 * time.Millisecond)
			if len(p.Screen.Sent()) == before {
				t.Fatalf("the key %q, number %d, was not answered within a tenth of a second\n%s", keys[i%len(keys)], i, p.Screen)
			}
		}
	})
}

func TestEscGivesUpAReadAtOnceWithAWord(t *testing.T) {
	for _, keys := range []string{"v", "c"} {
		play.Game(t, play.Setting{}, func(p *play.Player) {
			slows(p)
			p.Press(keys).Press("esc").Sees("stopped reading", "not read").SeesNot("reading…")
			p.Wait(time.Minute).SeesNot("could not reveal", "copied").Alive(0)
		})
	}
}

func TestEscGivesUpAListingAtOnceWithAWord(t *testing.T) {
	play.Game(t, play.Setting{NoFirst: true, Seed: play.Slow(30 * time.Second)}, func(p *play.Player) {
		p.Wait(time.Second).Sees("listing…", "esc stop").Press("esc").Sees("stopped listing", "ctrl+r").SeesNot("listing…")
		p.Wait(2*time.Minute).SeesNot("no secrets here", "1,000 secrets")
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = nil })
		p.Press("ctrl+r").Wait(time.Second).Sees("secrets").SeesNot("stopped")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		slows(p)
		p.Press("ctrl+r").Wait(time.Second).Press("esc").Sees("stopped listing", "dev/analytics")
	})
}

func TestEscGivesUpTheListOfVersionsAtOnceWithAWord(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		slows(p)
		p.Press("j 3").Wait(time.Second).Press("esc").Sees("stopped listing the versions")
		p.Wait(time.Minute).SeesNot("no version")
	})
}

func TestEscGivesUpWhatIsAskedWhileMovingOnceItIsSlowWithAWord(t *testing.T) {
	for at, keys := range map[string]string{"the list": "j", "the detail pane": "2 ] 1 j 2", "the policies": "2 ] ] ] ] ] 1 j 2"} {
		play.Game(t, play.Setting{}, func(p *play.Player) {
			slows(p)
			p.Press(keys).Wait(500 * time.Millisecond).SeesNot("esc stop")
			p.Wait(time.Second).Sees("esc stop").Press("esc").Sees("stopped asking about dev/analytics/db", "ctrl+r refreshes").SeesNot("esc stop")
			p.Wait(time.Minute).SeesNot("no answer in time", "✗")
			p.Server.Set(func(k *local.Knobs) { k.Latency = 0 })
			if p.Press("ctrl+r").Wait(2 * time.Second).SeesNot("given up here"); t.Failed() {
				t.Error("in", at)
			}
		})
	}
}

func TestWhatIsAskedWhileMovingAndComesInTimeIsNotGivenUp(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Latency = 800 * time.Millisecond })
		p.Press("2 ] 1 j 2").Wait(500*time.Millisecond).Press("esc").SeesNot("stopped").Wait(2*time.Second).Press("2").SeesNot("given up", "not known")
	})
}
