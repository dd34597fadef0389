package dialog

import (
	"slices"
	"testing"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

func TestAStepGoesOverWhatIsDrawnTogether(t *testing.T) {
	for _, c := range []struct {
		text string
		at   []int
	}{
		{"abc", []int{0, 1, 2, 3}},
		{"ae\u0301\u0302b", []int{0, 1, 6, 7}},
		{"\u0301e\u0301", []int{0, 2, 5}},                     // a mark on nothing is spelled out
		{"e\u0301\u0302\u0303\u0304x", []int{0, 5, 7, 9, 10}}, // so are those from the third on
		{"a\r\nb\n\u0301", []int{0, 1, 3, 4, 5, 7}},           // a mark does not go back over a line end
		{"東\xff\u0301é", []int{0, 3, 4, 6, 8}},                // nor onto a byte that is no text
		{"🇩🇪", []int{0, 4, 8}},                                // a flag is spelled out
	} {
		p := NewBuffer(backend.TextValue(c.text)).pad()
		var right, left []int
		for at := 0; ; at = p.after(at) {
			if right = append(right, at); at == len(c.text) {
				break
			}
		}
		for at := len(c.text); ; at = p.before(at) {
			if left = append([]int{at}, left...); at == 0 {
				break
			}
		}
		if !slices.Equal(right, c.at) || !slices.Equal(left, c.at) {
			t.Errorf("%q: right %v, left %v, want %v", c.text, right, left, c.at)
		}
	}
}

// A name is typed in one line: the cursor stands where its letter is drawn, and what it stands between does not join.
func TestALineIsSpelledAsAWholeWhereverTheCursorStands(t *testing.T) {
	b := OpenBuffer(nil, "\u1112\u1112\u1112x")
	for i, want := range []string{"", "\u1112", "\u1112<U+1112>", "\u1112<U+1112>\u1112", "\u1112<U+1112>\u1112x"} {
		b.GoTo(min(3*i, 9) + max(0, i-3))
		if before, after := b.Line(80); before != want || before+after != "\u1112<U+1112>\u1112x" {
			t.Errorf("%q and %q, want %q before the cursor", before, after, want)
		}
	}
}

// Going up and down keeps the column on the screen, whatever the letters there take.
func TestTheCursorKeepsItsColumnAmongJoiningLetters(t *testing.T) {
	b := NewBuffer(backend.TextValue("\u1112\u1112\u1112x\nabcdefghijklmnop"))
	b.GoTo(6)
	for _, c := range []struct {
		a    keymap.Action
		x, y int
	}{{keymap.Down, 10, 1}, {keymap.Left, 9, 1}, {keymap.Up, 2, 0}, {keymap.Right, 10, 0}} {
		b.Act(c.a, 80, 4)
		if _, _, x, y := b.Window(80, 4, 0); x != c.x || y != c.y {
			t.Errorf("%s: the cursor is at %d,%d, want %d,%d", c.a, x, y, c.x, c.y)
		}
	}
}

// The ledger counts buffers; that their bytes are overwritten it cannot see.
func TestNoByteOfATextOutlivesItsBuffer(t *testing.T) {
	b := NewBuffer(backend.TextValue("hush"))
	gone := func(what string, bytes []byte) {
		t.Helper()
		if len(bytes) == 0 || slices.ContainsFunc(bytes, func(c byte) bool { return c != 0 }) {
			t.Errorf("%s is %q", what, bytes)
		}
	}
	before := b.pad().text
	b.Insert([]byte("more "), true)
	gone("the text before a change", before)
	b.ReplaceAll([]byte("another"))
	removed := b.pad().strokes[1].removed
	b.Undo()
	gone("what undo has put back", removed)
	b.ReplaceAll([]byte("another"))
	removed, now := b.pad().strokes[1].removed, b.pad().text
	b.Wipe()
	gone("what undo could put back", removed)
	gone("the text", now)
}

func TestATextThatIsWipedIsHeldNoMore(t *testing.T) {
	l := &backend.Ledger{}
	b := BufferIn(l, l.Text("made-up"))
	if n := len(l.Alive()); n != 2 {
		t.Errorf("%d are held, want the value and the text", n)
	}
	if b.Wipe(); len(l.Alive()) != 1 || b.Len() != 0 {
		t.Error("the text is still held")
	}
}

func TestATextThatIsASecretIsReadAndDrawnByNobodyWithoutAPermit(t *testing.T) {
	secret, name := NewBuffer(backend.TextValue("made-up")), OpenBuffer(nil, "a name")
	if before, after := secret.Line(80); secret.Text() != "" || before+after != "" || secret.Show(pane.Permit{}, piece{from: 0, to: 4}) != ui.Mask {
		t.Error("a secret is read or drawn")
	}
	if before, after := name.Line(80); name.Text() != "a name" || before+after != "a name" {
		t.Error("a name is not")
	}
}
