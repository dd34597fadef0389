package model_test

import (
	"errors"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model"
	"strongroom/model/play"
)

// signedIn is a login of single sign-on that ends.
type signedIn struct{ ends func() time.Time }

func (s signedIn) Login() backend.Login {
	return backend.Login{Way: backend.WaySSO, Profile: "prod", Held: true, Ends: s.ends()}
}
func (signedIn) Abandon() bool            { return false }
func (signedIn) Changes() <-chan struct{} { return nil }

// ending plays with a login that is good for 12 minutes, and a command that makes it good for 8 hours, or fails.
func ending(t *testing.T, fails error, game func(p *play.Player, ran func() string)) {
	t.Helper()
	var ends atomic.Pointer[time.Time] // the command runs beside the drawing
	ran := ""
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"k":"made-up"}`)), Change: func(o *model.Options) {
		soon := time.Now().Add(12 * time.Minute)
		ends.Store(&soon)
		o.SignIn = signedIn{func() time.Time { return *ends.Load() }}
		o.Places = (&twoPlaces{}).machine(func() *play.Player { return nil })
		o.HandOver = func(words []string, then func(error) tea.Msg) tea.Cmd {
			return func() tea.Msg {
				if ran = strings.Join(words, " "); fails == nil {
					later := time.Now().Add(8 * time.Hour)
					ends.Store(&later)
				}
				return then(fails)
			}
		}
	}}, func(p *play.Player) { game(p, func() string { return ran }) })
}

func TestALoginThatEndsSoonIsToldAndRenewedWhereOneIs(t *testing.T) {
	ending(t, nil, func(p *play.Player, ran func() string) {
		p.SeesNot("login end").Wait(90 * time.Second).SeesNot("login end").Wait(45 * time.Second).Sees("login ends in 9 minutes · @")
		p.Wait(9 * time.Minute).Sees("login ends in").Wait(time.Minute).Sees("login ended · @")
		p.Press("2 e enter ctrl+u").Types("made-up new").Press("enter").Sees("1 changed")
		p.Press("@").Sees("▌ log in by the AWS CLI", "aws sso login --profile prod").Wait(time.Second).Press("enter").Wait(time.Second)
		p.Sees("logged in by aws sso login", "1 changed").SeesNot("login end", "made-up new")
		if got := ran(); got != "aws sso login --profile prod" {
			t.Errorf("ran %q", got)
		}
		p.Press("@").Sees("ends in 7h 59m").SeesNot("▌ log in by the AWS CLI").Press("esc")
	})
}

func TestALoginThatCouldNotBeRenewedIsToldAndNothingIsAskedAgain(t *testing.T) {
	ending(t, errors.New("exit status 255"), func(p *play.Player, _ func() string) {
		before := p.Calls("ListSecrets")
		p.Wait(3 * time.Minute).Press("@").Wait(time.Second).Press("enter").Wait(time.Second).Sees("aws sso login --profile prod did not work")
		if n := p.Calls("ListSecrets"); n != before {
			t.Errorf("%d listings more", n-before)
		}
	})
}

func TestACommandThatIsNotThereIsSaidNotToBe(t *testing.T) {
	ending(t, &exec.Error{Name: "aws", Err: exec.ErrNotFound}, func(p *play.Player, _ func() string) {
		p.Wait(3*time.Minute).Press("@").Wait(time.Second).Press("enter").Wait(time.Second).Sees("aws sso login --profile prod did not work", "aws is no program on PATH").SeesNot("on the terminal")
	})
}
