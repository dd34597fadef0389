package model

import (
	"time"

	"strongroom/backend"
	"strongroom/model/pane"
)

// status is the line above the footer: the last thing that happened, until its time is over.
type status struct {
	said  pane.Said
	since time.Time
	until backend.Lifetime
	// untilKey: the next key answers it, and so does the next click.
	untilKey bool
}

func (s *status) set(m pane.Said, now time.Time) {
	if _, taken := s.current(now); taken && m.Yields {
		return
	}
	stay := m.Stay
	if stay == 0 {
		stay = pane.StayShort
		if m.Kind == pane.Failure || m.Kind == pane.Warning {
			stay = pane.StayLong
		}
	}
	s.untilKey = false
	s.said, s.since, s.until = m, now, backend.NewLifetime(now, stay)
}

// setUntilKey says something that the next key answers.
func (s *status) setUntilKey(m pane.Said, now time.Time) {
	s.set(m, now)
	s.untilKey = true
}

// fail shows an error in text, which are plain words with what to do. A cancelled call is nobody's news.
func (s *status) fail(err error, text, hint string, now time.Time) {
	if err == nil || pane.IsCancelled(err) {
		return
	}
	s.set(pane.Said{Text: text, Hint: hint, Kind: pane.Failure}, now)
}

// also says something besides what has just been said.
func (s *status) also(msg pane.SaidToo, now time.Time) {
	text, said := msg.Text, s.said
	switch {
	case text == "":
	case s.since.Equal(now) && said.Text != "" && msg.Unfinished:
		said.Hint, said.Stay = besides(said.Hint, text), pane.StayUnfinished
		if !said.Serious() {
			said.Kind = pane.Warning
		}
		s.set(said, now)
	case s.since.Equal(now) && said.Text != "":
		s.said.Hint = besides(said.Hint, text)
	case msg.Unfinished:
		s.set(pane.Said{Text: text, Kind: pane.Warning, Stay: pane.StayUnfinished}, now)
	default:
		s.set(pane.Said{Text: text, Kind: pane.Warning}, now)
	}
}

func besides(hint, text string) string {
	if hint != "" {
		return hint + " · " + text
	}
	return text
}

// forget takes off the line what was said in a tone.
func (s *status) forget(kind pane.Tone) {
	if s.said.Kind == kind {
		s.said = pane.Said{}
	}
}

// read takes a warning or a failure off the line with the first key pressed after it could have been read.
func (s *status) read(now time.Time) {
	const reading = 2 * time.Second
	if s.untilKey || (s.said.Kind == pane.Failure || s.said.Kind == pane.Warning) && now.After(s.since.Add(reading)) {
		s.said = pane.Said{}
	}
}

func (s *status) current(now time.Time) (pane.Said, bool) {
	return s.said, s.said.Text != "" && !s.until.Over(now)
}

func (s *status) wake(now time.Time) time.Time {
	if s.said.Text != "" && !s.until.Over(now) {
		return now.Add(s.until.Left(now))
	}
	return time.Time{}
}
