package login_test

import (
	"context"
	"iter"
	"sync"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model"
	"strongroom/model/play"
)

// behindACode is a service that lists nothing before somebody has given the code of a second factor.
type behindACode struct {
	backend.Backend
	box   *backend.CodeBox
	given *given
}

type given struct {
	sync.Mutex
	yes bool
}

func (b behindACode) List(ctx context.Context, q backend.Query) iter.Seq2[backend.Page, error] {
	return func(yield func(backend.Page, error) bool) {
		b.given.Lock()
		known := b.given.yes
		b.given.Unlock()
		if !known {
			if _, err := b.box.Code(ctx, backend.CodeNeed{Profile: "prod\x1b[31m", Device: "arn:aws:iam::123456789012:mfa/me", Role: "arn:aws:iam::123456789012:role/admin"}); err != nil {
				yield(backend.Page{}, err)
				return
			}
			b.given.Lock()
			b.given.yes = true
			b.given.Unlock()
		}
		b.Backend.List(ctx, q)(yield)
	}
}

func coded(t *testing.T, game func(p *play.Player)) {
	t.Helper()
	codedOn(t, false, game)
}

// codedOn is coded on a screen that is read aloud, or another.
func codedOn(t *testing.T, plain bool, game func(p *play.Player)) {
	t.Helper()
	var box *backend.CodeBox
	g := &given{}
	play.Game(t, play.Setting{NoFirst: true, Change: func(o *model.Options) { o.Codes, o.Plain = box, plain }, Through: func(be backend.Backend) backend.Backend {
		if box == nil { // in the game's own time
			box = backend.NewCodeBox()
		}
		return behindACode{be, box, g}
	}}, game)
}

func TestACodeIsAskedForByAKeyAndNeverShown(t *testing.T) {
	coded(t, func(p *play.Player) {
		p.Wait(2*time.Second).Sees("needs a code · @").SeesNot("Second factor", "dev/")
		p.Press("@").Sees("Second factor", "mfa/me", "role/admin", "give it enter").Wait(time.Second)
		p.Types("9988").SeesNot("9988").Press("enter").Sees("a code is six digits").Types("65x").Sees("a code is six digits").Press("backspace backspace")
		p.Types("654321").SeesNot("654321").Press("enter").Wait(3*time.Second).Sees("214 secrets").SeesNot("needs a code", "Second factor")
		play.CheckBytes(t, p.Screen.Sent())
	})
}

func TestAPlainScreenTellsThatACodeIsNeeded(t *testing.T) {
	codedOn(t, true, func(p *play.Player) {
		p.Wait(2 * time.Second).Sees("needs a code, @").Press("@").Wait(time.Second).Sees("Second factor").Press("esc").Wait(2 * time.Second).Sees("no code was given")
	})
}

func TestACodeThatIsNotGivenEndsTheCallAndTheNextKeyAsksAgain(t *testing.T) {
	coded(t, func(p *play.Player) {
		p.Wait(time.Second).Press("@").Wait(time.Second).Press("esc").Wait(2 * time.Second).Sees("no code was given").SeesNot("needs a code")
		p.Press("ctrl+r").Wait(time.Second).Sees("needs a code · @").Press("@").Wait(time.Second)
		p.Pastes("123 456\n").Press("enter").Wait(3 * time.Second).Sees("214 secrets")
	})
}

func TestWhereLettersAreTextTheKeyThatEndsTypingIsNamedBeforeTheOneThatGivesACode(t *testing.T) {
	coded(t, func(p *play.Player) {
		p.Wait(2 * time.Second).Press("/").Types("db").Sees("needs a code · enter @").Press("@").SeesNot("Second factor").Press("backspace")
		p.Press("enter").Sees("needs a code · @").Press("@").Sees("Second factor")
	})
}

func TestACodeIsGivenFromADialogThatTakesNoText(t *testing.T) {
	coded(t, func(p *play.Player) {
		p.Wait(2*time.Second).Press("!").Wait(time.Second).Sees("Activity", "needs a code · @").Press("@").Sees("Second factor").Wait(time.Second)
		p.Types("998865").Press("enter").Wait(3 * time.Second).Sees("Activity").SeesNot("needs a code").Press("esc").Sees("214 secrets")
	})
}
