package timeline

import (
	"slices"
	"strings"

	"strongroom/backend"
)

// newestFirst orders versions by time, those without a date before all; at the same instant the current one comes first.
func newestFirst(vs []backend.Version) []backend.Version {
	out := slices.Clone(vs)
	slices.SortStableFunc(out, func(a, b backend.Version) int {
		switch c := b.Created.Compare(a.Created); { // one without a value is the newest, whose date nobody tells
		case a.Empty != b.Empty && a.Empty:
			return -1
		case a.Empty != b.Empty:
			return 1
		case c != 0:
			return c
		}
		if ca, cb := slices.Contains(a.Stages, backend.Current), slices.Contains(b.Stages, backend.Current); ca != cb {
			if ca {
				return -1
			}
			return 1
		}
		return strings.Compare(a.ID, b.ID)
	})
	return slices.CompactFunc(out, func(a, b backend.Version) bool { return a.ID == b.ID })
}

// build works out the rows and keeps the cursor on its version.
func (t *Pane) build() {
	if len(t.versions) == 0 && t.failed != nil {
		t.versions = fromLabels(t.labels) // better than nothing: without dates, and without unlabelled ones
	}
	t.rows, t.bare = t.rows[:0], 0
	for _, v := range t.versions {
		if len(v.Stages) > 0 {
			t.rows = append(t.rows, v.ID)
		} else {
			t.bare++
		}
	}
	if t.bare > 0 {
		t.rows = append(t.rows, "")
		for _, v := range t.versions {
			if len(v.Stages) == 0 && t.unfolded {
				t.rows = append(t.rows, v.ID)
			}
		}
	}
	if t.loaded || len(t.rows) > 0 {
		t.tall = len(t.rows) + t.notices()
	}
	t.marks = slices.DeleteFunc(t.marks, func(id string) bool { return t.version(id) == nil })
	t.fit()
	if !t.pinned {
		t.at = ""
		if v := t.holder(backend.Current); v != nil {
			t.at = v.ID
		}
	}
	if i := slices.Index(t.rows, t.at); i >= 0 {
		t.scroll.Keep(i)
	} else {
		t.note()
	}
}

// without are the versions that others do not have among them, with the labels that none of those has.
func without(vs, others []backend.Version) (out []backend.Version) {
	have := backend.StagesOf(others)
	for _, v := range vs {
		if slices.ContainsFunc(others, func(o backend.Version) bool { return o.ID == v.ID }) {
			continue
		}
		v.Stages = slices.DeleteFunc(slices.Clone(v.Stages), func(label string) bool { return backend.HolderOf(have, label) != "" })
		out = append(out, v)
	}
	return out
}

func fromLabels(stages map[string][]string) (out []backend.Version) {
	for id, labels := range stages {
		if len(labels) > 0 {
			out = append(out, backend.Version{ID: id, Stages: labels})
		}
	}
	return newestFirst(out)
}

// compared are the two versions that = would compare, or why there are none.
func (t *Pane) compared() (a, b backend.Version, why string) {
	if len(t.marks) == 2 {
		return *t.version(t.marks[0]), *t.version(t.marks[1]), ""
	}
	v, ok := t.selected()
	current := t.holder(backend.Current)
	switch {
	case !ok:
		return a, b, t.why()
	case current == nil && (t.failed != nil || !t.loaded):
		return a, b, t.why()
	case current == nil:
		return a, b, "no version is AWSCURRENT: mark two versions"
	case current.ID == v.ID:
		return a, b, "this is AWSCURRENT: go to another version, or mark two"
	}
	return v, *current, ""
}

// mark marks the version under the cursor, or unmarks it. Of three the first one goes.
func (t *Pane) mark() {
	if i := slices.Index(t.marks, t.at); i >= 0 {
		t.marks = slices.Delete(t.marks, i, i+1)
		return
	}
	if t.marks = append(t.marks, t.at); len(t.marks) > 2 {
		t.marks = t.marks[1:]
	}
}

// goTo puts the cursor on a version.
func (t *Pane) goTo(id string) {
	if v := t.version(id); v == nil {
		return
	} else if len(v.Stages) == 0 {
		t.unfolded = true
	}
	t.pinned, t.at = true, id
	t.build()
}
