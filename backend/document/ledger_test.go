package document

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/backendtest"
)

func TestALedgerKnowsWhatIsAliveAndNothingOfIt(t *testing.T) {
	l := &backend.Ledger{}
	v := l.Text(`{"k":"` + backendtest.Canary + `"}`)
	c := v.Clone()
	d := Of(c)
	text := d.Text(c, 0)
	lit, err := ParseLiteral(text, FieldString)
	if err != nil {
		t.Fatal(err)
	}
	made := Edit{}.Set(d, 0, lit).Apply(c, d)
	m := NewMerge(v, c, made)
	result, side := m.Result(func(MergeRow) Side { return YourSide }), m.Text(m.Rows[0], YourSide)
	if alive := l.Alive(); len(alive) != 7 || !strings.Contains(strings.Join(alive, "\n"), "document.Document.Text") {
		t.Errorf("alive are\n%s", strings.Join(alive, "\n"))
	}
	for i, gone := range []backend.Value{v, c, text, lit.Raw, made, result, side} {
		gone.Wipe()
		gone.Wipe()
		if n := len(l.Alive()); n != 6-i {
			t.Errorf("%d are alive after %d wipes", n, i+1)
		}
	}
	if l.Made() < 7 {
		t.Errorf("%d were made", l.Made())
	}
	var none *backend.Ledger
	none.Text("made-up").Wipe()
}

func TestWhatIsWrittenAsJSONOrReadFromItLeavesNoShorterCopyBehind(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 23))
	for range 3000 {
		b := make([]byte, r.IntN(60))
		for i := range b {
			b[i] = []byte{'a', '"', '\\', '\n', 1, 0x7f, 0xc3, 0xed, 0xa0, 0x80, ' '}[r.IntN(11)]
		}
		q := Quote(b)
		if len(q) != quotedLen(b) || cap(q) > len(q)+64 {
			t.Fatalf("%q is quoted in %d bytes, planned were %d", b, len(q), quotedLen(b))
		}
		if out := unescape(q); len(out) > len(q)-2 || !bytes.Equal(out, b) {
			t.Fatalf("%q comes back as %q", b, out)
		}
		v := backend.TextValue(`{"k":"x","o":{}}`)
		d := Of(v)
		lit := Literal{Raw: backend.NewValue(bytes.Clone(q), false), Kind: FieldString}
		e, _ := Edit{}.Set(d, 0, lit).Add(1, string(b), lit)
		e, _ = e.Add(1, "n", lit)
		v.Use(func(text []byte) {
			s := e.splicer(text, d)
			s.container(-1)
			for _, part := range s.out {
				if at := cap(part.with); at > len(part.with)+len(", ")+64 {
					t.Fatalf("a splice of %d bytes has room for %d", len(part.with), at)
				}
			}
			with := s.out[len(s.out)-1].with
			out := render(text, s.out, 0, len(text))
			if cap(out) > len(out)+64 || len(bytes.Trim(with[:cap(with)], "\x00")) > 0 {
				t.Fatalf("%d bytes in %d, the splices hold %q", len(out), cap(out), with)
			}
		})
	}
}

func TestWhatAMergeBorrowsItWipes(t *testing.T) {
	l := &backend.Ledger{}
	base, theirs, yours := l.Text("one\ntwo\nthree\n"), l.Text("one\ntwo\n3\n"), l.Text("1\ntwo\nthree\n")
	NewMerge(base, theirs, yours).Result(func(MergeRow) Side { return YourSide }).Wipe()
	for _, v := range []backend.Value{base, theirs, yours} {
		v.Wipe()
	}
	if alive := l.Alive(); len(alive) != 0 {
		t.Errorf("alive are\n%s", strings.Join(alive, "\n"))
	}
}

func TestAnEditThatCannotLeadToATextLeavesNothing(t *testing.T) {
	l := &backend.Ledger{}
	from, to := l.Text(`{"a":"1","b":"2"}`), l.Text(`{"a": "3","b":"2"}`) // another blank too
	if e, ok := EditTo(from, to); ok {
		t.Fatalf("it leads there: %v", e)
	}
	from.Wipe()
	if to.Wipe(); len(l.Alive()) != 0 {
		t.Errorf("alive are\n%s", strings.Join(l.Alive(), "\n"))
	}
}
