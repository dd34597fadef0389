package model

import (
	"context"
	"errors"
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

// status is the line above the footer: the last thing that happened, until its time is over.
type status struct {
	said  said
	since time.Time
	until backend.Lifetime
}

const (
	stayShort = 4 * time.Second
	stayLong  = 12 * time.Second
)

func (s *status) set(m said, now time.Time) {
	stay := m.stay
	if stay == 0 {
		stay = stayShort
		if m.kind == failure || m.kind == warning {
			stay = stayLong
		}
	}
	s.said, s.since, s.until = m, now, backend.NewLifetime(now, stay)
}

// fail shows an error in plain words with what to do. A cancelled call is nobody's news.
func (s *status) fail(err error, now time.Time) {
	if err == nil || isCancelled(err) {
		return
	}
	s.set(said{text: ui.Text(err.Error()), hint: ui.Text(backend.Hint(err)), kind: failure}, now)
}

// also says something besides what has just been said.
func (s *status) also(text string, now time.Time) {
	switch {
	case text == "":
	case s.since.Equal(now) && s.said.text != "":
		if s.said.hint != "" {
			text = s.said.hint + " · " + text
		}
		s.said.hint = text
	default:
		s.set(said{text: text, kind: warning}, now)
	}
}

// forgetFailure takes a failure off the line once what had failed works.
func (s *status) forgetFailure() {
	if s.said.kind == failure {
		s.said = said{}
	}
}

// forgetGood takes off what was said of something done: with an edit open, or a save that failed, it would be read as its own.
func (s *status) forgetGood() {
	if s.said.kind == good {
		s.said = said{}
	}
}

// read takes a warning or a failure off the line with the first key pressed after it could have been read.
func (s *status) read(now time.Time) {
	const reading = 2 * time.Second
	if (s.said.kind == failure || s.said.kind == warning) && now.After(s.since.Add(reading)) {
		s.said = said{}
	}
}

func (s *status) current(now time.Time) (said, bool) {
	return s.said, s.said.text != "" && !s.until.Over(now)
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

func (s *status) wake(now time.Time) time.Time {
	if s.said.text != "" && !s.until.Over(now) {
		return now.Add(s.until.Left(now))
	}
	return time.Time{}
}

// isRefused tells credentials that are not taken from a permission that is lacking.
func isRefused(err error) bool {
	return errors.Is(err, backend.ErrBadCredentials) || errors.Is(err, backend.ErrState)
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	if what := backend.Message(err); what != "" {
		return err.Error() + " · " + what
	}
	return err.Error()
}

func isCancelled(err error) bool { return errors.Is(err, context.Canceled) }

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
