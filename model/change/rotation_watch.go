package change

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// watch looks again and again whether a rotation has come to its end.
type watch struct {
	secret  backend.Secret // as it was before
	version string         // that the rotation makes
	began   time.Time      // by the service's clock
	ask     pane.Ask
	looks   int
	seen    map[string][]string
	changed time.Time // of the secret, as it was seen last
	err     error     // why the last look told nothing
}

// rotationBegun tells that the service has taken the order for a rotation, and what it showed afterwards.
type rotationBegun struct {
	secret  backend.Secret
	version string
	detail  backend.Detail
}

// rotationLooked is one look at a rotation.
type rotationLooked struct {
	watch  *watch
	ask    *pane.Question
	detail backend.Detail
	err    error
}

// Hear watches what has begun.
func (r *rotation) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case rotationBegun:
		w := &watch{secret: msg.secret, version: msg.version, began: r.Served(), seen: msg.detail.Stages, changed: msg.detail.Changed}
		r.watches = append(r.watches, w)
		if msg.detail.ARN != "" && r.ended(w, msg.detail) {
			return nil
		}
		return r.lookLater(w)
	case rotationLooked:
		if msg.watch.ask.Fits(msg.ask) {
			msg.watch.ask.Done()
			return r.looked(msg.watch, msg.detail, msg.err)
		}
	}
	return nil
}

// lookLater looks after a while, later each time.
func (r *rotation) lookLater(w *watch) tea.Cmd {
	const soonest, latest = time.Second, 30 * time.Second
	wait := min(latest, soonest<<min(w.looks, 5))
	w.looks++
	ctx, q := w.ask.Start(r.Ctx)
	be, arn := r.Backend, w.secret.ARN
	return func() tea.Msg {
		if !pane.Pause(ctx, wait) {
			return nil
		}
		d, err := look(ctx, be, arn)
		return rotationLooked{w, q, d, err}
	}
}

// look is how the service describes a secret now. A fault of the client's is an error like any other.
func look(ctx context.Context, be backend.Backend, arn string) (d backend.Detail, err error) {
	defer pane.Caught(&err)
	return be.Describe(ctx, arn)
}

func (r *rotation) looked(w *watch, d backend.Detail, err error) tea.Cmd {
	name := r.Called(w.secret)
	if w.err = err; err != nil {
		if errors.Is(err, backend.ErrDenied) || errors.Is(err, backend.ErrNotFound) {
			r.drop(w)
			r.Say(pane.Said{Text: "the rotation of " + name + " can no longer be watched: " + pane.Reason(err), Kind: pane.Warning})
			return nil
		}
		return r.lookLater(w)
	}
	wrote := !w.changed.IsZero() && !d.Changed.Equal(w.changed)
	w.changed = d.Changed
	switch {
	case !backend.SameStages(w.seen, d.Stages):
		w.seen = d.Stages
		r.Tell(pane.Changed{ARN: w.secret.ARN, Detail: d})
	case wrote: // no label tells that the new version has its value
		r.Tell(pane.VersionDoubted{ARN: w.secret.ARN, ID: w.version})
	}
	if r.ended(w, d) {
		return nil
	}
	return r.lookLater(w)
}

// ended tells of a rotation that is over, or takes too long, and reports whether it is.
func (r *rotation) ended(w *watch, d backend.Detail) bool {
	name, labels := r.Called(w.secret), d.Stages[w.version]
	switch {
	case slices.Contains(labels, backend.Current):
		said := pane.Said{Text: "rotated " + name + ": " + ui.FirstOf(w.version) + " is AWSCURRENT now", Kind: pane.Good, Stay: pane.StayUnfinished} // whoever waited for it may be elsewhere
		// Somebody may have saved since it was ordered: AWSPREVIOUS tells which was current.
		if was := cmp.Or(backend.HolderOf(d.Stages, backend.Previous), w.secret.VersionOf(backend.Current)); was != "" {
			said.Hint = r.Keys.Key(keymap.Global, keymap.Undo) + " promotes " + ui.FirstOf(was) + " back"
			r.Tell(r.unrotate(w, was, backend.HolderOf(d.Stages, backend.Pending)))
		}
		r.Say(said)
	case !slices.Contains(labels, backend.Pending):
		r.Say(pane.Said{Text: "the rotation of " + name + " has ended without a new AWSCURRENT", Hint: "somebody took AWSPENDING off its version, or the value was changed by hand", Kind: pane.Warning, Stay: pane.StayUnfinished})
	case r.Served().Sub(w.began) >= backend.TurnLimit:
		r.Say(pane.Said{Text: "the rotation of " + name + " is stuck: AWSPENDING is still on " + ui.FirstOf(w.version),
			Hint: r.Keys.Key(keymap.Rotation, keymap.ClearRotation) + " in the Rotation tab clears it", Kind: pane.Failure, Stay: pane.StayUnfinished})
	default:
		return false
	}
	r.drop(w)
	return true
}

// unrotate promotes the version before. pending has AWSPENDING now.
func (r *rotation) unrotate(w *watch, was, pending string) pane.Undoable {
	s, before := w.secret, w.secret.Stages
	if s.VersionOf(backend.Current) != was { // what else has moved with that save is not known
		before = nil
	}
	back, words := pane.BackSteps(s.ARN, backend.LabelMove{Label: backend.Current, From: was, To: w.version}, before, pending)
	return pane.Undoable{ARN: s.ARN, Did: "rotated " + s.Name,
		Undoes: "promote " + ui.FirstOf(was) + " back to AWSCURRENT of " + s.Name + words + "; what rotation set elsewhere, as a password in a database, stays set",
		Back:   pane.UndoSteps(s.ARN, func(d backend.Detail) bool { return slices.Contains(d.Stages[w.version], backend.Current) }, back)}
}

// watching is the watch of a secret's rotation, nil for none.
func (r *rotation) watching(arn string) *watch {
	if i := slices.IndexFunc(r.watches, func(w *watch) bool { return w.secret.ARN == arn }); i >= 0 {
		return r.watches[i]
	}
	return nil
}

func (r *rotation) drop(w *watch) {
	w.ask.Stop()
	r.watches = slices.DeleteFunc(r.watches, func(other *watch) bool { return other == w })
}

func (r *rotation) unwatch(s backend.Secret) {
	r.drop(r.watching(s.ARN))
	r.Say(pane.Said{Text: "no longer watched: the rotation of " + r.Called(s) + " goes on", Hint: r.Refreshes(), Kind: pane.Plain})
}

// Label is what going back does while the rotation is watched.
func (r *rotation) Label(a keymap.Action, on *pane.Shown) string {
	if _, mine := r.Unavailable(a, on); mine && a == keymap.Back {
		return "stop watching"
	}
	return ""
}

// Note is what is watched last, for how long, and what it waits for.
func (r *rotation) Note(f pane.Frame, w int, said pane.Said, _ pane.Name) []ui.Span {
	if len(r.watches) == 0 {
		return nil
	}
	is := r.watches[len(r.watches)-1]
	since := ui.Remaining(f.Now.Sub(is.began))
	if w < pane.SideBySide || said.Text != "" {
		return []ui.Span{{Role: f.Th.Brand, Text: "⟳ " + since}}
	}
	waits := "waits for AWSCURRENT"
	if is.err != nil {
		waits = "cannot be asked: " + pane.Reason(is.err)
	}
	name := ui.Text(is.secret.Name)
	if ui.Width(name) > w/4 {
		name = ui.FitMiddle(name, w/4)
	}
	return []ui.Span{{Role: f.Th.Brand, Text: "⟳ rotating " + name + " " + since}, {Role: f.Th.Dim, Text: " · " + waits}}
}
