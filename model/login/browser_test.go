package login_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model"
	"strongroom/model/play"
)

// behindALogin is a service that answers nothing before somebody has logged in, and counts what it was asked meanwhile.
type behindALogin struct {
	backend.Backend
	in     func() bool
	denied func()
}

func (b behindALogin) check(op backend.Operation, id string) error {
	if b.in() {
		return nil
	}
	b.denied()
	return &backend.Error{Op: op.Words(), ID: id, Kind: backend.ErrExpired, Way: backend.WaySSO, Profile: "team", Unsent: true}
}

func (b behindALogin) List(ctx context.Context, q backend.Query) iter.Seq2[backend.Page, error] {
	return func(yield func(backend.Page, error) bool) {
		if err := b.check(backend.OpList, ""); err != nil {
			yield(backend.Page{}, err)
			return
		}
		b.Backend.List(ctx, q)(yield)
	}
}

func (b behindALogin) Describe(ctx context.Context, id string) (backend.Detail, error) {
	if err := b.check(backend.OpDescribe, id); err != nil {
		return backend.Detail{}, err
	}
	return b.Backend.Describe(ctx, id)
}

func (b behindALogin) Put(ctx context.Context, id string, v backend.NewVersion) (backend.Written, error) {
	if err := b.check(backend.OpPut, id); err != nil {
		return backend.Written{}, err
	}
	return b.Backend.Put(ctx, id, v)
}

// single plays behind a single sign-on.
func single(t *testing.T, s play.Setting, game func(p *play.Player, b *play.Browser, denied func() int)) {
	t.Helper()
	var b *play.Browser
	var refused int
	count := make(chan struct{}, 1)
	add := func(n int) int {
		count <- struct{}{}
		defer func() { <-count }()
		refused += n
		return refused
	}
	change := s.Change
	s.Change = func(o *model.Options) {
		b.At(o)
		if change != nil {
			change(o)
		}
	}
	s.Through = func(be backend.Backend) backend.Backend {
		if b == nil { // in the game's own time
			b = play.NewBrowser()
			b.In = !s.NoFirst
			count = make(chan struct{}, 1)
		}
		return behindALogin{be, b.LoggedIn, func() { add(1) }}
	}
	play.Game(t, s, func(p *play.Player) { game(p, b, func() int { return add(0) }) })
}

func TestALoginThatHasEndedIsMadeAnewInABrowserFromTheDialogOfPlaces(t *testing.T) {
	single(t, play.Setting{NoFirst: true, Native: true}, func(p *play.Player, b *play.Browser, denied func() int) {
		p.Wait(2*time.Second).Sees("the login has expired", "log in again with @, or by aws sso login --profile team").SeesNot("Log in ─", "BCDF")
		p.Press("@").Wait(time.Second).Sees("log in with a browser", "SSO corp · expired 2h ago")
		p.Press("enter").Wait(time.Second).Sees("Log in", "https://corp.invalid/start/#/device?user_code=BCDF-GHJK", "B C D F - G H J K", "waiting for the browser", "left", "esc give up", "team", "corp")
		p.Press("c").Wait(time.Second)
		if got := p.Board.Holds(); got != "https://corp.invalid/start/#/device?user_code=BCDF-GHJK" {
			t.Errorf("copied is %q", got)
		}
		p.Press("k").Wait(time.Second)
		if got := p.Board.Holds(); got != "BCDF-GHJK" {
			t.Errorf("copied is %q", got)
		}
		p.Wait(5*time.Second).Sees("asked 1×, every 5 seconds", "9:5").Wait(10*time.Second).Sees("logged in to corp for 8 hours", "214 secrets").SeesNot("BCDF", "has expired")
		p.Press("@").Wait(time.Second).SeesNot("with a browser").Press("esc")
		if b.Codes != 1 || b.Wiped != 1 || b.Asked != 3 {
			t.Errorf("%d codes, %d wiped, %d asked", b.Codes, b.Wiped, b.Asked)
		}
		play.CheckBytes(t, p.Screen.Sent())
	})
}

func TestALoginThatHasEndedAmidRowsIsToldOfWithTheKeyThatMakesItAnew(t *testing.T) {
	single(t, play.Setting{Native: true}, func(p *play.Player, b *play.Browser, denied func() int) {
		b.In = false
		p.Press("ctrl+r").Wait(time.Minute).Sees("partial: could not list secrets: the login has expired · @ logs in again").Press("@").Wait(time.Second).Sees("log in with a browser")
	})
}

func TestEscGivesALoginUpAtOnceAndNothingIsAskedAfterIt(t *testing.T) {
	single(t, play.Setting{NoFirst: true, Native: true}, func(p *play.Player, b *play.Browser, denied func() int) {
		p.Wait(2 * time.Second).Press("@").Wait(time.Second).Press("enter").Wait(7 * time.Second).Sees("asked 1×").Press("esc").SeesNot("BCDF").Wait(time.Minute).Sees("has expired")
		if b.Asked != 1 || b.Wiped != 1 {
			t.Errorf("%d asked, %d wiped", b.Asked, b.Wiped)
		}
	})
}

func TestACodeThatComesAfterItsLoginWasGivenUpIsWiped(t *testing.T) {
	single(t, play.Setting{NoFirst: true}, func(p *play.Player, b *play.Browser, denied func() int) {
		b.Slow = 5 * time.Second
		p.Wait(2*time.Second).Press("@").Wait(time.Second).Press("enter").Wait(time.Second).Sees("Asking for a code").Press("esc").SeesNot("Log in ").Wait(time.Minute).SeesNot("BCDF", "B C D F")
		if b.Codes != 1 || b.Wiped != 1 || b.Asked != 0 {
			t.Errorf("%d codes, %d wiped, %d asked", b.Codes, b.Wiped, b.Asked)
		}
	})
}

func TestALoginThatComesToNothingSaysWhyAndAsksForANewCodeByAKey(t *testing.T) {
	single(t, play.Setting{NoFirst: true, Native: true}, func(p *play.Player, b *play.Browser, denied func() int) {
		b.Denied = &backend.Error{Op: "log in", Kind: backend.ErrDenied, Message: "it was refused in the browser"}
		p.Wait(2*time.Second).Press("@").Wait(time.Second).Press("enter").Wait(20*time.Second).Sees("could not log in: access denied", "refused in the browser", "r  ask for a new code").SeesNot("BCDF")
		b.Denied, b.Ends = nil, 8*time.Second
		p.Press("r").Wait(20*time.Second).Sees("no answer in time", "nobody has confirmed")
		b.Ends, b.Fails = time.Minute, []error{&backend.Error{Op: "log in", Kind: backend.ErrUnreachable, Message: "made-up"}}
		p.Press("r").Wait(time.Second).Sees("could not reach the service").Press("r").Wait(20 * time.Second).Sees("214 secrets")
	})
}

func TestTheAddressIsOpenedOnRequestAndSaysWhereItCannotBe(t *testing.T) {
	opened := make(chan string, 10)
	works := func(o *model.Options) {
		o.Opener = func(address string) error {
			if opened <- address; len(opened) > 1 {
				return fmt.Errorf("made-up")
			}
			return nil
		}
	}
	single(t, play.Setting{NoFirst: true, Change: works}, func(p *play.Player, b *play.Browser, denied func() int) {
		p.Wait(2 * time.Second).Press("@").Wait(time.Second).Press("enter").Wait(time.Second).Sees("o  open it in the browser")
		if len(opened) != 0 {
			t.Error("it is opened by itself")
		}
		p.Press("o").Wait(time.Second).SeesNot("could not be opened").Press("enter").Sees("could not be opened here")
		if len(opened) != 2 || <-opened != "https://corp.invalid/start/#/device?user_code=BCDF-GHJK" {
			t.Error("it was not opened")
		}
	})
	single(t, play.Setting{NoFirst: true, Native: true}, func(p *play.Player, b *play.Browser, denied func() int) {
		p.Wait(2 * time.Second).Press("@").Wait(time.Second).Press("enter").Wait(time.Second).Sees("copy the address").SeesNot("open it in the browser")
	})
}

func TestALoginThatEndsDuringAnEditLeavesItAndIsFollowedByOneVersion(t *testing.T) {
	single(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"password":"made-up old"}`))}, func(p *play.Player, b *play.Browser, denied func() int) {
		p.Press("/").Types("canary").Press("enter").Sees("1 of 2").Press("2 e enter ctrl+u").Types("made-up new").Press("enter").Sees("1 changed")
		b.LogsOut()
		p.Press("ctrl+s").Sees("Save the value").Wait(time.Second).Press("enter").Wait(3*time.Second).Sees("the login has", "with @, or by aws sso login", "then ctrl+s", "1 changed")
		if n := denied(); n == 0 || n > 2 {
			t.Errorf("%d calls were made with a login that has ended", n)
		}
		puts := p.Calls("PutSecretValue")
		p.Wait(time.Minute)
		if n := denied(); n > 2 {
			t.Errorf("%d calls were made with a login that has ended, without a key", n)
		}
		p.Press("@").Wait(time.Second).Sees("log in with a browser", "expired").Press("enter").Wait(16*time.Second).Sees("logged in to corp", "1 changed", "edit app/canary")
		p.Press("ctrl+s").Sees("Save the value").Wait(time.Second).Press("enter").Wait(3 * time.Second).Sees("saved").SeesNot("1 changed")
		if n := p.Calls("PutSecretValue") - puts; n != 1 {
			t.Errorf("%d versions were made", n)
		}
		if got := p.Stored("app/canary"); got != `{"password":"made-up new"}` {
			t.Errorf("stored is %s", got)
		}
		p.Sees("1 of 2")
	})
}

func TestTheSelectionAndTheFilterAreThereAfterALogin(t *testing.T) {
	single(t, play.Setting{Native: true}, func(p *play.Player, b *play.Browser, denied func() int) {
		p.Press("/").Types("prod").Press("enter").Press("j j j").Wait(time.Second)
		arn := p.CopiedARN()
		b.LogsOut()
		p.Press("ctrl+r").Wait(2 * time.Second).Sees("has expired").Press("@").Wait(time.Second).Press("enter").Wait(16 * time.Second).Sees("logged in to corp")
		if got := p.CopiedARN(); got != arn {
			t.Errorf("the cursor was on %s, and is on %s", arn, got)
		}
	})
}

func TestALoginIsReadAndDoneOnAnyScreenAndHasACodeForACameraWhereThereIsRoom(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		single(t, play.Setting{W: size[0], H: size[1], NoFirst: true, Native: true}, func(p *play.Player, b *play.Browser, denied func() int) {
			p.Wait(2*time.Second).Press("@").Wait(time.Second).Press("enter").Wait(7*time.Second).Sees("Log in", "https://corp.invalid", "B C D F - G H J K", "copy the address")
			if camera := strings.Contains(p.Screen.String(), "█▀▀▀▀▀█"); camera != (size[0] == 120) {
				t.Errorf("%v: a code for a camera: %v\n%s", size, camera, p.Screen)
			}
			p.Press("k").Wait(time.Second)
			if p.Board.Holds() != "BCDF-GHJK" {
				t.Errorf("%v: copied is %q", size, p.Board.Holds())
			}
			p.Wait(10*time.Second).SeesNot("BCDF", "B C D F")
		})
	}
}

func TestTheRowsOfALoginAreClickedOn(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {160, 50}, {80, 24}, {60, 20}} {
		single(t, play.Setting{W: size[0], H: size[1], NoFirst: true, Native: true}, func(p *play.Player, b *play.Browser, denied func() int) {
			p.Wait(2 * time.Second).Press("@").Wait(time.Second).Press("enter").Wait(time.Second).Sees("Log in")
			for row, want := range map[string]string{"copy the address": "https://corp.invalid/start/#/device?user_code=BCDF-GHJK", "copy the code": "BCDF-GHJK"} {
				x, y := p.Cell(row, row)
				if p.Clicks(x, y).Wait(time.Second); p.Board.Holds() != want {
					t.Errorf("%v: a click on %q copies %q", size, row, p.Board.Holds())
				}
			}
			held := p.Board.Holds()
			x, y := p.Cell("Open this address", "Open this")
			if p.Clicks(x, y).Wait(time.Second).Sees("Log in"); p.Board.Holds() != held {
				t.Errorf("%v: a click on a sentence copies %q", size, p.Board.Holds())
			}
			x, y = p.Cell("give up", "give up")
			p.Clicks(x, y).Wait(time.Second).SeesNot("Open this address")
		})
	}
}
