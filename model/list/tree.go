package list

import (
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/model/find"
)

// tree shows names as folders by "/". It is computed from the rows in name order: a folder's rows lie together, so
// only unfolded parts cost anything. What has not changed since the last time is kept.
type tree struct {
	on    bool
	open  map[string]bool
	lines []treeLine
	whole bool // all that is shown is unfolded, since it was sought

	of    treeOf
	rows  []find.Row             // what is shown, in name order
	facts map[string]folderFacts // of the folders among the lines, by path
	folds int                    // how often a folder was folded or unfolded
}

// treeOf is what lines and facts were made of.
type treeOf struct {
	index        *find.Index
	view         find.View
	order        find.Order
	sought       bool
	found        find.Rows // where something is sought
	shape, stamp int       // of the index
	folds        int
}

// same reports whether lines are of the same rows in the same order, whatever those have in them.
func (a *treeOf) same(b *treeOf) bool {
	return a.index == b.index && a.view == b.view && a.order == b.order && a.sought == b.sought && a.shape == b.shape && a.found.Equal(&b.found)
}

// treeLine is a folder, or a secret where it has no path.
type treeLine struct {
	folder string
	row    find.Row
	rows   []find.Row // what is in a folder
	depth  int
	from   int // how many bytes of the name the folders around it have
}

// mostUnfolded is how many matches are unfolded at once: as many as a person would scroll through.
const mostUnfolded = 5000

func (t *tree) rebuild(l *Pane) {
	if !t.on {
		t.lines, t.rows, t.facts, t.of = nil, nil, nil, treeOf{}
		return
	}
	was := t.of
	t.of = treeOf{index: l.index, view: l.view, order: l.order, sought: l.query.Text() != "", shape: l.index.Shape(l.view), stamp: l.index.Stamp(), folds: t.folds}
	if t.of.sought {
		t.of.found = l.result.Rows()
	}
	same := t.of.same(&was)
	if !same {
		t.rows = t.sorted(l)
	}
	if lost := t.forget(l, &was); same && was.folds == t.folds && l.order.By == find.Name {
		for _, folder := range lost {
			t.factsOf(l, folder, t.within(l, folder))
		}
		return
	}
	t.whole = t.of.sought && len(t.rows) <= mostUnfolded
	t.lines = t.lines[:0]
	t.level(l, t.rows, "", 0)
}

// sorted are the shown secrets in name order.
func (t *tree) sorted(l *Pane) []find.Row {
	rows := l.index.Sorted(l.view)
	if !t.of.sought {
		return rows
	}
	var shown []find.Row
	for _, r := range rows {
		if t.of.found.Has(r) {
			shown = append(shown, r)
		}
	}
	return shown
}

// forget drops the facts of folders in which something has changed since, and tells which those were. Time alone changes those of what
// is scheduled for deletion.
func (t *tree) forget(l *Pane, was *treeOf) (lost []string) {
	changed, known := l.index.Since(was.stamp)
	kept := known && was.index == l.index && was.view == l.view && was.order == l.order && was.sought == t.of.sought && was.found.Equal(&t.of.found)
	if !kept || l.view == find.Deleted {
		for folder := range t.facts {
			lost = append(lost, folder)
		}
		t.facts = map[string]folderFacts{}
		return lost
	}
	same := was.shape == t.of.shape
	for _, r := range changed {
		if same && (!l.index.In(l.view, r) || t.of.sought && !t.of.found.Has(r)) {
			continue
		}
		for at := 0; ; {
			folder, ok := l.index.Folder(r, at)
			if !ok {
				break
			}
			if is, has := t.facts[folder]; has && !(same && t.takes(l, &is, r)) {
				delete(t.facts, folder)
				lost = append(lost, folder)
			} else if has {
				t.facts[folder] = is
			}
			at = len(folder)
		}
	}
	return lost
}

// takes brings facts up to date with a row that has changed, where that can be told from the two alone.
func (t *tree) takes(l *Pane, is *folderFacts, r find.Row) bool {
	at := l.index.Changed(r)
	switch {
	case is.first != none:
		return false
	case r == is.newest:
		if at.Before(is.changed) {
			return false // another one may be newer now
		}
		is.changed = at
	case at.After(is.changed) || at.Equal(is.changed) && l.index.NameLess(r, is.newest):
		is.newest, is.changed = r, at
	}
	return true
}

// within are the shown rows in a folder.
func (t *tree) within(l *Pane, folder string) []find.Row { return under(l.index, t.rows, folder) }

// under are those of rows in name order that lie in a folder.
func under(x *find.Index, rows []find.Row, folder string) []find.Row {
	from := sort.Search(len(rows), func(i int) bool { return !x.NameBefore(rows[i], folder) })
	n := sort.Search(len(rows)-from, func(i int) bool { return !x.Under(rows[from+i], folder) })
	return rows[from : from+n]
}

// level adds the lines of one folder, in the order in force: one of several rows stands where the first of them does.
func (t *tree) level(l *Pane, rows []find.Row, prefix string, depth int) {
	from := len(t.lines)
	t.parts(l, rows, len(prefix), depth)
	lines := t.lines[from:]
	switch {
	case l.order.By != find.Name:
		compare := l.index.Compare(l.view, l.order, l.Served())
		first := func(line *treeLine) find.Row {
			if line.folder != "" {
				return t.facts[line.folder].first
			}
			return line.row
		}
		slices.SortStableFunc(lines, func(a, b treeLine) int { return compare(first(&a), first(&b)) })
	case l.order.Descending:
		slices.Reverse(lines)
	}
	if !t.opens(lines) {
		return
	}
	lines = slices.Clone(lines)
	t.lines = t.lines[:from]
	for _, line := range lines {
		t.lines = append(t.lines, line)
		if line.folder != "" && (t.whole || t.open[line.folder]) {
			t.level(l, line.rows, line.folder, depth+1)
		}
	}
}

// opens reports whether one of some lines is unfolded.
func (t *tree) opens(lines []treeLine) bool {
	return slices.ContainsFunc(lines, func(line treeLine) bool { return line.folder != "" && (t.whole || t.open[line.folder]) })
}

// parts adds the secrets and folders that lie in a folder itself, whose path has so many bytes.
func (t *tree) parts(l *Pane, rows []find.Row, from, depth int) {
	for i := 0; i < len(rows); {
		folder, is := l.index.Folder(rows[i], from)
		if !is {
			t.lines = append(t.lines, treeLine{row: rows[i], depth: depth, from: from})
			i++
			continue
		}
		n := sort.Search(len(rows)-i, func(k int) bool { return !l.index.Under(rows[i+k], folder) })
		t.lines = append(t.lines, treeLine{folder: folder, row: none, depth: depth, rows: rows[i : i+n], from: from})
		t.factsOf(l, folder, rows[i:i+n])
		i += n
	}
}

// factsOf sees to it that those of a folder are known.
func (t *tree) factsOf(l *Pane, folder string, rows []find.Row) {
	if _, known := t.facts[folder]; known || len(rows) == 0 {
		return
	}
	is := l.facts(rows, l.Served())
	if is.first = none; l.order.By != find.Name {
		is.first = slices.MinFunc(rows, l.index.Compare(l.view, l.order, l.Served()))
	}
	t.facts[folder] = is
}

// place is what stands in a line.
func (t *tree) place(l *Pane, i int) place {
	if line := &t.lines[i]; line.folder == "" {
		return place{arn: l.index.ARN(line.row)}
	}
	return place{folder: t.lines[i].folder}
}

// label is what a line is called below the folders around it.
func (t *tree) label(l *Pane, i int) string {
	if line := &t.lines[i]; line.folder == "" {
		return l.index.Name(line.row)[line.from:]
	}
	return t.lines[i].folder[t.lines[i].from:]
}

// find is the line of a place. The cursor is asked for most: its line is looked at first.
func (t *tree) find(l *Pane, p place) (int, bool) {
	r, known := none, false
	if p.folder == "" && p.region == "" {
		r, known = l.index.Lookup(p.arn)
	}
	is := func(line *treeLine) bool {
		if p.folder != "" {
			return line.folder == p.folder
		}
		return known && line.folder == "" && line.row == r
	}
	if at := l.scroll.Pos; at >= 0 && at < len(t.lines) && is(&t.lines[at]) {
		return at, true
	}
	for i := range t.lines {
		if is(&t.lines[i]) {
			return i, true
		}
	}
	return 0, false
}

// fold folds or unfolds a folder.
func (t *tree) fold(folder string, open bool) {
	t.open[folder] = open
	t.folds++
}

// here is the line under the cursor, where that is a folder.
func (t *tree) here(l *Pane) (treeLine, bool) {
	i, ok := t.find(l, l.at)
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
	t.fold(l.at.folder, !t.open[l.at.folder])
	l.requery()
	return true
}

// in unfolds the folder under the cursor, or goes to the first line in it.
func (t *tree) in(l *Pane) {
	i, _ := t.find(l, l.at)
	if t.unfolded(i) {
		l.scroll.To(i + 1)
		l.note()
		return
	}
	t.fold(l.at.folder, true)
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
	i, _ := t.find(l, l.at)
	if f := l.at.folder; f != "" && t.open[f] {
		t.fold(f, false)
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
	t.folds++
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
	for _, r := range t.rows {
		for at := 0; ; {
			folder, ok := l.index.Folder(r, at)
			if !ok {
				break
			}
			if !t.open[folder] {
				t.open[folder] = true
			}
			at = len(folder)
		}
	}
	l.requery()
}

// folderFacts are what a folder tells of what is in it.
type folderFacts struct {
	newest  find.Row  // the one that changed last
	changed time.Time // when
	first   find.Row  // the one that comes first in the order in force, none where that is by name
	worst   find.Row  // the one that goes first, of those that are scheduled for deletion
	gone    int       // how many are
}

// facts looks through the rows of a view.
func (l *Pane) facts(rows []find.Row, now time.Time) (out folderFacts) {
	if len(rows) == 0 {
		return out
	}
	out.newest = l.index.Newest(rows)
	out.changed = l.index.Changed(out.newest)
	if !l.index.In(find.Deleted, rows[0]) {
		return out
	}
	var first time.Time
	for _, r := range rows {
		if at := l.index.Deadline(r, now).Earliest; out.gone == 0 || at.Before(first) {
			first, out.worst = at, r
		}
		out.gone++
	}
	return out
}

// deletedIn are the secrets in a folder that are scheduled for deletion, in name order.
func (l *Pane) deletedIn(folder string) []find.Row {
	return under(l.index, l.index.Sorted(find.Deleted), folder)
}

// inside are the secrets in the folder under the cursor, in name order; nil where that is on none.
func (l *Pane) inside() (out []backend.Secret) {
	line, _ := l.tree.here(l)
	for _, r := range line.rows {
		out = append(out, l.index.Secret(r))
	}
	return out
}
