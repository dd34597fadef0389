package model_test

import (
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/play"
)

// A paste may hold the mark that ends it, and tmux sends it on: what follows arrives as keys.
func TestKeysRightBehindAPasteDoNothing(t *testing.T) {
	play.InTheForm(t, `{"a":"1","b":"2"}`, func(p *play.Player) {
		p.Send("\x1b[200~q\x1b[201~d\r\x1b[201~")
		p.Wait(60*time.Millisecond).Sees("a paste needs a value").SeesNot("1 deleted", "enter keep").Press("d").Sees("1 deleted").Press("u")
		p.Press("enter").Send("\x1b[200~x\x1b[201~dd\r")
		p.Wait(60 * time.Millisecond).Sees("3 typed").Press("enter").SavesAs(`{"a":"xdd","b":"2"}`)
		p.Send("\x1b[200~q\x1b[201~dy\r")
		p.Wait(time.Second).SeesNot("Delete a secret").Press("d").Sees("Delete a secret").Press("esc")
		p.Press("/").Send("\x1b[200~ot\x1b[201~her\rD")
		p.Wait(time.Second).Sees("otherD", "Deleted 0").SeesNot("Deleted app")
	})
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("old"))}, func(p *play.Player) {
		p.Press("e").Sees("edit app/canary").Send("\x1b[200~x\x1b[201~dd\rq\x13")
		p.Wait(time.Second).SeesNot("Save the value").SavesAs("xdd\nqold")
	})
}

func TestThatAKeyWasNotTakenIsSaidUntilTheNextKey(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Send("vv")
		p.Wait(time.Second).Sees("v came amid other input").SeesNot(play.Canary).Press("v").Sees(play.Canary).SeesNot("amid")
		p.Press("d").Sees("Delete a secret").Wait(time.Second).Send("yy")
		p.Wait(time.Second).Sees("y came amid other input", "Delete a secret").Press("esc").SeesNot("amid", "Delete a secret")
		p.Send("VV")
		p.Wait(time.Second).Sees("! V came amid other input") // as it is called everywhere
	})
}
