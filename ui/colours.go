package ui

import (
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// colourNames are what the sixteen colours are called, by their numbers.
func colourNames() []string {
	names := []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}
	for _, name := range names[:8:8] {
		names = append(names, "bright-"+name)
	}
	return names
}

// Colour reads a colour as a person writes it: "#7aa2f7", "#7af", a number of the 256, or the name of one of the sixteen.
func Colour(text string) (color.Color, error) {
	text = strings.ToLower(text)
	if n := slices.Index(colourNames(), text); n >= 0 {
		return ansi.BasicColor(n), nil
	}
	if n, err := strconv.ParseUint(text, 10, 8); err == nil {
		if n < 16 {
			return ansi.BasicColor(n), nil
		}
		return ansi.IndexedColor(n), nil
	}
	hex, is := strings.CutPrefix(text, "#")
	if _, err := strconv.ParseUint(hex, 16, 32); is && err == nil && (len(hex) == 3 || len(hex) == 6) {
		return lipgloss.Color(text), nil
	}
	return nil, fmt.Errorf("%q is no colour: they are written \"#7aa2f7\", a number from 0 to 255, or a name as \"bright-blue\"", text)
}

// ColourText is a colour as Colour reads it.
func ColourText(c color.Color) string {
	switch c := c.(type) {
	case nil:
		return ""
	case ansi.BasicColor:
		return colourNames()[c]
	case ansi.IndexedColor:
		return strconv.Itoa(int(c))
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// Reading is how readable a role is where it is read worst.
type Reading struct {
	Role, On string
	Contrast float64
	Least    float64 // what it should be
}

// Readings are what is read worst of a theme's table, worst first: of the roles that have a colour which a terminal does not choose.
func (s Scheme) Readings(dark bool) (out []Reading) {
	p, dark := s.Table(dark)
	on := map[string][]color.Color{"the background": Backgrounds(dark)}
	if p["background"] != nil {
		on["the background"] = []color.Color{p["background"]}
	}
	if !s.Few {
		on["the selected row"], on["the header"] = []color.Color{p["selection"]}, []color.Color{p["bar"]}
	}
	for _, role := range RoleNames() {
		if p[role] == nil || slices.Contains(grounds(), role) {
			continue
		}
		worst := Reading{Role: role, Least: LeastContrast(role)}
		for where, backs := range on {
			if where != "the background" && (role == "border" || role == "border_focus" || role == "behind") {
				continue
			}
			for _, back := range backs {
				if c := Contrast(p[role], back); worst.On == "" || c < worst.Contrast {
					worst.On, worst.Contrast = where, c
				}
			}
		}
		out = append(out, worst)
	}
	slices.SortStableFunc(out, func(a, b Reading) int {
		return int(1000 * (a.Contrast/a.Least - b.Contrast/b.Least))
	})
	return out
}
