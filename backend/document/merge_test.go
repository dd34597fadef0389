package document_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/document"
)

// merged is what comes of a merge that nobody is asked about; clashes is how many rows somebody should be.
func merged(base, theirs, yours string) (text string, clashes int) {
	m := document.NewMerge(backend.TextValue(base), backend.TextValue(theirs), backend.TextValue(yours))
	for _, r := range m.Rows {
		if r.State == document.Clash {
			clashes++
		}
	}
	return string(backendtest.Bytes(m.Result(func(r document.MergeRow) document.Side {
		if r.State == document.YoursOnly {
			return document.YourSide
		}
		return document.TheirSide
	}))), clashes
}

func TestTextsMergeLineByLine(t *testing.T) {
	const base = "A=1\nB=2\r\nC=3\nD=4\nE=5"
	for _, c := range []struct {
		name, theirs, yours, want string
		clashes                   int
	}{
		{"lines apart", "A=10\nB=2\r\nC=3\nD=4\nE=5", "A=1\nB=2\r\nC=30\nD=4\nE=5", "A=10\nB=2\r\nC=30\nD=4\nE=5", 0},
		{"a line more here, one less there", "A=1\nB=2\r\nC=3\nD=4\nE=5\nF=6\n", "B=2\r\nC=3\nD=4\nE=5", "B=2\r\nC=3\nD=4\nE=5\nF=6\n", 0},
		{"the same on both sides", "A=1\nB=3\r\nC=3\nD=4\nE=5", "A=1\nB=3\r\nC=3\nD=4\nE=5", "A=1\nB=3\r\nC=3\nD=4\nE=5", 0},
		{"one line, two ways", "A=1\nB=x\r\nC=3\nD=4\nE=5", "A=1\nB=y\r\nC=3\nD=4\nE=5", "A=1\nB=x\r\nC=3\nD=4\nE=5", 1},
		{"lines that touch", "A=1\nB=x\r\nC=3\nD=4\nE=5", "A=1\nB=2\r\nC=y\nD=4\nE=5", "A=1\nB=x\r\nC=3\nD=4\nE=5", 1},
		{"only a line end", "A=1\nB=2\nC=3\nD=4\nE=5", "A=1\nB=2\r\nC=3\nD=40\nE=5", "A=1\nB=2\nC=3\nD=40\nE=5", 0},
		{"taken away and changed", "A=1\nC=3\nD=4\nE=5", "A=1\nB=20\r\nC=3\nD=4\nE=5", "A=1\nC=3\nD=4\nE=5", 1},
		{"both add at one place", "A=1\nt\nB=2\r\nC=3\nD=4\nE=5", "A=1\ny\nB=2\r\nC=3\nD=4\nE=5", "A=1\nt\nB=2\r\nC=3\nD=4\nE=5", 1},
	} {
		if got, clashes := merged(base, c.theirs, c.yours); got != c.want || clashes != c.clashes {
			t.Errorf("%s: %d clashes, merged is %q, want %q", c.name, clashes, got, c.want)
		}
	}
}

func TestRowsOfLinesSayWhereTheyAre(t *testing.T) {
	m := document.NewMerge(backend.TextValue("a\nb\nc\nd\ne\nf\n"), backend.TextValue("a\nb\nc\nd\ne\nf\n"), backend.TextValue("new\na\nB\nc\ne\nF\nG\n"))
	var paths []string
	for _, r := range m.Rows {
		paths = append(paths, r.Path)
	}
	if got := strings.Join(paths, ", "); got != "before line 1, line 2, line 4, line 6" {
		t.Error(got)
	}
	if r := m.Rows[2]; r.At[document.YourSide] != -1 || string(backendtest.Bytes(m.Text(r, document.BaseSide))) != "d\n" {
		t.Errorf("a line that goes is %+v", r)
	}
}

// Lines of JSON, of a PEM and of bytes mean nothing by themselves.
func TestWhatIsNoPlainTextIsNeverMixed(t *testing.T) {
	pem := func(body string) string {
		return "-----BEGIN X-----\n" + body + "\nbWFkZS11cA==\n-----END X-----\n"
	}
	for name, texts := range map[string][3]string{
		"arrays":     {"[\n1,\n2,\n3\n]", "[\n10,\n2,\n3\n]", "[\n1,\n2,\n30\n]"},
		"PEM":        {pem("bWFkZS11cA=="), pem("dGhlaXJz"), pem("eW91cnM=")},
		"new as old": {"", "a\nb\n", "c\nb\n"},
		"a new type": {"{\"a\":1,\n\"b\":2\n}", "{\"a\":1,\n\"b\":3\n}", "{\"a\":1,\n\"b\":2\n"},
	} {
		m := document.NewMerge(backend.TextValue(texts[0]), backend.TextValue(texts[1]), backend.TextValue(texts[2]))
		if len(m.Rows) != 1 || m.Rows[0].At[0] != document.Whole {
			t.Errorf("%s: %+v", name, m.Rows)
		}
	}
}

func TestAnyTextsMergeIntoTheOneSideThatIsChosenThroughout(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	text := func(from []string) (lines []string) {
		for _, l := range from {
			switch rng.IntN(6) {
			case 0:
				lines = append(lines, l, string(rune('p'+rng.IntN(4))))
			case 1:
				lines = append(lines, string(rune('p'+rng.IntN(4))))
			case 2:
			default:
				lines = append(lines, l)
			}
		}
		return lines
	}
	join := func(lines []string) string {
		return strings.Join(lines, []string{"\n", "\r\n"}[rng.IntN(2)]) + []string{"", "\n"}[rng.IntN(2)]
	}
	for range 3000 * *times {
		old := text(strings.Split("abcdefgh", ""))
		b, th, y := join(old), join(text(old)), join(text(old))
		m := document.NewMerge(backend.TextValue(b), backend.TextValue(th), backend.TextValue(y))
		for side, want := range map[document.Side]string{document.TheirSide: th, document.YourSide: y} {
			if got := string(backendtest.Bytes(m.Result(func(document.MergeRow) document.Side { return side }))); got != want {
				t.Fatalf("base %q, theirs %q, yours %q: side %d throughout gives %q", b, th, y, side, got)
			}
		}
	}
}

// A value that is kept as binary stays binary where theirs is chosen.
func TestTheirBytesStayBytes(t *testing.T) {
	for name, yours := range map[string]backend.Value{"bytes": backend.NewValue([]byte("yours"), true), "a text": backend.TextValue("yours")} {
		theirs := backend.NewValue([]byte("theirs"), true)
		m := document.NewMerge(backend.NewValue([]byte("base"), true), theirs, yours)
		if got := m.Result(func(document.MergeRow) document.Side { return document.TheirSide }); !document.SameBytes(got, theirs) {
			t.Errorf("beside %s: %q, binary %v", name, backendtest.Bytes(got), got.Binary())
		}
	}
}
