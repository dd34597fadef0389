package disk

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
)

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
	text := strings.Repeat(backendtest.Canary, 3000)
	for name, from := range map[string]io.Reader{"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text)),
		"with its end": iotest.DataErrReader(strings.NewReader(text)), "to a fault": io.MultiReader(strings.NewReader(text), iotest.ErrReader(io.ErrUnexpectedEOF))} {
		l, k := &backend.Ledger{}, &keeper{from: from}
		v, err := readWhole(k, backend.MaxValue+1, l)
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

func TestADraftIsReadIntoValuesAndNothingElse(t *testing.T) {
	state, run := draftHome(t)
	slot := keepDraft(t, OpenDrafts(state, run, nil), someDraft())
	slot.Leave()
	d, l := OpenDrafts(state, run, nil), &backend.Ledger{}
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

func TestWhatIsNotTakenIsHeldNoMore(t *testing.T) {
	l := &backend.Ledger{}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadFile(empty, l); err == nil || len(l.Alive()) > 0 {
		t.Errorf("an empty file: %v; alive are %v", err, l.Alive())
	}
	out, cut := WithoutAddedEnd(backend.TextValue("a"), l.Text("a\n"))
	if !cut || len(l.Alive()) != 1 {
		t.Errorf("a line end is taken off: %v; alive are %v", cut, l.Alive())
	}
	out.Wipe()
}
