package model_test

import (
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/play"
)

func TestWhatASecretIsForStandsOnAScreenOnceAndWhole(t *testing.T) {
	const what = "Nightly export to the auditors; its key belongs to the finance account"
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.Press("/").Types("ledger-export").Press("enter 2").Wait(time.Second)
			if text := p.Shows()[len(p.Screen.String()):]; !strings.Contains(text, what) {
				t.Errorf("%v: it is not told whole\n%s", size, p.Screen)
			}
			if n := strings.Count(p.Screen.String(), "Nightly export"); n != 1 {
				t.Errorf("%v: it is told %d times\n%s", size, n, p.Screen)
			}
			if n := strings.Count(p.Press("]").Wait(time.Second).Screen.String(), "Nightly export"); n != 1 {
				t.Errorf("%v: the Info tab tells it %d times\n%s", size, n, p.Screen)
			}
		})
	}
}

func TestACardOfWhatFailedTellsOnceWhichKeyAsksAgain(t *testing.T) {
	for _, kind := range []error{backend.ErrUnreachable, backend.ErrExpired, backend.ErrMalformed, backend.ErrBadCredentials, backend.ErrClock, backend.ErrDenied} {
		failing := func(be backend.Backend) backend.Backend { return unlisted{be, kind} }
		play.Game(t, play.Setting{Seed: play.SeedMany, Through: failing}, func(p *play.Player) {
			p.Wait(time.Second).Sees("could not list secrets")
			if card := strings.TrimSuffix(strings.TrimRight(p.Screen.String(), "\n"), p.Foot()); strings.Count(card, "ctrl+r") != 1 {
				t.Errorf("%v:\n%s", kind, p.Screen)
			}
		})
	}
}

// unlisted lists nothing.
type unlisted struct {
	backend.Backend
	kind error
}

func (b unlisted) List(context.Context, backend.Query) iter.Seq2[backend.Page, error] {
	return func(yield func(backend.Page, error) bool) {
		yield(backend.Page{}, &backend.Error{Op: "list secrets", Kind: b.kind})
	}
}

func TestAValueThatCannotBeReadTellsOneKeyThatTriesAgain(t *testing.T) {
	failing := func(be backend.Backend) backend.Backend { return unread{be} }
	play.Game(t, play.Setting{Seed: play.SeedMany, Through: failing}, func(p *play.Player) {
		p.Press("v").Wait(time.Second).Sees("could not reach the service", "check the network", "v tries again").SeesNot("ctrl+r")
	})
}

// unread reads no value.
type unread struct{ backend.Backend }

func (unread) Reveal(context.Context, string, backend.VersionRef) (backend.Revealed, error) {
	return backend.Revealed{}, &backend.Error{Op: "reveal", Kind: backend.ErrUnreachable}
}

func TestAWrongClockIsToldOfWithTheKeyThatTriesAgain(t *testing.T) {
	failing := func(be backend.Backend) backend.Backend { return late{be} }
	play.Game(t, play.Setting{Seed: play.SeedMany, Through: failing}, func(p *play.Player) {
		p.Press("d").Wait(time.Second).Press("y").Wait(time.Second).Sees("clock is wrong", "set the clock", "then ctrl+r")
	})
}

// late deletes nothing, since the clock is wrong.
type late struct{ backend.Backend }

func (late) Delete(context.Context, string, backend.Deletion) (backend.Deleted, error) {
	return backend.Deleted{}, &backend.Error{Op: "delete", Kind: backend.ErrClock}
}

func TestTheFooterDoesNotLeadToWhereOneIs(t *testing.T) {
	play.Game(t, play.Setting{W: 120, H: 36}, func(p *play.Player) {
		if p.Wait(time.Second); !strings.Contains(p.Foot(), "3 versions") {
			t.Errorf("the list's footer does not lead to the versions: %s", p.Foot())
		}
		if p.Press("3"); strings.Contains(p.Foot(), "3 versions") {
			t.Errorf("the versions' footer leads to them: %s", p.Foot())
		}
	})
}

func TestHelpHasTheWordsOnTheSmallestScreenToo(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10}, func(p *play.Player) {
		p.Press("?").Sees("/  find", "fuzzy over names")
	})
}

func TestAKeyOfADeepValueIsWholeWhereHalfOfThePaneHasRoomForIt(t *testing.T) {
	play.Game(t, play.Setting{W: 80, H: 24}, func(p *play.Player) {
		p.Press("/").Types("deeply-nested").Press("enter v").Wait(time.Second).Sees("credentials", "password")
	})
}

func TestTheListOfAllRegionsLeavesRoomForNames(t *testing.T) {
	play.Game(t, play.Setting{W: 120, H: 36}, func(p *play.Player) {
		p.Press("D A").Wait(3*time.Second).Sees("dev/search/reindex-token euw1", "tmp/loadtest", "any moment !")
	})
}
