package ui

import "strings"

// columns are the widths of what stands right of the name, by the width of the row.
type columns struct{ env, owner, marks, age, countdown, deleted, place int }

// gutterW is the width of what stands before a name.
const gutterW = 2

// Countdowns are in full, short, or as short as can be; so wide, with their mark.
const fullCountdown, shortCountdown, leastCountdown = 27, 13, 8

// Below roomForRegion a row has no room for a region's name: its code has placeCode cells, and one more. Below roomForHours it has
// none for more than a countdown's largest unit either.
const roomForRegion, placeCode, roomForHours = 50, 6, 38

func columnsFor(w int, deleted bool) columns {
	if deleted {
		switch {
		case w >= 76:
			return columns{countdown: fullCountdown, deleted: 9}
		case w >= 44:
			return columns{countdown: shortCountdown, deleted: 8}
		}
		return columns{countdown: shortCountdown}
	}
	switch {
	case w >= 76:
		return columns{env: 8, owner: 7, marks: 4, age: 5}
	case w >= 44:
		return columns{env: 8, marks: 4, age: 5}
	case w >= 34:
		return columns{marks: 4, age: 5}
	}
	return columns{age: 5}
}

func (c columns) width() int {
	return c.env + c.owner + c.marks + c.age + c.countdown + c.deleted + c.place
}

// ListWidth is how wide a panel must be, its border included, to show names of so many cells whole beside what is known of them.
func ListWidth(longest int) int {
	w := gutterW + longest + 1
	for _, least := range []int{76, 44, 0} {
		if whole := w + columnsFor(least, false).width(); whole >= least {
			return whole + 2
		}
	}
	return w + 2
}

// ColumnHead is the title of a column; Sorted by it, upwards or Down.
type ColumnHead struct {
	Text         string
	Sorted, Down bool
}

// Words are the title, with an arrow where rows are sorted by it.
func (h ColumnHead) Words() string {
	switch {
	case h.Sorted && h.Down:
		return h.Text + " ↓"
	case h.Sorted:
		return h.Text + " ↑"
	}
	return h.Text
}

func (h ColumnHead) role(th *Theme) Role {
	if h.Sorted {
		return th.Text
	}
	return th.Dim
}

// Heads are the titles of the columns of a list, as they stand at the right end of a line: First that of the date or the deadline,
// Second that of the environment, or of when it was deleted.
type Heads struct {
	Deleted       bool
	Places        bool // rows name where they are
	First, Second ColumnHead
}

// Spans are the titles above rows w cells wide.
func (h Heads) Spans(th *Theme, w int) []Span {
	c := columnsFor(w, h.Deleted)
	fit := func(head ColumnHead, w int) Span { return Span{head.role(th), Fit(head.Words(), w)} }
	switch {
	case h.Deleted && h.Places:
		place := ColumnHead{Text: "region"}
		if c, _ = (&SecretRow{Place: "eu-west-1"}).placed(c, w, w); c.place == placeCode {
			place.Text = "in"
		}
		if c.countdown == leastCountdown {
			h.First.Text = "left"
		}
		return []Span{fit(place, c.place), fit(h.First, c.countdown)}
	case h.Deleted && c.deleted == 0:
		return []Span{fit(h.First, c.countdown)}
	case h.Deleted:
		return []Span{fit(h.First, c.countdown), fit(h.Second, c.deleted)}
	case c.env == 0:
		return []Span{{h.First.role(th), h.First.Words()}, {th.Text, Blank(1 + c.marks)}}
	}
	return []Span{{h.First.role(th), h.First.Words()}, {th.Text, Blank(1 + c.marks + c.owner)}, fit(h.Second, c.env)}
}

// RegionCode is a region as AWS's own ids of zones begin: "euw1" for eu-west-1; "" for what is no region.
func RegionCode(region string) string {
	parts := strings.Split(region, "-")
	if len(parts) < 3 || len(parts[0]) != 2 || len(parts[len(parts)-1]) != 1 {
		return ""
	}
	short := map[string]string{"north": "n", "south": "s", "east": "e", "west": "w", "central": "c", "northeast": "ne", "northwest": "nw",
		"southeast": "se", "southwest": "sw", "gov": "g", "iso": "i", "isob": "ib", "isoe": "ie", "isof": "if"}
	code := parts[0]
	for _, p := range parts[1 : len(parts)-1] {
		if short[p] == "" {
			return ""
		}
		code += short[p]
	}
	return code + parts[len(parts)-1]
}
