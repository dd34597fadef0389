package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

func TestEveryActionOfTheDetailPaneHitsTheKeyUnderTheCursor(t *testing.T) {
	for n := range twinRows() {
		copies := func(p *player, keys string) {
			p.t.Helper()
			if p.press(keys).sees("copied"); p.board.holds() != twin(n) {
				p.t.Errorf("copying %s copies %q", twin(n), p.board.holds())
			}
		}
		onTwin(t, n, func(p *player) {
			copies(p, "c")
			p.press("v").seesOnly(n).press("v").seesNot("twin")
			p.wait(31 * time.Second).sees("wiped").press("v").seesOnly(n) // read again
			p.wait(31 * time.Second).sees("wiped")
			copies(p, "c")
		})
		onTwin(t, n, func(p *player) { // somebody has put a key before it meanwhile
			p.wait(31*time.Second).sees("wiped").colleague("app/canary", `{"z":"made-up",`+twins[1:])
			p.press("v").sees("8 keys").seesOnly(n)
			copies(p, "c")
		})
	}
}

func TestAnEditBeginsOnTheKeyUnderTheCursorWhateverItIsCalled(t *testing.T) {
	edited := func(n int) string { return strings.Replace(twins, `"`+twin(n)+`"`, `"made-up"`, 1) }
	for n := range twinRows() {
		onTwin(t, n, func(p *player) { p.press("e enter").types("made-up").press("enter").savesAs(edited(n)) })
		onTwin(t, n, func(p *player) {
			p.wait(31 * time.Second).sees("wiped").press("e v").seesOnly(n)
			p.press("t ctrl+u").types(`"made-up"`).press("enter").savesAs(edited(n))
		})
		onTwin(t, n, func(p *player) { // read again, with another key before it
			p.wait(31*time.Second).sees("wiped").colleague("app/canary", `{"z":"made-up",`+twins[1:])
			p.press("e").sees("8 keys").press("v").seesOnly(n)
		})
		onTwin(t, n, func(p *player) {
			if n == 7 {
				p.press("e r").sees("the items of an array have no keys")
				return
			}
			p.press("e r ctrl+u").types("other").press("enter d").sees("1 deleted").press("u").sees("1 changed")
			p.press("v").seesOnly(n).press("u").seesNot("1 changed").seesOnly(n)
		})
	}
}

// What was changed as text is another document, or the first one again: undo and the way back keep the key.
func TestTheFormsCursorStaysOnItsKeyWhenTheTextBecomesAnother(t *testing.T) {
	for n := range twinRows() {
		onTwin(t, n, func(p *player) {
			p.press("e T").send("\x1b[1;5H")
			p.press("right").types(`"new":"x",`).press("esc").sees("8 keys").press("v").seesOnly(n)
			p.press("v u").sees("7 keys").press("v").seesOnly(n)
		})
		onTwin(t, n, func(p *player) { // to the end, so that the keys before it are the same document
			p.press("e T").send("\x1b[1;5F")
			p.press("left").types(`,"new":"x"`).press("esc").sees("1 added").press("v").seesOnly(n).press("v u").seesNot("added").press("v").seesOnly(n)
		})
	}
	inTheForm(t, `{"a":"twin-1"}`, func(p *player) { // an added key by its number is none of another text's
		p.press("a").types("b").press("enter").types("twin-2").press("enter").sees("1 added")
		p.press("T").send("\x1b[1;5F")
		p.press("left").types(`,"c":"twin-3"`).press("esc").sees("2 added").press("v").seesOnly(2).press("v u").sees("1 added").press("v").seesOnly(2)
		p.press("v T").send("\x1b[1;5H")
		p.press("right").types(`"z":"twin-4",`).press("esc").sees("3 keys").press("v").seesOnly(2).press("v u").sees("1 added").press("v").seesOnly(2)
	})
}

func TestADraftTakesUpTheKeyThatWasBeingTyped(t *testing.T) {
	for n := range twinRows() {
		l := newLogin(t)
		play(t, setting{w: 150, h: 44, seed: seedOne(backend.TextValue(twins)), change: l.with}, func(p *player) {
			p.press("v").sees("JSON").press("g")
			for range twinRows()[n] {
				p.press("j")
			}
			p.press("e enter").types("made-up").wait(2 * time.Second)
			p.killed(l)
			p.again(l, func(p *player) {
				p.resumes().sees("1 changed").savesAs(strings.Replace(twins, `"`+twin(n)+`"`, `"made-up"`, 1))
			})
		})
	}
}

func TestAComparisonRevealsThePartUnderTheCursor(t *testing.T) {
	other := strings.ReplaceAll(twins, "twin", "other")
	for n, row := range twinRows() {
		play(t, setting{w: 150, h: 44, seed: seedVersions(other, twins)}, func(p *player) {
			p.press("3 j = y").sees("8 changed").press("g")
			for range row {
				p.press("j")
			}
			p.press("v").seesOnly(n).sees(fmt.Sprintf("other-%d", n)).press("v").seesNot("twin")
			p.wait(31 * time.Second).sees("wiped").press("v").sees("8 changed").press("v").seesOnly(n)
		})
	}
}

func TestAConflictIsChosenForTheKeyUnderTheCursor(t *testing.T) {
	mine, theirs := strings.ReplaceAll(twins, "twin", "mine"), strings.ReplaceAll(twins, "twin", "theirs")
	for n := range twinRows() {
		play(t, setting{w: 150, h: 44, seed: seedOne(backend.TextValue(twins))}, func(p *player) {
			p.press("e T").send("\x1b[1;5F")
			p.press("ctrl+u").types(mine).press("esc").sees("8 changed")
			p.colleague("app/canary", theirs)
			p.press("ctrl+s enter").sees("8 keys changed on both sides", `"a.b"`, "a.b", "k#2", "k#3", `"l[0]"`).press("g")
			for i := 1; i <= len(twinRows()); i++ {
				if i == n {
					p.press("v").sees(fmt.Sprintf("mine-%d", n), fmt.Sprintf("theirs-%d", n), twin(n)).press("v right j")
				} else {
					p.press("left j")
				}
			}
			p.savesAs(strings.Replace(theirs, fmt.Sprintf("theirs-%d", n), fmt.Sprintf("mine-%d", n), 1))
		})
	}
}
