package ui

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// joining are characters that terminals draw together with their neighbours, and some that they do not.
func joining() []string {
	return []string{"\u1112", "\u1100", "\u1161", "\u11ab", "\uac00", "\ud55c", "\U0001f1e9", "\U0001f1ea", "\u200d", "\U0001f469", "\U0001f467", "\U0001f44d",
		"\U0001f3fd", "\ufe0f", "\u0301", "\u0302", "e", "x", " ", "\t", "\u0915", "\u094d", "\u0924", "\u093e", "\u0e01", "\u0e33", "\u0e49", "日", "é", "\xff", "\xe1\x84",
		"\x1b", "\r", "\u0d4e", "\u3164", "\u202e", "\U0001f600", "\u0600", "a", "0", "\u20e3", "\u2764"}
}

// checkBreak holds every promise of Break for one line.
func checkBreak(t *testing.T, b []byte, w int) {
	t.Helper()
	at := 0
	Break(b, w, func(from, to int) {
		if from != at && (from != at+1 || b[at] != '\n') {
			t.Fatalf("%q in %d cells: a piece begins at %d, the one before ends at %d", b, w, from, at)
		}
		at = to
		piece := b[from:to]
		drawn := ValueText(piece)
		if _, n := utf8.DecodeRune(piece); Width(drawn) > w && n < len(piece) && !oneCluster(piece) {
			t.Fatalf("%q in %d cells: %q is drawn as %q, %d cells", b, w, piece, drawn, Width(drawn))
		}
		if n := Width(drawn); Column(piece, len(piece)) != n {
			t.Fatalf("%q: counted %d cells, drawn %d", piece, Column(piece, len(piece)), n)
		}
		if to < len(b) && b[to] != '\n' && !bytes.Contains(piece, []byte{'\n'}) {
			_, n := utf8.DecodeRune(b[to:])
			longer := b[from : to+n]
			if Width(ValueText(longer)) <= w && !joinsNext(b[to:], w) {
				t.Fatalf("%q in %d cells: %q has room for more", b, w, piece)
			}
		}
	})
	if at != len(b) && (at != len(b)-1 || b[at] != '\n') {
		t.Fatalf("%q in %d cells ends at %d", b, w, at)
	}
}

// oneCluster reports whether a piece is drawn in one place.
func oneCluster(b []byte) bool {
	var m measure
	m.anew()
	for i := 0; i < len(b); {
		n, _ := m.take(b[i:])
		if i > 0 && !m.joined {
			return false
		}
		i += n
	}
	return true
}

// joinsNext reports whether what b begins with goes on past its first character, which then moves down with it.
func joinsNext(b []byte, w int) bool {
	var m measure
	m.anew()
	n, _ := m.take(b)
	if n == len(b) || m.cells() > w {
		return false
	}
	m.take(b[n:])
	return m.joined
}

// checkColumn compares where each character of a line is said to stand with where the drawn line has it.
func checkColumn(t *testing.T, b []byte) {
	t.Helper()
	for at := 0; at < len(b); {
		_, n := utf8.DecodeRune(b[at:])
		drawn, own := ValueText(b[:at+n]), string(b[at:at+n])
		if own == "\t" {
			own = tabShown
		} else if !strings.HasSuffix(drawn, own) {
			own = "<U+" + fmt.Sprintf("%04X", []rune(own)[0]) + ">"
			if b[at] < ' ' || b[at] == 0x7f || n == 1 && b[at] >= utf8.RuneSelf {
				own = fmt.Sprintf(`\x%02x`, b[at])
			}
		}
		before, ok := strings.CutSuffix(drawn, own)
		if got := Column(b, at); !ok || got != Width(before) {
			t.Fatalf("%q at %d: column %d, drawn %q behind %q", b, at, got, own, before)
		}
		if to := Reach(b, Column(b, at)); to > len(b) || Column(b, to) > Column(b, at) {
			t.Fatalf("%q: %d cells reach %d", b, Column(b, at), to)
		}
		at += n
	}
	if to := Reach(b, Width(ValueText(b))); to != len(b) {
		t.Fatalf("%q: all its cells reach %d", b, to)
	}
}

func TestALineIsBrokenWhereItIsDrawnFull(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"halves of Hangul syllables", strings.Repeat("\u1112", 4), "\u1112<U+1112>|\u1112<U+1112>"},
		{"syllables", strings.Repeat("\ud55c", 7), "\ud55c\ud55c\ud55c\ud55c\ud55c|\ud55c\ud55c"},
		{"a mark stays with its letter", "abcdefghie\u0301x", "abcdefghie\u0301|x"},
		{"a joined pair", "abcdefg\u0915\u094d\u0924", "abcdefg\u0915\u094d|\u0924"},
		{"a family", "\U0001f469\u200d\U0001f467", "\U0001f469<U+200D>|\U0001f467"},
		{"a flag", "a\U0001f1e9\U0001f1ea", "a<U+1F1E9>|<U+1F1EA>"},
		{"bytes", "abcdefg\xffx", "abcdefg|\\xffx"},
	} {
		var got []string
		Break([]byte(c.text), 10, func(from, to int) { got = append(got, ValueText([]byte(c.text)[from:to])) })
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAnyMixtureOfJoiningLettersIsCountedAsItIsDrawn(t *testing.T) {
	all, r := joining(), rand.New(rand.NewPCG(43, 43))
	for range 3000 {
		var b []byte
		for range 1 + r.IntN(14) {
			s := all[r.IntN(len(all))]
			b = append(b, strings.Repeat(s, 1+r.IntN(3))...)
		}
		if r.IntN(8) == 0 {
			b = append(append(b, '\n'), all[r.IntN(len(all))]...)
		}
		for _, w := range []int{4, 9, 10, 23} {
			checkBreak(t, b, w)
		}
		if !bytes.Contains(b, []byte("\n")) {
			checkColumn(t, b)
		}
		text := Text(string(b))
		for _, w := range []int{10, 23} {
			for _, line := range Wrap(text, w) {
				if g, c := ansi.StringWidth(line), ansi.StringWidthWc(line); g != c || g > w {
					t.Fatalf("%q in %d cells has the line %q: %d cells by cluster, %d by code point", text, w, line, g, c)
				}
			}
			if got := strings.Join(Wrap(text, w), ""); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(text, " ", "") {
				t.Fatalf("%q in %d cells becomes %q", text, w, got)
			}
		}
	}
	for _, s := range hostile(t) {
		checkBreak(t, []byte(s), 12)
	}
}

func FuzzBreak(f *testing.F) {
	for _, s := range append(hostile(f), joining()...) {
		f.Add([]byte(s+s), 10)
	}
	f.Fuzz(func(t *testing.T, b []byte, w int) {
		if w < 1 || w > 200 || len(b) > 1000 {
			return
		}
		checkBreak(t, b, w)
	})
}

func BenchmarkBreak(b *testing.B) {
	for name, s := range map[string]string{"ascii": "prod/payments/stripe/", "cjk": "日本語", "hangul": "\ud55c", "halves": "\u1112", "marks": "e\u0301"} {
		text := []byte(strings.Repeat(s, 65536/len(s)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Break(text, 100, func(int, int) {})
			}
		})
	}
}
