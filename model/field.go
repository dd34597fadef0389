package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// field is one line of text being typed in a dialog, byte for byte: what is not typed over stays as it is, also line ends
// and characters that nobody sees. The text is no secret.
type field struct {
	keys *keymap.Map
	buf  *buffer
}

// fieldOf makes a field with the cursor behind its text.
func fieldOf(keys *keymap.Map, text string) *field {
	f := &field{keys: keys}
	f.set(text)
	return f
}

// set puts another text in its place, which undo does not bring back.
func (f *field) set(text string) {
	f.buf = newBuffer(backend.TextValue(text))
	f.buf.pad().moved(len(text))
}

func (f *field) text() string { return string(f.buf.pad().text) }

// atEnd reports whether the cursor stands behind the text.
func (f *field) atEnd() bool { return f.buf.pad().at == f.buf.len() }

// key takes a key that types or edits, and reports whether it was one.
func (f *field) key(k tea.KeyPressMsg) bool {
	if a, ok := f.keys.Resolve(keymap.Line, k.String()); ok {
		return f.act(a)
	}
	if k.Text == "" {
		return false
	}
	f.buf.insert([]byte(k.Text), true)
	return true
}

func (f *field) act(a keymap.Action) bool {
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
		f.buf.undo()
	default:
		return f.buf.act(a, len(p.text)+1, 1)
	}
	return true
}

// paste takes a paste as it is.
func (f *field) paste(text string) { f.buf.insert(pasted(text), false) }

// pasteLine takes a paste into a text that has no use for line ends around it.
func (f *field) pasteLine(text string) { f.paste(oneLine(text)) }

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

// show is the text in at most w cells, safe to draw: with the focus the part around the cursor, else both ends.
func (f *field) show(w int, focus bool) string {
	p := f.buf.pad()
	if !focus {
		if text := ui.Text(string(p.text)); ui.Width(text) > w {
			return ui.FitMiddle(text, max(4, w))
		} else {
			return text
		}
	}
	before, after := f.buf.line(max(4, w-1))
	return before + caret + after
}

// oneLine is a pasted name without its line ends.
func oneLine(s string) string { return strings.Trim(s, "\r\n") }

func pasted(content string) []byte {
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
