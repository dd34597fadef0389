package ui

import "strings"

// Header is the line at the top: where we are, and what is true of the whole place.
type Header struct {
	// Place are the parts of "where", in order.
	Place []Part
	// Badge stands out ("read-only"), "" for none.
	Badge string
	// Banner names a protected place ("PRODUCTION"), on Colour; "" for none. Safe text.
	Banner, Colour string
	// Secrets and Deleted are numbers as far as they are known: "1,204", "12…", "?". Pending: there are deleted ones.
	Secrets, Deleted string
	Pending          bool
	Decrypts         int
	Doubtful         bool   // some of the decrypts may not have been
	Note             string // why the numbers are not what they seem: "partial", "denied"
	Drafts           int    // unsaved edits of earlier runs
}

// Part is one part of the header, safe text. Also stands behind it where there is room for all the rest.
type Part struct {
	Text string
	Of   PartOf
	Also string
}

// PartOf is what a part tells.
type PartOf int

// The parts: where room is short those of the account and the region stay, whatever else goes.
const (
	OfAccount PartOf = iota
	OfRegion
	OfProfile
	OfPrincipal
	OfService
	partsOf
)

// headerForm is what of a header is drawn.
type headerForm struct {
	also, units, brand, decrypts, counts, drafts bool
	badge                                        string
	parts                                        [partsOf]bool
	banner                                       int // cells of its text at most
}

const (
	brand      = "strongroom"
	mostBanner = 16 // cells of a banner's text
)

// forms are the ways to draw a header, each with less in it than the one before. Whatever goes, the account and the region stay.
func (h Header) forms() (all []headerForm) {
	f := headerForm{also: true, units: true, brand: true, decrypts: true, counts: true, drafts: true, badge: h.Badge, banner: mostBanner, parts: [partsOf]bool{true, true, true, true, true}}
	all = make([]headerForm, 0, 11+mostBanner)
	add := func() { all = append(all, f) }
	add()
	f.also = false
	add()
	f.brand = false
	add()
	f.parts[OfPrincipal] = false
	add()
	f.units = false
	add()
	f.decrypts = false
	add()
	f.parts[OfService] = false
	add()
	f.counts = false
	add()
	f.drafts = false
	add()
	f.parts[OfProfile] = false
	add()
	for badge := h.Badge; ; {
		f.badge = badge
		least := 2
		if f.badge != "" {
			least = 5 // below it the banner says nothing any more
		}
		for f.banner = min(mostBanner, Width(h.Banner)); f.banner > least; f.banner-- {
			add()
		}
		if h.Banner == "" {
			add()
		}
		if badge == "" {
			break
		}
		badge = badge[:max(0, strings.LastIndex(badge, " · "))] // its first words stay as long as they can
	}
	f.banner = 0
	add()
	return all
}

// Draw puts the header into w cells.
func (h Header) Draw(th *Theme, w int) string {
	form := h.form(th, w)
	return NewLine(w, th.Bar.Text).Gap(1).Spans(h.left(th, form)...).Right(h.right(&th.Bar, w, form)...).String()
}

// form is the one with most in it that fits into w cells.
func (h Header) form(th *Theme, w int) (f headerForm) {
	forms := h.forms()
	for _, f = range forms {
		if h.fits(th, w, f) {
			break
		}
	}
	return h.filled(th, w, f)
}

func (h Header) fits(th *Theme, w int, f headerForm) bool {
	left, right := SpansWidth(h.left(th, f)), SpansWidth(h.right(&th.Bar, w, f))
	if right > 0 {
		right += 2
	}
	return left+right+1 <= w
}

// filled is a form with what went before something long did, and has room without that: what matters most first.
func (h Header) filled(th *Theme, w int, f headerForm) headerForm {
	for _, add := range []func(*headerForm){
		func(f *headerForm) { f.decrypts = true },
		func(f *headerForm) { f.units = true },
		func(f *headerForm) { f.parts[OfPrincipal] = true },
		func(f *headerForm) { f.brand = true },
	} {
		more := f
		if add(&more); more != f && h.fits(th, w, more) {
			f = more
		}
	}
	return f
}

func (h Header) left(th *Theme, form headerForm) (out []Span) {
	st := &th.Bar
	out = make([]Span, 0, 3*len(h.Place)+6)
	if form.brand {
		out = append(out, Span{st.Brand, brand}, Span{st.Text, "  "})
	}
	first := true
	for _, p := range h.Place {
		if !form.parts[p.Of] {
			continue
		}
		if !first {
			out = append(out, Span{st.Dim, " · "})
		}
		first = false
		out = append(out, Span{st.Strong, p.Text})
		if form.also && p.Also != "" {
			out = append(out, Span{st.Text, p.Also})
		}
	}
	if h.Banner != "" && form.banner > 0 {
		out = append(out, Span{st.Text, " "}, Span{th.Banner(h.Colour), " " + FitEnd(h.Banner, form.banner) + " "})
	}
	if form.badge != "" {
		out = append(out, Span{st.Text, "  "}, Span{st.Warn, form.badge})
	}
	return out
}

func (h Header) right(st *Styles, w int, form headerForm) (out []Span) {
	out = make([]Span, 0, 12)
	add := func(r Role, text string) {
		if len(out) > 0 {
			out = append(out, Span{st.Text, map[bool]string{true: "   ", false: "  "}[w >= 100]})
		}
		out = append(out, Span{r, text})
	}
	if h.Drafts > 0 && form.drafts {
		add(st.Warn, Plural(h.Drafts, "draft"))
	}
	if form.counts {
		h.counts(st, form.units, add)
	}
	if form.decrypts {
		role, word := st.Dim, " decrypts"
		if h.Decrypts > 0 {
			role = st.Brand
		}
		if h.Decrypts == 1 {
			word = " decrypt"
		}
		most := ""
		if h.Doubtful {
			most = map[bool]string{true: "≤ ", false: "up to "}[w < 80]
		}
		add(role, most+Count(h.Decrypts)+word)
	}
	if len(out) > 0 {
		out = append(out, Span{st.Text, " "})
	}
	return out
}

func (h Header) counts(st *Styles, units bool, add func(Role, string)) {
	if h.Note != "" {
		add(st.Warn, h.Note)
	}
	unit, deleted := " secrets", st.Dim
	if h.Secrets == "1" {
		unit = " secret"
	}
	if !units {
		unit = ""
	}
	if h.Pending {
		deleted = st.Warn
	}
	add(st.Text, h.Secrets+unit)
	add(deleted, h.Deleted+" deleted")
}
