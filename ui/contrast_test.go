package ui

import (
	"fmt"
	"image/color"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// terminal is what a terminal makes of the sixteen colours and of those it writes with where a program says nothing.
type terminal struct {
	name             string
	sixteen          []color.Color
	text, background color.Color
	dark             bool
}

func newTerminal(name string, dark bool, text, background, sixteen string) terminal {
	t := terminal{name: name, dark: dark, text: lipgloss.Color(text), background: lipgloss.Color(background)}
	for _, hex := range strings.Fields(sixteen) {
		t.sixteen = append(t.sixteen, lipgloss.Color("#"+hex))
	}
	return t
}

// terminals are those with sixteen colours of their own on which the roles are measured.
func terminals() []terminal {
	const standard = "000000 800000 008000 808000 000080 800080 008080 c0c0c0 808080 ff0000 00ff00 ffff00 0000ff ff00ff 00ffff ffffff"
	return []terminal{
		newTerminal("standard", true, "#c0c0c0", "#000000", standard),
		newTerminal("xterm", true, "#e5e5e5", "#000000", "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"),
		newTerminal("Linux", true, "#aaaaaa", "#000000", "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"),
		newTerminal("Campbell", true, "#cccccc", "#0c0c0c", "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"),
		newTerminal("GitHub light", false, "#24292f", "#ffffff", "24292f cf222e 116329 4d2d00 0969da 8250df 1b7c83 6e7781 57606a a40e26 1a7f37 633c01 218bff a475f9 3192aa 8c959f"),
		newTerminal("Modus Operandi", false, "#000000", "#ffffff", "000000 a60000 006800 6f5500 0031a9 721045 005e8b a6a6a6 595959 972500 00663f 884900 3548cf 531ab6 005f5f ffffff"),
	}
}

// drawn is what stands on a screen for a role: the colours of its letters and of what they stand on.
func (t terminal) drawn(open string) (letters, back color.Color) {
	letters, back = t.text, t.background
	reverse, faint := false, false
	for _, seq := range strings.Split(strings.TrimSuffix(open, "m"), "\x1b[") {
		codes := strings.Split(strings.TrimSuffix(seq, "m"), ";")
		for len(codes) > 0 {
			n, _ := strconv.Atoi(codes[0])
			took := 1
			switch {
			case n == 2:
				faint = true
			case n == 7:
				reverse = true
			case n == 38:
				letters, took = t.extended(codes)
			case n == 48:
				back, took = t.extended(codes)
			case n >= 30 && n <= 37:
				letters = t.sixteen[n-30]
			case n >= 90 && n <= 97:
				letters = t.sixteen[n-82]
			}
			codes = codes[took:]
		}
	}
	if reverse {
		letters, back = back, letters
	}
	if faint { // as most terminals mix it
		x, y := rgb(letters), rgb(back)
		letters = color.RGBA{uint8((int(x.R) + int(y.R)) / 2), uint8((int(x.G) + int(y.G)) / 2), uint8((int(x.B) + int(y.B)) / 2), 255}
	}
	return letters, back
}

func rgb(c color.Color) color.RGBA {
	r, g, b, _ := c.RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
}

func (t terminal) extended(codes []string) (color.Color, int) {
	number := func(i int) uint8 {
		n, _ := strconv.Atoi(codes[i])
		return uint8(n)
	}
	if codes[1] == "5" {
		return ansi.IndexedColor(number(2)), 3
	}
	return color.RGBA{number(2), number(3), number(4), 255}, 5
}

// measured calls f for every role that a theme has on each of its backgrounds.
func measured(th *Theme, f func(where, role string, r Role)) {
	for where, st := range map[string]Styles{"background": th.Styles, "selected row": th.Sel, "header": th.Bar} {
		v := reflect.ValueOf(st)
		for i := range v.NumField() {
			r := v.Field(i).Interface().(Role)
			f(where, strings.ToLower(v.Type().Field(i).Name), r)
			f(where, "sign", Role{open: r.sign})
		}
	}
	f("background", "border", th.Border)
	f("background", "border_focus", th.BorderFocus)
	f("background", "behind", th.Behind)
	for _, c := range BannerColours() {
		f("header", c+" banner", th.Banner(c))
	}
}

func TestEveryRoleOfEveryThemeIsReadableInEveryDepth(t *testing.T) {
	for _, s := range append(Schemes(), Scheme{}) {
		for _, dark := range []bool{true, false} {
			for depth, on := range map[Depth][]terminal{TrueColour: plainTerminals(dark), Indexed: plainTerminals(dark), Sixteen: fewColours(dark), None: plainTerminals(dark)} {
				if s.Few && depth > Sixteen {
					on = fewColours(dark)
				}
				for _, term := range on {
					t.Run(fmt.Sprintf("%s/%s/%s", s.Name, []string{"none", "16", "256", "true"}[depth], term.name), func(t *testing.T) {
						th := s.Theme(dark, depth)
						measured(th, func(where, role string, r Role) {
							letters, back := term.drawn(th.ground + r.open)
							least := LeastContrast(role)
							if got := Contrast(letters, back); got < least {
								t.Errorf("%s on the %s: %.2f, at least %.1f: %v on %v", role, where, got, least, rgb(letters), rgb(back))
							}
						})
					})
				}
			}
		}
	}
}

// plainTerminals are terminals of a kind with the backgrounds that there are.
func plainTerminals(dark bool) (out []terminal) {
	for _, back := range Backgrounds(dark) {
		text := lipgloss.Color("#DCDFE4")
		if !dark {
			text = lipgloss.Color("#1F2328")
		}
		out = append(out, terminal{name: fmt.Sprintf("%x", rgb(back)), text: text, background: back, dark: dark})
	}
	return out
}

func fewColours(dark bool) []terminal {
	return slices.DeleteFunc(terminals(), func(t terminal) bool { return t.dark != dark })
}

func TestTheSelectedRowStandsOutInEveryDepth(t *testing.T) {
	for _, s := range append(Schemes(), Scheme{}) {
		for _, dark := range []bool{true, false} {
			for _, depth := range []Depth{None, Sixteen, Indexed, TrueColour} {
				th := s.Theme(dark, depth)
				if th.Row(true, true).Text == th.Row(false, true).Text {
					t.Errorf("%s, dark %v, depth %d: a row under the cursor looks like any other", s.Name, dark, depth)
				}
				if th.Row(true, false) != th.Styles {
					t.Errorf("%s, dark %v, depth %d: a row stands out without the focus", s.Name, dark, depth)
				}
				open := th.Sel.Text.open
				for _, term := range plainTerminals(dark)[:2] {
					_, row := term.drawn(th.ground + open)
					_, rest := term.drawn(th.ground + th.Text.open)
					if got := Contrast(row, rest); depth > Sixteen && !s.Few && got < 1.25 {
						t.Errorf("%s, dark %v, depth %d: the row is %.2f from the rest", s.Name, dark, depth, got)
					}
				}
				if reversed := strings.Contains(open, "\x1b[7"); reversed != (depth == Sixteen || s.Few && depth > None) {
					t.Errorf("%s, dark %v, depth %d: reversed is %v: %q", s.Name, dark, depth, reversed, open)
				}
				for _, row := range []Styles{th.Styles, th.Sel} {
					for name, r := range map[string]Role{"a match": row.Match, "what differs": row.Differs} {
						if r == row.Text || r == row.Strong || r == row.Value {
							t.Errorf("%s, dark %v, depth %d: %s looks like the rest", s.Name, dark, depth, name)
						}
					}
				}
			}
		}
	}
}

func TestWhatIsWellSoonAndUrgentIsToldApartInEveryDepth(t *testing.T) {
	for _, s := range Schemes() {
		for _, dark := range []bool{true, false} {
			for _, depth := range []Depth{Sixteen, Indexed, TrueColour} {
				th := s.Theme(dark, depth)
				term := fewColours(dark)[0]
				good, _ := term.drawn(th.Good.open)
				warn, _ := term.drawn(th.Warn.open)
				urgent, _ := term.drawn(th.Urgent.open)
				for pair, d := range map[string]float64{"good and warn": apart(good, warn, 1), "warn and urgent": apart(warn, urgent, 1), "good and urgent": apart(good, urgent, 1)} {
					if d < 0.08 {
						t.Errorf("%s, dark %v, depth %d: %s are %.3f apart", s.Name, dark, depth, pair, d)
					}
				}
			}
		}
	}
}

func TestTheCursorIsSeenWhereTextIsTyped(t *testing.T) {
	for _, depth := range []Depth{None, Sixteen, Indexed, TrueColour} {
		th := Scheme{}.Theme(true, depth).Typing()
		if strings.Contains(th.Sel.Text.open, "\x1b[7") || th.Sel.Text == th.Text {
			t.Errorf("depth %d: the row that is typed in is %q", depth, th.Sel.Text.open)
		}
		if th.Sel.Match == th.Sel.Text || th.Sel.Match == th.Sel.Value {
			t.Errorf("depth %d: what is marked looks like the rest", depth)
		}
	}
}

func TestWithoutColoursNoneIsAskedFor(t *testing.T) {
	for _, s := range Schemes() {
		measured(s.Theme(true, None), func(where, role string, r Role) {
			for _, seq := range strings.Split(r.open, "\x1b[")[1:] {
				for _, code := range strings.Split(strings.TrimSuffix(seq, "m"), ";") {
					if n, _ := strconv.Atoi(code); n >= 30 {
						t.Errorf("%s on the %s: %q", role, where, r.open)
					}
				}
			}
		})
	}
}

// deuteranopic is a colour as somebody sees it whose eyes have no green (Machado, Oliveira and Fernandes 2009).
func deuteranopic(c color.Color) color.Color {
	r, g, b := linear(c)
	one := func(v float64) uint16 {
		if v = min(max(v, 0), 1); v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		return uint16(v * 0xffff)
	}
	return color.RGBA64{one(0.367322*r + 0.860646*g - 0.227968*b), one(0.280085*r + 0.672501*g + 0.047413*b), one(-0.011820*r + 0.042940*g + 0.968881*b), 0xffff}
}

func TestNoMeaningOfTheColourBlindThemeIsLostWithoutGreen(t *testing.T) {
	least := func(name string, dark bool) (float64, string) {
		s, known := SchemeNamed(name)
		if !known {
			t.Fatalf("there is no theme %q", name)
		}
		nearest, which := math.Inf(1), ""
		p, _ := s.Table(dark)
		meanings := []string{"good", "warn", "urgent"}
		for i, a := range meanings {
			for _, b := range meanings[:i] {
				if d := apart(deuteranopic(p[a]), deuteranopic(p[b]), 1); d < nearest {
					nearest, which = d, a+" and "+b
				}
			}
		}
		return nearest, which
	}
	const clear = 0.15
	for _, dark := range []bool{true, false} {
		if d, which := least("colour-blind", dark); d < clear {
			t.Errorf("dark %v: %s look alike: %.3f", dark, which, d)
		}
	}
	if d, which := least("light", false); d >= clear {
		t.Errorf("this test holds nothing: %s of the light theme are %.3f apart", which, d)
	}
}

func TestEveryRoleHasANameInTheConfiguration(t *testing.T) {
	names := RoleNames()
	for _, s := range Schemes() {
		for _, p := range []Palette{s.Dark, s.Light} {
			for role := range p {
				if !slices.Contains(names, role) {
					t.Errorf("%s has a role %q", s.Name, role)
				}
			}
		}
	}
	v := reflect.TypeOf(Styles{})
	for i := range v.NumField() {
		var name strings.Builder
		for at, c := range v.Field(i).Name {
			if at > 0 && c >= 'A' && c <= 'Z' {
				name.WriteByte('_')
			}
			name.WriteString(strings.ToLower(string(c)))
		}
		if role := name.String(); role != "name" && !slices.Contains(names, role) { // a theme's own name is that
			t.Errorf("%s has no name", role)
		}
	}
	for role, other := range follows() {
		if !slices.Contains(names, role) || !slices.Contains(names, other) {
			t.Errorf("%s follows %s", role, other)
		}
	}
}

func TestThePaneInFocusIsToldInEveryDepth(t *testing.T) {
	for _, depth := range []Depth{None, Sixteen, Indexed, TrueColour} {
		th := Scheme{}.Theme(true, depth)
		in, out := Panel{Title: "made-up", Focus: true}.Draw(th, nil, 30, 3), Panel{Title: "made-up"}.Draw(th, nil, 30, 3)
		if !strings.Contains(in[0], th.Strong.Render("made-up")) || !strings.Contains(in[0], "\x1b[1") {
			t.Errorf("depth %d: the title is %q", depth, in[0])
		}
		for i := range in {
			if in[i] == out[i] {
				t.Errorf("depth %d: line %d is the same without the focus: %q", depth, i, in[i])
			}
			if heavy := ansi.Strip(in[i]) != ansi.Strip(out[i]); heavy != (depth == None) {
				t.Errorf("depth %d: line %d is %q in focus and %q elsewhere", depth, i, in[i], out[i])
			}
		}
		box := strings.Join(Box{Title: "made-up", Lines: []string{Blank(20)}, W: 20}.draw(th, 24), "")
		if heavy := strings.Contains(box, "┃"); heavy != (depth == None) {
			t.Errorf("depth %d: a dialog is %q", depth, box)
		}
	}
}

func TestAThemeOfTheOtherKindPaintsTheWholeScreen(t *testing.T) {
	for name, painted := range map[string][2]bool{"": {}, "dark": {false, true}, "light": {true, false}, "contrast-dark": {true, true}, "contrast-light": {true, true}, "colour-blind": {}, "terminal": {}} {
		for i, dark := range []bool{true, false} {
			s, _ := SchemeNamed(name)
			th := s.Theme(dark, TrueColour)
			screen := th.Painted(th.Strong.Render("a") + "b\n" + Blank(3))
			if is := screen != th.Strong.Render("a")+"b\n"+Blank(3); is != painted[i] {
				t.Errorf("%q in a terminal that is dark %v: painted is %v", name, dark, is)
			}
			if painted[i] && !strings.Contains(screen, "a\x1b[m"+th.ground+"b\x1b[m\n"+th.ground+"   \x1b[m") {
				t.Errorf("%q: %q", name, screen)
			}
		}
	}
}

func TestAColourIsReadAsItIsWritten(t *testing.T) {
	for in, want := range map[string]string{"#7aa2f7": "#7aa2f7", "#7AF": "#77aaff", "0": "black", "9": "bright-red", "16": "16", "255": "255", "Bright-Blue": "bright-blue", "cyan": "cyan"} {
		c, err := Colour(in)
		if err != nil || ColourText(c) != want {
			t.Errorf("%q is %q, %v, want %q", in, ColourText(c), err, want)
		}
	}
	for _, bad := range []string{"", "#", "#12", "#12345", "#1234567", "#ggg", "256", "-1", "1.5", "mauve", "bright", "+1", "#+12"} {
		if c, err := Colour(bad); err == nil {
			t.Errorf("%q is %q", bad, ColourText(c))
		}
	}
}

func TestAThemeTellsWhatIsHardToReadInIt(t *testing.T) {
	for _, s := range Schemes() {
		for _, dark := range []bool{true, false} {
			if all := s.Readings(dark); len(all) == 0 || !s.Few && all[0].Contrast < all[0].Least {
				t.Errorf("%s, dark %v: %v", s.Name, dark, all)
			}
		}
	}
	own := Scheme{Own: Palette{"accent": lipgloss.Color("#30384f")}}
	worst := own.Readings(true)[0]
	if worst.Role != "accent" && worst.Role != "key" || worst.Contrast >= worst.Least || worst.On != "the selected row" {
		t.Errorf("the worst of it is %+v", worst)
	}
}

func TestAUsersColoursComeBeforeTheThemes(t *testing.T) {
	for _, depth := range []Depth{Sixteen, Indexed, TrueColour} {
		s, _ := SchemeNamed("dark")
		s.Own = Palette{"accent": ansi.BasicColor(13)}
		th, was := s.Theme(true, depth), Scheme{}.Theme(true, depth)
		if !strings.Contains(th.Accent.open, "95") || th.Accent == was.Accent || th.Key != th.Accent || th.Good != was.Good {
			t.Errorf("depth %d: accent is %q, key %q", depth, th.Accent.open, th.Key.open)
		}
	}
	ground := Scheme{Own: Palette{"background": lipgloss.Color("#101010")}}.Theme(true, TrueColour)
	if !strings.Contains(ground.Painted("x"), "48;2;16;16;16") {
		t.Errorf("its own background is not painted: %q", ground.Painted("x"))
	}
}
