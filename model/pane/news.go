package pane

import (
	"time"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/ui"
)

// Said is something for the status line.
type Said struct {
	Text string
	Hint string
	Kind Tone
	Stay time.Duration
	// Name is what of Text may go in its middle where there is no room for all of it, "" for nothing.
	Name string
	// Brief is Text where there is no room for both of them even so.
	Brief string
	// Yields: it is no reason to take anything else off the line.
	Yields bool
}

// Whole is all that is said, in one piece.
func (m Said) Whole() string {
	if m.Hint == "" {
		return m.Kind.Sign() + m.Text
	}
	return m.Kind.Sign() + m.Text + " · " + m.Hint
}

// Serious reports what must be read to its end.
func (m Said) Serious() bool { return m.Kind == Warning || m.Kind == Failure }

// Tone is how what is said is meant.
type Tone int

// Tones.
const (
	Plain Tone = iota
	Good
	Warning
	Failure
)

// Role is its colour.
func (t Tone) Role(st ui.Styles) ui.Role {
	switch t {
	case Good:
		return st.Good
	case Warning:
		return st.Warn
	case Failure:
		return st.Urgent
	}
	return st.Text
}

// Sign stands before it, since colour alone tells nothing.
func (t Tone) Sign() string {
	switch t {
	case Good:
		return "✓ "
	case Warning:
		return "! "
	case Failure:
		return "✗ "
	}
	return ""
}

// How long something stays on the status line.
const (
	StayShort = 4 * time.Second
	StayLong  = 12 * time.Second
)

// StayAway is how long it stays of what is said to nobody: until the key is pressed that somebody comes back with.
const StayAway = 24 * time.Hour

// StayUnfinished is how long it stays on the status line that something is half done.
const StayUnfinished = time.Minute

// Failed is an error for the status line, in plain words with what to do. A cancelled call is nobody's news.
type Failed struct{ Err error }

// Opened is a dialog to be put on top. Only what a key press leads to may tell of one.
type Opened struct{ Dialog Dialog }

// Went tells that the keys belong to another pane now.
type Went struct{ To Name }

// Asked is an action that another one leads to: for what is selected then, or for one secret alone, Of.
type Asked struct {
	Action keymap.Action
	Of     backend.Secret
}

// Answered tells how the service has answered when something of a secret was read.
type Answered struct {
	ARN string
	Err error
}

// Refreshed tells that the user wants everything read anew.
type Refreshed struct{}

// SaidToo is something to be said besides what has just been said. Unfinished: something is left half done, which a success
// must not hide.
type SaidToo struct {
	Text       string
	Unfinished bool
}

// TerminalLent tells that another program gets the terminal for a while: nothing of a value may be on it.
type TerminalLent struct{}

// TerminalBack tells that the terminal is ours again.
type TerminalBack struct{}

// Unsaid takes off the status line what was said in a tone, which would be read as somebody else's.
type Unsaid struct{ Kind Tone }

// Copied is a text, and no secret, that the user wants on the clipboard.
type Copied struct{ What, Text string }

// Closed takes a dialog away, wherever it stands: what it was waiting for is done.
type Closed struct{ Dialog Dialog }
