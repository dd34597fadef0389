package timeline

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// versionsArrived is one page of a secret's versions, or the end of them.
type versionsArrived struct {
	ask      *pane.Question
	versions []backend.Version
	err      error
	ended    bool
}

// want lists the versions once the pane has room for them and the user has come to rest here; at once where the user
// goes into the pane.
func (t *Pane) want(on *pane.Shown) tea.Cmd {
	if !t.on || t.listing.Open || t.loaded && !t.stale || t.failed != nil || on.Focus != pane.Timeline && (on.Alone || t.small || !t.rest.Over()) {
		return nil
	}
	return t.load()
}

// load lists anew; what is there stays until the whole listing has arrived.
func (t *Pane) load() tea.Cmd {
	if !t.on {
		return nil
	}
	ctx, id := t.listing.Start(t.Ctx)
	t.failed, t.coming, t.before, t.stale, t.asked = nil, nil, t.versions, false, t.Now
	t.pages = streamVersions(ctx, id, t.Backend, t.secret.ARN)
	return t.pages
}

// refresh lists anew what has been looked at.
func (t *Pane) refresh() tea.Cmd {
	if !t.loaded && t.failed == nil {
		return nil
	}
	return t.load()
}

// hear takes DescribeSecret's labels; where they are news, the listing is old. The first ones were asked for together with the
// listing: what they tell besides has no value.
func (t *Pane) hear(d backend.Detail) tea.Cmd {
	first := !t.described
	t.labels, t.described = d.Stages, true
	if t.loaded && !t.listing.Open {
		if first {
			t.versions = newestFirst(backend.WithEmpty(t.versions, d.Stages))
		}
		if !backend.SameStages(backend.StagesOf(t.versions), d.Stages) {
			return t.load()
		}
	}
	t.build()
	return nil
}

// reload takes the labels after a write of ours, and lists anew where the listing is old by it.
func (t *Pane) reload(d backend.Detail) tea.Cmd {
	t.labels, t.described = d.Stages, true
	looked := t.loaded || t.failed != nil || t.listing.Open
	same := t.loaded && !t.listing.Open && d.KMSKey == t.secret.KMSKey && backend.SameStages(backend.StagesOf(t.versions), d.Stages)
	if looked && !same {
		return t.load()
	}
	t.build()
	return nil
}

func (t *Pane) take(msg versionsArrived) tea.Cmd {
	if msg.err != nil || len(msg.versions) > 0 {
		t.Tell(pane.Answered{ARN: t.secret.ARN, Err: msg.err})
	}
	t.coming = append(t.coming, msg.versions...)
	if !t.loaded {
		t.versions = newestFirst(t.coming)
		if !msg.ended { // the cursor may be on what a later page tells of
			t.versions = newestFirst(append(t.versions, without(t.before, t.coming)...))
		}
		t.build()
	}
	if !msg.ended {
		return t.pages
	}
	t.listing.Done()
	if t.failed = msg.err; msg.err == nil {
		t.versions, t.loaded = newestFirst(backend.WithEmpty(t.coming, t.labels)), true
		t.labels = backend.StagesOf(t.versions)
	}
	t.coming, t.before = nil, nil
	t.build()
	return t.gone()
}

// stopListing waits for no more pages, and says so.
func (t *Pane) stopListing() {
	t.stop()
	t.Say(pane.Said{Text: "stopped listing the versions", Hint: t.Refreshes()})
}

// stop waits for no more pages. What was listed before stays.
func (t *Pane) stop() {
	t.listing.Stop()
	t.coming = nil
	t.failed = &backend.Error{Op: backend.OpVersions.Words(), ID: t.secret.ARN, Kind: backend.ErrGivenUp, Err: context.Canceled}
	t.build()
}

// gone says so where a version that could not be read has left the listing.
func (t *Pane) gone() tea.Cmd {
	id := t.doubted
	if t.doubted = ""; id == "" || t.failed != nil || t.version(id) != nil {
		return nil
	}
	return pane.Say(pane.Warning, "version "+ui.ShortVersion(id)+" is gone: AWS removes versions without a label")
}

// streamVersions follows the pages of a secret's versions to the end.
func streamVersions(ctx context.Context, id *pane.Question, be backend.Backend, arn string) tea.Cmd {
	return pane.Pump(ctx, be.Versions(ctx, arn, true), func(vs []backend.Version, ended bool, err error) versionsArrived {
		return versionsArrived{ask: id, versions: vs, ended: ended, err: err}
	})
}
