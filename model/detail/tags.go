package detail

import (
	"slices"
	"strings"

	"strongroom/backend"
)

// tagAt is the tag under the cursor.
func (d *Pane) tagAt() (backend.Tag, bool) {
	tags := sortedTags(d.known().Tags)
	if d.tab != tabTags || len(tags) == 0 {
		return backend.Tag{}, false
	}
	d.facts.N = len(tags)
	d.facts.Clamp()
	return tags[d.facts.Pos], true
}

func sortedTags(tags []backend.Tag) []backend.Tag {
	tags = slices.Clone(tags)
	slices.SortStableFunc(tags, func(a, b backend.Tag) int { return strings.Compare(a.Key, b.Key) })
	return tags
}

// holdRow keeps the cursor on its tag or its replica while they are told anew.
func (d *Pane) holdRow(tell func()) {
	byLabel := d.tab == tabTags || d.tab == tabReplicas
	if rows := d.factRows(); byLabel && d.row == "" && d.facts.Pos < len(rows) {
		d.row = rows[d.facts.Pos].label
	}
	tell()
	rows := d.factRows()
	if i := slices.IndexFunc(rows, func(r fact) bool { return r.label == d.row }); byLabel && i >= 0 {
		d.facts.N = len(rows)
		d.facts.To(i)
	}
	d.row = ""
}
