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
	if s == "" || r.open+r.sign == "" {
		return s
	}
	if at, _ := nextSign(s); at == len(s) {
		return r.open + s + r.close
	}
	var b strings.Builder
	for s != "" {
		at, n := nextSign(s)
		if at > 0 {
			b.WriteString(r.open + s[:at] + r.close)
		}
		if n > 0 {
			b.WriteString(r.sign + s[at:at+n] + r.unsign)
		}
		s = s[at+n:]
	}
	return b.String()
}

// flat is the role for what lies behind a dialog, where no sign stands out.
func (r Role) flat() Role {
	r.sign, r.unsign = r.open, r.close
	return r
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
	// Code is for what a camera reads: dark on light, whatever the terminal's colours are.
	Code Role
	Dark bool
}

// Plain is a theme without colours, for what is only measured.
func Plain() *Theme { return &Theme{} }

// BannerColours are the names a banner's colour may have in the configuration.
func BannerColours() []string { return []string{"red", "orange", "yellow", "green", "blue"} }

// Banner is the role of a banner of that colour; red where the name is not known.
func (t *Theme) Banner(colour string) Role {
	back := map[string]string{"orange": "#C2571A", "yellow": "#8A6D00", "green": "#2F7A1F", "blue": "#2655B8"}[colour]
	if back == "" {
		back = "#B3203F"
	}
	return role(lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("#FFFFFF")).Background(lipgloss.Color(back)))
}

type palette struct {
	dim, faint, accent, brand, info, good, warn, urgent, match, sel, bar, strong, sign color.Color
}

// NewTheme makes the theme for a dark or a light terminal. The terminal's own colours stay for text and background.
func NewTheme(dark bool) *Theme {
	p := palette{
		dim: lipgloss.Color("#8087AD"), faint: lipgloss.Color("#4A5178"), accent: lipgloss.Color("#7AA2F7"),
		brand: lipgloss.Color("#E0AF68"), info: lipgloss.Color("#7DCFFF"), good: lipgloss.Color("#9ECE6A"),
		warn: lipgloss.Color("#FF9E64"), urgent: lipgloss.Color("#F7768E"), match: lipgloss.Color("#FFD27A"),
		sel: lipgloss.Color("#2A3558"), bar: lipgloss.Color("#20243A"), strong: lipgloss.Color("#F2F4FF"),
		sign: lipgloss.Color("#B48EAD"),
	}
	if !dark {
		p = palette{
			dim: lipgloss.Color("#5F6580"), faint: lipgloss.Color("#B3B8CC"), accent: lipgloss.Color("#2655B8"),
			brand: lipgloss.Color("#8A5A00"), info: lipgloss.Color("#0B6A85"), good: lipgloss.Color("#2F7A1F"),
			warn: lipgloss.Color("#A84F00"), urgent: lipgloss.Color("#C01F3F"), match: lipgloss.Color("#9C4A00"),
			sel: lipgloss.Color("#D3E0FA"), bar: lipgloss.Color("#E6E9F2"), strong: lipgloss.Color("#0B1020"),
			sign: lipgloss.Color("#8E3C8E"),
		}
	}
	base := lipgloss.NewStyle()
	return &Theme{
		Styles:      p.on(base),
		Sel:         p.on(base.Background(p.sel)),
		Bar:         p.on(base.Background(p.bar)),
		Border:      p.role(base.Foreground(p.faint)),
		BorderFocus: p.role(base.Foreground(p.accent)),
		Code:        role(base.Foreground(lipgloss.Color("#000000")).Background(lipgloss.Color("#FFFFFF"))),
		Dark:        dark,
	}
}

func (p palette) on(s lipgloss.Style) Styles {
	fg := func(c color.Color) lipgloss.Style { return s.Foreground(c) }
	role := p.role
	return Styles{
		Text: role(s), Strong: role(fg(p.strong).Bold(true)), Dim: role(fg(p.dim)), Faint: role(fg(p.faint)),
		Accent: role(fg(p.accent).Bold(true)), Brand: role(fg(p.brand).Bold(true)), Info: role(fg(p.info)),
		Good: role(fg(p.good)), Warn: role(fg(p.warn)), Urgent: role(fg(p.urgent).Bold(true)),
		Match: role(fg(p.match).Bold(true).Underline(true)), Mask: role(fg(p.dim)),
		Value: role(fg(p.brand)), Key: role(fg(p.accent).Bold(true)), Name: role(fg(p.info)),
		LabelCurrent: role(fg(p.good).Bold(true)), LabelPrevious: role(fg(p.accent)), LabelPending: role(fg(p.warn).Bold(true)), LabelOther: role(fg(p.brand)),
		Gone: role(fg(p.urgent).Strikethrough(true)), Differs: role(fg(p.brand).Bold(true).Underline(true)),
	}
}

// role is a style with its signs: in a colour of their own, and never struck through.
func (p palette) role(s lipgloss.Style) Role {
	r, sign := role(s), role(s.Foreground(p.sign).Strikethrough(false))
	r.sign, r.unsign = sign.open, sign.close
	return r
}

func role(s lipgloss.Style) Role {
	const mark = "x"
	open, end, ok := strings.Cut(s.Render(mark), mark)
	if !ok {
		return Role{}
	}
	return Role{open: open, close: end}
}
