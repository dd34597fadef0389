package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/play"
)

func TestEveryActionOfTheDetailPaneHitsTheKeyUnderTheCursor(t *testing.T) {
	for n := range play.SomeTwins() {
		copies := func(p *play.Player, keys string) {
			p.T.Helper()
			if p.Press(keys).Sees("copied"); p.Board.Holds() != play.Twin(n) {
				p.T.Errorf("copying %s copies %q", play.Twin(n), p.Board.Holds())
			}
		}
		play.OnTwin(t, n, func(p *play.Player) {
			copies(p, "c")
			p.Press("v").SeesOnly(n).Press("v").SeesNot("twin")
			p.Wait(31 * time.Second).Sees("wiped").Press("v").SeesOnly(n) // read again
			p.Wait(31 * time.Second).Sees("wiped")
			copies(p, "c")
		})
		play.OnTwin(t, n, func(p *play.Player) { // somebody has put a key before it meanwhile
			p.Wait(31*time.Second).Sees("wiped").Colleague("app/canary", `{"z":"made-up",`+play.Twins[1:])
			p.Press("v").Sees("8 keys").SeesOnly(n)
			copies(p, "c")
		})
	}
}

func TestAnEditBeginsOnTheKeyUnderTheCursorWhateverItIsCalled(t *testing.T) {
	edited := func(n int) string { return strings.Replace(play.Twins, `"`+play.Twin(n)+`"`, `"made-up"`, 1) }
	for n := range play.SomeTwins() {
		play.OnTwin(t, n, func(p *play.Player) { p.Press("e enter").Types("made-up").Press("enter").SavesAs(edited(n)) })
		play.OnTwin(t, n, func(p *play.Player) {
			p.Wait(31 * time.Second).Sees("wiped").Press("e v").SeesOnly(n)
			p.Press("t ctrl+u").Types(`"made-up"`).Press("enter").SavesAs(edited(n))
		})
		play.OnTwin(t, n, func(p *play.Player) { // read again, with another key before it
			p.Wait(31*time.Second).Sees("wiped").Colleague("app/canary", `{"z":"made-up",`+play.Twins[1:])
			p.Press("e").Sees("8 keys").Press("v").SeesOnly(n)
		})
		play.OnTwin(t, n, func(p *play.Player) {
			if n == 7 {
				p.Press("e r").Sees("the items of an array have no keys")
				return
			}
			p.Press("e r ctrl+u").Types("other").Press("enter d").Sees("1 deleted").Press("u").Sees("1 changed")
			p.Press("v").SeesOnly(n).Press("u").SeesNot("1 changed").SeesOnly(n)
		})
	}
}

// What was changed as text is another document, or the first one again: undo and the way back keep the key.
func TestTheFormsCursorStaysOnItsKeyWhenTheTextBecomesAnother(t *testing.T) {
	for n := range play.SomeTwins() {
		play.OnTwin(t, n, func(p *play.Player) {
			p.Press("e T").Send("\x1b[1;5H")
			p.Press("right").Types(`"new":"x",`).Press("esc").Sees("8 keys").Press("v").SeesOnly(n)
			p.Press("v u").Sees("7 keys").Press("v").SeesOnly(n)
		})
		play.OnTwin(t, n, func(p *play.Player) { // to the end, so that the keys before it are the same document
			p.Press("e T").Send("\x1b[1;5F")
			p.Press("left").Types(`,"new":"x"`).Press("esc").Sees("1 added").Press("v").SeesOnly(n).Press("v u").SeesNot("added").Press("v").SeesOnly(n)
		})
	}
	play.InTheForm(t, `{"a":"twin-1"}`, func(p *play.Player) { // an added key by its number is none of another text's
		p.Press("a").Types("b").Press("enter").Types("twin-2").Press("enter").Sees("1 added")
		p.Press("T").Send("\x1b[1;5F")
		p.Press("left").Types(`,"c":"twin-3"`).Press("esc").Sees("2 added").Press("v").SeesOnly(2).Press("v u").Sees("1 added").Press("v").SeesOnly(2)
		p.Press("v T").Send("\x1b[1;5H")
		p.Press("right").Types(`"z":"twin-4",`).Press("esc").Sees("3 keys").Press("v").SeesOnly(2).Press("v u").Sees("1 added").Press("v").SeesOnly(2)
	})
}

func TestADraftTakesUpTheKeyThatWasBeingTyped(t *testing.T) {
	for n := range play.SomeTwins() {
		l := play.NewLogin(t)
		play.Game(t, play.Setting{W: 150, H: 44, Seed: play.SeedOne(backend.TextValue(play.Twins)), Change: l.With}, func(p *play.Player) {
			p.Press("v").Sees("JSON").Press("g")
			for range play.TwinRows()[n] {
				p.Press("j")
			}
			p.Press("e enter").Types("made-up").Wait(2 * time.Second)
			p.Killed(l)
			p.Again(l, func(p *play.Player) {
				p.Resumes().Sees("1 changed").SavesAs(strings.Replace(play.Twins, `"`+play.Twin(n)+`"`, `"made-up"`, 1))
			})
		})
	}
}

func TestAComparisonRevealsThePartUnderTheCursor(t *testing.T) {
	other := strings.ReplaceAll(play.Twins, "twin", "other")
	for n, row := range play.TwinRows() {
		play.Game(t, play.Setting{W: 150, H: 44, Seed: play.SeedVersions(other, play.Twins)}, func(p *play.Player) {
			p.Press("3 j = y").Sees("8 changed").Press("g")
			for range row {
				p.Press("j")
			}
			p.Press("v").SeesOnly(n).Sees(fmt.Sprintf("other-%d", n)).Press("v").SeesNot("twin")
			p.Wait(31 * time.Second).Sees("wiped").Press("v").Sees("8 changed").Press("v").SeesOnly(n)
		})
	}
}

func TestAConflictIsChosenForTheKeyUnderTheCursor(t *testing.T) {
	mine, theirs := strings.ReplaceAll(play.Twins, "twin", "mine"), strings.ReplaceAll(play.Twins, "twin", "theirs")
	for n := range play.SomeTwins() {
		play.Game(t, play.Setting{W: 150, H: 44, Seed: play.SeedOne(backend.TextValue(play.Twins))}, func(p *play.Player) {
			p.Press("e T").Send("\x1b[1;5F")
			p.Press("ctrl+u").Types(mine).Press("esc").Sees("8 changed")
			p.Colleague("app/canary", theirs)
			p.Press("ctrl+s enter").Sees("8 keys changed on both sides", `"a.b"`, "a.b", "k#2", "k#3", `"l[0]"`).Press("g")
			for i := 1; i <= len(play.TwinRows()); i++ {
				if i == n {
					p.Press("v").Sees(fmt.Sprintf("mine-%d", n), fmt.Sprintf("theirs-%d", n), play.Twin(n)).Press("v right j")
				} else {
					p.Press("left j")
				}
			}
			p.SavesAs(strings.Replace(theirs, fmt.Sprintf("theirs-%d", n), fmt.Sprintf("mine-%d", n), 1))
		})
	}
}
