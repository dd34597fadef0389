package model

import (
	"time"

	"strongroom/ui"
)

// said is something for the status line.
type said struct {
	text string
	hint string
	kind tone
	stay time.Duration
}

// whole is all that is said, in one piece.
func (m said) whole() string {
	if m.hint == "" {
		return m.kind.sign() + m.text
	}
	return m.kind.sign() + m.text + " · " + m.hint
}

// serious reports what must be read to its end.
func (m said) serious() bool { return m.kind == warning || m.kind == failure }

type tone int

const (
	plain tone = iota
	good
	warning
	failure
)

func (t tone) role(st ui.Styles) ui.Role {
	switch t {
	case good:
		return st.Good
	case warning:
		return st.Warn
	case failure:
		return st.Urgent
	}
	return st.Text
}

func (t tone) sign() string {
	switch t {
	case good:
		return "✓ "
	case warning:
		return "! "
	case failure:
		return "✗ "
	}
	return ""
}

const (
	stayShort = 4 * time.Second
	stayLong  = 12 * time.Second
)

// stayUnfinished is how long it stays on the status line that something is half done.
const stayUnfinished = time.Minute
