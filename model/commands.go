package model

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/model/pane"
)

// Commands wait, so that Update never does. They capture values, not the model.

// stream lists in the background. here is the clock by which the pages' trips are told.
func stream(ctx context.Context, id *pane.Question, be backend.Backend, here func() time.Time) <-chan pageArrived {
	return pane.Pump(ctx, be.List(ctx, backend.Query{SortBy: backend.SortName}), func(p backend.Page, ended bool, err error) pageArrived {
		p.Trip = p.Trip.By(here())
		return pageArrived{ask: id, page: p, ended: ended, err: err}
	})
}

// streamVersions follows the pages of a secret's versions to the end.
func streamVersions(ctx context.Context, id *pane.Question, be backend.Backend, arn string) <-chan versionsArrived {
	return pane.Pump(ctx, be.Versions(ctx, arn, true), func(vs []backend.Version, ended bool, err error) versionsArrived {
		return versionsArrived{ask: id, versions: vs, ended: ended, err: err}
	})
}

func describe(ctx context.Context, id *pane.Question, be backend.Backend, arn string, here func() time.Time) tea.Cmd {
	return func() tea.Msg {
		t := backend.Trip{Sent: here()}
		d, err := be.Describe(ctx, arn)
		t.Came = here()
		return pane.Described{Ask: id, ARN: arn, Detail: d, Trip: t, Err: err}
	}
}

// maxChecks bounds how many secrets missing from a listing are asked about; the rest stay until the next listing.
const maxChecks = 200

func checkGone(ctx context.Context, id *pane.Question, be backend.Backend, arns []string) tea.Cmd {
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

func reveal(ctx context.Context, id *pane.Question, be backend.Backend, arn string, at backend.VersionRef) tea.Cmd {
	return func() tea.Msg {
		r, err := be.Reveal(ctx, arn, at)
		return valueRevealed{id, r, document.Of(r.Value), err}
	}
}

func identify(ctx context.Context, be backend.Backend) tea.Cmd {
	return func() tea.Msg {
		id, err := be.Identity(ctx)
		return pane.Identified{ID: id, Err: err}
	}
}
