package login_test

import (
	"context"
	"iter"
	"sync"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/model"
	"strongroom/model/play"
)

// helper is a sign-in by a program that does not come to its end before it is ended.
type helper struct {
	mu        sync.Mutex
	profile   string
	since     time.Time
	ended     chan struct{} // nil while nothing runs
	abandoned int
	changes   chan struct{}
	answers   bool // at once, from now on
}

func (h *helper) Login() backend.Login {
	h.mu.Lock()
	defer h.mu.Unlock()
	return backend.Login{Way: backend.WayProcess, Profile: h.profile, SigningIn: h.ended != nil, Since: h.since}
}

func (h *helper) Changes() <-chan struct{} { return h.changes }

func (h *helper) Abandon() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended == nil {
		return false
	}
	h.abandoned++
	close(h.ended)
	h.ended = nil
	h.tell()
	return true
}

func (h *helper) tell() {
	select {
	case h.changes <- struct{}{}:
	default:
	}
}

// signIn waits for the program, as a call does.
func (h *helper) signIn(ctx context.Context) error {
	h.mu.Lock()
	if h.answers {
		h.mu.Unlock()
		return nil
	}
	if h.ended == nil {
		h.ended, h.since = make(chan struct{}), time.Now()
		h.tell()
	}
	ended := h.ended
	h.mu.Unlock()
	select {
	case <-ended:
		return &backend.Error{Op: "list secrets", Kind: backend.ErrSignInGivenUp, Err: backend.ErrNoCredentials, Unsent: true,
			Message: "the credential_process of profile " + h.profile + " has not come to its end", Advice: "mend what hangs (profile " + h.profile + "), or go to another profile"}
	case <-ctx.Done():
		return &backend.Error{Op: "list secrets", Err: ctx.Err(), Unsent: true}
	}
}

// behindAHelper is a service that is signed in to by one.
type behindAHelper struct {
	backend.Backend
	by *helper
}

func (b behindAHelper) List(ctx context.Context, q backend.Query) iter.Seq2[backend.Page, error] {
	return func(yield func(backend.Page, error) bool) {
		if err := b.by.signIn(ctx); err != nil {
			yield(backend.Page{}, err)
			return
		}
		b.Backend.List(ctx, q)(yield)
	}
}

func (b behindAHelper) Identity(ctx context.Context) (backend.Identity, error) {
	if err := b.by.signIn(ctx); err != nil {
		return backend.Identity{}, err
	}
	return b.Backend.Identity(ctx)
}

// helped plays behind a helper that hangs.
func helped(t *testing.T, s play.Setting, profile string, game func(p *play.Player, h *helper)) {
	t.Helper()
	var h *helper
	s.NoFirst = true
	s.Through = func(be backend.Backend) backend.Backend {
		if h == nil { // in the game's own time
			h = &helper{profile: profile, changes: make(chan struct{}, 1)}
		}
		return behindAHelper{be, h}
	}
	s.Change = func(o *model.Options) { o.SignIn = h }
	play.Game(t, s, func(p *play.Player) { game(p, h) })
}

func TestEscEndsAHelperThatHangsAndSaysWhoseItWas(t *testing.T) {
	helped(t, play.Setting{}, "corp", func(p *play.Player, h *helper) {
		p.Wait(100*time.Millisecond).SeesNot("gives it up").Wait(time.Second).Sees("logging in by credential_process of profile corp · esc gives it up", "esc give up")
		p.Press("esc").Sees("profile corp: logging in was given up · ctrl+r refreshes", "has not come to its end", "mend what hangs (profile corp)").SeesNot("gives it up", "listing…")
		if h.abandoned != 1 {
			t.Errorf("it was ended %d times", h.abandoned)
		}
		h.answers = true
		p.Press("ctrl+r").Wait(5*time.Second).Sees("214 secrets").SeesNot("given up", "gives it up")
	})
}

func TestASignInThatIsQuickHasNoWordAndEscIsGoingBack(t *testing.T) {
	helped(t, play.Setting{}, "corp", func(p *play.Player, h *helper) {
		p.Wait(200 * time.Millisecond).SeesNot("gives it up").Press("esc").Sees("stopped listing")
		if h.abandoned != 0 {
			t.Error("what was not told of was given up")
		}
		p.Wait(time.Second).Sees("gives it up") // who this is still waits for it
	})
}

func TestAHelperIsEndedWithTheProgram(t *testing.T) {
	var by *helper
	helped(t, play.Setting{}, "corp", func(p *play.Player, h *helper) {
		by = h
		p.Wait(2 * time.Second)
	})
	if by.abandoned != 1 {
		t.Errorf("it was ended %d times", by.abandoned)
	}
}

func TestWhatASignInIsCalledGoesThroughTheDoorAndFits(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {60, 20}, {40, 10}} {
		helped(t, play.Setting{W: size[0], H: size[1]}, backendtest.Outside, func(p *play.Player, _ *helper) {
			p.Wait(2*time.Second).Sees("logging in", "gives it up").Press("esc").Sees("logging in was given up")
			play.CheckBytes(t, p.Screen.Sent())
		})
	}
}
