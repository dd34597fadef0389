package backend

import "time"

// Place is one connection to the service with all that stands before it and beside it. It is shared by pointer, so that
// whoever has it speaks to the same one.
type Place struct {
	Backend Backend  // the whole chain
	Journal *Journal // counts what goes through Backend, which it is in front of
	Overlay *Overlay // in Backend's chain; nil for none
	Regions *Regions // the account's other regions; nil for none
	Guard   *Guard   // the rules of this place; nil for none
	Trail   Trail    // the account's audit trail; nil for none
	Ends    Ends     // what is known of recovery windows; nil for nothing
}

// Ends remembers when recovery windows end, which the service does not tell (aws.md 2.1).
type Ends interface {
	// End is the end of the window that began with a deletion; zero where it is not known.
	End(arn string, deleted time.Time) time.Time
	// Remember keeps one beyond this run, or says why it cannot.
	Remember(arn string, deleted, end time.Time) error
}

// End is the end of a recovery window where it is known.
func (p *Place) End(arn string, deleted time.Time) time.Time {
	if p.Ends == nil {
		return time.Time{}
	}
	return p.Ends.End(arn, deleted)
}

// Remember keeps the end of a recovery window.
func (p *Place) Remember(arn string, deleted, end time.Time) error {
	if p.Ends == nil {
		return nil
	}
	return p.Ends.Remember(arn, deleted, end)
}

// Deadline is when a secret that is scheduled for deletion can go, with all that is known.
func (p *Place) Deadline(s Secret, now time.Time) Deadline {
	return DeadlineOf(s.Deleted, p.End(s.ARN, s.Deleted), now)
}
