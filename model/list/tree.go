package list

import (
	"slices"
	"sort"
	"strings"

	"strongroom/model/find"
)

// tree shows names as folders by "/". It is computed from the rows in name order: a folder's rows lie together, so
// only unfolded parts cost anything.
type tree struct {
	on    bool
	open  map[string]bool
	lines []treeLine
}

type treeLine struct {
	place
	row   find.Row
	depth int
	count int // of a folder
	label string
}

func (t *tree) rebuild(l *Pane) {
	t.lines = t.lines[:0]
	if !t.on {
		return
	}
	rows := t.rows(l)
	// With a filter everything that matches is unfolded, as long as that stays a list a person would scroll through.
	all := l.query.Text() != "" && len(rows) <= 5000
	t.level(l, rows, "", 0, all)
}

// rows are the shown secrets in name order.
func (t *tree) rows(l *Pane) []find.Row {
	shown := make(map[find.Row]bool, l.result.Len())
	if l.query.Text() != "" {
		for i := range l.result.Len() {
			shown[l.result.Row(i)] = true
		}
	}
	rows := l.all(find.Order{By: find.Name})
	if l.query.Text() != "" {
		rows = slices.DeleteFunc(rows, func(r find.Row) bool { return !shown[r] })
	}
	return rows
}

func (t *tree) level(l *Pane, rows []find.Row, prefix string, depth int, all bool) {
	for i := 0; i < len(rows); {
		name := l.index.Name(rows[i])
		rest := name[len(prefix):]
		cut := strings.IndexByte(rest, '/')
		if cut < 0 || cut == len(rest)-1 {
			t.lines = append(t.lines, treeLine{place: place{arn: l.index.ARN(rows[i])}, row: rows[i], depth: depth, label: rest})
			i++
			continue
		}
		folder := prefix + rest[:cut+1]
		n := sort.Search(len(rows)-i, func(k int) bool { return !strings.HasPrefix(l.index.Name(rows[i+k]), folder) })
		t.lines = append(t.lines, treeLine{place: place{folder: folder}, depth: depth, count: n, label: rest[:cut+1]})
		if all || t.open[folder] {
			t.level(l, rows[i:i+n], folder, depth+1, all)
		}
		i += n
	}
}

func (t *tree) find(p place) (int, bool) {
	for i := range t.lines {
		if t.lines[i].place == p {
			return i, true
		}
	}
	return 0, false
}

// toggle unfolds the folder under the cursor, or folds an unfolded one; it reports whether there was a folder.
func (t *tree) toggle(l *Pane, fold bool) bool {
	f := l.at.folder
	if !t.on || f == "" {
		return false
	}
	t.open[f] = !(t.open[f] && fold)
	l.requery()
	return true
}

// fold closes the folder under the cursor or the one around it, and reports whether it could.
func (t *tree) fold(l *Pane) bool {
	f := l.at.folder
	if f == "" || !t.open[f] {
		pos, ok := t.find(l.at)
		if !ok || t.lines[pos].depth == 0 {
			return false
		}
		for depth := t.lines[pos].depth; pos >= 0 && (t.lines[pos].depth >= depth || t.lines[pos].folder == ""); {
			pos--
		}
		if pos < 0 {
			return false
		}
		f = t.lines[pos].folder
	}
	t.open[f] = false
	l.at = place{folder: f}
	l.requery()
	return true
}
