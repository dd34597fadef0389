package ui

import (
	"image/color"
	"maps"
	"slices"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Palette is a theme as a table: roles by their names, in the colours that they have. What is nil is as the terminal has it.
type Palette map[string]color.Color

// RoleNames are the roles that a theme may give a colour, in the order in which they are listed.
func RoleNames() []string {
	return []string{"text", "strong", "dim", "faint", "accent", "brand", "info", "good", "warn", "urgent", "match", "mask", "value", "key", "names",
		"label_current", "label_previous", "label_pending", "label_other", "gone", "differs", "sign", "border", "border_focus", "behind", "selection", "bar", "background"}
}

// grounds are the roles that are backgrounds.
func grounds() []string { return []string{"selection", "bar", "background"} }

// follows is the role whose colour another one has where a theme says nothing of it.
func follows() map[string]string {
	return map[string]string{"mask": "dim", "value": "brand", "key": "accent", "names": "info", "label_current": "good", "label_previous": "accent",
		"label_pending": "warn", "label_other": "brand", "gone": "urgent", "differs": "match", "sign": "dim", "border": "faint", "border_focus": "accent", "behind": "faint"}
}

// Scheme is a theme as a user names it. The zero one is what a user has who names none: dark or light, as the terminal is.
type Scheme struct {
	Name  string
	About string
	// Dark and Light are its tables. Where it has only one, that is painted on its own background in a terminal of the other kind.
	Dark, Light Palette
	Few         bool    // it has no colours but the terminal's own sixteen
	Own         Palette // what the user says of single roles
}

// Theme makes of a scheme the roles for a terminal: whether that is dark, and how many colours it has.
func (s Scheme) Theme(dark bool, depth Depth) *Theme {
	if s.Few {
		depth = min(depth, Sixteen)
	}
	switch depth {
	case None:
		return Palette{}.theme(dark, depth)
	case Sixteen: // which are the terminal's, and so is what they stand on
		return s.sixteen(dark).theme(dark, depth)
	}
	p, dark := s.Table(dark)
	if depth == Indexed {
		p = p.indexed(dark)
	}
	return p.theme(dark, depth)
}

// Table is the table of a scheme for a terminal, whole, and whether it is a dark one. It has a background only where it paints one.
func (s Scheme) Table(terminalDark bool) (p Palette, dark bool) {
	p, dark = s.half(terminalDark)
	if dark == terminalDark && !s.paints() {
		delete(p, "background")
		delete(p, "text")
	}
	maps.Copy(p, s.Own)
	return p.followed(), dark
}

// Whole is the table of a scheme for a terminal with its own background.
func (s Scheme) Whole(dark bool) Palette {
	p, _ := s.half(dark)
	maps.Copy(p, s.Own)
	return p.followed()
}

// half is the one of a scheme's tables that is for a terminal.
func (s Scheme) half(terminalDark bool) (p Palette, dark bool) {
	if s.Dark == nil && s.Light == nil {
		usual := Schemes()
		s.Dark, s.Light = usual[0].Dark, usual[1].Light
	}
	if dark = s.Dark != nil && (terminalDark || s.Light == nil); dark {
		return maps.Clone(s.Dark), true
	}
	return maps.Clone(s.Light), false
}

// Painted are the roles of a scheme on its own background, which they have in a terminal of the other kind.
func (s Scheme) Painted(dark bool, depth Depth) *Theme {
	p, dark := s.half(dark)
	if depth <= Sixteen || s.Few {
		return s.Theme(dark, depth)
	}
	if s.Own == nil {
		s.Own = Palette{}
	}
	s.Own = maps.Clone(s.Own)
	for _, role := range []string{"text", "background"} {
		if s.Own[role] == nil {
			s.Own[role] = p[role]
		}
	}
	return s.Theme(dark, depth)
}

// followed is the table with the roles in it that follow others.
func (p Palette) followed() Palette {
	for role, other := range follows() {
		if p[role] == nil && p[other] != nil {
			p[role] = p[other]
		}
	}
	return p
}

// paints reports whether a scheme has its own background in any terminal.
func (s Scheme) paints() bool {
	return s.Own["background"] != nil || s.Name == contrastDark || s.Name == contrastLight
}

// sixteen is the table for terminals of sixteen colours, and what the user says in those.
func (s Scheme) sixteen(dark bool) Palette {
	few := sixteen(dark)
	for role, c := range s.Own {
		if _, is := c.(ansi.BasicColor); is {
			few[role] = c
		}
	}
	return few.followed()
}

// indexed is a table in the colours that terminals of 256 agree on, each as readable as it has to be.
func (p Palette) indexed(dark bool) Palette {
	out := maps.Clone(p)
	var on []color.Color
	for _, role := range grounds() {
		switch c := p[role].(type) {
		case nil:
		case ansi.BasicColor, ansi.IndexedColor:
			on = append(on, c)
		default:
			out[role] = nearestGround(c)
			on = append(on, out[role])
		}
	}
	on = append(on, Backgrounds(dark)...)
	for role, c := range p {
		switch c := c.(type) {
		case nil, ansi.BasicColor, ansi.IndexedColor:
			continue
		case shade:
			out[role] = c.indexed
			continue
		}
		if !slices.Contains(grounds(), role) {
			out[role] = nearest(c, LeastContrast(role), on)
		}
	}
	return out
}

// LeastContrast is how readable a role has to be on every background it stands on: as WCAG asks it of text, and of what is not read.
func LeastContrast(role string) float64 {
	switch role {
	case "border", "behind":
		return 1.3
	case "faint", "sign", "border_focus":
		return 3
	}
	return 4.5
}

// Backgrounds are those that terminals of a kind have: what a theme is measured on that leaves the terminal its own.
func Backgrounds(dark bool) []color.Color {
	if dark { // black, and the usual ones of themes
		return []color.Color{lipgloss.Color("#000000"), lipgloss.Color("#16171B"), lipgloss.Color("#1E1E2E"), lipgloss.Color("#282C34")}
	}
	return []color.Color{lipgloss.Color("#FFFFFF"), lipgloss.Color("#FAFAFA"), lipgloss.Color("#FDF6E3"), lipgloss.Color("#EFF1F5")}
}
