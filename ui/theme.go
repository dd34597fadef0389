package ui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Role is a style reduced to the bytes before and after a text, so that drawing a row costs a copy and no layout. sign and unsign
// are those around a sign for white space, on the same background.
type Role struct{ open, close, sign, unsign string }

// Render paints s, which must be safe text, and in it the signs for white space in their own colour.
func (r Role) Render(s string) string {
	if s == "" || r.open == "" && r.sign == "" {
		return s
	}
	if at, _ := nextSign(s); at == len(s) {
		return r.open + s + r.close
	}
	var b strings.Builder
	r.write(&b, s)
	return b.String()
}

// write is Render into a row.
func (r Role) write(b *strings.Builder, s string) {
	if r.open == "" && r.sign == "" {
		b.WriteString(s)
		return
	}
	for s != "" {
		at, n := nextSign(s)
		if at > 0 {
			b.WriteString(r.open)
			b.WriteString(s[:at])
			b.WriteString(r.close)
		}
		if n > 0 {
			b.WriteString(r.sign)
			b.WriteString(s[at : at+n])
			b.WriteString(r.unsign)
		}
		s = s[at+n:]
	}
}

// fitted is write for a text without signs, and what stands at its end, between so many blanks.
func (r Role) fitted(b *strings.Builder, before int, s, end string, behind int) {
	painted := r.open != "" || r.sign != ""
	if painted {
		b.WriteString(r.open)
	}
	pad(b, before)
	b.WriteString(s)
	b.WriteString(end)
	pad(b, behind)
	if painted {
		b.WriteString(r.close)
	}
}

func pad(b *strings.Builder, n int) {
	for ; n > len(blanks); n -= len(blanks) {
		b.WriteString(blanks)
	}
	b.WriteString(blanks[:max(0, n)])
}

// Link is the role of a text that leads to an address, for terminals that follow one (OSC 8). An address that is not https, or
// holds anything but printable ASCII, leads nowhere.
func (r Role) Link(address string) Role {
	if !strings.HasPrefix(address, "https://") || strings.ContainsFunc(address, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return r
	}
	r.open, r.close = ansi.SetHyperlink(address)+r.open, r.close+ansi.ResetHyperlink()
	return r
}

// Styles are the roles text can have on one background. Colour never carries a meaning alone.
type Styles struct {
	Text, Strong, Dim, Faint      Role
	Accent, Brand, Info           Role
	Good, Warn, Urgent            Role
	Match, Mask, Value, Key, Name Role
	// Staging labels, by what they mean.
	LabelCurrent, LabelPrevious, LabelPending, LabelOther Role
	// Gone is what will not be there any more.
	Gone Role
	// Differs is the part of a value that another one does not have.
	Differs Role
}

// Theme is all roles. Sel is for the row under the cursor, Bar for the header line.
type Theme struct {
	Styles
	Sel, Bar            Styles
	Border, BorderFocus Role
	// Behind is for the screen behind a dialog.
	Behind Role
	// Code is for what a camera reads: dark on light, whatever the terminal's colours are.
	Code Role
	Dark bool
	// Heavy: what has the focus is framed in heavy lines, since no colour tells it.
	Heavy  bool
	ground string // what paints the background, "" for the terminal's own
	typing *Theme // see Typing; nil for this one
	depth  Depth
}

// Plain is a theme without colours, for what is only measured.
func Plain() *Theme { return &Theme{} }

// NewTheme is the theme of a user who asks for none, in all colours.
func NewTheme(dark bool) *Theme { return Scheme{}.Theme(dark, TrueColour) }

// Row are the styles of a row: the whole of it stands out under the cursor of what has the focus. Elsewhere its bar alone tells
// where the cursor was.
func (t *Theme) Row(cursor, focus bool) Styles { return *t.row(cursor, focus) }

func (t *Theme) row(cursor, focus bool) *Styles {
	if cursor && focus {
		return &t.Sel
	}
	return &t.Styles
}

// Typing is the theme of a row in which text is typed: not reversed, since the terminal's cursor would not be seen there.
func (t *Theme) Typing() *Theme {
	if t.typing == nil {
		return t
	}
	return t.typing
}

// Painted is a screen on the theme's own background, where it has one.
func (t *Theme) Painted(screen string) string {
	const reset = "\x1b[m"
	if t.ground == "" {
		return screen
	}
	screen = strings.ReplaceAll(screen, reset, reset+t.ground)
	return t.ground + strings.ReplaceAll(screen, "\n", reset+"\n"+t.ground) + reset
}

// frame are the lines around a pane or a dialog, clockwise from the upper left corner.
type frame struct{ topLeft, across, topRight, down, bottomRight, bottomLeft string }

func (t *Theme) frame(focus bool) frame {
	if focus && t.Heavy {
		return frame{"┏", "━", "┓", "┃", "┛", "┗"}
	}
	return frame{"╭", "─", "╮", "│", "╯", "╰"}
}

// theme makes the roles of a table that has a value for each.
func (p Palette) theme(dark bool, depth Depth) *Theme {
	base, selected, bar := lipgloss.NewStyle(), lipgloss.NewStyle(), lipgloss.NewStyle()
	sel := p
	switch depth {
	case None:
		selected = selected.Bold(true).Underline(true)
	case Sixteen:
		selected, sel = selected.Reverse(true), Palette{"sign": p["sign"]}
	default:
		selected, bar = selected.Background(p["selection"]), bar.Background(p["bar"])
	}
	t := &Theme{Styles: p.on(base), Sel: sel.on(selected), Bar: p.on(bar), Dark: dark, Heavy: depth == None, depth: depth,
		Code: role(base.Foreground(lipgloss.Color("#000000")).Background(lipgloss.Color("#FFFFFF"))),
	}
	t.Border, t.BorderFocus = role(p.over(base, "border").Faint(depth <= Sixteen)), role(p.over(base, "border_focus").Bold(depth <= Sixteen))
	t.Behind = role(p.over(base, "behind").Faint(depth <= Sixteen))
	if depth == Sixteen {
		typing := *t
		typing.Sel = p.on(base.Underline(true))
		t.typing = &typing
	}
	if back := p["background"]; back != nil && depth > None {
		ground := base.Background(back)
		if p["text"] != nil {
			ground = ground.Foreground(p["text"])
		}
		t.ground = role(ground).open
	}
	return t
}

// on are the roles on a background. Where it is reversed, or there are no colours, attributes alone tell them apart.
func (p Palette) on(s lipgloss.Style) Styles {
	fg := func(name string) lipgloss.Style { return p.over(s, name) }
	found := func(name string) lipgloss.Style {
		if marked := fg(name).Bold(true); s.GetReverse() {
			return marked.Reverse(false).Underline(true)
		} else if !s.GetUnderline() {
			return marked.Underline(true)
		}
		return fg(name).Reverse(true)
	}
	role, differs := p.role, found("differs")
	if p["differs"] != nil { // a block of it, since the text around it is coloured too
		differs = differs.Reverse(true)
	}
	return Styles{
		Text: role(fg("text")), Strong: role(fg("strong").Bold(true)), Dim: role(fg("dim")), Faint: role(fg("faint")),
		Accent: role(fg("accent").Bold(true)), Brand: role(fg("brand").Bold(true)), Info: role(fg("info")),
		Good: role(fg("good")), Warn: role(fg("warn")), Urgent: role(fg("urgent").Bold(true)),
		Match: role(found("match")), Mask: role(fg("mask")),
		Value: role(fg("value")), Key: role(fg("key").Bold(true)), Name: role(fg("names")),
		LabelCurrent: role(fg("label_current").Bold(true)), LabelPrevious: role(fg("label_previous")),
		LabelPending: role(fg("label_pending").Bold(true)), LabelOther: role(fg("label_other")),
		Gone: role(fg("gone").Strikethrough(true)), Differs: role(differs),
	}
}

// over is a style in the colour of a role.
func (p Palette) over(s lipgloss.Style, name string) lipgloss.Style {
	if p[name] == nil {
		return s
	}
	return s.Foreground(p[name])
}

// role is a style with its signs: in a colour of their own, and never struck through. On a reversed row they are not reversed.
func (p Palette) role(s lipgloss.Style) Role {
	r, own := role(s), s.Strikethrough(false)
	switch {
	case s.GetReverse() && p["differs"] == nil:
		own = own.Reverse(false).UnsetForeground()
	case p["sign"] == nil:
		own = own.Faint(true)
	}
	if p["sign"] != nil {
		own = own.Foreground(p["sign"])
	}
	sign := role(own)
	r.sign, r.unsign = sign.open, sign.close
	return r
}

// role is a style in which no sign stands out.
func role(s lipgloss.Style) Role {
	const mark = "x"
	open, end, ok := strings.Cut(s.Render(mark), mark)
	if !ok {
		return Role{}
	}
	return Role{open, end, open, end}
}

// BannerColours are the names a banner's colour may have in the configuration.
func BannerColours() []string { return []string{"red", "orange", "yellow", "green", "blue"} }

// Banner is the role of a banner of that colour; red where the name is not known. Where there are few colours it is reversed, or in
// capitals of its own weight.
func (t *Theme) Banner(colour string) Role {
	const usual = "red"
	all := lipgloss.NewStyle().Bold(true)
	if t.depth <= Sixteen {
		return role(all.Reverse(true))
	}
	backs := map[string][2]color.Color{ // in all colours, and among 256
		usual: {lipgloss.Color("#B3203F"), ansi.IndexedColor(125)}, "orange": {lipgloss.Color("#B04E16"), ansi.IndexedColor(130)},
		"yellow": {lipgloss.Color("#7F6400"), ansi.IndexedColor(58)}, "green": {lipgloss.Color("#2F7A1F"), ansi.IndexedColor(22)},
		"blue": {lipgloss.Color("#2655B8"), ansi.IndexedColor(25)}}
	back, known := backs[colour]
	if !known {
		back = backs[usual]
	}
	if t.depth == Indexed {
		return role(all.Foreground(ansi.IndexedColor(231)).Background(back[1]))
	}
	return role(all.Foreground(lipgloss.Color("#FFFFFF")).Background(back[0]))
}
