package model

import (
	"strings"
	"testing"

	"strongroom/keymap"
	"strongroom/ui"
)

func TestAFieldGivesBackWhatItWasGivenWhereverTheCursorWent(t *testing.T) {
	for _, text := range []string{"", "plain", "two\nlines\r\nand\ttab", "\x1b[31mred\x07", "good\u202eevil", "\u65e5\u672c\u8a9e and e\u0301", strings.Repeat("long ", 400)} {
		f := fieldOf(keymap.Default(), text)
		for range len(text) + 2 {
			for _, w := range []int{5, 20, 70} {
				shown := f.show(w, true)
				if ui.Width(shown) > w || strings.Count(shown, caret) != 1 || strings.ContainsAny(shown, "\n\r\t\x1b\x07\u202e") {
					t.Fatalf("%q in %d cells is drawn as %q", text, w, shown)
				}
			}
			f.act(keymap.Left)
		}
		for _, a := range []keymap.Action{keymap.LineEnd, keymap.LineStart, keymap.Right, keymap.Right} {
			f.act(a)
		}
		if f.text() != text {
			t.Errorf("given %q, it gives back %q", text, f.text())
		}
		f.act(keymap.LineEnd)
		f.act(keymap.LineStart)
		if f.paste("^"); f.text() != "^"+text {
			t.Errorf("the start of %q is in the middle of it: %q", text, f.text())
		}
	}
}

func TestALineIsEditedInItsMiddle(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("n").sees("New secret").wait(1e9).types("db").sees("app/db▏").press("left left").types("new-").sees("app/new-▏db").press("ctrl+a").types("x/").sees("x/▏app/new-db")
		p.press("ctrl+e").types("\x1b[3~").press("ctrl+w").types("two").press("ctrl+_").sees("x/app/new-▏").press("ctrl+w").sees("x/app/▏").press("ctrl+u").types("app/c").press("ctrl+e").sees("app/canary▏")
		p.press("tab tab").pastes("first\rsecond\t!\r").sees(`first\x0asecond\x09!\x0a`).press("ctrl+u").seesNot("first")
	})
}

func TestADescriptionKeepsItsLineEndsThroughTheDialog(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("n").wait(1e9).types("lines").press("tab tab").pastes("one\rtwo\r").press("tab tab tab enter").types("k").press("enter").types("v").press("enter ctrl+s").sees(`one\x0atwo\x0a`).press("enter").sees("created app/lines")
		d, err := p.rival().Describe(ctx(), "app/lines")
		if err != nil || d.Description != "one\ntwo\n" {
			t.Errorf("the description is %q, %v", d.Description, err)
		}
	})
}
