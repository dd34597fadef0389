// Package backendtest holds the promises of backend.Backend as sentences that can fail.
// Every backend runs it; it seeds through the port itself, under names of its own, and takes away what it made.
package backendtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

// Subject is a backend under test.
type Subject struct {
	Backend backend.Backend
	// Prefix begins every name the suite makes, so that it can share an account with others; "" is "backendtest".
	Prefix string
	// Lag is how long a listing may be behind.
	Lag time.Duration
	// In reaches the same account in another region; nil where there is none, and replicas go untested.
	In func(region string) backend.Backend
	// Excused is what the server behind is known to get wrong.
	Excused Excuses
}

// Excuses name what a stand-in for the service gets wrong. The zero Excuses hold it to every promise.
type Excuses struct {
	Order         bool // ignores SortBy and SortOrder
	DeletedDate   bool // tells the end of the recovery window where the request's time belongs
	NoValue       bool // a version that is not there is told as a secret that is not there
	Batch         bool // a batch fails whole for one secret without a value
	Deprecated    bool // shows versions without labels unasked
	NoVersions    bool // fails where it is asked for the versions of a secret that is not there
	Names         bool // takes any name
	Sizes         bool // takes values of any length
	EmptyText     bool // cannot clear a description
	PendingWrites bool // changes secrets that are scheduled for deletion
	PendingNames  bool // tells a name scheduled for deletion as taken
	Labels        bool // lets a label be on two versions, and AWSCURRENT be removed
	Rotation      bool // rotates without a function
	PolicyCheck   bool // cannot validate policies
	PolicyText    bool // takes any text for a policy
	PolicyNames   bool // cannot name policies, nor read one by its name
	Promotion     bool // cannot promote a replica
}

// Run holds a backend to the promises; open is called for each of them.
func Run(t *testing.T, open func(t *testing.T) Subject) {
	for _, group := range []map[string]func(*testing.T, *subject){listing(), reading(), versions(), writing(), labels(), deletion(), further(), contexts()} {
		for sentence, holds := range group {
			t.Run(sentence, func(t *testing.T) {
				holds(t, &subject{Subject: open(t)})
			})
		}
	}
}

// subject is a Subject with the verbs that the sentences are written in.
type subject struct {
	Subject
	made int
}

// name is a new name in the suite's own corner.
func (s *subject) name(t *testing.T) string {
	prefix := s.Prefix
	if prefix == "" {
		prefix = "backendtest"
	}
	s.made++
	return fmt.Sprintf("%s/%x/%d", prefix, time.Now().UnixNano(), s.made)
}

// create makes a secret, a new name given where it has none, that is gone after the test.
func (s *subject) create(t *testing.T, n backend.NewSecret) backend.Written {
	t.Helper()
	if n.Name == "" {
		n.Name = s.name(t)
	}
	w, err := s.Backend.Create(t.Context(), n)
	if err != nil {
		t.Fatalf("create: %s", said(err))
	}
	s.remove(t, w.ARN)
	if w.ARN == "" || w.Name != n.Name {
		t.Fatalf("create answered %+v", w)
	}
	return w
}

// remove takes a secret away after the test, whatever state it is in then.
func (s *subject) remove(t *testing.T, id string) {
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_, err := s.Backend.Delete(ctx, id, backend.Deletion{Force: true})
		if err != nil && !errors.Is(err, backend.ErrNotFound) {
			t.Logf("left behind: %s: %s", id, said(err))
		}
	})
}

func (s *subject) text(t *testing.T, value string) backend.Written {
	t.Helper()
	w := s.create(t, backend.NewSecret{Value: backend.TextValue(value)})
	if w.Version == "" {
		t.Fatal("a secret with a value has no version")
	}
	return w
}

func (s *subject) put(t *testing.T, id string, v backend.NewVersion) backend.Written {
	t.Helper()
	w, err := s.Backend.Put(t.Context(), id, v)
	if err != nil {
		t.Fatalf("put: %s", said(err))
	}
	return w
}

func (s *subject) describe(t *testing.T, id string) backend.Detail {
	t.Helper()
	d, err := s.Backend.Describe(t.Context(), id)
	if err != nil {
		t.Fatalf("describe: %s", said(err))
	}
	return d
}

// reads is the text of a version, which is wiped at once.
func (s *subject) reads(t *testing.T, id string, at backend.VersionRef) (text, version string) {
	t.Helper()
	r, err := s.Backend.Reveal(t.Context(), id, at)
	if err != nil {
		t.Fatalf("reveal: %s", said(err))
	}
	defer r.Value.Wipe()
	if !r.Value.Use(func(b []byte) { text = string(b) }) {
		t.Fatal("a revealed value holds nothing")
	}
	return text, r.Version
}

// list gathers the suite's own secrets of a listing by name, and fails on one that comes twice.
func (s *subject) list(t *testing.T, q backend.Query) (mine map[string]backend.Secret, order []string) {
	t.Helper()
	mine = map[string]backend.Secret{}
	seen := map[string]bool{}
	for p, err := range s.Backend.List(t.Context(), q) {
		if err != nil {
			t.Fatalf("list: %s", said(err))
		}
		for _, e := range p.Secrets {
			if e.ARN == "" || e.Name == "" {
				t.Errorf("a listed secret has no name: %+v", e)
			}
			if seen[e.ARN] {
				t.Errorf("listed twice: %s", e.ARN)
			}
			seen[e.ARN] = true
			mine[e.Name] = e
			order = append(order, e.Name)
		}
	}
	return mine, order
}

// listed waits until a listing shows what it should.
func (s *subject) listed(t *testing.T, q backend.Query, should func(map[string]backend.Secret, []string) bool) map[string]backend.Secret {
	t.Helper()
	end := time.Now().Add(s.Lag)
	for {
		mine, order := s.list(t, q)
		if should(mine, order) {
			return mine
		}
		if time.Now().After(end) {
			t.Fatalf("the listing does not show it: %v", order)
		}
		time.Sleep(max(time.Millisecond, s.Lag/50))
	}
}

// eventually waits for what the service does in its own time.
func eventually(t *testing.T, within time.Duration, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !holds(); time.Sleep(max(time.Millisecond, within/100)) {
		if time.Now().After(end) {
			t.Fatalf("not after %v: %s", within, what)
		}
	}
}

// fails checks that err is a *backend.Error of one of the kinds.
func fails(t *testing.T, err error, kinds ...error) {
	t.Helper()
	var e *backend.Error
	if !errors.As(err, &e) {
		t.Fatalf("want a *backend.Error (%v), got %T %v", kinds, err, err)
	}
	if e.Op == "" {
		t.Errorf("the error does not say what was attempted: %+v", e)
	}
	for _, kind := range kinds {
		if errors.Is(err, kind) {
			return
		}
	}
	t.Errorf("want %v, got %s", kinds, said(err))
}

// said is an error with all that the service said.
func said(err error) string {
	var e *backend.Error
	if !errors.As(err, &e) {
		return fmt.Sprintf("%T: %v", err, err)
	}
	return strings.TrimSpace(fmt.Sprintf("%v [%s: %s]", e, e.Code, e.Message))
}
