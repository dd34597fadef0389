package list

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/model/find"
)

// tree shows names as folders by "/". It is computed from the rows in name order: a folder's rows lie together, so
// only unfolded parts cost anything.
type tree struct {
	on    bool
	open  map[string]bool
	lines []treeLine
	// ranks are the places of rows in the order in force, by row; nil where that is by name.
	ranks map[find.Row]int
	whole bool // all that is shown is unfolded, since it was sought
}

type treeLine struct {
	place
	row   find.Row
	rows  []find.Row // what is in a folder
	depth int
	label string
	rank  int // the lowest of what is in it
	facts folderFacts
}

// mostUnfolded is how many matches are unfolded at once: as many as a person would scroll through.
const mostUnfolded = 5000

func (t *tree) rebuild(l *Pane) {
	t.lines, t.ranks = t.lines[:0], nil
	if !t.on {
		return
	}
	if l.order != (find.Order{By: find.Name}) {
		t.ranks = map[find.Row]int{}
		for i, r := range l.all(l.order) {
			t.ranks[r] = i
		}
	}
	rows := t.rows(l)
	t.whole = l.query.Text() != "" && len(rows) <= mostUnfolded
	t.level(l, rows, "", 0)
}

// rows are the shown secrets in name order.
func (t *tree) rows(l *Pane) []find.Row {
	rows := l.all(find.Order{By: find.Name})
	if l.query.Text() != "" {
		rows = slices.DeleteFunc(rows, func(r find.Row) bool { return !l.result.Has(r) })
	}
	return rows
}

// level adds the lines of one folder, in the order in force: one of several rows stands where the first of them does.
func (t *tree) level(l *Pane, rows []find.Row, prefix string, depth int) {
	lines := t.parts(l, rows, prefix, depth)
	if t.ranks != nil {
		slices.SortStableFunc(lines, func(a, b treeLine) int { return cmp.Compare(a.rank, b.rank) })
	}
	for _, line := range lines {
		t.lines = append(t.lines, line)
		if line.folder != "" && (t.whole || t.open[line.folder]) {
			t.level(l, line.rows, line.folder, depth+1)
		}
	}
}

// parts are the secrets and folders that lie in a folder itself.
func (t *tree) parts(l *Pane, rows []find.Row, prefix string, depth int) (out []treeLine) {
	for i := 0; i < len(rows); {
		name := l.index.Name(rows[i])
		rest := name[len(prefix):]
		cut := strings.IndexByte(rest, '/')
		if cut < 0 || cut == len(rest)-1 {
			out = append(out, treeLine{place: place{arn: l.index.ARN(rows[i])}, row: rows[i], depth: depth, label: rest, rank: t.ranks[rows[i]]})
			i++
			continue
		}
		folder := prefix + rest[:cut+1]
		n := sort.Search(len(rows)-i, func(k int) bool { return !strings.HasPrefix(l.index.Name(rows[i+k]), folder) })
		line := treeLine{place: place{folder: folder}, depth: depth, rows: rows[i : i+n], label: rest[:cut+1], facts: l.facts(rows[i:i+n], l.Served())}
		if t.ranks != nil {
			line.rank = t.ranks[slices.MinFunc(line.rows, func(a, b find.Row) int { return cmp.Compare(t.ranks[a], t.ranks[b]) })]
		}
		out = append(out, line)
		i += n
	}
	return out
}

func (t *tree) find(p place) (int, bool) {
	i := slices.IndexFunc(t.lines, func(line treeLine) bool { return line.place == p })
	return max(0, i), i >= 0
}

// here is the line under the cursor, where that is a folder.
func (t *tree) here(l *Pane) (treeLine, bool) {
	i, ok := t.find(l.at)
	if !t.on || !ok || l.at.folder == "" {
		return treeLine{}, false
	}
	return t.lines[i], true
}

// unfolded reports whether the folder in a line shows what is in it.
func (t *tree) unfolded(i int) bool {
	return i+1 < len(t.lines) && t.lines[i+1].depth > t.lines[i].depth
}

// toggle unfolds the folder under the cursor, or folds it; it reports whether there was a folder.
func (t *tree) toggle(l *Pane) bool {
	if _, is := t.here(l); !is {
		return false
	}
	t.open[l.at.folder] = !t.open[l.at.folder]
	l.requery()
	return true
}

// in unfolds the folder under the cursor, or goes to the first line in it.
func (t *tree) in(l *Pane) {
	i, _ := t.find(l.at)
	if t.unfolded(i) {
		l.scroll.To(i + 1)
		l.note()
		return
	}
	t.open[l.at.folder] = true
	l.requery()
}

// around is the line of the folder that a line lies in.
func (t *tree) around(i int) (int, bool) {
	for at := i - 1; at >= 0; at-- {
		if t.lines[at].depth < t.lines[i].depth {
			return at, true
		}
	}
	return 0, false
}

// out folds the folder under the cursor, or goes to the one around this line.
func (t *tree) out(l *Pane) {
	i, _ := t.find(l.at)
	if f := l.at.folder; f != "" && t.open[f] {
		t.open[f] = false
		l.requery()
		return
	}
	if at, ok := t.around(i); ok {
		l.scroll.To(at)
		l.note()
	}
}

// foldAll folds all folders, or unfolds all where none is unfolded. The cursor stays on its secret, or on the folder that hides it.
func (t *tree) foldAll(l *Pane) {
	some := slices.Contains(slices.Collect(maps.Values(t.open)), true)
	clear(t.open)
	if some {
		name := l.at.folder
		if r, on := l.index.Lookup(l.at.arn); on {
			name = l.index.Name(r)
		}
		if cut := strings.IndexByte(name, '/'); cut >= 0 && cut < len(name)-1 {
			l.at = place{folder: name[:cut+1]}
		}
		l.requery()
		return
	}
	for _, r := range t.rows(l) {
		name := l.index.Name(r)
		for i := range len(name) - 1 {
			if name[i] == '/' {
				t.open[name[:i+1]] = true
			}
		}
	}
	l.requery()
}

// folderFacts are what a folder tells of what is in it.
type folderFacts struct {
	newest find.Row // the one that changed last
	worst  find.Row // the one that goes first, of those that are scheduled for deletion
	gone   int      // how many are
}

// facts looks through rows.
func (l *Pane) facts(rows []find.Row, now time.Time) (out folderFacts) {
	var newest, first time.Time
	for i, r := range rows {
		if changed := l.index.Changed(r); i == 0 || changed.After(newest) {
			newest, out.newest = changed, r
		}
		if l.index.Deleted(r).IsZero() {
			continue
		}
		if at := l.index.Deadline(r, now).Earliest; out.gone == 0 || at.Before(first) {
			first, out.worst = at, r
		}
		out.gone++
	}
	return out
}

// deletedIn are the secrets in a folder that are scheduled for deletion, in name order.
func (l *Pane) deletedIn(folder string) []find.Row {
	rows := l.index.All(find.Deleted, find.Order{By: find.Name}, l.Served())
	from := sort.Search(len(rows), func(i int) bool { return l.index.Name(rows[i]) >= folder })
	n := sort.Search(len(rows)-from, func(i int) bool { return !strings.HasPrefix(l.index.Name(rows[from+i]), folder) })
	return rows[from : from+n]
}

// inside are the secrets in the folder under the cursor, in name order; nil where that is on none.
func (l *Pane) inside() (out []backend.Secret) {
	line, _ := l.tree.here(l)
	for _, r := range line.rows {
		out = append(out, l.index.Secret(r))
	}
	return out
}
