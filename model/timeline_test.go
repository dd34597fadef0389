package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

func TestTheTimelineShowsEveryVersionNewestFirst(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.timelineOf("jwt-signing").sees("Versions 13", "AWSCURRENT", "AWSPREVIOUS", "pinned-2026-q2", "canary", "9 without a label", "AWS may remove them")
		p.press("G enter").sees("5 of 14").press("G").sees("14 of 14").press("esc").sees("9 without a label").seesNot("of 14")
		p.press("g").sees("26h ago")
	})
}

func TestAHundredAndThirtyVersionsAreWalkedWithoutReadingOne(t *testing.T) {
	play(t, setting{}, func(p *player) {
		before := p.calls("ListSecretVersionIds")
		p.timelineOf("ingest-token").sees("Versions 130", "128 without a label").press("G enter")
		for range 130 {
			p.types("j")
		}
		p.sees("131 of 131").press("g G ctrl+u ctrl+d pgup pgdown esc esc")
		if n := p.calls("GetSecretValue") + p.calls("BatchGetSecretValue"); n != 0 {
			t.Errorf("walking the timeline read %d values", n)
		}
		if n := p.calls("ListSecretVersionIds") - before; n != 2 {
			t.Errorf("two pages of versions took %d calls", n)
		}
	})
}

func TestAStuckRotationIsToldInTheTimeline(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1]}, func(p *player) {
			p.timelineOf("^prod/billing/db$").sees("running or stuck", "AWSPENDING", "9h ago")
			checkLayout(t, p, size[0])
		})
	}
}

func TestASecretWithoutVersionsSaysSoInTheTimeline(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.timelineOf("sandbox/placeholder").sees("no version yet", "becomes AWSCURRENT")
		p.press("enter").sees("has no version yet")
	})
}

func TestVersionsThatMayNotBeListedStillShowTheirLabels(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecretVersionIds": true} })
		p.timelineOf("jwt-signing").sees("incomplete", "AWSCURRENT", "AWSPREVIOUS", "date not known")
		p.server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.press("ctrl+r").sees("Versions 13").seesNot("incomplete")
	})
}

func TestScrollingThroughSecretsListsVersionsOnlyWhereTheCursorRests(t *testing.T) {
	play(t, setting{}, func(p *player) {
		before := p.calls("ListSecretVersionIds")
		p.types(strings.Repeat("j", 40)).wait(time.Second)
		if n := p.calls("ListSecretVersionIds") - before; n != 1 {
			t.Errorf("scrolling past 40 secrets listed the versions of %d", n)
		}
	})
	play(t, setting{w: 80, h: 24}, func(p *player) {
		p.press("j").wait(time.Second).sees("AWSCURRENT")
		if n := p.calls("ListSecretVersionIds"); n != 0 {
			t.Errorf("a folded timeline made %d calls", n)
		}
		p.press("3").sees("Versions")
		if n := p.calls("ListSecretVersionIds"); n == 0 {
			t.Error("going into the timeline did not list the versions")
		}
	})
}

func TestVersionsThatArriveLateNeverShowOnAnotherSecret(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.timelineOf("jwt-signing").sees("Versions 13")
		p.server.Set(func(k *local.Knobs) {
			k.LatencyOf = map[string]time.Duration{"ListSecretVersionIds": 3 * time.Second}
		})
		p.press("ctrl+r 1 esc /").types("^prod/payments/stripe").press("enter").wait(5*time.Second).seesNot("Versions 13", "canary").sees("Versions 5")
	})
}

func TestTheTimelineFollowsASelectionAndNewLabels(t *testing.T) {
	play(t, setting{seed: seedVersions("one", "two", "three")}, func(p *player) {
		p.press("3").sees("Versions 3", "1 without a label")
		was := p.ids()
		c := aws.Open(aws.Options{Transport: p.server.Transport()})
		if err := c.MoveLabel(ctx(), "app/canary", backend.LabelMove{Label: backend.Current, From: was[backend.Current], To: was[backend.Previous]}); err != nil {
			t.Fatal(err)
		}
		p.press("ctrl+r").wait(time.Second)
		if row := p.row(fmt.Sprintf("%.8s", was[backend.Previous])); !strings.Contains(row, "AWSCURRENT") {
			t.Errorf("a rival's promotion is not seen: %s", row)
		}
		p.press("1 j").wait(time.Second).sees("Versions 1").press("k").wait(time.Second).sees("Versions 3")
	})
}
