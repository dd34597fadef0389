package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

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

// What follows the mark that ends a paste may be what a mouse sends, and a footer's hint or a row of the palette lies where it clicks.
func TestAPasteClicksOnNothing(t *testing.T) {
	const paste = "\x1b[200~x\x1b[201~"
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		notTaken := func(x, y int) {
			click := fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1)
			for _, parts := range [][]string{{paste + click}, {paste, click}, {paste, strings.Repeat("\x1b[999~", 100), click, click}, {paste, strings.Repeat("\x1b[<65;3;3M", 400), click}} {
				p.Wait(time.Second)
				for _, part := range parts {
					p.Send(part)
					p.Wait(200 * time.Millisecond)
				}
				p.Wait(time.Second).SeesNot(play.Canary).Sees("! a click came amid other input")
				if n := p.Calls("GetSecretValue"); n > 0 {
					t.Fatalf("a paste of %q reads a value %d times", parts, n)
				}
			}
		}
		x, y := p.Cell("v reveal  c copy", "reveal")
		notTaken(x, y)
		p.Press(":").Types("reveal").Wait(time.Second).SeesNot("amid")
		notTaken(p.Cell("▌ reveal ", "reveal"))
		p.Send(paste + "\x1b[<65;3;3M")
		p.Wait(time.Second).Sees("the wheel came amid other input")
		p.Press("esc").SeesNot("amid").Send(paste + "\x1b[<0;3;36M")
		p.Wait(time.Second).Sees("a click came amid").Clicks(x, y).Wait(time.Second).Sees(play.Canary).SeesNot("amid")
	})
}

func TestWhatAMouseSendsAtOnceIsTaken(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second)
		x, y := p.Cell("app/003", "app/003")
		press, lets := tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft}
		p.Points(press, lets, press, lets).Wait(time.Second)
		if !strings.Contains(p.Foot(), "] next tab") || !strings.Contains(p.Frame("Value").Title, " app/003 ") {
			t.Errorf("a double click opens nothing:\n%s", p.Screen)
		}
		p.Points(slices.Repeat([]tea.MouseMsg{tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown}}, 400)...).Wait(time.Second)
		if p.SeesNot("amid"); strings.Contains(p.Screen.String(), "app/003 ") && strings.Contains(p.Screen.String(), "app/004 ") {
			t.Errorf("400 turns of the wheel move nothing:\n%s", p.Screen)
		}
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
