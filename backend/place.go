package backend

import (
	"context"
	"time"
)

// Place is one connection to the service with all that stands before it and beside it. It is shared by pointer, so that
// whoever has it speaks to the same one.
//
// Backend alone reads and writes secrets. What else is a part of its chain stands here for what it knows besides, since whoever
// wrote through a part would pass by what stands before it.
type Place struct {
	Backend Backend      // the whole chain, with Certain before it
	Journal Record       // counts what goes through Backend
	Overlay *Overlay     // in Backend's chain, to bring rows up to date; nil for none
	Regions Reach        // the account's other regions; nil for none
	Guard   *Guard       // the rules of this place; nil for none
	Trail   Trail        // the account's audit trail; nil for none
	SignIn  SignIn       // how it is signed in; nil where nobody signs in
	Device  DeviceLogin  // how it is logged in to with a browser; nil where it is not
	Log     FunctionLog  // of rotation functions; nil for none
	Alias   AccountAlias // what the account is called; nil where nobody tells
	Ends    Ends         // what is known of recovery windows; nil for nothing
	// Permissions are what the service has allowed and refused in this session; nil for nothing.
	Permissions *Permissions
}

// Record is what a Journal has noted of this session.
type Record interface {
	Entries() []Entry
	Dropped() int
	Calls() int
	Decrypts() int
	Doubtful() int
	Read(arn, version string) (at time.Time, ok bool)
	Typed(id string)
}

// Reach is how far a login reaches: what Regions knows of them.
type Reach interface {
	Locator
	Names() []string
	Off() []string
	Survey(ctx context.Context) (off []string, err error)
	Covered(total int) string
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
