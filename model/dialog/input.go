package dialog

import (
	"strconv"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/ui"
)

// Input is one line of text being typed in a dialog, byte for byte: what is not typed over stays as it is, also line ends
// and characters that nobody sees. The text is no secret.
type Input struct {
	Keys *keymap.Map
	buf  *Buffer
	// Keep are the characters that it takes, at most Most of them: a key that types another means something else, and a paste loses
	// those that it does not take. nil and 0 are for all.
	Keep func(r rune) bool
	Most int
	// selected: what is typed next takes the place of all of it.
	selected bool
}

// Digit is for a line that is a number.
func Digit(r rune) bool { return r >= '0' && r <= '9' }

// NewNumber is a line for a number of at most so many digits.
func NewNumber(keys *keymap.Map, n, digits int) *Input {
	f := NewInput(keys, strconv.Itoa(n))
	f.Keep, f.Most = Digit, digits
	return f
}

// Number is the number that is typed, 0 for none.
func (f *Input) Number() int {
	n, _ := strconv.Atoi(f.Text())
	return n
}

// NewInput makes one with the cursor behind its text.
func NewInput(keys *keymap.Map, text string) *Input {
	f := &Input{Keys: keys}
	f.Set(text)
	return f
}

// Set puts another text in its place, which undo does not bring back.
func (f *Input) Set(text string) {
	f.buf, f.selected = OpenBuffer(nil, text), false
	f.buf.pad().moved(len(text))
}

// Text is what is typed.
func (f *Input) Text() string { return f.buf.Text() }

// Select marks all of the text: what is typed or pasted next takes its place, and moving keeps it.
func (f *Input) Select() { f.selected = f.buf.Len() > 0 }

// Selected reports whether all of it is marked.
func (f *Input) Selected() bool { return f.selected }

// Before is the text before the cursor.
func (f *Input) Before() string { return f.Text()[:f.buf.At()] }

// replace puts a text at the cursor, or in the place of what is marked.
func (f *Input) replace(text []byte, typed bool) {
	if f.selected {
		f.buf.pad().splice(0, f.buf.Len(), nil, false)
	}
	f.selected = false
	if f.Most > 0 {
		room := max(0, f.Most-utf8.RuneCountInString(f.Text()))
		text = []byte(string([]rune(string(text))[:min(room, utf8.RuneCount(text))]))
	}
	f.buf.Insert(text, typed)
}

// kept is what the line takes of a text.
func (f *Input) kept(text string) string {
	if f.Keep == nil {
		return text
	}
	return strings.Map(func(r rune) rune {
		if f.Keep(r) {
			return r
		}
		return -1
	}, text)
}

// Complete puts a text in the place of the last back bytes before the cursor.
func (f *Input) Complete(back int, text string) {
	p := f.buf.pad()
	f.selected = false
	p.splice(p.at-back, p.at, []byte(text), false)
}

// AtEnd reports whether the cursor stands behind the text.
func (f *Input) AtEnd() bool { return f.buf.pad().at == f.buf.Len() }

// Key takes a key that types or edits, and reports whether it was one.
func (f *Input) Key(k tea.KeyPressMsg) bool {
	if a, ok := f.Keys.Resolve(keymap.Line, k.String()); ok {
		return f.act(a)
	}
	if k.Text == "" || f.kept(k.Text) != k.Text {
		return false
	}
	f.replace([]byte(k.Text), true)
	return true
}

func (f *Input) act(a keymap.Action) bool {
	p, all := f.buf.pad(), f.selected
	f.selected = false
	switch a {
	case keymap.Backspace, keymap.DeleteChar, keymap.DeleteWord:
		if all {
			p.splice(0, len(p.text), nil, false)
			return true
		}
	}
	switch a {
	case keymap.LineStart: // whatever line ends it holds, it is drawn as one line
		p.moved(0)
	case keymap.LineEnd:
		p.moved(len(p.text))
	case keymap.DeleteLine:
		p.splice(0, p.at, nil, false)
	case keymap.UndoEdit:
		f.buf.Undo()
	default:
		return f.buf.Act(a, len(p.text)+1, 1)
	}
	return true
}

// Paste takes a paste as it is.
func (f *Input) Paste(text string) { f.replace(PastedBytes(f.kept(text)), false) }

// PasteLine takes a paste into a text that has no use for line ends around it.
func (f *Input) PasteLine(text string) { f.Paste(OneLine(text)) }

// caret stands where the next letter goes.
const caret = "▏"

// Show is the text in at most w cells, safe to draw: with the focus the part around the cursor, else both ends.
func (f *Input) Show(w int, focus bool) string {
	if w = max(0, w); !focus {
		if text := ui.Datum(f.Text()); ui.Width(text) > w {
			return ui.FitMiddle(text, max(4, w))
		} else {
			return text
		}
	}
	before, after := f.buf.Line(max(4, w-1))
	return before + caret + after
}

// Click puts the cursor where a click on a cell of what Show has drawn is.
func (f *Input) Click(cell, w int, focus bool) {
	text := f.Text()
	whole := ui.Width(ui.Datum(text))
	if column := ui.DatumColumn(text, f.buf.At()); focus {
		before, _ := f.buf.Line(max(4, w-1))
		if caret := ui.Width(before); cell > caret { // it has a cell of its own
			cell += column - caret - 1
		} else {
			cell += column - caret
		}
	} else if w = max(4, w); whole > w && cell >= w/2 { // its middle is not seen
		cell += whole - w
	}
	f.selected = false
	f.buf.GoTo(ui.DatumReach(text, cell))
}

// OneLine is a pasted name without its line ends.
func OneLine(s string) string { return strings.Trim(s, "\r\n") }

// PastedBytes are the bytes of a paste. Terminals send a line end as CR, so a paste of lines without any LF gets them back.
func PastedBytes(content string) []byte {
	b := []byte(content)
	for i := range b {
		if b[i] == '\n' {
			return b
		}
	}
	for i := range b {
		if b[i] == '\r' {
			b[i] = '\n'
		}
	}
	return b
}
