package backendtest

import (
	"slices"
	"testing"

	"strongroom/backend"
)

func labels() map[string]func(*testing.T, *subject) {
	return map[string]func(*testing.T, *subject){
		"moving AWSCURRENT swaps it with AWSPREVIOUS, and reads follow at once": rollsBack,
		"a label is added and removed":                                          addsAndRemoves,
		"AWSCURRENT cannot be moved without saying from where":                  saysFromWhere,
		"of two saves that began alike the second is refused":                   comparesAndSwaps,
		"a label sits on one version, and AWSCURRENT always on one":             oneVersionEach,
	}
}

func (s *subject) move(t *testing.T, id string, m backend.LabelMove) {
	t.Helper()
	if err := s.Backend.MoveLabel(t.Context(), id, m); err != nil {
		t.Fatalf("move label: %s", said(err))
	}
}

func rollsBack(t *testing.T, s *subject) {
	old := s.text(t, "good")
	bad := s.put(t, old.ARN, backend.NewVersion{Value: backend.TextValue("bad")})
	s.move(t, old.ARN, backend.LabelMove{Label: backend.Current, From: bad.Version, To: old.Version})
	if got, version := s.reads(t, old.ARN, backend.VersionRef{}); got != "good" || version != old.Version {
		t.Errorf("it reads %q", got)
	}
	d := s.describe(t, old.ARN)
	if !slices.Equal(d.Stages[old.Version], []string{backend.Current}) || !slices.Equal(d.Stages[bad.Version], []string{backend.Previous}) {
		t.Errorf("stages %v", d.Stages)
	}
}

func addsAndRemoves(t *testing.T, s *subject) {
	w := s.text(t, "v")
	s.move(t, w.ARN, backend.LabelMove{Label: "pinned", To: w.Version})
	if d := s.describe(t, w.ARN); !slices.Contains(d.Stages[w.Version], "pinned") || !slices.Contains(d.Stages[w.Version], backend.Current) {
		t.Errorf("added: %v", d.Stages)
	}
	s.move(t, w.ARN, backend.LabelMove{Label: "pinned", From: w.Version})
	if d := s.describe(t, w.ARN); !slices.Equal(d.Stages[w.Version], []string{backend.Current}) {
		t.Errorf("removed: %v", d.Stages)
	}
}

func saysFromWhere(t *testing.T, s *subject) {
	w := s.text(t, "v")
	aside := s.put(t, w.ARN, backend.NewVersion{Value: backend.TextValue("w"), Stages: []string{"draft"}})
	fails(t, s.Backend.MoveLabel(t.Context(), w.ARN, backend.LabelMove{Label: backend.Current, To: aside.Version}), backend.ErrConflict)
}

// comparesAndSwaps is the save that cannot trample: the value goes under a private label, then AWSCURRENT moves from the
// version the editor opened.
func comparesAndSwaps(t *testing.T, s *subject) {
	base := s.text(t, "base")
	mine := s.put(t, base.ARN, backend.NewVersion{Value: backend.TextValue("mine"), Stages: []string{"save-1"}})
	yours := s.put(t, base.ARN, backend.NewVersion{Value: backend.TextValue("yours"), Stages: []string{"save-2"}})
	s.move(t, base.ARN, backend.LabelMove{Label: backend.Current, From: base.Version, To: mine.Version})
	err := s.Backend.MoveLabel(t.Context(), base.ARN, backend.LabelMove{Label: backend.Current, From: base.Version, To: yours.Version})
	fails(t, err, backend.ErrConflict)
	if got, _ := s.reads(t, base.ARN, backend.VersionRef{}); got != "mine" {
		t.Errorf("it reads %q", got)
	}
}

func oneVersionEach(t *testing.T, s *subject) {
	if s.Excused.Labels {
		t.Skip("the server does not watch labels")
	}
	w := s.text(t, "v")
	next := s.put(t, w.ARN, backend.NewVersion{Value: backend.TextValue("w")})
	fails(t, s.Backend.MoveLabel(t.Context(), w.ARN, backend.LabelMove{Label: backend.Current, From: next.Version}), backend.ErrInvalid)
	s.move(t, w.ARN, backend.LabelMove{Label: "pinned", To: w.Version})
	fails(t, s.Backend.MoveLabel(t.Context(), w.ARN, backend.LabelMove{Label: "pinned", To: next.Version}), backend.ErrConflict)
	s.move(t, w.ARN, backend.LabelMove{Label: "pinned", From: w.Version, To: next.Version})
	if d := s.describe(t, w.ARN); slices.Contains(d.Stages[w.Version], "pinned") || !slices.Contains(d.Stages[next.Version], "pinned") {
		t.Errorf("stages %v", d.Stages)
	}
}
