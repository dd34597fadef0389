package model

import (
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/ui"
)

// underWay is a write that was sent and whose end was not heard of yet.
type underWay struct {
	id     string
	doing  string // "deleting", "saving": fit to stand before the secret's name
	op     backend.Operation
	secret backend.Secret
	days   int // of a delete's window
}

// writes are all the writes under way, whoever began them: the program does not end as if they were not there.
type writes struct {
	open   map[string]underWay
	number int
}

func (w *writes) begin(u underWay) {
	if w.open == nil {
		w.open = map[string]underWay{}
	}
	w.open[u.id] = u
}

func (w *writes) end(id string) { delete(w.open, id) }

func (w *writes) any() bool { return len(w.open) > 0 }

func orderWrite(job int, arn string) string { return fmt.Sprint("order ", job, " ", arn) }

// wrote is the end of a write, with what its owner gets to hear.
type wrote struct {
	id  string
	msg tea.Msg
}

// write runs a write as one of those under way.
func (m *Model) write(doing string, op backend.Operation, s backend.Secret, run func() tea.Msg) tea.Cmd {
	m.writes.number++
	u := underWay{id: fmt.Sprint(m.writes.number), doing: doing, op: op, secret: s}
	m.writes.begin(u)
	return func() tea.Msg { return wrote{u.id, run()} }
}

// words are the writes under way in a few words: "deleting prod/x", "deleting 3 secrets".
func (w *writes) words() (lines []string) {
	by := map[string][]string{}
	for _, u := range w.open {
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
			lines = append(lines, doing+" "+plural(len(names), "secret"))
		}
	}
	return lines
}
