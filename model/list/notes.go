package list

import (
	"time"

	"strongroom/backend"
	"strongroom/model/pane"
)

// note is what happened to a row: it stands there until the service tells how the secret is since.
type note struct {
	text    string
	pending bool      // the secret was scheduled for deletion
	at      time.Time // when it was noted
}

// noteOf is what a row tells of an order.
func (l *Pane) noteOf(msg pane.Ordered) {
	arn := msg.ARN()
	_, done, _ := msg.Kind.Words()
	delete(l.notes, arn)
	is := note{pending: !msg.Before.Deleted.IsZero(), at: l.Now}
	switch {
	case msg.Err == nil, msg.Gone, msg.Outdated():
		return
	case msg.Unknown():
		is.text = "whether it is " + done + " is not known: " + pane.Reason(msg.Err)
	default:
		is.text = "not " + done + ": " + pane.Reason(msg.Err)
	}
	l.notes[arn] = is
}

// outdate takes notes off secrets that the service has told of: of those that have come into the other view, and of all where it was
// asked after they were made.
func (l *Pane) outdate(secrets []backend.Secret, asked time.Time) {
	if len(l.notes) == 0 {
		return
	}
	for i := range secrets {
		s := &secrets[i]
		if is, noted := l.notes[s.ARN]; noted && (is.pending == s.Deleted.IsZero() || asked.After(is.at)) {
			delete(l.notes, s.ARN)
		}
	}
}
