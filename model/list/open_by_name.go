package list

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
func (l *Pane) openDialog() pane.Dialog {
	return &dialog.Entry{Title: "Open a secret", Where: l.PlaceOf(), Label: "name or ARN", Typed: dialog.NewInput(l.Keys, ""), Yes: "open",
		About: []string{"A name, an ARN without its last six characters, or a whole ARN, also of another region or account. This needs no right to list."},
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

func (l *Pane) startOpen(id string) tea.Cmd {
	ctx, n := l.opening.Start(l.Ctx)
	l.Say(pane.Said{Text: "opening " + ui.Text(backend.TypedID(id)) + "…"})
	return describeTo(ctx, l.Backend, id, secretOpened{ask: n, keys: l.Pressed, id: id})
}

func describeTo(ctx context.Context, be backend.Backend, id string, out secretOpened) tea.Cmd {
	return func() tea.Msg {
		out.detail, out.err = be.Describe(ctx, id)
		return out
	}
}

// hearOpened puts the secret into the list and goes to it, unless the user has gone elsewhere meanwhile.
func (l *Pane) hearOpened(msg secretOpened) {
	if !l.opening.Fits(msg.ask) {
		return
	}
	l.opening.Done()
	s := msg.detail.Secret
	told := pane.Said{Text: "opened " + l.Called(s), Kind: pane.Good}
	switch {
	case msg.err == nil:
		l.invite(s)
	case errors.Is(msg.err, backend.ErrDenied): // it may still be readable
		r, _ := l.base.Lookup(l.inviteTyped(msg.id))
		s = l.base.Secret(r)
		told = pane.Said{Text: l.Placed("opened "+ui.Text(s.Name)+" unseen", s.ARN) + ": DescribeSecret is denied", Hint: l.Keys.Key(keymap.Detail, l.Reads()) + " tries to read it", Kind: pane.Warning}
	case errors.Is(msg.err, backend.ErrNotFound):
		where := l.PlaceOf(backend.Secret{ARN: msg.id})
		l.Say(pane.Said{Text: "there is no " + ui.Text(backend.TypedID(msg.id)) + " in " + where, Kind: pane.Failure})
		if l.guests[msg.id] != nil {
			l.forget(msg.id)
		}
		return
	default:
		l.Fail(msg.err)
		return
	}
	if msg.keys == l.Pressed {
		l.goTo(s)
		l.Tell(pane.Went{To: pane.List})
	}
	l.Say(told)
}

// goTo puts the cursor on a secret, in the view and under a filter that show it.
func (l *Pane) goTo(s backend.Secret) {
	l.Settle()
	if want := viewFor(s); l.view != want {
		l.toggleView()
	}
	l.pinned, l.at = true, place{arn: s.ARN}
	if r, known := l.index.Lookup(s.ARN); known && !l.result.Has(r) {
		l.query.Set("")
	}
	l.tree.reveal(l, s.Name)
	l.ask()
	l.tree.rebuild(l, l.result)
	l.scroll.N = l.lines()
	if pos, ok := l.find(l.at); ok {
		l.scroll.To(pos)
	}
	l.requery()
}

// pointAt puts the cursor on a secret that somebody else has made or found.
func (l *Pane) pointAt(arn string) {
	if r, known := l.base.Lookup(arn); known {
		l.goTo(l.base.Secret(r))
	}
}

func viewFor(s backend.Secret) find.View {
	if s.Deleted.IsZero() {
		return find.Active
	}
	return find.Deleted
}
