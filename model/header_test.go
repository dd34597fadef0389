package model_test

import (
	"context"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model"
	"strongroom/model/play"
)

// asRole is a service that knows its caller as somebody who has taken on a role.
type asRole struct{ backend.Backend }

func (asRole) Identity(context.Context) (backend.Identity, error) {
	return backend.Identity{Account: "123456789012", ARN: "arn:aws:sts::123456789012:assumed-role/Admin\x1b[31mRole/anna@example.com"}, nil
}

func (a asRole) Where() backend.Where {
	w := a.Backend.Where()
	w.Kind = "AWS"
	return w
}

func TestTheHeaderSaysAsWhomOneActsWhereThereIsRoom(t *testing.T) {
	for w, seen := range map[int]bool{120: true, 60: false} {
		play.Game(t, play.Setting{W: w, H: 20, NoFirst: true, Through: func(be backend.Backend) backend.Backend { return asRole{be} }}, func(p *play.Player) {
			p.Wait(2 * time.Second)
			if p.Sees("eu-west-1"); seen {
				p.Sees(`1234-5678-9012 · Admin\x1b[31mRole · eu-west-1`)
			} else {
				p.SeesNot("Role")
			}
			play.CheckBytes(t, p.Screen.Sent())
		})
	}
}

// calls is an account that tells what it is called, after a while.
type calls struct {
	alias string
	after time.Duration
	err   error
	asked *int
}

func (c calls) AccountAlias(ctx context.Context) (string, error) {
	*c.asked++
	select {
	case <-time.After(c.after):
	case <-ctx.Done():
		return "", ctx.Err()
	}
	return c.alias, c.err
}

func TestTheAccountIsCalledByItsAliasWhereItTellsAndThereIsRoom(t *testing.T) {
	for w, seen := range map[int]bool{120: true, 60: false, 40: false} {
		asked := 0
		named := func(o *model.Options) { o.Place.Alias = calls{"acme\x1b[31m", 3 * time.Second, nil, &asked} }
		play.Game(t, play.Setting{W: w, H: 20, Change: named}, func(p *play.Player) {
			p.SeesNot("acme").Wait(4 * time.Second)
			if seen {
				p.Sees(`1234-5678-9012 (acme\x1b[31m) · eu-west-1`)
			} else {
				p.SeesNot("acme").Sees("eu-west-1")
			}
			if p.Press("ctrl+r").Wait(4 * time.Second); asked != 1 {
				t.Errorf("it was asked %d times", asked)
			}
			p.Press("@").Wait(time.Second)
			if w > 40 {
				p.Sees(`1234-5678-9012 (acme\x1b[31m)`)
			}
			play.CheckBytes(t, p.Screen.Sent())
		})
	}
}

func TestAnAliasThatIsDeniedIsNobodysNews(t *testing.T) {
	asked := 0
	denied := func(o *model.Options) {
		o.Place.Alias = o.Journal.(*backend.Journal).Named(deniesAlias{o.Backend, calls{"", 0, &backend.Error{Op: "ask", Kind: backend.ErrDenied, Code: "AccessDenied", Action: "iam:ListAccountAliases"}, &asked}})
	}
	play.Game(t, play.Setting{Change: denied}, func(p *play.Player) {
		p.Wait(time.Second).SeesNot("denied", "✗", "!").Press("@").Wait(time.Second).Sees("account       1234-5678-9012").SeesNot("refused", "permissions").Press("esc !").Sees("name the account")
		if asked != 1 {
			t.Errorf("it was asked %d times", asked)
		}
	})
}

type deniesAlias struct {
	backend.Backend
	calls
}
