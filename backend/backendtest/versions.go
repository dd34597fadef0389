package backendtest

import (
	"slices"
	"testing"

	"strongroom/backend"
)

func versions() map[string]func(*testing.T, *subject) {
	return map[string]func(*testing.T, *subject){
		"versions come with their labels, unlabelled ones only when asked for": listsVersions,
		"a secret without a value has no versions":                             noVersions,
		"a rotated label leaves the chain behind it right":                     keepsChain,
	}
}

func (s *subject) versions(t *testing.T, id string, deprecated bool) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for vs, err := range s.Backend.Versions(t.Context(), id, deprecated) {
		if err != nil {
			t.Fatalf("versions: %s", said(err))
		}
		for _, v := range vs {
			if _, twice := all[v.ID]; twice || v.ID == "" {
				t.Errorf("version %q twice, or without an id", v.ID)
			}
			if v.Created.IsZero() {
				t.Errorf("version %s has no date", v.ID)
			}
			all[v.ID] = v.Stages
		}
	}
	return all
}

func listsVersions(t *testing.T, s *subject) {
	first := s.text(t, "1")
	second := s.put(t, first.ARN, backend.NewVersion{Value: backend.TextValue("2")})
	third := s.put(t, first.ARN, backend.NewVersion{Value: backend.TextValue("3")})
	all := s.versions(t, first.ARN, true)
	if len(all) != 3 || len(all[first.Version]) != 0 {
		t.Errorf("all versions: %v", all)
	}
	labelled := s.versions(t, first.ARN, false)
	if s.Excused.Deprecated {
		delete(labelled, first.Version)
	}
	if len(labelled) != 2 || !slices.Equal(labelled[second.Version], []string{backend.Previous}) || !slices.Equal(labelled[third.Version], []string{backend.Current}) {
		t.Errorf("labelled versions: %v", labelled)
	}
}

func noVersions(t *testing.T, s *subject) {
	w := s.create(t, backend.NewSecret{})
	if got := s.versions(t, w.ARN, true); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func keepsChain(t *testing.T, s *subject) {
	w := s.text(t, "0")
	last := w
	for _, text := range []string{"1", "2", "3"} {
		next := s.put(t, w.ARN, backend.NewVersion{Value: backend.TextValue(text)})
		if next.Version == last.Version {
			t.Fatal("two values have one version")
		}
		d := s.describe(t, w.ARN)
		if len(d.Stages) != 2 || !slices.Equal(d.Stages[next.Version], []string{backend.Current}) || !slices.Equal(d.Stages[last.Version], []string{backend.Previous}) {
			t.Errorf("after %s: %v", text, d.Stages)
		}
		last = next
	}
}
