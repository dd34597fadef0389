package ui

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

func TestWhiteSpaceAtTheEndsOfAValueIsDrawnAsSigns(t *testing.T) {
	for value, want := range map[string]string{
		"hunter2":             "hunter2",
		"hunter2  ":           "hunter2␠␠",
		" hunter2":            "␠hunter2",
		"hunter2\n":           "hunter2⏎",
		"hunter2\r\n":         "hunter2␍⏎",
		"hunter2\r":           "hunter2␍",
		"hunter2\t":           "hunter2⇥   ",
		"hunter2\n\n":         "hunter2⏎|⏎",
		"\nhunter2":           "⏎|hunter2",
		"\ufeff hunter2":      "<U+FEFF>␠hunter2",
		"hunter2\u00a0":       "hunter2<U+00A0>",
		"one \n  two\nthree":  "one␠|  two|three",
		"one\r\ntwo\r\n":      "one␍|two␍⏎",
		" \n ":                "␠⏎|␠",
		"a  b":                "a  b",
		"␠ is ⏎":              "<U+2420> is <U+23CE>",
		`\x1b <U+202E> \x<U+`: `<U+005C>x1b <U+003C>U+202E> \x<U+`,
	} {
		var got []string
		Break([]byte(value), Piece{To: len(value)}, 60, func(from, to int) {
			got = append(got, ValueText([]byte(value), Piece{From: from, To: to}).Text)
		})
		if drawn := strings.Join(got, "|"); drawn != want {
			t.Errorf("%q is drawn as %q, want %q", value, drawn, want)
		}
	}
}

func TestADatumShowsTheBlanksAtItsEnds(t *testing.T) {
	for in, want := range map[string]string{"": "", "prod": "prod", "prod ": "prod␠", "  a b ": "␠␠a b␠", "  ": "␠␠", " ␠": "␠<U+2420>", "a\n": `a\x0a`, `a\x0a`: `a<U+005C>x0a`,
		"<U+00A0>": "<U+003C>U+00A0>", "<b>": "<b>", " e\u0301 ": "␠e\u0301␠"} {
		if got := Datum(in); got != want {
			t.Errorf("%q is drawn as %q, want %q", in, got, want)
		}
		for at := range in {
			if n := DatumColumn(in, at); n > Width(Datum(in)) || at == 0 && n != 0 {
				t.Errorf("%q: byte %d at column %d", in, at, n)
			}
		}
		if n := DatumColumn(in, len(in)); n != Width(want) {
			t.Errorf("%q ends at column %d, want %d", in, n, Width(want))
		}
	}
}

func TestASignHasAColourOfItsOwnOnItsBackground(t *testing.T) {
	for _, dark := range []bool{true, false} {
		th := NewTheme(dark)
		for name, st := range map[string]Styles{"text": th.Styles, "selection": th.Sel, "bar": th.Bar} {
			for _, r := range []Role{st.Text, st.Value, st.Dim, st.Strong, st.Gone, st.Differs, st.Mask} {
				plain, signed := r.Render("a"), r.Render("a␠")
				if rest, ok := strings.CutPrefix(signed, plain); !ok || rest == r.open+"␠"+r.close || !strings.HasPrefix(rest, "\x1b[") {
					t.Errorf("on the %s, dark %v: %q", name, dark, signed)
				}
			}
		}
	}
	if got := Plain().Value.Render("a␠b"); got != "a␠b" {
		t.Errorf("without colours it is %q", got)
	}
}

func BenchmarkValueText(b *testing.B) {
	for name, s := range map[string]string{"ascii": "prod/payments/stripe/", "blanks": " ", "lines": "one two\n", "cjk": "日本語"} {
		text := []byte(strings.Repeat(s, 65536/len(s)))
		b.Run(name, func(b *testing.B) {
			for b.Loop() { // a screen
				for i := range 40 {
					ValueText(text, Piece{From: 100 * i, To: 100*i + 99})
				}
			}
		})
	}
}

func TestASignIsSeenWhereATerminalHasSixteenColours(t *testing.T) {
	for _, dark := range []bool{true, false} {
		th := NewTheme(dark)
		for _, r := range []Role{th.Value, th.Sel.Value, th.Dim, th.Sel.Dim, th.Strong, th.Sel.Strong, th.Differs, th.Sel.Differs} {
			var out strings.Builder
			w := colorprofile.Writer{Forward: &out, Profile: colorprofile.ANSI}
			if _, err := w.WriteString(r.Render("a␠")); err != nil {
				t.Fatal(err)
			}
			text, sign, _ := strings.Cut(out.String(), "a")
			text, sign = colours(text), colours(strings.TrimPrefix(sign, "\x1b[m"))
			if fg, bg, _ := strings.Cut(sign, " on "); fg == bg || fg == "" || sign == text {
				t.Errorf("dark %v: a sign is %s beside %s", dark, sign, text)
			}
		}
	}
}

// colours are those that the sequences of sixteen colours before a text set: "5 on 6".
func colours(s string) string {
	fg, bg := "", ""
	for _, n := range regexp.MustCompile(`\d+`).FindAllString(s, -1) {
		switch code, _ := strconv.Atoi(n); {
		case code >= 90 && code <= 97:
			fg = strconv.Itoa(code - 82)
		case code >= 30 && code <= 37:
			fg = strconv.Itoa(code - 30)
		case code >= 100 && code <= 107:
			bg = strconv.Itoa(code - 92)
		case code >= 40 && code <= 47:
			bg = strconv.Itoa(code - 40)
		}
	}
	return fg + " on " + bg
}
