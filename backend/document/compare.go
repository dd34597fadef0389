package document

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"unicode/utf8"

	"strongroom/backend"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Change is what became of a part between two values.
type Change byte

// What can become of a part.
const (
	Same    Change = '='
	Changed Change = '~'
	Added   Change = '+'
	Removed Change = '-'
)

// CompareBy is how two values are compared.
type CompareBy int

// The ways: JSON objects and arrays by their keys, texts by line, everything else by its bytes as a whole.
const (
	ByKey CompareBy = iota
	ByLine
	ByBytes
)

// Comparison is how two values differ, as places in their bytes and as lengths. It holds keys, which are no secret, and
// nothing of the values.
type Comparison struct {
	By   CompareBy
	A, B Document
	// SameBytes: equal byte for byte, and kept alike. SameContent: only white space differs, outside the strings of JSON, or of bytes how
	// they are kept.
	SameBytes, SameContent bool
	// Reordered: some object's keys stand in another order.
	Reordered bool
	Fields    []FieldPair // ByKey
	Runs      []LineRun   // ByLine
	ALines    []Span      // ByLine
	BLines    []Span
}

// FieldPair is one key of either side. Parents come before what is inside them.
type FieldPair struct {
	A, B   int // indexes of A.Fields and B.Fields, -1 where the side lacks it
	Label  string
	Depth  int
	Change Change
	// Next is the index after the last pair inside this one.
	Next int
	// ALen and BLen are lengths in characters, of what is no object or array.
	ALen, BLen int
	// Respelled: the same text, with other escapes.
	Respelled bool
}

// LineRun is a run of lines with one fate: [AFrom,ATo) became [BFrom,BTo).
type LineRun struct {
	Change                 Change
	AFrom, ATo, BFrom, BTo int
}

// Span is a piece of a value's bytes.
type Span struct{ Start, End int }

// Compare finds how b differs from a. A value that holds nothing counts as empty.
func Compare(a, b backend.Value) (c Comparison) {
	c.A, c.B = Of(a), Of(b)
	backend.UseBoth(a, b, func(ab, bb []byte) {
		c.SameBytes = bytes.Equal(ab, bb) && a.Binary() == b.Binary()
		switch {
		case c.A.Kind == KindBinary || c.B.Kind == KindBinary:
			c.By, c.SameContent = ByBytes, bytes.Equal(ab, bb)
		case c.A.Kind == KindJSON && c.B.Kind == KindJSON && c.A.Array == c.B.Array:
			c.By = ByKey
			p := pairing{c: &c, a: ab, b: bb}
			p.inside(-1, -1, 0)
			c.SameContent = squeezed(ab, true) == squeezed(bb, true)
		default:
			c.By = ByLine
			c.lines(ab, bb)
			c.SameContent = squeezed(ab, false) == squeezed(bb, false)
		}
	})
	return c
}

// Counts are how many lowest parts changed, were added, were removed, and stayed.
func (c Comparison) Counts() (changed, added, removed, same int) {
	count := func(ch Change, n, m int) {
		switch ch {
		case Same:
			same += n
		case Changed:
			changed += min(n, m)
			removed += max(0, n-m)
			added += max(0, m-n)
		case Added:
			added += m
		case Removed:
			removed += n
		}
	}
	for i, p := range c.Fields {
		if p.Next == i+1 {
			count(p.Change, 1, 1)
		}
	}
	for _, r := range c.Runs {
		count(r.Change, r.ATo-r.AFrom, r.BTo-r.BFrom)
	}
	return changed, added, removed, same
}

// squeezed is a hash of a text without what is only white space: outside the strings of a JSON text all of it, in any
// other text its amount and kind.
func squeezed(b []byte, json bool) [sha256.Size]byte {
	h := sha256.New()
	from, inString, blank := 0, false, true
	for i := 0; i < len(b); i++ {
		c := b[i]
		if json && c == '"' {
			inString = !inString
		}
		if json && inString && c == '\\' {
			i++
			continue
		}
		if inString || c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			blank = false
			continue
		}
		h.Write(b[from:i])
		if from = i + 1; !json && !blank {
			h.Write([]byte{' '})
			blank = true
		}
	}
	rest := b[min(from, len(b)):]
	if h.Write(rest); !json && len(rest) > 0 {
		h.Write([]byte{' '})
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// pairing walks two JSON texts side by side.
type pairing struct {
	c    *Comparison
	a, b []byte
}

// inside pairs what lies directly inside two containers; -2 stands for a side that lacks the container.
func (p *pairing) inside(a, b, depth int) (all Change) {
	var ca, cb []int
	if a != lacking {
		ca = p.c.A.children(a)
	}
	if b != lacking {
		cb = p.c.B.children(b)
	}
	all = Same
	put := func(x, y int) {
		if p.pair(x, y, depth) != Same {
			all = Changed
		}
	}
	partner := match(p.c.A, p.c.B, ca, cb)
	next, furthest := 0, -1
	taken := map[int]bool{}
	for _, x := range partner {
		taken[x] = true
	}
	for i, y := range cb {
		x, ok := partner[y]
		if !ok {
			for ; next < len(ca) && (ca[next] <= furthest || !taken[ca[next]]); next++ {
				if !taken[ca[next]] {
					put(ca[next], lacking) // what was taken out stands above what came in its place
				}
			}
			put(lacking, y)
			continue
		}
		for ; next < len(ca) && ca[next] < x; next++ {
			if !taken[ca[next]] {
				put(ca[next], lacking)
			}
		}
		if x < furthest {
			p.c.Reordered = true
		}
		furthest = max(furthest, x)
		put(x, cb[i])
	}
	for ; next < len(ca); next++ {
		if !taken[ca[next]] {
			put(ca[next], lacking)
		}
	}
	return all
}

// lacking stands for a side that does not have what the other has.
const lacking = -2

// match finds for each field of b its partner of a: the same key, and of a key that stands there twice the same
// occurrence; in arrays the same place.
func match(da, db Document, ca, cb []int) map[int]int {
	at, out := map[occurrence]int{}, map[int]int{}
	for _, x := range ca {
		at[da.occurrence(x)] = x
	}
	for _, y := range cb {
		if x, ok := at[db.occurrence(y)]; ok {
			out[y] = x
		}
	}
	return out
}

func (p *pairing) pair(x, y, depth int) Change {
	at := len(p.c.Fields)
	f := FieldPair{A: max(x, -1), B: max(y, -1), Depth: depth, Change: Changed}
	p.c.Fields = append(p.c.Fields, f)
	var fa, fb Field
	if x >= 0 {
		fa, f.Label = p.c.A.Fields[x], p.c.A.Label(x)
		f.ALen = characters(p.a, fa)
	}
	if y >= 0 {
		fb, f.Label = p.c.B.Fields[y], p.c.B.Label(y)
		f.BLen = characters(p.b, fb)
	}
	switch {
	case x < 0:
		if f.Change = Added; fb.Container() {
			p.inside(lacking, y, depth+1)
		}
	case y < 0:
		if f.Change = Removed; fa.Container() {
			p.inside(x, lacking, depth+1)
		}
	case fa.Container() && fa.Kind == fb.Kind:
		f.Change = p.inside(x, y, depth+1)
	case bytes.Equal(p.a[fa.Start:fa.End], p.b[fb.Start:fb.End]):
		f.Change = Same
	case fa.Kind == FieldString && fb.Kind == FieldString:
		f.Respelled = sayAlike(p.a[fa.Start:fa.End], p.b[fb.Start:fb.End], FieldString)
	}
	f.Next = len(p.c.Fields)
	p.c.Fields[at] = f
	return f.Change
}

// characters is the length of a field as a person counts it; of an object or array it is 0.
func characters(b []byte, f Field) int {
	if f.Container() {
		return 0
	}
	text := unquote(b[f.Start:f.End], f.Kind)
	defer clear(text)
	return utf8.RuneCount(text)
}

// lines compares texts by line. The algorithm sees each distinct line as one number, so that no line is copied.
func (c *Comparison) lines(a, b []byte) {
	number := map[[sha256.Size]byte]rune{}
	spell := func(text []byte) (spans []Span, spelled []rune) {
		for from := 0; from < len(text); {
			end, next := len(text), len(text)
			if i := bytes.IndexByte(text[from:], '\n'); i >= 0 {
				end, next = from+i, from+i+1
			}
			sum := sha256.Sum256(text[from:next])
			n, known := number[sum]
			if !known {
				n = rune(len(number))
				number[sum] = n
			}
			spans, spelled = append(spans, Span{from, end}), append(spelled, n)
			from = next
		}
		return spans, spelled
	}
	var ra, rb []rune
	c.ALines, ra = spell(a)
	c.BLines, rb = spell(b)
	atA, atB := 0, 0
	put := func(r LineRun) {
		if r.ATo > r.AFrom || r.BTo > r.BFrom {
			c.Runs = append(c.Runs, r)
		}
	}
	diffs := lcs.DiffRunes(ra, rb)
	slices.SortFunc(diffs, func(x, y lcs.Diff) int { return x.Start - y.Start })
	for _, d := range diffs {
		put(LineRun{Same, atA, d.Start, atB, d.ReplStart})
		r := LineRun{Changed, d.Start, d.End, d.ReplStart, d.ReplEnd}
		if d.Start == d.End {
			r.Change = Added
		} else if d.ReplStart == d.ReplEnd {
			r.Change = Removed
		}
		put(r)
		atA, atB = d.End, d.ReplEnd
	}
	put(LineRun{Same, atA, len(ra), atB, len(rb)})
}
