package compare

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/ui"
)

// where says where the two sides of the part under the cursor differ, in characters of the newer one; "" for a part that is masked, the
// same, or on one side alone.
func (c *Pane) where() (text string) {
	l, on := c.here()
	if !on || l.fold > 0 || !c.shown.Shows(l.at) {
		return ""
	}
	switch {
	case c.cmp.By == document.ByKey:
		f := c.cmp.Fields[l.at]
		if f.Respelled {
			return ui.Datum(c.label(f)) + " is " + respelled
		}
		if f.Change != document.Changed || c.summary(l.at) != "" || f.A < 0 || f.B < 0 {
			return ""
		}
		a, b := c.cmp.A.Text(c.va, f.A), c.cmp.B.Text(c.vb, f.B)
		defer a.Wipe()
		defer b.Wipe()
		backend.UseBoth(a, b, func(p, q []byte) { text = differWords(p, q) })
		if text != "" {
			text = ui.Datum(c.label(f)) + " " + text
		}
	case c.cmp.By == document.ByLine && c.cmp.Runs[l.at].Change == document.Changed:
		r := c.cmp.Runs[l.at]
		n := l.b.line - r.BFrom
		if !l.b.on {
			n = l.a.line - r.AFrom
		}
		if r.AFrom+n >= r.ATo || r.BFrom+n >= r.BTo {
			return ""
		}
		x, y := c.pair(r, n)
		backend.UseBoth(c.va, c.vb, func(a, b []byte) {
			text = differWords(a[x.From:min(x.To+1, len(a))], b[y.From:min(y.To+1, len(b))])
		})
		if text != "" {
			text = "line " + strconv.Itoa(r.BFrom+n+1) + " " + text
		}
	}
	return text
}

// respelled is what two texts are that differ in their escapes alone.
const respelled = "the same text spelled otherwise"

// mostPlaces is how many places are told one by one.
const mostPlaces = 3

// differWords are the places in which a text differs from an older one.
func differWords(older, newer []byte) string {
	x, y := document.Differ(older, newer)
	if len(y) == 0 {
		return ""
	}
	var places []string
	for i := range min(len(y), mostPlaces) {
		places = append(places, placeWords(utf8.RuneCount(newer[:y[i][0]]), utf8.RuneCount(newer[y[i][0]:y[i][1]]), utf8.RuneCount(older[x[i][0]:x[i][1]])))
	}
	words := "differs at "
	if len(y) > 1 {
		words = "differs in " + strconv.Itoa(len(y)) + " places: "
	}
	words += strings.Join(places, " · ")
	if more := len(y) - len(places); more > 0 {
		words += " · …"
	}
	return words
}

// placeWords is a place of n characters behind so many others, which came in the place of so many old ones.
func placeWords(behind, n, old int) string {
	switch {
	case n == 0 && behind == 0:
		return "the beginning, where " + ui.Plural(old, "character") + " " + isAre(old) + " gone"
	case n == 0:
		return "character " + ui.Count(behind) + ", behind which " + ui.Plural(old, "character") + " " + isAre(old) + " gone"
	case n == 1:
		return "character " + ui.Count(behind+1)
	}
	return "characters " + ui.Count(behind+1) + "–" + ui.Count(behind+n)
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
