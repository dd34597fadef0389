package list

import (
	"sort"
	"time"

	"strongroom/backend"
	"strongroom/model/find"
)

// forget drops the facts of folders in which something has changed since, but for what the change itself tells. Time alone changes those
// of what is scheduled for deletion.
func (t *tree) forget(l *Pane, was *treeOf) {
	changed, known := l.index.Since(was.stamp)
	kept := known && was.index == l.index && was.view == l.view && was.order == l.order && was.sought == t.of.sought && was.found.Equal(&t.of.found)
	if !kept || l.view == find.Deleted {
		t.facts = map[string]folderFacts{}
		return
	}
	for _, r := range changed {
		shown := l.index.In(l.view, r) && (!t.of.sought || t.of.found.Has(r))
		for end := l.index.FolderEnd(r, 0); end > 0; end = l.index.FolderEnd(r, end) {
			path := l.index.Begins(r, end)
			switch is, has := t.facts[string(path)]; {
			case !has:
			case shown && is.takes(l.index, r):
				t.facts[string(path)] = is
			case shown || r == is.newest:
				delete(t.facts, string(path))
			}
		}
	}
}

// takes brings facts up to date with a row that has come or changed, where that can be told from the two alone.
func (is *folderFacts) takes(x *find.Index, r find.Row) bool {
	at := x.Changed(r)
	switch {
	case r == is.newest:
		if at.Before(is.changed) {
			return false // another one may be newer now
		}
		is.changed = at
	case at.After(is.changed) || at.Equal(is.changed) && x.NameLess(r, is.newest):
		is.newest, is.changed = r, at
	}
	return true
}

// largeFolder is how many secrets a folder has about which is not found out anew in each frame.
const largeFolder = 64

// look finds out about the large folders in sight, once for as long as nothing in them changes.
func (t *tree) look(l *Pane) {
	if !t.on {
		return
	}
	for i := l.scroll.Top; i < min(len(t.lines), l.scroll.Top+l.scroll.H); i++ {
		line := t.lines[i]
		if line.n <= largeFolder {
			continue
		}
		if path := t.path(l.index, line); !t.knows(path) {
			t.facts[string(path)] = l.facts(t.in(line), l.Served())
		}
	}
}

func (t *tree) knows(path []byte) bool {
	_, known := t.facts[string(path)]
	return known
}

// told are the facts of the folder in a line.
func (t *tree) told(l *Pane, line treeLine) folderFacts {
	if is, known := t.facts[string(t.path(l.index, line))]; known {
		return is
	}
	return l.facts(t.in(line), l.Served())
}

// under are those of rows in name order that lie in a folder.
func under(x *find.Index, rows []find.Row, folder string) []find.Row {
	from := sort.Search(len(rows), func(i int) bool { return !x.NameBefore(rows[i], folder) })
	n := sort.Search(len(rows)-from, func(i int) bool { return !x.Under(rows[from+i], folder) })
	return rows[from : from+n]
}

// folderFacts are what a folder tells of what is in it.
type folderFacts struct {
	newest  find.Row  // the one that changed last
	changed time.Time // when
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
	for _, r := range l.tree.in(line) {
		out = append(out, l.index.Secret(r))
	}
	return out
}
