package model

import (
	"testing"

	"strongroom/backend"
)

// inForm opens the form of one JSON text.
func inTheForm(t *testing.T, text string, game func(p *player)) {
	t.Helper()
	play(t, setting{seed: seedOne(backend.TextValue(text))}, func(p *player) {
		p.press("e").sees("edit app/canary")
		game(p)
	})
}

// becomes saves the edit, and says what must be stored then.
func (p *player) becomes(want string) *player {
	p.t.Helper()
	p.press("ctrl+s").sees("Save app/canary").press("enter").sees("saved")
	if got := p.stored("app/canary"); got != want {
		p.t.Errorf("stored is %q, want %q", got, want)
	}
	return p
}

func TestTheOldTextOfAnObjectTypedAgainTakesBackWhatWasChangedInside(t *testing.T) {
	inTheForm(t, `{"a":{"b":1,"c":"x","d":{"e":2}}}`, func(p *player) {
		p.press("j enter").types("2").press("enter").sees("1 changed").press("j d").sees("1 deleted")
		p.press("j j r").types("f").press("enter").sees("2 changed").press("a").types("n").press("enter").types("v").press("enter").sees("1 added")
		p.press("g t ctrl+u").types(`{"b":1,"c":"x","d":{"e":2}}`).press("enter").seesNot("1 added", "2 changed", "1 deleted")
		p.press("ctrl+s").sees("nothing is changed").press("u").sees("1 added", "2 changed", "1 deleted")
	})
}

func TestADeletedKeyIsNotKeptBesideAnotherOfItsName(t *testing.T) {
	inTheForm(t, `{"user":"u","id":"i"}`, func(p *player) {
		p.press("d a").types("user").press("enter").types("new").press("enter").sees("1 added", "1 deleted")
		p.press("g d").sees("there is a key user already: rename or delete it first", "1 deleted")
		p.press("G d g d").seesNot("1 deleted", "1 added")
		p.press("d G r ctrl+u").types("user").press("enter").sees("1 changed", "1 deleted").press("g d").sees("there is a key user already", "1 deleted")
	})
	inTheForm(t, `{"k":"1","k":"2"}`, func(p *player) {
		p.press("d").sees("1 deleted").press("d").seesNot("1 deleted", "already").press("r enter").seesNot("already", "name of the key").press("ctrl+s").sees("nothing is changed")
	})
}
