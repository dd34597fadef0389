package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/dialog"
	"strongroom/model/pane"
)

// openers are keys that open each kind of dialog on a JSON secret, from the list.
func openers() map[string]string {
	return map[string]string{
		"help": "?", "activity": "!", "place": "@", "actions": ":", "sort": "s", "copy as": "C", "delete": "d", "open by name": "o", "new": "n",
		"metadata": "i", "tag": "2 ] ] a", "labels": "3 L", "review": "e enter x enter ctrl+s", "leave": "e enter x enter esc",
		"quit": "e enter x enter ctrl+c", "generator": "e enter ctrl+g",
	}
}

func TestEscClosesAnyDialogAtOnceHoweverQuicklyItIsPressed(t *testing.T) {
	for name, keys := range openers() {
		for _, closing := range []string{"\x1b", "\x1b\x1b", "j\x1b"} { // alone; held down, which arrives as one key; behind another key
			play(t, setting{seed: seedOne(backend.TextValue(`{"k":"v"}`))}, func(p *player) {
				before := keys[:strings.LastIndex(keys, " ")+1]
				if before != "" {
					p.press(before)
				}
				p.send(bytesOf(keys[len(before):]))
				p.pass(100 * time.Millisecond)
				if !p.asked() {
					t.Fatalf("%s: no dialog is open:\n%s", name, p.screen)
				}
				if closing == "j\x1b" {
					p.send("j")
					p.pass(20 * time.Millisecond)
					closing = "\x1b"
				}
				p.send(closing)
				p.pass(quick)
				if p.asked() {
					t.Errorf("%s: %q left a dialog open:\n%s", name, closing, p.screen)
				}
			})
		}
	}
}

func TestEscPressedQuicklyAgainAndAgainClosesEveryDialogOfAStack(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"k":"v"}`))}, func(p *player) {
		p.press("? ").rapidly("esc ? esc s esc d esc : esc C esc ? esc")
		if p.asked() || p.calls("DeleteSecret") != 0 {
			t.Errorf("left open:\n%s", p.screen)
		}
	})
}

func TestPagesAndTheActionsNeedNoPause(t *testing.T) {
	play(t, setting{w: 80, h: 16}, func(p *player) {
		p.send("?")
		p.pass(40 * time.Millisecond)
		before := p.frame("Help").lines
		p.send("jjj")
		p.pass(40 * time.Millisecond)
		if after := p.frame("Help").lines; after[0] != before[3] {
			t.Errorf("the page did not scroll at once:\n%s", p.screen)
		}
		p.press("esc").send(":")
		p.pass(20 * time.Millisecond)
		p.send("sort\r")
		p.pass(quick)
		p.sees("Sort by").send("j\r")
		p.pass(quick)
		p.sees("by changed")
	})
}

// What has a consequence is answered by no key that came before it could be read, also where it lies below another one.
func TestAQuestionIsNotAnsweredBeforeItCanBeRead(t *testing.T) {
	for _, keys := range []string{"y", "enter", "tab enter", "y y y"} {
		play(t, setting{seed: seedOne(backend.TextValue("made-up"))}, func(p *player) {
			p.send("d")
			p.pass(20 * time.Millisecond)
			p.rapidly(keys).wait(time.Second)
			if n := p.calls("DeleteSecret"); n != 0 {
				t.Errorf("%q deleted it", keys)
			}
		})
	}
	play(t, setting{seed: seedOne(backend.TextValue(`{"k":"v"}`))}, func(p *player) {
		answered := 0
		empty := func(pane.Frame, int) []string { return nil }
		below := &dialog.Confirm{Title: "below", Body: empty, Yes: "yes", OnYes: func() tea.Msg { answered++; return nil }}
		above := &dialog.Confirm{Title: "above", Body: empty, Yes: "yes", OnYes: func() tea.Msg { return nil }}
		p.program.Send(pane.Opened{Dialog: below})
		p.wait(time.Second).program.Send(pane.Opened{Dialog: above})
		p.wait(time.Second).rapidly("y y").wait(time.Second)
		if answered != 0 {
			t.Error("a second key answered the dialog below, which was not on the screen")
		}
		if p.press("y"); answered != 1 {
			t.Error(fmt.Sprint("once it is seen it can be answered: ", answered))
		}
	})
}
