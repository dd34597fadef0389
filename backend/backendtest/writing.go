package backendtest

import (
	"strings"
	"testing"

	"strongroom/backend"
)

func writing() map[string]func(*testing.T, *subject) {
	return map[string]func(*testing.T, *subject){
		"a name that is taken is refused":                                    takenName,
		"a name the service does not know how to spell is refused":           badName,
		"a value that is too long is refused":                                tooLong,
		"the same token with the same value changes nothing, and succeeds":   repeatsToken,
		"the same token with another value is refused":                       tokenUsed,
		"a description changes without a version":                            changesDescription,
		"a description can be cleared":                                       clearsDescription,
		"tags are added, replaced and taken away":                            tags,
		"a version stored under a label of its own leaves the current alone": storesAside,
	}
}

const token = "made-up-token-0123456789-0123456789-"

func takenName(t *testing.T, s *subject) {
	w := s.text(t, "made-up")
	_, err := s.Backend.Create(t.Context(), backend.NewSecret{Name: w.Name, Value: backend.TextValue("other")})
	fails(t, err, backend.ErrExists)
	if got, _ := s.reads(t, w.ARN, backend.VersionRef{}); got != "made-up" {
		t.Errorf("it now reads %q", got)
	}
}

func badName(t *testing.T, s *subject) {
	if s.Excused.Names {
		t.Skip("the server takes any name")
	}
	for _, name := range []string{"", "with blank", "schlüssel", "a*b", "esc\x1b", strings.Repeat("a", 513)} {
		_, err := s.Backend.Create(t.Context(), backend.NewSecret{Name: name})
		fails(t, err, backend.ErrInvalid)
	}
}

func tooLong(t *testing.T, s *subject) {
	if s.Excused.Sizes {
		t.Skip("the server takes any length")
	}
	w := s.text(t, "made-up")
	_, err := s.Backend.Put(t.Context(), w.ARN, backend.NewVersion{Value: backend.TextValue(strings.Repeat("x", 65537))})
	fails(t, err, backend.ErrInvalid)
	_, err = s.Backend.Put(t.Context(), w.ARN, backend.NewVersion{Value: backend.TextValue("")})
	fails(t, err, backend.ErrInvalid)
}

func repeatsToken(t *testing.T, s *subject) {
	name := s.name(t)
	n := backend.NewSecret{Name: name, Value: backend.TextValue("one"), Token: token + "a"}
	first := s.create(t, n)
	again, err := s.Backend.Create(t.Context(), n)
	if err != nil || again != first {
		t.Errorf("%+v, then %+v, %v", first, again, err)
	}
	v := backend.NewVersion{Value: backend.TextValue("two"), Token: token + "b"}
	made := s.put(t, first.ARN, v)
	if made.Version != v.Token {
		t.Errorf("the version is %s, the token %s", made.Version, v.Token)
	}
	if more := s.put(t, first.ARN, v); more.Version != made.Version {
		t.Errorf("%s, then %s", made.Version, more.Version)
	}
	if all := s.versions(t, first.ARN, true); len(all) != 2 {
		t.Errorf("%d versions", len(all))
	}
}

func tokenUsed(t *testing.T, s *subject) {
	w := s.text(t, "one")
	s.put(t, w.ARN, backend.NewVersion{Value: backend.TextValue("two"), Token: token + "c"})
	_, err := s.Backend.Put(t.Context(), w.ARN, backend.NewVersion{Value: backend.TextValue("three"), Token: token + "c"})
	fails(t, err, backend.ErrTokenUsed)
	if got, _ := s.reads(t, w.ARN, backend.VersionRef{}); got != "two" {
		t.Errorf("it reads %q", got)
	}
}

func changesDescription(t *testing.T, s *subject) {
	w := s.text(t, "one")
	text := "said later"
	if err := s.Backend.Update(t.Context(), w.ARN, backend.MetadataChange{Description: &text}); err != nil {
		t.Fatal(said(err))
	}
	d := s.describe(t, w.ARN)
	if d.Description != text || len(d.Stages) != 1 || len(d.Stages[w.Version]) != 1 {
		t.Errorf("%+v", d)
	}
}

func clearsDescription(t *testing.T, s *subject) {
	if s.Excused.EmptyText {
		t.Skip("the server ignores an empty description")
	}
	w := s.create(t, backend.NewSecret{Description: "to go"})
	none := ""
	if err := s.Backend.Update(t.Context(), w.ARN, backend.MetadataChange{Description: &none}); err != nil {
		t.Fatal(said(err))
	}
	if d := s.describe(t, w.ARN); d.Description != "" {
		t.Errorf("still %q", d.Description)
	}
}

func tags(t *testing.T, s *subject) {
	w := s.create(t, backend.NewSecret{Tags: []backend.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "1"}}})
	if err := s.Backend.Tag(t.Context(), w.ARN, []backend.Tag{{Key: "b", Value: "2"}, {Key: "B", Value: "3"}}); err != nil {
		t.Fatal(said(err))
	}
	if err := s.Backend.Untag(t.Context(), w.ARN, []string{"a", "never-there"}); err != nil {
		t.Fatal(said(err))
	}
	if d := s.describe(t, w.ARN); !sameTags(d.Tags, []backend.Tag{{Key: "B", Value: "3"}, {Key: "b", Value: "2"}}) {
		t.Errorf("tags %v", d.Tags)
	}
}

func storesAside(t *testing.T, s *subject) {
	w := s.text(t, "now")
	aside := s.put(t, w.ARN, backend.NewVersion{Value: backend.TextValue("later"), Stages: []string{"draft"}})
	if got, _ := s.reads(t, w.ARN, backend.VersionRef{}); got != "now" {
		t.Errorf("the current version reads %q", got)
	}
	if got, version := s.reads(t, w.ARN, backend.VersionRef{Stage: "draft"}); got != "later" || version != aside.Version {
		t.Errorf("the draft reads %q", got)
	}
}
