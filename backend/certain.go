package backend

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// Certain finds out how a write ended whose answer was lost. It reads the service again and then answers as the service would
// have: done, or an error that is Undone. A write that left no trace is sent again, a few times. An error that MayHaveHappened
// is left only where the service could not be read either. It stands before everything else, so that each of its calls is
// counted and remembered.
//
// What is deleted for good is looked at first: it must be what Deletion.Seen tells. now is the clock of this machine.
func Certain(be Backend, now func() time.Time) Backend { return certain{be, now} }

type certain struct {
	Backend
	now func() time.Time
}

const (
	// Sends is how often a write is sent whose answer gets lost, looks how often the service is read where it shows a write
	// half done.
	Sends = 3
	looks = 4
	// sendAgainFor is how long after its beginning a write may still be sent again.
	sendAgainFor = 15 * time.Second
	// headerSlack is what the Date header lacks of the service's own clock: it is cut to whole seconds.
	headerSlack = time.Second
)

// trace is what the service shows of a write.
type trace int

const (
	traceNone trace = iota
	traceDone
	tracePart  // it is under way
	traceOther // something else than before, which need not be the write's doing
)

// write is a write whose answer may get lost.
type write struct {
	op Operation
	id string
	// shows looks for the write in what is described; since is when it began, by the service's clock. An error says what
	// else has happened to the secret instead.
	shows func(ctx context.Context, is Detail, since time.Time) (trace, error)
	// gone: the write is done where the secret is not there. Otherwise absent is the error then, nil for ErrNotFound.
	gone   bool
	absent error
	// again: where there is no trace of it, it is sent again.
	again bool
}

func (c certain) settle(ctx context.Context, w write, send func() error) error {
	began := c.now()
	var lost error
	for try := 1; ; try++ {
		err := send()
		if MayHaveHappened(err) {
			lost = err
		}
		if err == nil || lost == nil || ctx.Err() != nil {
			return err
		}
		// A refusal may be the answer to what an earlier try has done, so it is looked into as well.
		is, seen, settled := c.look(ctx, w, began, lost)
		switch {
		case settled != nil || seen == traceDone:
			return settled
		case !MayHaveHappened(err):
			return err
		case !w.again || try == Sends || Elapsed(began, c.now()) > sendAgainFor || !is.Changed.Before(Since(began, c.now(), is)):
			return undone(w, lost)
		case !Pause(ctx, time.Duration(try)*300*time.Millisecond):
			return lost
		}
	}
}

// look reads the secret until it shows whether the write is done; an error is all that can be said.
func (c certain) look(ctx context.Context, w write, began time.Time, lost error) (is Detail, t trace, err error) {
	for n := 1; ; n++ {
		is, err = c.Backend.Describe(ctx, w.id)
		switch {
		case errors.Is(err, ErrNotFound) && w.gone:
			return is, traceDone, nil
		case errors.Is(err, ErrNotFound):
			return is, traceNone, w.refused(cmp.Or(w.absent, ErrNotFound), "")
		case err != nil:
			return is, traceNone, lost
		}
		t, err = w.shows(ctx, is, Since(began, c.now(), is))
		var told *Error
		failed := err != nil && !(errors.As(err, &told) && told.Undone) // a further reading
		if failed || t == traceOther {
			return is, traceNone, lost
		}
		if err != nil || t != tracePart {
			return is, t, err
		}
		if n == looks || !Pause(ctx, time.Duration(n)*time.Second) {
			return is, traceNone, lost
		}
	}
}

// Since is when a write began that this machine began at began, by the clock of the service that answered with is: never
// too late, and early by a second or two.
func Since(began, now time.Time, is Detail) time.Time {
	if is.At.IsZero() {
		return began.Add(-clockSlack)
	}
	return is.At.Add(-Elapsed(began, now) - headerSlack)
}

// refused is what else the service shows than the write.
func (w write) refused(kind error, why string) error {
	return &Error{Op: w.op.Words(), ID: w.id, Kind: kind, Message: why, Action: w.op.Action(), Undone: true}
}

// asRefused is an error of a look before the write, after it.
func (w write) asRefused(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return w.refused(e.Kind, e.Message)
	}
	return nil
}

func undone(w write, lost error) error {
	e := Error{Op: w.op.Words(), ID: w.id, Action: w.op.Action(), Err: lost}
	var b *Error
	if errors.As(lost, &b) {
		e = *b
	}
	e.Undone = true
	return &e
}

func Pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func found(done bool) (trace, error) {
	if done {
		return traceDone, nil
	}
	return traceNone, nil
}

// Delete tells the end of the window also where only the service's date of the request is left to tell it by: it is that
// date and the days of d (aws.md 2.1).
func (c certain) Delete(ctx context.Context, id string, d Deletion) (out Deleted, err error) {
	if d.Force {
		return c.force(ctx, id, d)
	}
	w := write{op: OpDelete, id: id, again: true}
	w.shows = func(_ context.Context, is Detail, since time.Time) (trace, error) {
		if is.Deleted.IsZero() {
			return traceNone, nil
		}
		did, ours := d.Shown(is, since)
		if !ours {
			return traceNone, w.refused(ErrPendingDeletion, "")
		}
		out = did
		return traceDone, nil
	}
	err = c.settle(ctx, w, func() (err error) { out, err = c.Backend.Delete(ctx, id, d); return err })
	return out, err
}

// Shown is what a secret shows of a deletion with this window that began at since or later, by the service's clock.
func (d Deletion) Shown(is Detail, since time.Time) (out Deleted, ours bool) {
	window := time.Duration(d.WindowDays) * Day
	asked := is.Deleted
	if asked.After(is.At.Add(clockSlack)) { // an emulator, which tells the end
		asked = asked.Add(-window)
	}
	if is.Deleted.IsZero() || asked.Before(since) {
		return out, false
	}
	return Deleted{ARN: is.ARN, Name: is.Name, End: asked.Add(window), At: asked}, true
}

// force deletes for good what the user saw, and nothing else.
func (c certain) force(ctx context.Context, id string, d Deletion) (out Deleted, err error) {
	if d.Seen.ARN == "" || d.Seen.ARN != id {
		return out, &Error{Op: OpDelete.Words(), ID: id, Kind: ErrInvalid, Action: OpDelete.Action(), Unsent: true,
			Message: "what is deleted for good must have been looked at"}
	}
	is, err := c.Backend.Describe(ctx, id)
	if err == nil {
		err = d.Seen.Differs(OpDelete, is.Secret)
	}
	if err != nil {
		return out, Unsent(err)
	}
	w := write{op: OpDelete, id: id, again: true, gone: true}
	w.shows = func(_ context.Context, is Detail, since time.Time) (trace, error) {
		if !is.Deleted.IsZero() && !is.Deleted.Before(since) { // by us, and it takes a while; or by somebody else, with a window
			return tracePart, nil
		}
		return traceNone, w.asRefused(d.Seen.Differs(OpDelete, is.Secret))
	}
	err = c.settle(ctx, w, func() (err error) { out, err = c.Backend.Delete(ctx, id, d); return err })
	if err == nil && out.ARN == "" {
		out = Deleted{ARN: is.ARN, Name: is.Name, End: is.At, At: is.At}
	}
	return out, err
}

// Unsent says of an error of a look before a write that nothing was written.
func Unsent(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	out := *e
	out.Unsent = true
	return &out
}

func (c certain) Restore(ctx context.Context, id string) error {
	w := write{op: OpRestore, id: id, again: true}
	w.shows = func(_ context.Context, is Detail, since time.Time) (trace, error) {
		if !is.Deleted.IsZero() && !is.Deleted.Before(since) && !is.Deleted.After(is.At.Add(clockSlack)) {
			return traceNone, w.refused(ErrConflict, "it was restored and deleted again since")
		}
		return found(is.Deleted.IsZero())
	}
	return c.settle(ctx, w, func() error { return c.Backend.Restore(ctx, id) })
}

// Create knows its secret by the version that its token made.
func (c certain) Create(ctx context.Context, s NewSecret) (out Written, err error) {
	w := write{op: OpCreate, id: s.Name, absent: ErrServer} // of a new name nobody expects that it is found
	w.shows = func(ctx context.Context, is Detail, since time.Time) (trace, error) {
		ours := !s.Value.Held() && !is.Created.Before(since) && is.PrimaryARN == s.PrimaryARN
		if s.Value.Held() && s.Token != "" {
			ours, err = c.hasVersion(ctx, is, s.Token)
			if err != nil {
				return traceNone, err
			}
		}
		if !ours {
			kind := ErrExists
			if !is.Deleted.IsZero() {
				kind = ErrPendingDeletion
			}
			return traceNone, w.refused(kind, "")
		}
		out = Written{ARN: is.ARN, Name: is.Name}
		if s.Value.Held() {
			out.Version = s.Token
		}
		return traceDone, nil
	}
	err = c.settle(ctx, w, func() (err error) { out, err = c.Backend.Create(ctx, s); return err })
	return out, err
}

func (c certain) Put(ctx context.Context, id string, p NewVersion) (out Written, err error) {
	w := write{op: OpPut, id: id, shows: func(ctx context.Context, is Detail, _ time.Time) (trace, error) {
		if p.Token == "" {
			return traceNone, nil
		}
		done, err := c.hasVersion(ctx, is, p.Token)
		if done {
			out = Written{ARN: is.ARN, Name: is.Name, Version: p.Token, Current: is.VersionOf(Current) == p.Token}
		}
		t, _ := found(done)
		return t, err
	}}
	err = c.settle(ctx, w, func() (err error) { out, err = c.Backend.Put(ctx, id, p); return err })
	return out, err
}

// hasVersion looks for a version among those with a label, and then among all.
func (c certain) hasVersion(ctx context.Context, is Detail, id string) (bool, error) {
	if _, labelled := is.Stages[id]; labelled {
		return true, nil
	}
	for versions, err := range c.Backend.Versions(ctx, is.ARN, true) {
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(versions, func(v Version) bool { return v.ID == id }) {
			return true, nil
		}
	}
	return false, nil
}

func (c certain) Update(ctx context.Context, id string, m MetadataChange) error {
	w := write{op: OpUpdate, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		return found((m.Description == nil || *m.Description == is.Description) && (m.KMSKey == nil || SameKey(*m.KMSKey, is.KMSKey)) &&
			(m.Type == nil || *m.Type == is.Type))
	}}
	return c.settle(ctx, w, func() error { return c.Backend.Update(ctx, id, m) })
}

func (c certain) MoveLabel(ctx context.Context, id string, m LabelMove) error {
	w := write{op: OpMoveLabel, id: id, again: true}
	w.shows = func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		switch holder := is.VersionOf(m.Label); holder {
		case m.To:
			return traceDone, nil
		case m.From:
			return traceNone, nil
		default:
			return traceNone, w.refused(ErrConflict, m.Label+" is on another version by now")
		}
	}
	return c.settle(ctx, w, func() error { return c.Backend.MoveLabel(ctx, id, m) })
}

func (c certain) Tag(ctx context.Context, id string, tags []Tag) error {
	w := write{op: OpTag, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		return found(!slices.ContainsFunc(tags, func(t Tag) bool { return !slices.Contains(is.Tags, t) }))
	}}
	return c.settle(ctx, w, func() error { return c.Backend.Tag(ctx, id, tags) })
}

func (c certain) Untag(ctx context.Context, id string, keys []string) error {
	w := write{op: OpUntag, id: id, shows: func(_ context.Context, is Detail, _ time.Time) (trace, error) {
		return found(!slices.ContainsFunc(is.Tags, func(t Tag) bool { return slices.Contains(keys, t.Key) }))
	}}
	return c.settle(ctx, w, func() error { return c.Backend.Untag(ctx, id, keys) })
}
