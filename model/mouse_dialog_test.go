package model_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model/play"
)

// What the footer says of a dialog can be clicked on, as everywhere: so each is left with the mouse too, and so are its buttons.
func TestEveryDialogIsLeftWithTheMouse(t *testing.T) {
	var dialogs atomic.Int32
	t.Cleanup(func() {
		if n := dialogs.Load(); n < 20 && tools.AllPlayed() && !t.Failed() {
			t.Errorf("only %d dialogs were seen", n)
		}
	})
	for i, w := range play.Ways() {
		if w.Scope != keymap.Dialog || w.Room == "login" {
			continue
		}
		for n, size := range [][2]int{{120, 36}, {60, 20}} {
			if tools.Spares(i+n, 4) {
				continue
			}
			t.Run(fmt.Sprint(w.Room, " ", i, " ", n), func(t *testing.T) {
				play.Game(t, play.Setting{W: size[0], H: size[1], Seed: w.Seed, NoFirst: true, Native: true}, func(p *play.Player) {
					w.Goes(p.Wait(3 * time.Second))
					if !strings.Contains(p.Foot(), "ctrl+c quit") {
						return // no dialog opens on this way
					}
					dialogs.Add(1)
					before := p.Screen.String()
					x, y := p.Cell("ctrl+c quit", "esc ")
					if p.Clicks(x, y).Wait(time.Second); p.Screen.String() == before {
						t.Errorf("a click on %q leaves it open:\n%s", p.Foot(), p.Screen)
					}
					if w.Goes(p); p.Screen.String() != before { // what was closed asks for nothing anew
						return
					}
					if _, last, _ := inTheBox(p); strings.Contains(last, " esc") {
						x, y := p.Cell(last, " esc")
						if p.Clicks(x, y).Wait(time.Second); p.Screen.String() == before {
							t.Errorf("a click on a button leaves it open:\n%s", p.Screen)
						}
					}
				})
			})
		}
	}
}

func TestTheWheelScrollsWordsAndTextOfAPolicyBesideEachOther(t *testing.T) {
	play.Game(t, play.Setting{W: 200, H: 16, Seed: play.SeedGoverned}, func(p *play.Player) {
		p.Press("2 [").Wait(time.Second).Sees("default  3 statements", `"Sid": "App"`)
		f := p.Frame("app/canary")
		for range 3 {
			p.Wheels(f.X+10, f.Y+3).Wait(time.Second)
		}
		p.SeesNot("default  3 statements").Press("k").Press("j").Wait(time.Second).Sees("default  3 statements")
	})
}
