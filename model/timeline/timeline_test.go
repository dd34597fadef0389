package timeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestTheTimelineShowsEveryVersionNewestFirst(t *testing.T) {
	play.Game(t, play.Setting{W: 120, H: 30}, func(p *play.Player) {
		p.TimelineOf("jwt-signing").Sees("Versions 13", "AWSCURRENT", "AWSPREVIOUS", "pinned-2026-q2", "canary", "9 without a label", "AWS may remove them")
		p.Press("G enter").Sees("5 of 14").Press("G").Sees("14 of 14").Press("esc").Sees("9 without a label").SeesNot("of 14")
		p.Press("g").Sees("26h ago")
	})
}

func TestAHundredAndThirtyVersionsAreWalkedWithoutReadingOne(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		before := p.Calls("ListSecretVersionIds")
		p.TimelineOf("ingest-token").Sees("Versions 130", "128 without a label").Press("G enter")
		for range 130 {
			p.Types("j")
		}
		p.Sees("131 of 131").Press("g G ctrl+u ctrl+d pgup pgdown esc esc")
		if n := p.Calls("GetSecretValue") + p.Calls("BatchGetSecretValue"); n != 0 {
			t.Errorf("walking the timeline read %d values", n)
		}
		if n := p.Calls("ListSecretVersionIds") - before; n != 2 {
			t.Errorf("two pages of versions took %d calls", n)
		}
	})
}

func TestAStuckRotationIsToldInTheTimeline(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.TimelineOf("^prod/billing/db$").Sees("stuck, begun 9h ago or before", "AWSPENDING", "no value yet")
			play.CheckLayout(t, p, size[0])
			before := p.Calls("ListSecretVersionIds")
			p.Press("ctrl+r").Wait(10 * time.Second)
			if n := p.Calls("ListSecretVersionIds") - before; n != 1 {
				t.Errorf("a version that is not listed had the listing made %d times", n)
			}
		})
	}
}

func TestARotationThatFailsAtItsTestIsToldWithItsAge(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.TimelineOf("^staging/orders/db$").Sees("rotation stuck, begun 5h ago · setting or testing", "AWSPENDING")
	})
}

func TestTheTimelineTellsARunningRotationFromAStuckOneAsTheRotationTabDoes(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.DemoFunction)}, func(p *play.Player) {
		p.RotatesFor(3 * time.Hour)
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y").Sees("rotation running, begun just now or before · creating", "running since", "creating one")
		p.Wait(59*time.Minute).Press("ctrl+r").Sees("rotation running, begun 59m ago or before", "running since").Wait(2*time.Minute).Sees("rotation stuck, begun 1h ago or before · creating", "stuck since")
		p.Wait(time.Hour).Press("ctrl+r").Sees("setting or testing").Wait(90*time.Minute).Press("ctrl+r").SeesNot("stuck", "running")
	})
	play.Game(t, play.Setting{Seed: play.SeedRotating(play.StuckFunction)}, func(p *play.Player) { // without anything else that happens
		p.RotationOf("^app/canary$").Press("r").Wait(time.Second).Press("y").Wait(2 * time.Second).Press("esc").Sees("no longer watched").Press("]")
		p.Wait(58 * time.Minute).Sees("rotation running").Wait(3 * time.Minute).Sees("rotation stuck")
	})
}

func TestASecretWithoutVersionsSaysSoInTheTimeline(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.TimelineOf("sandbox/placeholder").Sees("no version yet", "becomes AWSCURRENT")
		p.Press("enter").Sees("has no version yet")
	})
}

func TestVersionsThatMayNotBeListedStillShowTheirLabels(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecretVersionIds": true} })
		p.TimelineOf("jwt-signing").Sees("incomplete", "AWSCURRENT", "AWSPREVIOUS", "date not known")
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("ctrl+r").Sees("Versions 13").SeesNot("incomplete")
	})
}

func TestScrollingThroughSecretsListsVersionsOnlyWhereTheCursorRests(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		before := p.Calls("ListSecretVersionIds")
		p.Types(strings.Repeat("j", 40)).Wait(time.Second)
		if n := p.Calls("ListSecretVersionIds") - before; n != 1 {
			t.Errorf("scrolling past 40 secrets listed the versions of %d", n)
		}
	})
	play.Game(t, play.Setting{W: 80, H: 20}, func(p *play.Player) {
		p.Press("j").Wait(time.Second).Sees("AWSCURRENT")
		if n := p.Calls("ListSecretVersionIds"); n != 0 {
			t.Errorf("a folded timeline made %d calls", n)
		}
		p.Press("3").Sees("Versions")
		if n := p.Calls("ListSecretVersionIds"); n == 0 {
			t.Error("going into the timeline did not list the versions")
		}
	})
}

// Who types a name has come to rest when the typing ends, wherever the cursor stood meanwhile.
func TestNothingIsAskedOfTheSecretUnderTheCursorWhileANameIsTyped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
		asked := func() int { return p.Calls("DescribeSecret") + p.Calls("ListSecretVersionIds") }
		p.Press("G").Wait(time.Second)
		before := asked()
		p.Press("/").Types("a")
		for _, letter := range []string{"p", "p", "/", "c", "a", "n"} {
			p.Send(letter)
			p.Wait(pane.RestDelay * 3 / 4).Sees("app/canary")
		}
		if n := asked() - before; n != 0 {
			t.Errorf("%d calls while a name was typed", n)
		}
		if p.Wait(pane.RestDelay); asked() == before {
			t.Error("none after it")
		}
	})
}

func TestVersionsThatArriveLateNeverShowOnAnotherSecret(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.TimelineOf("jwt-signing").Sees("Versions 13")
		p.Server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"ListSecretVersionIds": 3 * time.Second}
		})
		p.Press("ctrl+r 1 esc /").Types("^prod/payments/stripe").Press("enter").Wait(5*time.Second).SeesNot("Versions 13", "canary").Sees("Versions 5")
	})
}

func TestTheTimelineFollowsASelectionAndNewLabels(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two", "three")}, func(p *play.Player) {
		p.Press("3").Sees("Versions 3", "1 without a label")
		was := p.IDs()
		c := aws.Open(aws.Options{Transport: p.Server.Transport()})
		if err := c.MoveLabel(play.Ctx(), "app/canary", backend.LabelMove{Label: backend.Current, From: was[backend.Current], To: was[backend.Previous]}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+r").Wait(time.Second)
		if row := p.Row(fmt.Sprintf("%.8s", was[backend.Previous])); !strings.Contains(row, "AWSCURRENT") {
			t.Errorf("a rival's promotion is not seen: %s", row)
		}
		p.Press("1 j").Wait(time.Second).Sees("Versions 1").Press("k").Wait(time.Second).Sees("Versions 3")
	})
}

func TestAVersionWithoutAValueIsARowThoughNoListingTellsOfIt(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedStuck}, func(p *play.Player) {
		p.TimelineOf("^app/canary$").Wait(time.Second).Sees("Versions 2", "AWSPENDING", "no value yet").Press("g").Sees("▌ ◇ 00000000…")
		described, listed := p.Calls("DescribeSecret"), p.Calls("ListSecretVersionIds")
		if listed > 2 {
			t.Errorf("%d listings for one look", listed)
		}
		for range 3 {
			p.Press("2 i").Wait(time.Second).Types("!").Press("tab tab enter").Wait(time.Second).Press("y").Wait(time.Second).Sees("changed the description")
		}
		if n := p.Calls("DescribeSecret") - described; n < 3 {
			t.Fatalf("%d describes", n)
		}
		if n := p.Calls("ListSecretVersionIds") - listed; n != 0 {
			t.Errorf("labels that did not change were listed %d times", n)
		}
		p.Press("3").Does(p.Rival().MoveLabel(play.Ctx(), "app/canary", backend.LabelMove{Label: backend.Pending, From: "00000000-0000-4000-8000-00000000dead"}))
		p.Press("ctrl+r").Wait(time.Second).SeesNot("AWSPENDING", "no value yet")
	})
}

func TestVersionsAreListedAnewOnlyWhereLabelsChanged(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("3").Wait(time.Second)
		before := p.Calls("ListSecretVersionIds")
		p.Press("2 i").Wait(time.Second).Types("other words").Press("tab tab enter").Wait(time.Second).Press("y").Wait(time.Second).Sees("changed the description")
		if n := p.Calls("ListSecretVersionIds") - before; n != 0 {
			t.Errorf("another description listed the versions %d times", n)
		}
		p.Press("3 L").Wait(time.Second).Press("a").Wait(time.Second).Types("mine").Press("enter").Wait(time.Second).Sees("mine is on")
		if n := p.Calls("ListSecretVersionIds") - before; n != 1 {
			t.Errorf("another label listed the versions %d times", n)
		}
	})
}
