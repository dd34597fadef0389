package model_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/internal/tools"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/model/play"
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
	for n, name := range slices.Sorted(maps.Keys(openers())) {
		if tools.LeavesOut(n, 1) {
			continue
		}
		keys := openers()[name]
		for _, closing := range []string{"\x1b", "\x1b\x1b", "j\x1b"} { // alone; held down, which arrives as one key; behind another key
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"k":"v"}`))}, func(p *play.Player) {
				before := keys[:strings.LastIndex(keys, " ")+1]
				if before != "" {
					p.Press(before)
				}
				p.Send(play.BytesOf(keys[len(before):]))
				p.Pass(100 * time.Millisecond)
				if !p.Asked() {
					t.Fatalf("%s: no dialog is open:\n%s", name, p.Screen)
				}
				if closing == "j\x1b" {
					p.Send("j")
					p.Pass(20 * time.Millisecond)
					closing = "\x1b"
				}
				p.Send(closing)
				p.Pass(play.Quick)
				if p.Asked() {
					t.Errorf("%s: %q left a dialog open:\n%s", name, closing, p.Screen)
				}
			})
		}
	}
}

func TestEscPressedQuicklyAgainAndAgainClosesEveryDialogOfAStack(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"k":"v"}`))}, func(p *play.Player) {
		p.Press("? ").Rapidly("esc ? esc s esc d esc : esc C esc ? esc")
		if p.Asked() || p.Calls("DeleteSecret") != 0 {
			t.Errorf("left open:\n%s", p.Screen)
		}
	})
}

func TestPagesAndTheActionsNeedNoPause(t *testing.T) {
	play.Game(t, play.Setting{W: 80, H: 16}, func(p *play.Player) {
		p.Send("?")
		p.Pass(40 * time.Millisecond)
		before := p.Frame("Help").Lines
		p.Send(strings.Repeat(play.BytesOf("down"), 3))
		p.Pass(40 * time.Millisecond)
		if after := p.Frame("Help").Lines; after[1] == before[1] {
			t.Errorf("the page did not scroll at once:\n%s", p.Screen)
		}
		p.Press("esc").Send(":")
		p.Pass(20 * time.Millisecond)
		p.Send("sort")
		p.Pass(play.Quick)
		p.Send("\r")
		p.Pass(play.Quick)
		p.Sees("Sort by").Send("j")
		p.Pass(play.Quick)
		p.Send("\r")
		p.Pass(play.Quick)
		p.Sees("changed ↓")
	})
}

// In a menu of what only looks or moves no key is lost, as fast as it may come.
func TestAMenuOfWhatDestroysNothingTakesEveryKey(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Send("sc")
		p.Wait(100 * time.Millisecond).Sees("changed ↓").SeesNot("was not taken")
		p.Wait(time.Second).Send(":sort\r")
		p.Wait(20 * time.Millisecond).Send("n")
		p.Wait(100 * time.Millisecond).Sees("name ↑").SeesNot("was not taken")
		p.Wait(time.Second).Send(":reveal\r")
		if p.Wait(time.Second).Sees("was not taken"); p.Calls("GetSecretValue") != 0 {
			t.Error("what came amid other keys read a value")
		}
	})
}

// What has a consequence is answered by no key that came before it could be read, also where it lies below another one.
func TestAQuestionIsNotAnsweredBeforeItCanBeRead(t *testing.T) {
	for _, keys := range []string{"y", "enter", "tab enter", "y y y"} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
			p.Send("d")
			p.Pass(20 * time.Millisecond)
			p.Rapidly(keys).Wait(time.Second)
			if n := p.Calls("DeleteSecret"); n != 0 {
				t.Errorf("%q deleted it", keys)
			}
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"k":"v"}`))}, func(p *play.Player) {
		answered := 0
		empty := func(pane.Frame, int) []string { return nil }
		below := &dialog.Confirm{Title: "below", Body: empty, Yes: "yes", OnYes: func() tea.Msg { answered++; return nil }}
		above := &dialog.Confirm{Title: "above", Body: empty, Yes: "yes", OnYes: func() tea.Msg { return nil }}
		p.Program.Send(pane.Opened{Dialog: below})
		p.Wait(time.Second).Program.Send(pane.Opened{Dialog: above})
		p.Wait(time.Second).Rapidly("y y").Wait(time.Second)
		if answered != 0 {
			t.Error("a second key answered the dialog below, which was not on the screen")
		}
		if p.Press("y"); answered != 1 {
			t.Error(fmt.Sprint("once it is seen it can be answered: ", answered))
		}
	})
}
