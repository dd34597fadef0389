package ui

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"strongroom/backend"
)

// SecretRow is one row of the list, in the data's own words.
type SecretRow struct {
	Name string // outside text
	// Match are byte ranges [from,to) of Name that the query matched.
	Match [][2]int
	// Why is where a row matched if not by its name: "tag team=payments". Outside text.
	Why      string
	Cursor   bool // the cursor is here
	Focus    bool // and the list has the focus
	Marked   bool
	Indent   int
	Rotating bool
	Replica  bool
	Owner    string // outside text
	Env      string // outside text
	// Dated is the date that the row tells the age of, Deadline that of a secret that is scheduled for deletion: then the row tells how
	// long is left instead, and how long ago it was deleted. Now is what time it is.
	Dated    time.Time
	Deadline backend.Deadline
	Now      time.Time
	// Place is where a secret is that is not where the others are, or each where they are of several regions; as FitPlace cuts it.
	Place string
	// Note is what happened to the row; it takes the place of everything but the name. Safe text.
	Note string
}

// Draw puts the row into w cells of a sheet.
func (r *SecretRow) Draw(sheet *Sheet, th *Theme, w int) string {
	st := th.row(r.Cursor, r.Focus)
	l := sheet.Line(w, st.Text)
	rowGutter(l, st, r.Cursor, r.Focus, r.Marked)
	l.Gap(2 * r.Indent)
	pending := r.Deadline.Phase(r.Now) != backend.NotPending
	cols, place := r.placed(columnsFor(w, pending), w, l.Left())
	side := cols.width()
	note := r.Note
	if note != "" {
		if place != "" {
			note = place + " · " + note
		}
		side = min(Width(note)+2, max(l.Left()/2, l.Left()-Width(Text(r.Name))-2))
	}
	r.name(l, st, max(8, l.Left()-side-1))
	l.Gap(1)
	if note != "" {
		l.Right(Span{st.Warn, Fit(note, min(Width(note), l.Left()))})
		return l.String()
	}
	if pending {
		r.deadline(l, st, cols, place)
		return l.String()
	}
	l.To(w - side)
	if place != "" {
		l.Cell(st.Info, place, cols.place-1).Gap(1)
	}
	r.facts(l, st, cols)
	return l.String()
}

// leastPlace is the width of an account, and of most regions.
const leastPlace = 14

// placed is what a place leaves the columns, and as much of it as fits: it is never left out. left are the cells behind the gutter.
func (r *SecretRow) placed(cols columns, w, left int) (columns, string) {
	switch {
	case r.Place == "":
		return cols, ""
	case cols.countdown > 0:
		cols.place, cols.deleted = leastPlace+1, 0
		if code := RegionCode(r.Place); w < roomForRegion && code != "" {
			cols.place = placeCode
			if w < roomForHours {
				cols.countdown = leastCountdown
			}
			return cols, code
		}
		return cols, FitPlace(r.Place, leastPlace)
	}
	cols.env, cols.owner = 0, 0
	free := left - cols.width() - 3
	place := FitPlace(r.Place, max(leastPlace, free/2, free-Width(Text(r.Name))))
	cols.place = Width(place) + 1
	return cols, place
}

// barred is the cell that tells where the cursor is.
func barred(l *Line, st *Styles, cursor, focus bool) *Line {
	switch {
	case cursor && focus:
		return l.Add(st.Accent, "▌")
	case cursor:
		return l.Add(st.Dim, "▌")
	}
	return l.Gap(1)
}

// rowGutter is what stands before a name: where the cursor is, and a mark.
func rowGutter(l *Line, st *Styles, cursor, focus, marked bool) {
	barred(l, st, cursor, focus)
	if marked {
		l.Add(st.Brand, "✓")
	} else {
		l.Gap(1)
	}
}

func (r *SecretRow) name(l *Line, st *Styles, w int) {
	var room [16]Span
	spans := nameSpans(room[:0], r.Name, r.Match, w, st)
	l.Spans(spans...)
	free := w - SpansWidth(spans)
	if r.Why != "" && free > 8 {
		why := Text(r.Why)
		whole := min(2+Width(why), free)
		l.cell(st.Dim, 2, why, whole)
		free -= whole
	}
	l.Gap(free)
}

func (r *SecretRow) deadline(l *Line, st *Styles, c columns, place string) {
	if place != "" {
		l.Cell(st.Info, place, c.place-1).Gap(1)
	}
	d, u := r.Deadline, UrgencyOf(r.Deadline, r.Now)
	mark, room := "", c.countdown-1
	if u == Pressing {
		mark = " !"
	}
	var written [shortWords]byte
	switch c.countdown {
	case fullCountdown:
		var spans [4]Span
		end := l.w + room
		l.Spans(deadlineSpans(spans[:0], st, u, Drain(d, r.Now), Countdown(d, r.Now), min(l.Left(), room-len(mark)))...).Add(st.Urgent, mark).To(end)
	case leastCountdown:
		words := appendLeast(written[:0], d, r.Now)
		if utf8.RuneCount(words)+len(mark) > room {
			mark = strings.TrimSpace(mark)
		}
		l.words(u.role(st), 0, append(words, mark...), room)
	default:
		words := appendShort(written[:0], d, r.Now)
		if utf8.RuneCount(words)+len(mark) > room {
			words = bytes.TrimSuffix(words, []byte(" left"))
		}
		l.words(u.role(st), 0, append(words, mark...), room)
	}
	l.Gap(1)
	if c.deleted > 0 && !d.Deleted.IsZero() {
		age := appendAge(written[:0], d.Deleted, r.Now)
		if len(age)+len(" ago") < c.deleted {
			age = append(age, " ago"...)
		}
		l.words(st.Dim, 0, age, c.deleted-1)
	}
}

func (r *SecretRow) facts(l *Line, st *Styles, c columns) {
	var written [shortWords]byte
	age := appendAge(written[:0], r.Dated, r.Now)
	l.words(st.Dim, max(0, 4-len(age)), age, c.age)
	if c.marks > 0 {
		l.Gap(1)
		sign(l, st.Good, "⟳", r.Rotating)
		sign(l, st.Info, "⇄", r.Replica)
		l.Gap(c.marks - 3)
	}
	if c.owner > 0 {
		l.Cell(st.Dim, Datum(r.Owner), c.owner-1).Gap(1)
	}
	if c.env > 0 {
		l.Cell(envRole(r.Env, st), Datum(r.Env), c.env-1).Gap(1)
	}
}

// sign is one cell: a mark, or nothing, which costs no colour.
func sign(l *Line, r Role, mark string, on bool) {
	if on {
		l.Cell(r, mark, 1)
	} else {
		l.Gap(1)
	}
}

// envRole makes production stand out among environments.
func envRole(env string, st *Styles) Role {
	if len(env) >= 4 && strings.EqualFold(env[:4], "prod") {
		return st.Warn
	}
	return st.Dim
}

// nameSpans adds a name with its matches highlighted, in at most w cells; a longer name loses its middle.
func nameSpans(spans []Span, name string, match [][2]int, w int, st *Styles) []Span {
	if strings.TrimSpace(name) == "" {
		name, match = strconv.Quote(name), nil
	}
	safe := Text(name)
	if safe != name || Width(safe) != len(name) {
		if Width(safe) > w {
			safe = FitMiddle(safe, w)
		}
		return append(spans, Span{st.Text, safe})
	}
	if len(name) <= w {
		return marked(spans, name, match, 0, st.Text, st.Match)
	}
	head := max(1, (w-1)/3)
	tail := len(name) - (w - 1 - head)
	if w < 4 {
		return append(spans, Span{st.Text, Fit(name, w)})
	}
	spans = marked(spans, name[:head], match, 0, st.Text, st.Match)
	return marked(append(spans, Span{st.Dim, "…"}), name[tail:], match, tail, st.Text, st.Match)
}

// marked adds s, which begins at byte offset of the whole name, as matched and other pieces.
func marked(spans []Span, s string, match [][2]int, offset int, plain, found Role) []Span {
	at := 0
	for _, m := range match {
		from, to := max(m[0]-offset, at), min(m[1]-offset, len(s))
		if from >= to {
			continue
		}
		if from > at {
			spans = append(spans, Span{plain, s[at:from]})
		}
		spans = append(spans, Span{found, s[from:to]})
		at = to
	}
	if at < len(s) {
		spans = append(spans, Span{plain, s[at:]})
	}
	return spans
}

// Count is a number with its thousands apart: 1,204.
func Count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
