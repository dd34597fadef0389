package model

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// openDialog opens a secret by its name or ARN, for roles that may read or describe but not list.
func (m *Model) openDialog() pane.Dialog {
	return &dialog.Entry{Title: "Open a secret in " + m.place(), Label: "name or ARN", Typed: dialog.NewInput(m.Keys, ""), Yes: "open",
		About: []string{"A name, an ARN without its last six characters, or a whole ARN, also of another region. This needs no right to list."},
		Check: func(typed string) string {
			if strings.TrimSpace(typed) == "" {
				return "type a name or an ARN"
			}
			return ""
		},
		OnYes: func(id string) tea.Cmd { return func() tea.Msg { return openChosen{strings.TrimSpace(id)} } }}
}

// openChosen is what the user wants opened.
type openChosen struct{ id string }

// secretOpened is DescribeSecret's answer about it.
type secretOpened struct {
	ask    *pane.Question
	keys   int // how many keys had been pressed when it was asked
	id     string
	detail backend.Detail
	err    error
}

func (m *Model) startOpen(id string) tea.Cmd {
	m.Journal.Typed(id)
	ctx, n := m.opening.Start(m.Ctx)
	m.status.set(pane.Said{Text: "opening " + ui.Text(backend.TypedID(id)) + "…"}, m.Now)
	return describeTo(ctx, m.Backend, id, secretOpened{ask: n, keys: m.Pressed, id: id})
}

func describeTo(ctx context.Context, be backend.Backend, id string, out secretOpened) tea.Cmd {
	return func() tea.Msg {
		out.detail, out.err = be.Describe(ctx, id)
		return out
	}
}

// hearOpened puts the secret into the list and goes to it, unless the user has gone elsewhere meanwhile.
func (m *Model) hearOpened(msg secretOpened) tea.Cmd {
	if !m.opening.Fits(msg.ask) {
		return nil
	}
	m.opening.Done()
	l, s := m.list, msg.detail.Secret
	text := pane.Said{Text: "opened " + ui.Text(s.Name), Kind: pane.Good}
	switch {
	case msg.err == nil:
		l.invite(s)
	case errors.Is(msg.err, backend.ErrDenied): // it may still be readable
		r, _ := l.base.Lookup(l.inviteTyped(msg.id))
		s = l.base.Secret(r)
		text = pane.Said{Text: "opened " + ui.Text(s.Name) + " unseen: DescribeSecret is denied", Hint: m.Keys.Key(keymap.Detail, keymap.Reveal) + " tries to read it", Kind: pane.Warning}
	case errors.Is(msg.err, backend.ErrNotFound):
		where := m.placeOf([]backend.Secret{{ARN: msg.id}})
		m.status.set(pane.Said{Text: "there is no " + ui.Text(backend.TypedID(msg.id)) + " in " + where, Kind: pane.Failure}, m.Now)
		if l.guests[msg.id] != nil {
			l.forget(msg.id)
		}
		return nil
	default:
		m.status.fail(msg.err, m.Now)
		return nil
	}
	if msg.keys == m.Pressed {
		l.goTo(s)
		m.inPane = onList
	}
	m.status.set(text, m.Now)
	return nil
}

// goTo puts the cursor on a secret, in the view and under a filter that show it.
func (l *list) goTo(s backend.Secret) {
	if want := viewFor(s); l.view != want {
		l.toggleView()
	}
	l.pinned, l.at = true, place{arn: s.ARN}
	if _, shown := l.find(l.at); !shown && l.query.Value() != "" {
		l.query.SetValue("")
	}
	at := l.at
	l.ask()
	l.scroll.N = l.lines()
	if pos, ok := l.find(at); ok {
		l.scroll.To(pos)
	}
	l.requery()
}

func viewFor(s backend.Secret) find.View {
	if s.Deleted.IsZero() {
		return find.Active
	}
	return find.Deleted
}
