package model

import (
	"testing"
	"time"

	"strongroom/backend"
)

// A paste may hold the mark that ends it, and tmux sends it on: what follows arrives as keys.
func TestKeysRightBehindAPasteDoNothing(t *testing.T) {
	inTheForm(t, `{"a":"1","b":"2"}`, func(p *player) {
		p.send("\x1b[200~q\x1b[201~d\r\x1b[201~")
		p.wait(60*time.Millisecond).sees("a paste needs a value").seesNot("1 deleted", "enter keeps").press("d").sees("1 deleted").press("u")
		p.press("enter").send("\x1b[200~x\x1b[201~dd\r")
		p.wait(60 * time.Millisecond).sees("3 typed").press("enter").savesAs(`{"a":"xdd","b":"2"}`)
		p.send("\x1b[200~q\x1b[201~dy\r")
		p.wait(time.Second).seesNot("Delete app/canary").press("d").sees("Delete app/canary").press("esc")
		p.press("/").send("\x1b[200~ot\x1b[201~her\rD")
		p.wait(time.Second).sees("otherD", "Deleted 0").seesNot("Deleted app")
	})
	play(t, setting{seed: seedOne(backend.TextValue("old"))}, func(p *player) {
		p.press("e").sees("edit app/canary").send("\x1b[200~x\x1b[201~dd\rq\x13")
		p.wait(time.Second).seesNot("Save app").savesAs("xdd\nqold")
	})
}
