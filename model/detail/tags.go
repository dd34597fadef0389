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

// holdTag keeps the cursor on its tag while the tags are told anew.
func (d *Pane) holdTag(tell func()) {
	if t, ok := d.tagAt(); ok && d.tag == "" {
		d.tag = t.Key
	}
	tell()
	for i, t := range sortedTags(d.known().Tags) {
		if d.tab == tabTags && t.Key == d.tag {
			d.facts.N = len(d.known().Tags)
			d.facts.To(i)
		}
	}
	d.tag = ""
}
