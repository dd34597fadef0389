package dialog

import (
	"strings"
	"unicode"
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
}

// NewInput makes one with the cursor behind its text.
func NewInput(keys *keymap.Map, text string) *Input {
	f := &Input{Keys: keys}
	f.Set(text)
	return f
}

// Set puts another text in its place, which undo does not bring back.
func (f *Input) Set(text string) {
	f.buf = OpenBuffer(nil, text)
	f.buf.pad().moved(len(text))
}

// Text is what is typed.
func (f *Input) Text() string { return f.buf.Text() }

// AtEnd reports whether the cursor stands behind the text.
func (f *Input) AtEnd() bool { return f.buf.pad().at == f.buf.Len() }

// Key takes a key that types or edits, and reports whether it was one.
func (f *Input) Key(k tea.KeyPressMsg) bool {
	if a, ok := f.Keys.Resolve(keymap.Line, k.String()); ok {
		return f.act(a)
	}
	if k.Text == "" {
		return false
	}
	f.buf.Insert([]byte(k.Text), true)
	return true
}

func (f *Input) act(a keymap.Action) bool {
	p := f.buf.pad()
	switch a {
	case keymap.LineStart: // whatever line ends it holds, it is drawn as one line
		p.moved(0)
	case keymap.LineEnd:
		p.moved(len(p.text))
	case keymap.DeleteLine:
		p.splice(0, p.at, nil, false)
	case keymap.DeleteWord:
		p.splice(p.wordBefore(p.at), p.at, nil, false)
	case keymap.UndoEdit:
		f.buf.Undo()
	default:
		return f.buf.Act(a, len(p.text)+1, 1)
	}
	return true
}

// Paste takes a paste as it is.
func (f *Input) Paste(text string) { f.buf.Insert(PastedBytes(text), false) }

// PasteLine takes a paste into a text that has no use for line ends around it.
func (f *Input) PasteLine(text string) { f.Paste(OneLine(text)) }

// wordBefore is where the word before a place begins.
func (p *pad) wordBefore(at int) int {
	for inWord := false; at > 0; {
		r, n := utf8.DecodeLastRune(p.text[:at])
		if is := unicode.IsLetter(r) || unicode.IsDigit(r); inWord && !is {
			break
		} else if is {
			inWord = true
		}
		at -= n
	}
	return at
}

// caret stands where the next letter goes.
const caret = "▏"

// Show is the text in at most w cells, safe to draw: with the focus the part around the cursor, else both ends.
func (f *Input) Show(w int, focus bool) string {
	if !focus {
		if text := ui.Datum(f.Text()); ui.Width(text) > w {
			return ui.FitMiddle(text, max(4, w))
		} else {
			return text
		}
	}
	before, after := f.buf.Line(max(4, w-1))
	return before + caret + after
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
