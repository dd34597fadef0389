package model

import (
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

func (s *status) wake(now time.Time) time.Time {
	if s.said.text != "" && !s.until.Over(now) {
		return now.Add(s.until.Left(now))
	}
	return time.Time{}
}
