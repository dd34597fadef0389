package ui

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// joining are characters that terminals draw together with their neighbours, and some that they do not.
func joining() []string {
	return []string{"\u1112", "\u1100", "\u1161", "\u11ab", "\uac00", "\ud55c", "\U0001f1e9", "\U0001f1ea", "\u200d", "\U0001f469", "\U0001f467", "\U0001f44d",
		"\U0001f3fd", "\ufe0f", "\u0301", "\u0302", "e", "x", " ", "\t", "\u0915", "\u094d", "\u0924", "\u093e", "\u0e01", "\u0e33", "\u0e49", "日", "é", "\xff", "\xe1\x84",
		"\x1b", "\r", "\u0d4e", "\u3164", "\u202e", "\U0001f600", "\u0600", "a", "0", "\u20e3", "\u2764", "\n", "  ", "\r\n", `\x1b`, `\`, "<U+202E>", "<U+20", "\u2420", "\u21e5", "\u23ce", "\u240d", "\ufeff", "\u00a0"}
}

// checkBreak holds every promise of Break for one line.
func checkBreak(t *testing.T, b []byte, w int) {
	t.Helper()
	at := 0
	Break(b, Piece{To: len(b)}, w, func(from, to int) {
		if from != at && (from != at+1 || b[at] != '\n') {
			t.Fatalf("%q in %d cells: a piece begins at %d, the one before ends at %d", b, w, from, at)
		}
		at = to
		piece := b[from:to]
		drawn := ValueText(b, Piece{From: from, To: to}).Text
		if _, n := utf8.DecodeRune(piece); Width(drawn) > w && n < len(piece) && !oneCluster(piece) {
			t.Fatalf("%q in %d cells: %q is drawn as %q, %d cells", b, w, piece, drawn, Width(drawn))
		}
		if n := Width(strings.TrimSuffix(drawn, signEnd)); counted(b, from, to) != n {
			t.Fatalf("%q: counted %d cells, drawn %d", piece, counted(b, from, to), n)
		}
		if to < len(b) && b[to] != '\n' && !bytes.Contains(piece, []byte{'\n'}) {
			_, n := utf8.DecodeRune(b[to:])
			longer := ValueText(b, Piece{From: from, To: to + n}).Text
			if Width(longer) <= w && !joinsNext(b[to:], w) {
				t.Fatalf("%q in %d cells: %q has room for more", b, w, piece)
			}
		}
	})
	if at != len(b) && (at != len(b)-1 || b[at] != '\n') {
		t.Fatalf("%q in %d cells ends at %d", b, w, at)
	}
}

// counted are the cells of [from,to), as they are counted for Break.
func counted(b []byte, from, to int) int {
	var m measure
	m.anew()
	for i := from; i < to; {
		n, _ := m.take(b[i:])
		i += n
	}
	return m.cells()
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

// readBack is the value that was drawn on those lines; goesOn tells those that begin no line of it.
func readBack(t *testing.T, lines []string, goesOn []bool) (b []byte) {
	t.Helper()
	for i, line := range lines {
		text, ends := strings.CutSuffix(strings.TrimRight(line, " "), signEnd) // blanks at the right are not seen
		for text != "" {
			var hex []string
			_, n := utf8.DecodeRuneInString(text)
			switch {
			case strings.HasPrefix(text, signTab):
				b, n = append(b, '\t'), min(len(text), len(tabShown))
			case strings.HasPrefix(text, signBlank):
				b = append(b, ' ')
			case strings.HasPrefix(text, signReturn):
				b = append(b, '\r')
			case strings.HasPrefix(text, signEnd):
				t.Fatalf("%q: a sign where there is none", line)
			case spelledByte.MatchString(text):
				hex = spelledByte.FindStringSubmatch(text)
				v, _ := strconv.ParseUint(hex[1], 16, 8)
				b, n = append(b, byte(v)), len(hex[0])
			case spelledRune.MatchString(text):
				hex = spelledRune.FindStringSubmatch(text)
				v, _ := strconv.ParseUint(hex[1], 16, 32)
				b, n = utf8.AppendRune(b, rune(v)), len(hex[0])
			default:
				b = append(b, text[:n]...)
			}
			text = text[n:]
		}
		if ends || i+1 < len(lines) && !goesOn[i+1] {
			b = append(b, '\n')
		}
	}
	return b
}

var (
	spelledByte = regexp.MustCompile(`^\\x([0-9a-f]{2})`)
	spelledRune = regexp.MustCompile(`^<U\+([0-9A-F]{4,6})>`)
)

// checkReadBack holds that a value can be read back to the byte from how it is drawn: so no two look alike.
func checkReadBack(t *testing.T, b []byte, w int) {
	t.Helper()
	var lines []string
	var goesOn []bool
	Break(b, Piece{To: len(b)}, w, func(from, to int) {
		lines = append(lines, ValueText(b, Piece{From: from, To: to}).Text)
		goesOn = append(goesOn, from > 0 && b[from-1] != '\n')
	})
	if got := readBack(t, lines, goesOn); !bytes.Equal(got, b) {
		t.Fatalf("%q is drawn as %q, which reads %q", b, lines, got)
	}
	line := ValueText(b, Piece{To: len(b)}).Text
	if got := readBack(t, strings.SplitAfter(line, signEnd), make([]bool, 99+len(b))); !bytes.Equal(got, b) && len(b) > 0 && b[len(b)-1] != '\n' {
		t.Fatalf("%q is drawn on one line as %q, which reads %q", b, line, got)
	}
}

// checkColumn compares where each character of a line is said to stand with where the drawn line has it.
func checkColumn(t *testing.T, b []byte) {
	t.Helper()
	for at := 0; at < len(b); {
		_, n := utf8.DecodeRune(b[at:])
		drawn, own := ValueText(b, Piece{To: at + n}).Text, string(b[at:at+n])
		switch {
		case own == "\t":
			own = tabShown
		case own == "\r":
			own = signReturn
		case own == " " && strings.HasSuffix(drawn, signBlank):
			own = signBlank
		case !strings.HasSuffix(drawn, own):
			own = "<U+" + fmt.Sprintf("%04X", []rune(own)[0]) + ">"
			if b[at] < ' ' || b[at] == 0x7f || n == 1 && b[at] >= utf8.RuneSelf {
				own = fmt.Sprintf(`\x%02x`, b[at])
			}
		}
		before, ok := strings.CutSuffix(drawn, own)
		if got := Column(b, 0, at); !ok || got != Width(before) {
			t.Fatalf("%q at %d: column %d, drawn %q behind %q", b, at, got, own, before)
		}
		if to := Reach(b, 0, len(b), Column(b, 0, at)); to > len(b) || Column(b, 0, to) > Column(b, 0, at) {
			t.Fatalf("%q: %d cells reach %d", b, Column(b, 0, at), to)
		}
		at += n
	}
	if to := Reach(b, 0, len(b), Width(ValueText(b, Piece{To: len(b)}).Text)); to != len(b) {
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
		{"a line end that is drawn", "abcdefghij\n", "abcdefghi|j⏎"},
		{"a line end behind a wide letter", "日本語日本\n", "日本語日|本⏎"},
		{"a line end that is not", "abcdefghij\nx", "abcdefghij|x"},
	} {
		var got []string
		Break([]byte(c.text), Piece{To: len(c.text)}, 10, func(from, to int) { got = append(got, ValueText([]byte(c.text), Piece{From: from, To: to}).Text) })
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
			checkReadBack(t, b, w)
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
		checkReadBack(t, []byte(s), 12)
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
		checkReadBack(t, b, w)
	})
}

func BenchmarkBreak(b *testing.B) {
	for name, s := range map[string]string{"ascii": "prod/payments/stripe/", "cjk": "日本語", "hangul": "\ud55c", "halves": "\u1112", "marks": "e\u0301"} {
		text := []byte(strings.Repeat(s, 65536/len(s)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Break(text, Piece{To: len(text)}, 100, func(int, int) {})
			}
		})
	}
}
