package model

import (
	"context"
	"errors"
	"iter"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
)

// Commands wait, so that Update never does. They capture values, not the model.

// pump follows a sequence in the background and hands it over one element after the other; wrap makes the message, and
// the last one has ended set. A panic on the way becomes an error.
func pump[T, M any](ctx context.Context, seq iter.Seq2[T, error], wrap func(v T, ended bool, err error) M) <-chan M {
	out := make(chan M)
	var none T
	send := func(m M) bool {
		select {
		case out <- m:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(out)
		defer func() {
			if recover() != nil {
				send(wrap(none, true, errPanic))
			}
		}()
		for v, err := range seq {
			if err != nil {
				send(wrap(none, true, err))
				return
			}
			if !send(wrap(v, false, nil)) {
				return
			}
		}
		send(wrap(none, true, nil))
	}()
	return out
}

// next waits for a pump's next message.
func next[M any](messages <-chan M) tea.Cmd {
	return func() tea.Msg {
		if m, ok := <-messages; ok {
			return m
		}
		return nil
	}
}

// stream lists in the background. here is the clock by which the pages' trips are told.
func stream(ctx context.Context, id *question, be backend.Backend, here func() time.Time) <-chan pageArrived {
	return pump(ctx, be.List(ctx, backend.Query{SortBy: backend.SortName}), func(p backend.Page, ended bool, err error) pageArrived {
		p.Trip = p.Trip.By(here())
		return pageArrived{ask: id, page: p, ended: ended, err: err}
	})
}

// streamVersions follows the pages of a secret's versions to the end.
func streamVersions(ctx context.Context, id *question, be backend.Backend, arn string) <-chan versionsArrived {
	return pump(ctx, be.Versions(ctx, arn, true), func(vs []backend.Version, ended bool, err error) versionsArrived {
		return versionsArrived{ask: id, versions: vs, ended: ended, err: err}
	})
}

// errPanic stands for a panic whose value must not be shown.
var errPanic = &backend.Error{Op: "go on", Kind: backend.ErrInternal}

// caught is deferred where a panic is to be the error of what is under way.
func caught(err *error) {
	if recover() != nil {
		*err = errPanic
	}
}

func describe(ctx context.Context, id *question, be backend.Backend, arn string, here func() time.Time) tea.Cmd {
	return func() tea.Msg {
		t := backend.Trip{Sent: here()}
		d, err := be.Describe(ctx, arn)
		t.Came = here()
		return secretDescribed{id, arn, d, t, err}
	}
}

// maxChecks bounds how many secrets missing from a listing are asked about; the rest stay until the next listing.
const maxChecks = 200

func checkGone(ctx context.Context, id *question, be backend.Backend, arns []string) tea.Cmd {
	return func() tea.Msg {
		out := goneChecked{ask: id}
		for _, arn := range arns[:min(len(arns), maxChecks)] {
			d, err := be.Describe(ctx, arn)
			switch {
			case errors.Is(err, backend.ErrNotFound):
				out.gone = append(out.gone, arn)
			case err == nil:
				out.alive = append(out.alive, d.Secret)
			case ctx.Err() != nil:
				return out
			}
		}
		return out
	}
}

func reveal(ctx context.Context, id *question, be backend.Backend, arn string, at backend.VersionRef) tea.Cmd {
	return func() tea.Msg {
		r, err := be.Reveal(ctx, arn, at)
		return valueRevealed{id, r, document.Of(r.Value), err}
	}
}

func identify(ctx context.Context, be backend.Backend) tea.Cmd {
	return func() tea.Msg {
		id, err := be.Identity(ctx)
		return identified{id, err}
	}
}

// say puts something on the status line.
func say(kind tone, text string) tea.Cmd {
	return func() tea.Msg { return said{text: text, kind: kind} }
}

// reason is an error in a few words for a row: its kind, and what to do.
func reason(err error) string {
	var e *backend.Error
	if !errors.As(err, &e) || e.Kind == nil {
		return "failed"
	}
	if errors.Is(err, backend.ErrDenied) && e.Action != "" {
		return "needs " + e.Action
	}
	return e.Kind.Error()
}

// after sends msg once d has passed, unless the program ends before.
func after(ctx context.Context, d time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}
