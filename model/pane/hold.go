package pane

import "time"

// State is where a value is in its life.
type State int

// A value is unread, read, held for a while, and ended; or it cannot be read.
const (
	Unread State = iota
	Reading
	Held
	Ended
	Unreadable
)

// Hold is how what was read of a secret is held, the same wherever it is. Its time is its exposure's.
type Hold struct {
	State State
	Read  Ask
	Since time.Time // when what is being read was asked for
	Err   error     // why it is unreadable
}
