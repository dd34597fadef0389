package timeline

import (
	"errors"
	"slices"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
)

func TestTheCursorStaysOnItsVersionWhileThePagesArriveAnew(t *testing.T) {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	p, on := New(d), &pane.Shown{Focus: pane.Timeline, On: true, Secret: backend.Secret{ARN: "arn", Name: "app/canary"}}
	p.Resize(80, 20)
	p.Follow(on)
	page := func(ids string) (vs []backend.Version) {
		for _, id := range ids {
			vs = append(vs, backend.Version{ID: string(id), Stages: []string{"made-up-" + string(id)}, Created: time.Unix(int64(id), 0)})
		}
		return vs
	}
	told := func(msg versionsArrived) {
		msg.ask = p.listing.Q
		p.Hear(msg)
	}
	told(versionsArrived{versions: page("zyx")})
	told(versionsArrived{versions: page("wvu")})
	told(versionsArrived{err: errors.New("made-up"), ended: true})
	p.Act(keymap.Bottom, on)
	p.Act(keymap.Mark, on)
	p.Hear(pane.Refreshed{})
	for i, msg := range []versionsArrived{{versions: page("zyx")}, {versions: page("wvu")}, {ended: true}} {
		told(msg)
		if v, ok := p.selected(); !ok || v.ID != "u" || len(p.marks) != 1 {
			t.Errorf("after %d pages the cursor is on %q, and %d are marked", i+1, v.ID, len(p.marks))
		}
	}
	if len(p.versions) != 6 {
		t.Errorf("%d versions", len(p.versions))
	}
	one := []backend.Version{{ID: "one", Stages: []string{backend.Current, "made-up"}}}
	if left := without(one, []backend.Version{{ID: "two", Stages: []string{backend.Current}}}); len(left) != 1 || !slices.Equal(left[0].Stages, []string{"made-up"}) {
		t.Errorf("two versions hold one label: %v", left)
	}
}
