package backendtest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"strongroom/backend"
)

func listing() map[string]func(*testing.T, *subject) {
	return map[string]func(*testing.T, *subject){
		"a listing shows every secret once, with everything but its value": listsEverything,
		"a listing shows what is scheduled for deletion":                   listsPending,
		"small pages together are the whole":                               smallPages,
		"a listing keeps to the order asked for":                           keepsOrder,
		"a filter narrows a listing":                                       filters,
		"a listing that is left ends":                                      leaves,
		"a cancelled listing ends with the cancellation":                   cancelsListing,
	}
}

func listsEverything(t *testing.T, s *subject) {
	tags := []backend.Tag{{Key: "env", Value: "prod"}, {Key: "empty", Value: ""}}
	full := s.create(t, backend.NewSecret{Description: "what it is for: größer", Tags: tags, Value: backend.TextValue("made-up")})
	bare := s.create(t, backend.NewSecret{})
	mine := s.listed(t, backend.Query{}, func(m map[string]backend.Secret, _ []string) bool {
		return m[full.Name].ARN != "" && m[bare.Name].ARN != ""
	})
	e := mine[full.Name]
	if e.ARN != full.ARN || e.Description != "what it is for: größer" || e.Created.IsZero() || e.Changed.IsZero() || !e.Deleted.IsZero() {
		t.Errorf("listed as %+v", e)
	}
	if !sameTags(e.Tags, tags) {
		t.Errorf("tags %v", e.Tags)
	}
	if !slices.Contains(e.Stages[full.Version], backend.Current) || len(e.Stages) != 1 {
		t.Errorf("stages %v", e.Stages)
	}
	if e.Rotation != (backend.Rotation{}) || e.OwningService != "" || e.KMSKey != "" || e.PrimaryRegion != "" {
		t.Errorf("more than was made: %+v", e)
	}
	if stages := mine[bare.Name].Stages; len(stages) != 0 {
		t.Errorf("a secret without a value has stages %v", stages)
	}
}

func sameTags(a, b []backend.Tag) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	byKey := func(x, y backend.Tag) int { return cmpText(x.Key, y.Key) }
	slices.SortFunc(a, byKey)
	slices.SortFunc(b, byKey)
	return slices.Equal(a, b)
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func listsPending(t *testing.T, s *subject) {
	w := s.text(t, "made-up")
	if _, err := s.Backend.Delete(t.Context(), w.ARN, backend.Deletion{WindowDays: 7}); err != nil {
		t.Fatal(said(err))
	}
	s.listed(t, backend.Query{}, func(m map[string]backend.Secret, _ []string) bool { return !m[w.Name].Deleted.IsZero() })
}

func smallPages(t *testing.T, s *subject) {
	var names []string
	for range 7 {
		names = append(names, s.create(t, backend.NewSecret{}).Name)
	}
	s.listed(t, backend.Query{PageSize: 2}, func(m map[string]backend.Secret, _ []string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return m[n].ARN == "" })
	})
	for p, err := range s.Backend.List(t.Context(), backend.Query{PageSize: 2}) {
		if err != nil {
			t.Fatal(said(err))
		}
		if len(p.Secrets) > 2 {
			t.Errorf("a page of %d", len(p.Secrets))
		}
		if p.At.IsZero() {
			t.Error("a page does not tell the server's clock")
		}
		if p.Trip.Sent.IsZero() || p.Trip.Came.Before(p.Trip.Sent) || time.Since(p.Trip.Came) > time.Minute {
			t.Errorf("a page was under way from %v to %v", p.Trip.Sent, p.Trip.Came)
		}
	}
}

func keepsOrder(t *testing.T, s *subject) {
	if s.Excused.Order {
		t.Skip("the server ignores the order")
	}
	var made []string
	for range 5 {
		made = append(made, s.create(t, backend.NewSecret{}).Name)
	}
	slices.Reverse(made)
	s.listed(t, backend.Query{SortBy: backend.SortCreated, Descending: true, PageSize: 3}, func(_ map[string]backend.Secret, order []string) bool {
		got := slices.DeleteFunc(slices.Clone(order), func(n string) bool { return !slices.Contains(made, n) })
		return slices.Equal(got, made)
	})
}

func filters(t *testing.T, s *subject) {
	in, out := s.create(t, backend.NewSecret{}), s.create(t, backend.NewSecret{})
	q := backend.Query{Filters: []backend.Filter{{Key: "name", Values: []string{in.Name}}}}
	s.listed(t, q, func(m map[string]backend.Secret, order []string) bool {
		return len(order) == 1 && m[in.Name].ARN == in.ARN && m[out.Name].ARN == ""
	})
}

func leaves(t *testing.T, s *subject) {
	for range 3 {
		s.create(t, backend.NewSecret{})
	}
	n := 0
	for _, err := range s.Backend.List(t.Context(), backend.Query{PageSize: 1}) {
		if err != nil {
			t.Fatal(said(err))
		}
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d pages", n)
	}
}

func cancelsListing(t *testing.T, s *subject) {
	for range 4 {
		s.create(t, backend.NewSecret{})
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	ended := 0
	for _, err := range s.Backend.List(ctx, backend.Query{PageSize: 1}) {
		cancel()
		if last = err; err != nil {
			ended++
		}
	}
	if !errors.Is(last, context.Canceled) || ended != 1 {
		t.Errorf("ended %d times, with %v", ended, last)
	}
}
