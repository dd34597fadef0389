package ui

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// hostile is testdata/hostile.txt: texts that a terminal would obey, hide, reorder or measure wrongly.
func hostile(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
		s, err := strconv.Unquote(line)
		if err != nil {
			t.Fatalf("hostile.txt:%d: %v", i+1, err)
		}
		all = append(all, s)
	}
	return all
}

func TestOutsideTextIsSpelledOut(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"prod/payments/stripe", "prod/payments/stripe"},
		{"good\rEVIL", `good\x0dEVIL`},
		{"a\x1b]0;t\x07", `a\x1b]0;t\x07`},
		{"a\tb\nc\x7f", `a\x09b\x0ac\x7f`},
		{"a\u009b8D", "a<U+009B>8D"},
		{"a\x9b8D", `a\x9b8D`},
		{"a\u202eb", "a<U+202E>b"},
		{"api\u200bkey", "api<U+200B>key"},
		{"a\u00a0b", "a<U+00A0>b"},
		{"a\u3164b", "a<U+3164>b"},
		{"a\ufffdb\xff", `a<U+FFFD>b\xff`},
		{"\U000e0041", "<U+E0041>"},
		{"\U0010ffff", "<U+10FFFF>"},
		{"name\ufe0f", "name<U+FE0F>"},
		{"Grüße, 日本語 😀", "Grüße, 日本語 😀"},
		{"e\u0301", "e\u0301"},
		{"\u0301e", "<U+0301>e"},
		{"\u200b\u0301", "<U+200B><U+0301>"},
		{"e\u0301\u0302\u0303\u0304", "e\u0301\u0302<U+0303><U+0304>"},
		{"\u1112\u1161\u11ab", "\u1112<U+1161><U+11AB>"},               // decomposed Hangul: terminals disagree on its cells
		{"\u0938\u094d\u0924", "\u0938<U+094D>\u0924"},                 // both letters stay legible
		{"\U0001f1e9\U0001f1ea", "<U+1F1E9><U+1F1EA>"},                 // a flag: terminals disagree on its cells
		{"\U0001f44d\U0001f3fd", "\U0001f44d<U+1F3FD>"},                // so they do on skin tones
		{"שלום مرحبا", "שלום مرحبا"},                                   // letters are letters
		{`C:\x1b and <U+202E>`, `C:\x1b and <U+202E>`},                 // a spelling in the text stays as it is
		{"\U0001f469\u200d\U0001f467", "\U0001f469<U+200D>\U0001f467"}, // two people, visibly joined
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTwinsLookDifferent(t *testing.T) {
	seen := map[string]string{}
	for _, s := range append(hostile(t), "api-key", "apikey", "api key", "api\u200b-key", "api-key\ufe0e", "api-key ", "live", "good") {
		if spells(s) {
			continue
		}
		if other, ok := seen[Text(s)]; ok {
			t.Errorf("%q and %q look the same", s, other)
		}
		seen[Text(s)] = s
	}
}

func TestTheHostileTextsAreMany(t *testing.T) {
	if n := len(hostile(t)); n < 67 {
		t.Errorf("%d hostile texts, want at least the 67 that were measured", n)
	}
}

func TestHostileTextIsMadeSafe(t *testing.T) {
	for _, s := range hostile(t) {
		checkSafe(t, s)
	}
}

func TestEveryCharacterKeepsToItsCells(t *testing.T) {
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		s := string(r)
		out := Text("x" + s + "y")
		if Text(s) != s && firstOdd(out) == len(out) {
			continue // spelled out in ASCII
		}
		w := Width(out)
		if g, c := ansi.StringWidth("│"+Text(s)+"│"+out+"│"), ansi.StringWidthWc("│"+Text(s)+"│"+out+"│"); g != c || g != w+Width(Text(s))+3 {
			t.Errorf("%U: %q has %d cells by cluster and %d by code point", r, out, g, c)
		}
		if ordinary(r) && (mustSpell(r) || joins("x", s) || !agrees(s)) {
			t.Errorf("%U is not ordinary", r)
		}
	}
}

// spells reports whether a text contains a spelling itself, so that the promise of distinctness does not cover it.
func spells(s string) bool { return strings.Contains(s, `\x`) || strings.Contains(s, "<U+") }

// checkSafe holds every promise of Text for one input.
func checkSafe(t *testing.T, in string) {
	t.Helper()
	out := Text(in)
	if !utf8.ValidString(out) {
		t.Fatalf("Text(%q) = %q is not valid UTF-8", in, out)
	}
	for _, r := range out {
		if !unicode.IsPrint(r) || r == utf8.RuneError || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) ||
			unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Bidi_Control, r) {
			t.Fatalf("Text(%q) = %q holds %U", in, out, r)
		}
	}
	if again := Text(out); again != out {
		t.Fatalf("Text(%q) = %q, and again %q", in, out, again)
	}
	if back := unspell(out); !spells(in) && back != in {
		t.Fatalf("Text(%q) = %q, which reads back as %q", in, out, back)
	}
	g, w := ansi.StringWidth(out), ansi.StringWidthWc(out)
	if g != w || g != Width(out) {
		t.Fatalf("Text(%q) = %q: %d cells by cluster, %d by code point, Width says %d", in, out, g, w, Width(out))
	}
	framed := "│" + out + "│"
	if fg, fw := ansi.StringWidth(framed), ansi.StringWidthWc(framed); fg != g+2 || fw != g+2 {
		t.Fatalf("Text(%q) = %q joins its neighbours: %d cells alone, %d or %d between two borders", in, out, g, fg, fw)
	}
	for _, w := range []int{0, 1, 2, 3, 7, 40} {
		for _, fitted := range []string{Fit(out, w), FitLeft(out, w), FitMiddle(out, w)} {
			if n := ansi.StringWidth(fitted); n != w || ansi.StringWidthWc(fitted) != w {
				t.Fatalf("%q fitted to %d cells is %q, %d cells", out, w, fitted, n)
			}
		}
	}
}

// unspell reads spellings back into what they stand for.
func unspell(s string) string {
	var b strings.Builder
	for s != "" {
		if strings.HasPrefix(s, `\x`) && len(s) >= 4 {
			n, err := strconv.ParseUint(s[2:4], 16, 8)
			if err == nil {
				b.WriteByte(byte(n))
				s = s[4:]
				continue
			}
		}
		if hex, rest, ok := strings.Cut(strings.TrimPrefix(s, "<U+"), ">"); ok && strings.HasPrefix(s, "<U+") {
			n, err := strconv.ParseUint(hex, 16, 32)
			if err == nil {
				b.WriteRune(rune(n))
				s = rest
				continue
			}
		}
		_, n := utf8.DecodeRuneInString(s)
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String()
}

func FuzzText(f *testing.F) {
	for _, s := range hostile(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkSafe(t, s) })
}

// Every row of the screen is a Line.
func TestALineTakesNothingThatDrivesATerminal(t *testing.T) {
	for _, in := range append(hostile(t), "e\u0301", "日本語", "\x1b", "a\nb", "x\xff", "a␠\u0301⏎\x1b") {
		for w := range 30 {
			for how, l := range map[string]*Line{"Add": NewLine(w, Role{}).Add(Role{}, in), "Cell": NewLine(w, Role{}).Cell(Role{}, in, w), "Right": NewLine(w, Role{}).Right(Span{Text: in})} {
				if got := l.String(); placed(got) != got || Width(got) != w {
					t.Fatalf("%s of %q in %d cells is %q, %d wide", how, in, w, got, Width(got))
				}
			}
		}
	}
}

func TestPlainTextCostsNothing(t *testing.T) {
	name := "prod/payments/stripe/api-key"
	if n := testing.AllocsPerRun(100, func() { Text(name); Width(name) }); n != 0 {
		t.Errorf("%v allocations for a plain name, want none", n)
	}
}

func TestFittingKeepsTheEndThatMatters(t *testing.T) {
	const s = "prod/payments/stripe"
	for _, c := range []struct{ got, want string }{
		{Fit(s, 10), "prod/paym…"}, {FitLeft(s, 10), "…ts/stripe"}, {FitMiddle(s, 10), "prod/…ripe"},
		{Fit("ab", 5), "ab   "}, {FitLeft("ab", 5), "ab   "}, {FitMiddle("ab", 5), "ab   "},
		{Fit(s, 1), "…"}, {Fit(s, 0), ""}, {Fit(s, -3), ""}, {Fit(s, len(s)), s},
		{Fit("日本語", 4), "日… "}, {FitLeft("日本語", 4), "…語 "}, {FitMiddle("日本語", 5), "日…語"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func BenchmarkText(b *testing.B) {
	for _, c := range []struct{ name, s string }{
		{"ascii", "prod/payments/stripe/api-key"}, {"escape", "prod/\x1b[31mpayments\u202e/stripe"}, {"cjk", strings.Repeat("日本語", 10)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Text(c.s)
			}
		})
	}
}

func TestTheWidthOfCommonLettersIsWhatAllOthersCount(t *testing.T) {
	for r := range rune(0xB000) { // what comes then is left to others
		for _, s := range []string{string(r), "a" + string(r) + "•", "é" + string(r), "漢" + string(r) + "\u0301", string(r) + "\x1b[1m─"} {
			if is, want := Width(s), ansi.StringWidth(s); is != want {
				t.Fatalf("%+q is %d cells wide, want %d", s, is, want)
			}
		}
	}
}
