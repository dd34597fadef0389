package backendtest

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

func reading() map[string]func(*testing.T, *subject) {
	return map[string]func(*testing.T, *subject){
		"describing tells what creating was told, by name and by ARN": describes,
		"a secret that is not there is not found":                     notThere,
		"a text comes back byte for byte":                             textsComeBack,
		"a binary comes back byte for byte, as binary":                binariesComeBack,
		"a version is revealed by label, by id, and by both":          revealsVersions,
		"a version that is not there has no value":                    noSuchVersion,
		"a secret without a version has no value":                     noValue,
		"several secrets are read at once, each with its own failure": revealsMany,
	}
}

func describes(t *testing.T, s *subject) {
	before := time.Now().Add(-5 * time.Minute)
	tags := []backend.Tag{{Key: "Team", Value: "payments ü"}}
	w := s.create(t, backend.NewSecret{Description: "of the till", Tags: tags, Value: backend.TextValue("made-up")})
	for _, id := range []string{w.ARN, w.Name} {
		d := s.describe(t, id)
		if d.ARN != w.ARN || d.Name != w.Name || d.Description != "of the till" || !sameTags(d.Tags, tags) {
			t.Errorf("%+v", d)
		}
		if d.Created.Before(before) || d.Changed.Before(before) || d.Created.Location() != time.UTC {
			t.Errorf("created %v, changed %v", d.Created, d.Changed)
		}
		if got := d.Stages[w.Version]; len(d.Stages) != 1 || len(got) != 1 || got[0] != backend.Current {
			t.Errorf("stages %v", d.Stages)
		}
		if d.At.IsZero() || d.At.Before(before) {
			t.Errorf("the server's clock: %v", d.At)
		}
		if backend.DeadlineOf(d.Deleted, time.Time{}, d.At).Pending() {
			t.Errorf("a deadline of a secret that is not deleted: %v", d.Deleted)
		}
	}
}

func notThere(t *testing.T, s *subject) {
	id := s.name(t)
	_, err := s.Backend.Describe(t.Context(), id)
	fails(t, err, backend.ErrNotFound)
	_, err = s.Backend.Reveal(t.Context(), id, backend.VersionRef{})
	fails(t, err, backend.ErrNotFound)
	_, err = s.Backend.Put(t.Context(), id, backend.NewVersion{Value: backend.TextValue("v")})
	fails(t, err, backend.ErrNotFound)
	fails(t, s.Backend.Tag(t.Context(), id, []backend.Tag{{Key: "k", Value: "v"}}), backend.ErrNotFound)
	fails(t, s.Backend.Restore(t.Context(), id), backend.ErrNotFound)
	_, err = s.Backend.Policy(t.Context(), id)
	fails(t, err, backend.ErrNotFound)
	if s.Excused.NoVersions {
		return
	}
	for _, err = range s.Backend.Versions(t.Context(), id, false) {
	}
	fails(t, err, backend.ErrNotFound)
}

func textsComeBack(t *testing.T, s *subject) {
	for what, text := range map[string]string{
		"one byte": "x", "JSON": `{"b":1.0,"a":"ä","n":12345678901234567890}`, "lines": "a\r\nb\tc\n\n", "controls": "\x00\x1b[31m\u009b\u202e\ufeff",
		"unicode": "鍵🔑e\u0301", "65,536 bytes": strings.Repeat("0123456789abcdef", 4096),
	} {
		w := s.text(t, text)
		got, version := s.reads(t, w.ARN, backend.VersionRef{})
		if got != text || version != w.Version {
			t.Errorf("%s: %d bytes came back of %d, version %s of %s", what, len(got), len(text), version, w.Version)
		}
	}
}

func binariesComeBack(t *testing.T, s *subject) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	w := s.create(t, backend.NewSecret{Value: backend.NewValue(append([]byte(nil), all...), true)})
	r, err := s.Backend.Reveal(t.Context(), w.ARN, backend.VersionRef{})
	if err != nil {
		t.Fatal(said(err))
	}
	if !r.Value.Binary() || !r.Value.Equal(backend.NewValue(all, true)) {
		t.Errorf("binary %v, %d bytes", r.Value.Binary(), r.Value.Len())
	}
	if r.ARN != w.ARN || r.Name != w.Name || len(r.Stages) != 1 || r.Created.IsZero() {
		t.Errorf("revealed %+v", r)
	}
}

func revealsVersions(t *testing.T, s *subject) {
	old := s.text(t, "old")
	now := s.put(t, old.ARN, backend.NewVersion{Value: backend.TextValue("new")})
	for _, c := range []struct {
		at   backend.VersionRef
		want string
	}{
		{backend.VersionRef{}, "new"},
		{backend.VersionRef{Stage: backend.Current}, "new"},
		{backend.VersionRef{Stage: backend.Previous}, "old"},
		{backend.VersionRef{ID: old.Version}, "old"},
		{backend.VersionRef{ID: now.Version}, "new"},
		{backend.VersionRef{ID: old.Version, Stage: backend.Previous}, "old"},
	} {
		if got, _ := s.reads(t, old.ARN, c.at); got != c.want {
			t.Errorf("%+v reads %q", c.at, got)
		}
	}
	_, err := s.Backend.Reveal(t.Context(), old.ARN, backend.VersionRef{ID: old.Version, Stage: backend.Current})
	fails(t, err, backend.ErrConflict)
}

func (s *subject) noValueKinds() []error {
	if s.Excused.NoValue {
		return []error{backend.ErrNoValue, backend.ErrNotFound}
	}
	return []error{backend.ErrNoValue}
}

func noSuchVersion(t *testing.T, s *subject) {
	w := s.text(t, "made-up")
	for _, at := range []backend.VersionRef{{Stage: "no-such-label"}, {ID: "00000000-0000-0000-0000-000000000000"}} {
		_, err := s.Backend.Reveal(t.Context(), w.ARN, at)
		fails(t, err, s.noValueKinds()...)
	}
}

func noValue(t *testing.T, s *subject) {
	w := s.create(t, backend.NewSecret{})
	if w.Version != "" {
		t.Errorf("a version %s was made of nothing", w.Version)
	}
	_, err := s.Backend.Reveal(t.Context(), w.ARN, backend.VersionRef{})
	fails(t, err, s.noValueKinds()...)
	first := s.put(t, w.ARN, backend.NewVersion{Value: backend.TextValue("first")})
	if got, version := s.reads(t, w.ARN, backend.VersionRef{}); got != "first" || version != first.Version {
		t.Errorf("the first version reads %q", got)
	}
}

func revealsMany(t *testing.T, s *subject) {
	a, b := s.text(t, "one"), s.text(t, "two")
	ids := []string{b.ARN, a.Name}
	if !s.Excused.Batch {
		bare := s.create(t, backend.NewSecret{})
		ids = append(ids, bare.ARN, s.name(t))
	}
	items, err := s.Backend.RevealMany(t.Context(), ids)
	if err != nil {
		t.Fatal(said(err))
	}
	if len(items) != len(ids) {
		t.Fatalf("%d answers to %d questions", len(items), len(ids))
	}
	for i, it := range items {
		if it.ID != ids[i] {
			t.Errorf("answer %d is for %s, want %s", i, it.ID, ids[i])
		}
		want := []string{"two", "one", "", ""}[i]
		if want == "" {
			if it.Value.Held() {
				t.Error("a value with an error")
			}
			fails(t, it.Err, backend.ErrNoValue, backend.ErrNotFound)
			continue
		}
		if it.Err != nil || !it.Value.Equal(backend.TextValue(want)) || it.Version == "" || it.ARN == "" {
			t.Errorf("%s: %+v, %v", it.ID, it.Revealed, it.Err)
		}
	}
	if none, err := s.Backend.RevealMany(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("nothing asked: %v, %v", none, err)
	}
	_, err = s.Backend.RevealMany(t.Context(), make([]string, 21))
	fails(t, err, backend.ErrInvalid)
}
