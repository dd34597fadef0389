package list

import (
	"iter"

	tea "charm.land/bubbletea/v2"
)

// fold folds or unfolds a folder.
func (t *tree) fold(folder string, open bool) {
	t.open.put(folder, open)
	t.folds++
}

// here is the line under the cursor, where that is a folder.
func (t *tree) here(l *Pane) (treeLine, bool) {
	i, ok := t.find(l, l.at)
	if !t.on || !ok || l.at.folder == "" {
		return treeLine{}, false
	}
	return t.lines[i], t.lines[i].n > 0
}

// unfolded reports whether the folder in a line shows what is in it.
func (t *tree) unfolded(i int) bool {
	return i+1 < len(t.lines) && t.lines[i+1].depth > t.lines[i].depth
}

// foldable reports whether a folder can be folded: it is unfolded, and not since all that matches is.
func (t *tree) foldable(folder string) bool {
	return folder != "" && !t.whole && t.open.has([]byte(folder))
}

// toggle unfolds the folder under the cursor, or folds it.
func (t *tree) toggle(l *Pane) {
	if _, is := t.here(l); is {
		t.fold(l.at.folder, !t.open.has([]byte(l.at.folder)))
		l.requery()
	}
}

// inward unfolds the folder under the cursor, or goes to the first line in it.
func (t *tree) inward(l *Pane) {
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

// outward folds the folder under the cursor, or goes to the one around this line.
func (t *tree) outward(l *Pane) {
	i, _ := t.find(l, l.at)
	if f := l.at.folder; t.foldable(f) {
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
func (t *tree) foldAll(l *Pane) tea.Cmd {
	some := len(t.open.except) > 0
	if t.open.all {
		some = t.opens()
	}
	if !some {
		return l.rearrange(func(t *tree) {
			t.open = unfolded{all: true}
			t.folds++
		})
	}
	t.open = unfolded{}
	t.folds++
	l.requery()
	return nil
}

// reveal unfolds the folders around a secret.
func (t *tree) reveal(l *Pane, name string) {
	for path := range around(name) {
		if t.on && !t.open.has([]byte(path)) {
			t.fold(path, true)
		}
	}
}

// holder is the line of the innermost folder in sight that a place is in.
func (t *tree) holder(l *Pane, p place) (pos int, ok bool) {
	name := p.folder
	if r, known := l.index.Lookup(p.arn); known && l.result.Has(r) {
		name = l.index.Name(r)
	} else if len(under(l.index, t.rows, name)) == 0 {
		return 0, false
	}
	for path := range around(name) {
		at, shown := t.find(l, place{folder: path})
		if !shown {
			break
		}
		pos, ok = at, true
	}
	return pos, ok
}

// around are the folders around a name, the outermost first.
func around(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := 0; i < len(name)-1; i++ {
			if name[i] == '/' && !yield(name[:i+1]) {
				return
			}
		}
	}
}

// opens reports whether a folder is unfolded.
func (t *tree) opens() bool {
	for i := range t.lines {
		if t.unfolded(i) {
			return true
		}
	}
	return false
}
