package login

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// slow is how long a sign-in may take before it is told of, and given up by going back.
const slow = time.Second

// Waiting tells of a sign-in that is slow, and gives it up: what it waits for may be a program that never ends.
type Waiting struct {
	*pane.Desk
	pane.Feature
	codes *Codes
}

// signInChanged tells that a sign-in has begun or ended.
type signInChanged struct{}

// signInSlow tells that one may be slow now: there is a word for it to be drawn.
type signInSlow struct{}

// NewWaiting watches the sign-in of a place. One that waits for a code is given up where that is asked for.
func NewWaiting(d *pane.Desk, c *Codes) *Waiting { return &Waiting{Desk: d, codes: c} }

// Listen waits for a sign-in to begin.
func (s *Waiting) Listen() tea.Cmd {
	if s.SignIn == nil {
		return nil
	}
	changes, done := s.SignIn.Changes(), s.Ctx.Done()
	return func() tea.Msg {
		select {
		case <-changes:
			return signInChanged{}
		case <-done:
			return nil
		}
	}
}

// Hear has a sign-in looked at again once it is slow.
func (s *Waiting) Hear(msg tea.Msg) tea.Cmd {
	if _, is := msg.(signInChanged); !is {
		return nil
	}
	if !s.SignIn.Login().SigningIn {
		return s.Listen()
	}
	return tea.Batch(s.Listen(), pane.After(s.Ctx, slow, signInSlow{}))
}

// under is the sign-in that is slow.
func (s *Waiting) under() (backend.Login, bool) {
	if s.SignIn == nil || s.codes.Wanted() {
		return backend.Login{}, false
	}
	l := s.SignIn.Login()
	return l, l.SigningIn && s.Now.Sub(l.Since) >= slow
}

// by is the way in, in words: safe text.
func by(l backend.Login) string {
	if words := ui.Text(l.Words()); words != "" {
		return "logging in by " + words
	}
	return "logging in"
}

// Note says that one signs in still, and which key gives that up.
func (s *Waiting) Note(f pane.Frame, w int, _ pane.Said, _ pane.Name) []ui.Span {
	l, is := s.under()
	if !is {
		return nil
	}
	text := by(l)
	if l.Profile != "" && ui.Width(text) > w/2 {
		text = "logging in, profile " + ui.Text(l.Profile)
	}
	if ui.Width(text) > w/2 {
		text = "logging in"
	}
	return []ui.Span{{Role: f.Th.Warn, Text: text}, {Role: f.Th.Dim, Text: " · "},
		{Role: f.Th.Key, Text: f.Anywhere(keymap.List, keymap.Back)}, {Role: f.Th.Dim, Text: " gives it up"}}
}

// Unavailable answers for going back while a sign-in is slow.
func (s *Waiting) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	if a != keymap.Back || on.Focus > pane.Timeline {
		return "", false
	}
	_, is := s.under()
	return "", is
}

// Act ends the sign-in, and what it has started. Calls that wait for it say so.
func (s *Waiting) Act(keymap.Action, *pane.Shown) tea.Cmd {
	if l, is := s.under(); is && s.SignIn.Abandon() {
		text := "logging in was given up"
		if l.Profile != "" { // first: where there is no room for all, the name stays
			text = "profile " + ui.Text(l.Profile) + ": " + text
		}
		s.Say(pane.Said{Text: text, Hint: s.Refreshes()})
	}
	return nil
}

// Label is the footer's word for it.
func (s *Waiting) Label(a keymap.Action, on *pane.Shown) string {
	if _, mine := s.Unavailable(a, on); mine {
		return "give up"
	}
	return ""
}

// Close ends a sign-in that nobody waits for any more.
func (s *Waiting) Close() {
	if s.SignIn != nil {
		s.SignIn.Abandon()
	}
}
