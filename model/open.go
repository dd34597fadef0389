package model

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/ui"
)

// openDialog opens a secret by its name or ARN, for roles that may read or describe but not list.
func (m *Model) openDialog() dialog {
	return &entry{title: "Open a secret in " + m.place(), label: "name or ARN", typed: fieldOf(m.keys, ""), yes: "open",
		about: []string{"A name, an ARN without its last six characters, or a whole ARN, also of another region. This needs no right to list."},
		check: func(typed string) string {
			if strings.TrimSpace(typed) == "" {
				return "type a name or an ARN"
			}
			return ""
		},
		onYes: func(id string) tea.Cmd { return func() tea.Msg { return openChosen{strings.TrimSpace(id)} } }}
}

// openChosen is what the user wants opened.
type openChosen struct{ id string }

// secretOpened is DescribeSecret's answer about it.
type secretOpened struct {
	ask    *question
	keys   int // how many keys had been pressed when it was asked
	id     string
	detail backend.Detail
	err    error
}

func (m *Model) startOpen(id string) tea.Cmd {
	m.Journal.Typed(id)
	ctx, n := m.opening.start(m.ctx)
	m.status.set(said{text: "opening " + ui.Text(backend.TypedID(id)) + "…"}, m.now)
	return describeTo(ctx, m.Backend, id, secretOpened{ask: n, keys: m.pressed, id: id})
}

func describeTo(ctx context.Context, be backend.Backend, id string, out secretOpened) tea.Cmd {
	return func() tea.Msg {
		out.detail, out.err = be.Describe(ctx, id)
		return out
	}
}

// hearOpened puts the secret into the list and goes to it, unless the user has gone elsewhere meanwhile.
func (m *Model) hearOpened(msg secretOpened) tea.Cmd {
	if !m.opening.fits(msg.ask) {
		return nil
	}
	m.opening.done()
	l, s := m.list, msg.detail.Secret
	text := said{text: "opened " + ui.Text(s.Name), kind: good}
	switch {
	case msg.err == nil:
		l.invite(s)
	case errors.Is(msg.err, backend.ErrDenied): // it may still be readable
		r, _ := l.base.Lookup(l.inviteTyped(msg.id))
		s = l.base.Secret(r)
		text = said{text: "opened " + ui.Text(s.Name) + " unseen: DescribeSecret is denied", hint: m.keys.Key(keymap.Detail, keymap.Reveal) + " tries to read it", kind: warning}
	case errors.Is(msg.err, backend.ErrNotFound):
		where := m.placeOf([]backend.Secret{{ARN: msg.id}})
		m.status.set(said{text: "there is no " + ui.Text(backend.TypedID(msg.id)) + " in " + where, kind: failure}, m.now)
		if l.guests[msg.id] != nil {
			l.forget(msg.id)
		}
		return nil
	default:
		m.status.fail(msg.err, m.now)
		return nil
	}
	if msg.keys == m.pressed {
		l.goTo(s)
		m.inPane = onList
	}
	m.status.set(text, m.now)
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
	l.scroll.n = l.lines()
	if pos, ok := l.find(at); ok {
		l.scroll.to(pos)
	}
	l.requery()
}

func viewFor(s backend.Secret) find.View {
	if s.Deleted.IsZero() {
		return find.Active
	}
	return find.Deleted
}
