package model

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

// underWay is a write that was sent and whose end was not heard of yet.
type underWay struct {
	id     *question
	doing  string // fit to stand before the secret's name: "deleting"
	op     backend.Operation
	secret backend.Secret
	days   int // of a delete's window
	begun  time.Time
	ended  bool // its call has come back; the model has yet to hear of it
}

// writes are all the writes under way, whoever began them: the program does not end as if they were not there. What carries
// them out tells of their end from its own goroutine, since at the end nobody listens any more.
type writes struct {
	mu   sync.Mutex
	open map[*question]*underWay
}

// begin enters a write.
func (w *writes) begin(u underWay) *question {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == nil {
		w.open = map[*question]*underWay{}
	}
	u.id = new(question)
	w.open[u.id] = &u
	return u.id
}

// end tells that a write's call has come back, or was never made.
func (w *writes) end(id *question) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if u := w.open[id]; u != nil {
		u.ended = true
	}
}

// heard takes out a write whose end the model has heard of.
func (w *writes) heard(id *question) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, id)
}

// left are the writes that nobody knows the end of.
func (w *writes) left() (left []underWay) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.open {
		if !u.ended {
			left = append(left, *u)
		}
	}
	slices.SortFunc(left, func(a, b underWay) int {
		return cmp.Or(a.begun.Compare(b.begun), cmp.Compare(a.secret.ARN, b.secret.ARN), cmp.Compare(a.secret.Name, b.secret.Name))
	})
	return left
}

func (w *writes) any() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.open) > 0
}

// words are the writes under way in a few words: "deleting prod/x", "deleting 3 secrets".
func (w *writes) words() (lines []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	by := map[string][]string{}
	for _, u := range w.open {
		if u.ended {
			continue
		}
		name := u.secret.Name
		if name == "" {
			name = backend.ShortID(u.secret.ARN)
		}
		by[u.doing] = append(by[u.doing], ui.Text(name))
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
