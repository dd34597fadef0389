package list

import (
	"slices"

	"strongroom/model/find"
)

// tree shows names as folders by "/". It is computed from the rows in name order: a folder's rows lie together, so
// only unfolded parts cost anything. What has not changed since the last time is kept.
type tree struct {
	on    bool
	open  unfolded
	lines []treeLine
	whole bool // all that is shown is unfolded, since it was sought

	of    treeOf
	rows  []find.Row             // what is shown, in name order
	found []find.Row             // memory for that where something is sought
	facts map[string]folderFacts // of large folders that were in sight, by path
	folds int                    // how often a folder was folded or unfolded
	rests int                    // how many lines there were when it was looked whether a slice is over
	parts []treeLine             // of the folders that are being looked through, one behind the other
}

// unfolded tells which folders are unfolded: those that are named, or all but those.
type unfolded struct {
	all    bool
	except map[string]bool
}

func (u *unfolded) has(path []byte) bool { return u.all != u.except[string(path)] }

func (u *unfolded) put(path string, open bool) {
	if u.except == nil {
		u.except = map[string]bool{}
	}
	if open == u.all {
		delete(u.except, path)
	} else {
		u.except[path] = true
	}
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

// treeLine is a folder, or a secret. There are as many as secrets, and more, where all is unfolded: so it is small, and leads nowhere.
type treeLine struct {
	at, n    int32 // rows[at:at+n] are what is in a folder; n is 0 for a secret
	from, to int32 // how many bytes of the name the folders around it have, and of a folder those with it
	depth    int32
}

// in are the rows in a folder.
func (t *tree) in(line treeLine) []find.Row { return t.rows[line.at : line.at+line.n] }

// row is the secret of a line, or the first one in a folder.
func (t *tree) row(line treeLine) find.Row { return t.rows[line.at] }

// path is that of a folder: the index's own.
func (t *tree) path(x *find.Index, line treeLine) []byte { return x.Begins(t.row(line), int(line.to)) }

// mostUnfolded is how many matches are unfolded at once: as many as a person would scroll through.
const mostUnfolded = 5000

// rebuild brings lines in line with what is shown of an answer.
func (t *tree) rebuild(l *Pane, result *find.Result) {
	if !t.on {
		t.lines, t.rows, t.found, t.facts, t.parts, t.of = nil, nil, nil, nil, nil, treeOf{}
		return
	}
	was := t.of
	t.of = treeOf{index: l.index, view: l.view, order: l.order, sought: l.query.Text() != "", shape: l.index.Shape(l.view), stamp: l.index.Stamp(), folds: t.folds}
	if t.of.sought {
		t.of.found = result.Rows()
	}
	same := t.of.same(&was)
	if !same {
		t.rows = t.sorted(l)
	}
	if t.forget(l, &was); same && was.folds == t.folds && l.order.By == find.Name {
		return
	}
	t.whole = t.of.sought && len(t.rows) <= mostUnfolded
	t.lines, t.rests = t.lines[:0], 0
	t.level(l, treeLine{n: int32(len(t.rows)), depth: -1})
}

// sorted are the shown secrets in name order.
func (t *tree) sorted(l *Pane) []find.Row {
	rows := l.index.Sorted(l.view)
	if !t.of.sought {
		return rows
	}
	t.found = slices.Grow(t.found[:0], t.of.found.Len())
	for _, r := range rows {
		if t.of.found.Has(r) {
			t.found = append(t.found, r)
		}
	}
	return t.found
}

// between is how many lines, or rows, are seen to before it is looked whether a slice is over.
const between = 1 << 14

// level adds the lines of one folder, in the order in force: one of several rows stands where the first of them does.
func (t *tree) level(l *Pane, folder treeLine) {
	from := len(t.parts)
	t.split(l.index, folder)
	switch parts := t.parts[from:]; {
	case l.order.By != find.Name:
		t.sort(l, parts)
	case l.order.Descending:
		slices.Reverse(parts)
	}
	t.lines = slices.Grow(t.lines, len(t.parts)-from)
	for i := from; i < len(t.parts); i++ {
		line := t.parts[i]
		t.lines = append(t.lines, line)
		if line.n > 0 && (t.whole || t.open.has(t.path(l.index, line))) {
			t.level(l, line)
		}
		if len(t.lines) >= t.rests+between {
			t.rests = len(t.lines)
			l.index.Breathe()
		}
	}
	t.parts = t.parts[:from]
}

// split adds the secrets and folders that lie in a folder itself to the parts.
func (t *tree) split(x *find.Index, folder treeLine) {
	for i, end := folder.at, folder.at+folder.n; i < end; {
		line := treeLine{at: i, from: folder.to, depth: folder.depth + 1}
		if to := x.FolderEnd(t.rows[i], int(folder.to)); to > 0 {
			line.n, line.to = int32(x.Alike(t.rows[i:end], to)), int32(to)
		}
		if len(t.parts) == cap(t.parts) {
			t.parts = slices.Grow(t.parts, len(t.parts)+1) // by as much again: append adds a quarter
		}
		t.parts = append(t.parts, line)
		i += max(1, line.n)
	}
}

// sort brings parts, which come by name, into an order by date.
func (t *tree) sort(l *Pane, parts []treeLine) {
	key, keys := l.index.Keys(l.order, l.Served()), make([]uint64, len(parts))
	rows := 0
	for i, line := range parts {
		if rows += 1 + int(line.n); rows >= between {
			rows = 0
			l.index.Breathe()
		}
		keys[i] = key(t.row(line))
		for _, r := range t.in(line) {
			keys[i] = min(keys[i], key(r))
		}
	}
	sorted := make([]treeLine, len(parts))
	for i, at := range l.index.ByKeys(keys) {
		sorted[i] = parts[at]
	}
	copy(parts, sorted)
}

// place is what stands in a line.
func (t *tree) place(l *Pane, i int) place {
	if line := t.lines[i]; line.n == 0 {
		return place{arn: l.index.ARN(t.row(line))}
	}
	return place{folder: string(t.path(l.index, t.lines[i]))}
}

// find is the line of a place. The cursor is asked for most: its line is looked at first.
func (t *tree) find(l *Pane, p place) (int, bool) {
	r, known := none, false
	if p.folder == "" && p.region == "" {
		r, known = l.index.Lookup(p.arn)
	}
	is := func(line treeLine) bool {
		if p.folder != "" {
			return line.n > 0 && int(line.to) == len(p.folder) && string(t.path(l.index, line)) == p.folder
		}
		return known && line.n == 0 && t.row(line) == r
	}
	if at := l.scroll.Pos; at >= 0 && at < len(t.lines) && is(t.lines[at]) {
		return at, true
	}
	for i := range t.lines {
		if is(t.lines[i]) {
			return i, true
		}
	}
	return 0, false
}
