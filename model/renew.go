package model

import (
	"errors"
	"os/exec"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// soonEnded is how long before its end a login is worth a word.
const soonEnded = 10 * time.Minute

// loginLeft is how long the login of this place is good for; known is false where nobody can tell.
func (h *house) loginLeft() (left time.Duration, known bool) {
	if h.SignIn == nil {
		return 0, false
	}
	return h.SignIn.Login().Left(h.Now)
}

// loginNote says that the login has ended, or is about to, and by which key it is renewed; "" while it is good.
func (h *house) loginNote(key string) string {
	left, known := h.loginLeft()
	switch {
	case !known || left > soonEnded:
		return ""
	case left == 0:
		return "login ended · " + key
	case left < time.Minute:
		return "login ends in " + ui.Spoken(left.Truncate(time.Second)) + " · " + key
	}
	return "login ends in " + ui.Spoken(left.Truncate(time.Minute)) + " · " + key
}

// wakeLogin is when that next reads differently.
func (h *house) wakeLogin(now time.Time) time.Time {
	switch left, known := h.loginLeft(); {
	case !known || left == 0:
		return time.Time{}
	case left > soonEnded:
		return now.Add(left - soonEnded + 1)
	case left > time.Minute:
		return now.Add(left%time.Minute + 1)
	default:
		return now.Add(left%time.Second + 1)
	}
}

// logInOutside is the user's wish to have a command of the AWS CLI renew the login, in this terminal.
type logInOutside struct{ words []string }

// loggedIn is how that command has ended.
type loggedIn struct {
	words []string
	err   error
}

// renewOutside hands the terminal over to the command. What is unsaved stays, masked.
func (m *Model) renewOutside(words []string) tea.Cmd {
	m.Tell(pane.TerminalLent{})
	return m.opts.HandOver(words, func(err error) tea.Msg { return loggedIn{words, err} })
}

// renewed goes on where the command was called for.
func (m *Model) renewed(msg loggedIn) {
	m.Tell(pane.TerminalBack{})
	if msg.err != nil {
		hint := "it has said why on the terminal, behind this screen"
		if errors.Is(msg.err, exec.ErrNotFound) {
			hint = ui.Text(msg.words[0]) + " is no program on PATH"
		}
		m.Say(pane.Said{Text: ui.Text(backend.ShellLine(msg.words...)) + " did not work", Hint: hint, Kind: pane.Failure})
		return
	}
	m.Say(pane.Said{Text: "logged in by " + ui.Text(strings.Join(msg.words[:min(3, len(msg.words))], " ")), Kind: pane.Good})
	m.Tell(pane.Refreshed{})
}
