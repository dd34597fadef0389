package dialog

import (
	"strings"
	"testing"
	"unicode/utf8"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"

	tea "charm.land/bubbletea/v2"
)

func TestAFieldGivesBackWhatItWasGivenWhereverTheCursorWent(t *testing.T) {
	for _, text := range []string{"", "plain", "two\nlines\r\nand\ttab", "\x1b[31mred\x07", "good\u202eevil", "\u65e5\u672c\u8a9e and e\u0301", strings.Repeat("long ", 400)} {
		f := NewInput(keymap.Default(), text)
		for range len(text) + 2 {
			for _, w := range []int{5, 20, 70} {
				shown := f.Show(w, true)
				if ui.Width(shown) > w || strings.Count(shown, caret) != 1 || strings.ContainsAny(shown, "\n\r\t\x1b\x07\u202e") {
					t.Fatalf("%q in %d cells is drawn as %q", text, w, shown)
				}
			}
			f.act(keymap.Left)
		}
		for _, a := range []keymap.Action{keymap.LineEnd, keymap.LineStart, keymap.Right, keymap.Right} {
			f.act(a)
		}
		if f.Text() != text {
			t.Errorf("given %q, it gives back %q", text, f.Text())
		}
		f.act(keymap.LineEnd)
		f.act(keymap.LineStart)
		if f.Paste("^"); f.Text() != "^"+text {
			t.Errorf("the start of %q is in the middle of it: %q", text, f.Text())
		}
	}
}

// What is typed letter by letter is drawn together.
func TestATypedNameOfJoiningLettersIsSpelledAsAWhole(t *testing.T) {
	d := &TypedName{Keys: keymap.Default()}
	c := &Choice{Typing: true, Keys: keymap.Default()}
	for range 2 {
		d.Key(tea.KeyPressMsg{Text: "\u1112", Code: 0x1112})
		c.Key(tea.KeyPressMsg{Text: "\u1112", Code: 0x1112})
	}
	if typed := Typed(d.typed); typed != "\u1112<U+1112>" || Typed(c.typed) != typed {
		t.Errorf("%q and %q", typed, Typed(c.typed))
	}
}

func TestAClickPutsTheCursorBeforeTheLetterThatIsClickedOn(t *testing.T) {
	const text = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm日本語nopqrstuvwxyz"
	for _, w := range []int{20, 41, 100} {
		for at := 0; at <= len(text); at += 7 {
			for _, focus := range []bool{true, false} {
				for cell := range w {
					f := NewInput(keymap.Default(), text)
					f.buf.GoTo(at)
					shown := f.Show(w, focus)
					head, _ := ui.Head(shown, cell)
					r, _ := utf8.DecodeRuneInString(shown[len(head):])
					if !strings.ContainsRune(text, r) || ui.Width(head) < cell { // a caret, an ellipsis, the second cell of a letter
						continue
					}
					if f.Click(cell, w, focus); !strings.HasPrefix(text[f.buf.At():], string(r)) {
						t.Fatalf("a click on cell %d of %q, %q, puts the cursor before %q", cell, shown, r, text[f.buf.At():])
					}
				}
			}
		}
	}
}

func TestWhatIsTypedOfALongNameIsSeenInEveryQuestionForOne(t *testing.T) {
	for _, length := range []int{20, 110, 512} {
		name := strings.Repeat("payments/", 60)[:length]
		for _, where := range []string{"", "account 1234-5678-9012 · eu-west-1", "account 1234-5678-9012 · eu-west-1 · to account 9999-8888-7777 · ap-southeast-2"} {
			for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}} {
				d := &TypedName{Keys: keymap.Default(), Title: "Overwrite in ap-southeast-2", Subject: []string{name}, Where: where, Word: name, Yes: "delete for good, create anew",
					Text: "The secret that has this name, with all its versions, cannot be brought back after this. The new one gets another ARN."}
				d.Resize(size[0], size[1])
				d.Key(tea.KeyPressMsg{Text: "p", Code: 'p'})
				for _, wrong := range []bool{false, true} {
					if wrong {
						d.Act(keymap.Press)
					}
					box := d.View(pane.Frame{Th: ui.Plain(), Keys: d.Keys}, size[0], size[1])
					lines := box.Inside(ui.Plain(), size[1])
					if seen := strings.Join(lines[:min(len(lines), size[1]-2)], "\n"); !strings.Contains(seen, "p▏") {
						t.Errorf("%d letters of %d by %d cells, where %q, wrong %v: it is typed blind:\n%s", length, size[0], size[1], where, wrong, seen)
					}
				}
			}
		}
	}
}

// What has the focus is the line: enter sends it, and does not press the button that would be marked.
func TestNoButtonIsMarkedBesideATypedName(t *testing.T) {
	d := &TypedName{Keys: keymap.Default(), Title: "Remove replica", Word: "app/db", Yes: "remove"}
	d.Resize(80, 24)
	for _, typed := range []string{"", "app", "app/db"} {
		d.input().Set(typed)
		for _, b := range d.View(pane.Frame{Th: ui.Plain(), Keys: keymap.Default()}, 80, 24).Buttons {
			if b.Focus {
				t.Errorf("%q is typed, and %q is marked", typed, b.Label)
			}
		}
	}
}
