package backend

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func TestALedgerKnowsWhatIsAliveAndNothingOfIt(t *testing.T) {
	l := &Ledger{}
	v := l.Text(`{"k":"` + canary + `"}`)
	c := v.Clone()
	d := DocumentOf(c)
	text := d.Text(c, 0)
	lit, err := ParseLiteral(text, FieldString)
	if err != nil {
		t.Fatal(err)
	}
	made := Edit{}.Set(d, 0, lit).Apply(c, d)
	m := NewMerge(v, c, made)
	result, side := m.Result(func(MergeRow) Side { return YourSide }), m.Text(m.Rows[0], YourSide)
	if alive := l.Alive(); len(alive) != 7 || !strings.Contains(strings.Join(alive, "\n"), "backend.Document.Text") {
		t.Errorf("alive are\n%s", strings.Join(alive, "\n"))
	}
	if printed := fmt.Sprintf("%+v %#v", l, l) + fmt.Sprint(l.Alive()) + dump(reflect.ValueOf(l), 0); strings.Contains(printed, "CANARY") || strings.Contains(printed, fmt.Sprint([]byte(canary))) {
		t.Error("the ledger shows a value")
	}
	for i, gone := range []Value{v, c, text, lit.Raw, made, result, side} {
		gone.Wipe()
		gone.Wipe()
		if n := len(l.Alive()); n != 6-i {
			t.Errorf("%d are alive after %d wipes", n, i+1)
		}
	}
	if l.Made() < 7 {
		t.Errorf("%d were made", l.Made())
	}
	var none *Ledger
	none.Text("made-up").Wipe()
}

// keeper remembers every buffer that it was asked to fill.
type keeper struct {
	from io.Reader
	bufs [][]byte
}

func (k *keeper) Read(b []byte) (int, error) {
	k.bufs = append(k.bufs, b)
	return k.from.Read(b)
}

func TestWhatIsReadLiesInOneBufferThatIsWiped(t *testing.T) {
	text := strings.Repeat(canary, 3000)
	for name, from := range map[string]io.Reader{"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text)),
		"with its end": iotest.DataErrReader(strings.NewReader(text)), "to a fault": io.MultiReader(strings.NewReader(text), iotest.ErrReader(io.ErrUnexpectedEOF))} {
		l, k := &Ledger{}, &keeper{from: from}
		v, err := readWhole(k, MaxValue+1, l)
		if fault := name == "to a fault"; fault != (err != nil) || !fault && v.Len() != len(text) {
			t.Errorf("%s: %d bytes, %v", name, v.Len(), err)
		}
		v.Wipe()
		for _, b := range k.bufs {
			if bytes.Contains(b[:cap(b)], []byte("CANARY")) {
				t.Fatalf("%s: a copy is left behind", name)
			}
		}
		if alive := l.Alive(); len(alive) > 0 {
			t.Errorf("%s: alive are %v", name, alive)
		}
	}
}

func TestWhatIsWrittenAsJSONOrReadFromItLeavesNoShorterCopyBehind(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 23))
	for range 3000 {
		b := make([]byte, r.IntN(60))
		for i := range b {
			b[i] = []byte{'a', '"', '\\', '\n', 1, 0x7f, 0xc3, 0xed, 0xa0, 0x80, ' '}[r.IntN(11)]
		}
		q := quote(b)
		if len(q) != quotedLen(b) || cap(q) > len(q)+64 {
			t.Fatalf("%q is quoted in %d bytes, planned were %d", b, len(q), quotedLen(b))
		}
		if out := unescape(q); len(out) > len(q)-2 || !bytes.Equal(out, b) {
			t.Fatalf("%q comes back as %q", b, out)
		}
		v := TextValue(`{"k":"x","o":{}}`)
		d := DocumentOf(v)
		lit := Literal{Raw: NewValue(bytes.Clone(q), false), Kind: FieldString}
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

func TestADraftIsReadIntoValuesAndNothingElse(t *testing.T) {
	state, run := draftHome(t)
	slot := keepDraft(t, OpenDrafts(state, run), someDraft())
	slot.Leave()
	d, l := OpenDrafts(state, run), &Ledger{}
	d.Ledger = l
	kept, _, err := d.List(time.Now())
	if err != nil || len(kept) != 1 || len(l.Alive()) != 0 || l.Made() < 4 {
		t.Fatalf("%d drafts, %v; alive are %v of %d", len(kept), err, l.Alive(), l.Made())
	}
	slot, dr, err := d.Take(kept[0].ID)
	if err != nil || len(l.Alive()) != 3 {
		t.Fatalf("%v; alive are %v", err, l.Alive())
	}
	dr.Wipe()
	slot.Leave()
	b, err := someDraft().encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{append(bytes.Clone(b), 'x'), b[:len(b)-1], []byte("no draft")} {
		if _, err := decodeDraft(bad, l); !errors.Is(err, errDraft) {
			t.Errorf("a damaged draft gives %v", err)
		}
	}
	if alive := l.Alive(); len(alive) > 0 {
		t.Errorf("alive are %v", alive)
	}
	if _, err := LoadFile(filepath.Join(state, "nothing"), l); err == nil || len(l.Alive()) > 0 {
		t.Errorf("%v; alive are %v", err, l.Alive())
	}
}
