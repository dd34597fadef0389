package model_test

import (
	"context"
	"testing"
	"time"

	"strongroom/backend"
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
