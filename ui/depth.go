package ui

import (
	"image/color"
	"math"
	"slices"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Depth is how many colours a terminal has.
type Depth int

// The depths. Without colours, bold, underlined and reversed text and heavy lines tell what they would.
const (
	None Depth = iota
	Sixteen
	Indexed // 256
	TrueColour
)

// DepthOf is the depth of a terminal as it was found out from its environment.
func DepthOf(p colorprofile.Profile) Depth {
	switch p {
	case colorprofile.TrueColor:
		return TrueColour
	case colorprofile.ANSI256:
		return Indexed
	case colorprofile.ANSI:
		return Sixteen
	}
	return None
}

// Contrast is how far two colours are apart, from 1 to 21, as WCAG 2 has it.
func Contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is how bright a colour is, from 0 to 1.
func luminance(c color.Color) float64 {
	r, g, b := linear(c)
	return 0.2126*r + 0.7152*g + 0.0722*b
}

func linear(c color.Color) (r, g, b float64) {
	x, y, z, _ := c.RGBA()
	one := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return one(x), one(y), one(z)
}

// lab is a colour in Oklab, where distances are as eyes see them.
func lab(c color.Color) [3]float64 {
	r, g, b := linear(c)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return [3]float64{0.2104542553*l + 0.793617785*m - 0.0040720468*s, 1.9779984951*l - 2.428592205*m + 0.4505937099*s, 0.0259040371*l + 0.7827717662*m - 0.808675766*s}
}

// nearest is the one of the 240 colours that terminals agree on which looks most like c and is readable enough on every one of some
// backgrounds; where none is, the one that looks most like it.
func nearest(c color.Color, least float64, on []color.Color) color.Color {
	best, distance := color.Color(nil), math.Inf(1)
	for n := 16; n < 256; n++ {
		candidate := ansi.IndexedColor(n)
		if slices.ContainsFunc(on, func(back color.Color) bool { return Contrast(candidate, back) < least }) {
			continue
		}
		if d := apart(c, candidate, 1); d < distance {
			best, distance = candidate, d
		}
	}
	if best == nil {
		return nearest(c, 0, nil)
	}
	return best
}

// nearestGround is the one that looks most like a background: as bright, before its hue.
func nearestGround(c color.Color) color.Color {
	const brightness = 3
	best := ansi.IndexedColor(16)
	for n := 17; n < 256; n++ {
		if candidate := ansi.IndexedColor(n); apart(c, candidate, brightness) < apart(c, best, brightness) {
			best = candidate
		}
	}
	return best
}

// apart is how different two colours look, with a weight for how bright they are: 0.05 is a difference that is seen, and not looked for.
func apart(a, b color.Color, brightness float64) float64 {
	x, y := lab(a), lab(b)
	return math.Hypot(brightness*(x[0]-y[0]), math.Hypot(x[1]-y[1], x[2]-y[2]))
}
