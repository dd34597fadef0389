package backend

import "time"

// Seen is a secret as somebody saw it who decided what is to be done with it: which one, and since when it is scheduled for
// deletion (zero where it is not). It travels with what destroys or revives, and must still be true then.
type Seen struct {
	ARN     string
	Deleted time.Time
}

// Seen is what of a secret must still be so when something is done that nothing brings back.
func (s Secret) Seen() Seen { return Seen{s.ARN, s.Deleted} }

// Differs says what has happened to a secret since it was seen, nil for nothing.
func (seen Seen) Differs(op Operation, now Secret) error {
	switch {
	case seen.ARN != now.ARN:
		return Conflict(op, now.ARN, "another secret has its name now")
	case seen.Deleted.Equal(now.Deleted):
		return nil
	case now.Deleted.IsZero():
		return Conflict(op, now.ARN, "somebody has restored it since")
	case seen.Deleted.IsZero():
		return Conflict(op, now.ARN, "somebody has scheduled it for deletion since")
	}
	return Conflict(op, now.ARN, "somebody has restored it and deleted it again since")
}
