package ui

import (
	"image/color"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

const contrastDark, contrastLight = "contrast-dark", "contrast-light"

// Schemes are the themes that ship.
func Schemes() []Scheme {
	return []Scheme{
		{Name: "dark", About: "calm: a dark terminal's own", Dark: hexes(map[string]string{
			"text": "#D5DAF0", "strong": "#F2F4FF", "dim": "#9AA2C8 146", "faint": "#7B83A8", "accent": "#82A9FA", "brand": "#E0AF68", "info": "#7DCFFF",
			"good": "#9ECE6A", "warn": "#FF9E64", "urgent": "#FA8A9E", "match": "#FFD27A", "sign": "#B48EAD",
			"border": "#4A5178", "selection": "#2B3860", "bar": "#20243A", "background": "#16171F"})},
		{Name: "light", About: "calm: a light terminal's own", Light: hexes(map[string]string{
			"text": "#1F2333", "strong": "#0B1020", "dim": "#545A74", "faint": "#70768F", "accent": "#2250B0", "brand": "#764C00", "info": "#095C74",
			"good": "#256518", "warn": "#8F4400 58", "urgent": "#B51A39", "match": "#863E00", "sign": "#8E3C8E",
			"border": "#AEB4CA", "selection": "#D3E0FA", "bar": "#E6E9F2", "background": "#FFFFFF"})},
		{Name: contrastDark, About: "most contrast, on black", Dark: hexes(map[string]string{
			"text": "#FFFFFF", "strong": "#FFFFFF", "dim": "#D8D8D8", "faint": "#B4B4B4", "accent": "#9CC8FF", "brand": "#FFD54A", "info": "#86E6FF",
			"good": "#7CF07C", "warn": "#FFB84D", "urgent": "#FFA6A6", "match": "#FFFF54", "sign": "#E8B4E8",
			"border": "#9A9A9A", "border_focus": "#FFFFFF", "selection": "#00305F", "bar": "#1C1C1C", "background": "#000000"})},
		{Name: contrastLight, About: "most contrast, on white", Light: hexes(map[string]string{
			"text": "#000000", "strong": "#000000", "dim": "#333333", "faint": "#505050", "accent": "#002E8A", "brand": "#553600 58", "info": "#00465A 23",
			"good": "#084808", "warn": "#662D00 58", "urgent": "#850017", "match": "#5C2A00", "sign": "#6A1A6A",
			"border": "#767676", "border_focus": "#000000", "selection": "#CFE0FF", "bar": "#E8E8E8", "background": "#FFFFFF"})},
		{Name: "colour-blind", About: "blue is well, yellow is soon", Dark: hexes(map[string]string{
			"text": "#D5DAF0", "strong": "#F4F6FF", "dim": "#A2A8C0", "faint": "#80869C", "accent": "#AEB9FF", "brand": "#F2D9A0", "info": "#C9D6E8",
			"good": "#5AB0FF", "warn": "#FFE94D", "urgent": "#FF8E70", "match": "#FFF2A8", "sign": "#C8A8D8",
			"border": "#4E5468", "selection": "#303A58", "bar": "#22252F", "background": "#16171F"}), Light: hexes(map[string]string{
			"text": "#1F2333", "strong": "#0B1020", "dim": "#525868", "faint": "#6C7284", "accent": "#3A3A9E", "brand": "#5E4A10", "info": "#37475C",
			"good": "#0A5CC0", "warn": "#715B00", "urgent": "#5C0A3A", "match": "#5C4700", "sign": "#74407E",
			"border": "#AEB4C4", "selection": "#D2DEF6", "bar": "#E8EAF0", "background": "#FFFFFF"})},
		{Name: "terminal", About: "your terminal's own sixteen", Dark: sixteen(true), Light: sixteen(false), Few: true},
	}
}

// SchemeNamed is a theme that ships, by its name; "" is the one of a user who names none.
func SchemeNamed(name string) (s Scheme, known bool) {
	if name == "" {
		return s, true
	}
	for _, s := range Schemes() {
		if s.Name == name {
			return s, true
		}
	}
	return s, false
}

// shade is a colour with the one of the 256 that stands for it, where the nearest one that is readable would mean something else.
type shade struct {
	color.Color
	indexed ansi.IndexedColor
}

// hexes are a table of "#8F4400", or "#8F4400 58" with the one of the 256.
func hexes(of map[string]string) Palette {
	p := Palette{}
	for role, text := range of {
		hex, number, both := strings.Cut(text, " ")
		p[role] = lipgloss.Color(hex)
		if n, err := strconv.ParseUint(number, 10, 8); both && err == nil {
			p[role] = shade{p[role], ansi.IndexedColor(n)}
		}
	}
	return p
}

// sixteen is the table for terminals of sixteen colours. They look as the terminal has them, so that the text is its own, and only
// those have a meaning that terminals of a kind agree on: no blue and no grey on black, none of the bright ones on white.
func sixteen(dark bool) Palette {
	if dark {
		return Palette{"accent": ansi.BrightCyan, "info": ansi.BrightCyan, "good": ansi.BrightGreen, "warn": ansi.BrightYellow, "urgent": ansi.BrightRed,
			"match": ansi.BrightYellow, "value": ansi.BrightYellow, "sign": ansi.BrightMagenta}
	}
	return Palette{"accent": ansi.Blue, "info": ansi.Blue, "good": ansi.Green, "warn": ansi.Yellow, "urgent": ansi.Red,
		"match": ansi.Magenta, "value": ansi.Magenta, "sign": ansi.Magenta}
}
