package pane

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

// Write is a write that was sent and whose end was not heard of yet.
type Write struct {
	id     *Question
	Doing  string // fit to stand before the secret's name: "deleting"
	Op     backend.Operation
	Secret backend.Secret
	Days   int // of a delete's window
	Begun  time.Time
	ended  bool // its call has come back; the model has yet to hear of it
}

// Writes are all the writes under way, whoever began them: the program does not end as if they were not there. What carries
// them out tells of their end from its own goroutine, since at the end nobody listens any more.
type Writes struct {
	mu   sync.Mutex
	open map[*Question]*Write
}

// Begin enters a write.
func (w *Writes) Begin(u Write) *Question {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == nil {
		w.open = map[*Question]*Write{}
	}
	u.id = new(Question)
	w.open[u.id] = &u
	return u.id
}

// End tells that a write's call has come back, or was never made.
func (w *Writes) End(id *Question) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.open[id]; u != nil {
		u.ended = true
	}
}

// Heard takes out a write whose end the model has heard of.
func (w *Writes) Heard(id *Question) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, id)
}

// Left are the writes that nobody knows the end of.
func (w *Writes) Left() (left []Write) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.open {
		if !u.ended {
			left = append(left, *u)
		}
	}
	slices.SortFunc(left, func(a, b Write) int {
		return cmp.Or(a.Begun.Compare(b.Begun), cmp.Compare(a.Secret.ARN, b.Secret.ARN), cmp.Compare(a.Secret.Name, b.Secret.Name))
	})
	return left
}

// Any reports whether the model has not heard of the end of some.
func (w *Writes) Any() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.open) > 0
}

// Words are the writes under way in a few words: "deleting prod/x", "deleting 3 secrets". elsewhere is where a secret is that is
// not here, by its ARN.
func (w *Writes) Words(elsewhere func(arn string) string) (lines []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	by := map[string][]string{}
	for _, u := range w.open {
		if u.ended {
			continue
		}
		name := u.Secret.Name
		if name == "" {
			name = backend.ShortID(u.Secret.ARN)
		}
		name = ui.Text(name)
		if at := elsewhere(u.Secret.ARN); at != "" {
			name += " (" + at + ")"
		}
		by[u.Doing] = append(by[u.Doing], name)
	}
	for _, doing := range slices.Sorted(maps.Keys(by)) {
		if names := by[doing]; len(names) == 1 {
			lines = append(lines, doing+" "+names[0])
		} else {
			lines = append(lines, doing+" "+ui.Plural(len(names), "secret"))
		}
	}
	return lines
}
