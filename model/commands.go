package model

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
)

// Commands wait, so that Update never does. They capture values, not the model.

// stream lists in the background and hands over page by page; the last element has ended set.
func stream(ctx context.Context, id int, be backend.Backend) <-chan pageArrived {
	pages := make(chan pageArrived)
	send := func(p pageArrived) bool {
		select {
		case pages <- p:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(pages)
		defer func() {
			if r := recover(); r != nil {
				send(pageArrived{ask: id, ended: true, err: errPanic})
			}
		}()
		for page, err := range be.List(ctx, backend.Query{SortBy: backend.SortName}) {
			if err != nil {
				send(pageArrived{ask: id, ended: true, err: err})
				return
			}
			if !send(pageArrived{ask: id, page: page}) {
				return
			}
		}
		send(pageArrived{ask: id, ended: true})
	}()
	return pages
}

// errPanic stands for a panic whose value must not be shown.
var errPanic = &backend.Error{Op: "go on", Kind: errors.New("internal error")}

func nextPage(pages <-chan pageArrived) tea.Cmd {
	return func() tea.Msg {
		if p, ok := <-pages; ok {
			return p
		}
		return nil
	}
}

// streamVersions follows the pages of a secret's versions to the end; the last element has ended set.
func streamVersions(ctx context.Context, id int, be backend.Backend, arn string) <-chan versionsArrived {
	pages := make(chan versionsArrived)
	send := func(p versionsArrived) bool {
		select {
		case pages <- p:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(pages)
		defer func() {
			if recover() != nil {
				send(versionsArrived{ask: id, ended: true, err: errPanic})
			}
		}()
		for vs, err := range be.Versions(ctx, arn, true) {
			if err != nil {
				send(versionsArrived{ask: id, ended: true, err: err})
				return
			}
			if !send(versionsArrived{ask: id, versions: vs}) {
				return
			}
		}
		send(versionsArrived{ask: id, ended: true})
	}()
	return pages
}

func nextVersions(pages <-chan versionsArrived) tea.Cmd {
	return func() tea.Msg {
		if p, ok := <-pages; ok {
			return p
		}
		return nil
	}
}

func describe(ctx context.Context, id int, be backend.Backend, arn string) tea.Cmd {
	return func() tea.Msg {
		d, err := be.Describe(ctx, arn)
		return secretDescribed{id, arn, d, err}
	}
}

// maxChecks bounds how many secrets missing from a listing are asked about; the rest stay until the next listing.
const maxChecks = 200

func checkGone(ctx context.Context, id int, be backend.Backend, arns []string) tea.Cmd {
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

func reveal(ctx context.Context, id int, be backend.Backend, arn string, at backend.VersionRef) tea.Cmd {
	return func() tea.Msg {
		r, err := be.Reveal(ctx, arn, at)
		return valueRevealed{id, r, backend.DocumentOf(r.Value), err}
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
