package list

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// guest is a row that the user has opened by hand and that the listing of this place has not told of: a secret that is not
// listed yet or may not be listed, one of another region or account, or a name that may not even exist. Guests are looked at
// again with each listing.
type guest struct {
	// known: the service has described it. Otherwise its ARN is what was typed.
	known bool
	// proved: what is not described exists all the same, since the service has answered for it.
	proved bool
}

// counted is whether a guest is one of the secrets of this place.
func (l *Pane) counted(arn string, g *guest) bool { return g.known && l.isHome(arn) }

// guestsIn are how many guests of each view are no secrets of this place.
func (l *Pane) guestsIn() (active, deleted int) {
	for arn, g := range l.guests {
		r, ok := l.base.Lookup(arn)
		switch {
		case !ok || l.counted(arn, g):
		case l.base.Deleted(r).IsZero():
			active++
		default:
			deleted++
		}
	}
	return active, deleted
}

// standsFor reports whether what was typed means a secret: its ARN, with or without the suffix, or its name in this place.
func (l *Pane) standsFor(typed string, s *backend.Secret) bool {
	switch {
	case typed == s.ARN:
		return true
	case backend.RegionOf(typed) == "":
		return typed == s.Name && l.isHome(s.ARN)
	}
	return backend.TypedID(typed) == s.Name && backend.IsARNOf(s.ARN, typed)
}

// welcome puts a secret that the service tells of in the place of what was typed for it: cursor, mark and note go along. It notes
// in marked that there was a mark.
func (l *Pane) welcome(s *backend.Secret, marked map[string]bool) {
	for typed, g := range l.guests {
		if g.known || !l.standsFor(typed, s) {
			continue
		}
		delete(l.guests, typed)
		l.guests[s.ARN] = &guest{known: true}
		if typed == s.ARN {
			continue
		}
		if r, on := l.marked(typed); on {
			l.putMark(r, false)
			marked[s.ARN] = true
		}
		l.base.Remove(typed)
		if is, noted := l.notes[typed]; noted {
			delete(l.notes, typed)
			l.notes[s.ARN] = is
		}
		if l.at.arn == typed {
			l.at.arn = s.ARN
		}
	}
}

// listed takes note of what the listing of this place tells: it is no guest any more.
func (l *Pane) listed(secrets []backend.Secret) {
	if len(l.guests) == 0 {
		return
	}
	for i := range secrets {
		delete(l.guests, secrets[i].ARN)
	}
}

// invite puts a secret that the user asked for into the list.
func (l *Pane) invite(s backend.Secret) {
	if r, there := l.base.Lookup(s.ARN); !there || int(r) >= len(l.seen) || l.seen[r] == 0 {
		l.guests[s.ARN] = &guest{known: true}
	}
	l.put([]backend.Secret{s})
}

// inviteTyped makes a row for what was typed and may not be described, and gives its ARN. Where there is a row for it
// already, that is the one.
func (l *Pane) inviteTyped(id string) (arn string) {
	for arn, g := range l.guests {
		if !g.known && (arn == id || l.isHome(id) && l.isHome(arn) && backend.TypedID(arn) == backend.TypedID(id)) {
			return arn
		}
	}
	for _, name := range backend.Readings(id) {
		for _, r := range l.base.Named(name) {
			if s := l.base.Secret(r); l.standsFor(id, &s) {
				return s.ARN
			}
		}
	}
	l.guests[id] = &guest{}
	l.base.Put([]backend.Secret{{ARN: id, Name: backend.TypedID(id)}})
	l.requery()
	return id
}

// heard is what an answer about a row tells: that there is no such secret, or, of one that may not be described, that there
// is one.
func (l *Pane) heard(arn string, err error) tea.Cmd {
	g := l.guests[arn]
	switch {
	case g == nil:
	case errors.Is(err, backend.ErrNotFound):
		return l.dropGuests([]string{arn})
	case err == nil, errors.Is(err, backend.ErrNoValue), errors.Is(err, backend.ErrPendingDeletion), errors.Is(err, backend.ErrKMS):
		g.proved = true
	}
	return nil
}

func (l *Pane) dropGuests(arns []string) tea.Cmd {
	var names []string
	for _, arn := range arns {
		names = append(names, ui.Text(l.called(arn)))
	}
	l.forget(arns...)
	switch len(names) {
	case 0:
		return nil
	case 1:
		return pane.Say(pane.Warning, names[0]+" is not there: its row is dropped")
	}
	return pane.Say(pane.Warning, ui.Plural(len(names), "opened row")+" dropped: there are no such secrets")
}

// guestsChecked tells what DescribeSecret says of the guests.
type guestsChecked struct {
	ask     *pane.Question
	answers []guestAnswer
	whole   bool // a whole listing has just come to its end, without them
}

type guestAnswer struct {
	id     string
	secret backend.Secret
	err    error
}

// lookAgain asks about the guests. whole: the listing before it was a whole one.
func (l *Pane) lookAgain(whole bool) tea.Cmd {
	if len(l.guests) == 0 {
		return nil
	}
	ids := make([]string, 0, len(l.guests))
	for id := range l.guests {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	ctx, n := l.visiting.Start(l.Ctx)
	return describeGuests(ctx, l.Backend, ids[:min(len(ids), maxChecks)], guestsChecked{ask: n, whole: whole})
}

func describeGuests(ctx context.Context, be backend.Backend, ids []string, out guestsChecked) tea.Cmd {
	return func() tea.Msg {
		for _, id := range ids {
			d, err := be.Describe(ctx, id)
			out.answers = append(out.answers, guestAnswer{id, d.Secret, err})
		}
		return out
	}
}

// hearGuests brings the guests up to date. What is not there is dropped: the service says so, or it may not be described, and
// the whole list of this place does not have it.
func (l *Pane) hearGuests(msg guestsChecked) tea.Cmd {
	if !l.visiting.Fits(msg.ask) {
		return nil
	}
	l.visiting.Done()
	var gone []string
	for _, a := range msg.answers {
		g := l.guests[a.id]
		switch {
		case g == nil:
		case a.err == nil:
			l.put([]backend.Secret{a.secret})
			l.outdate([]backend.Secret{a.secret}, l.asked)
		case errors.Is(a.err, backend.ErrNotFound),
			errors.Is(a.err, backend.ErrDenied) && msg.whole && !g.known && !g.proved && l.isHome(a.id):
			gone = append(gone, a.id)
		}
	}
	return l.dropGuests(gone)
}

// guestNote is what a row tells that was opened by hand: what is not known of it.
func (l *Pane) guestNote(arn string) string {
	switch g := l.guests[arn]; {
	case g == nil, g.known:
		return ""
	case g.proved:
		return "may not be described"
	}
	return "not known to exist"
}
