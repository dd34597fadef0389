package disk

import (
	"errors"
	"os"
	"testing"

	"strongroom/backend"
)

func TestASlotReadsWhatItHasKeptAndItStays(t *testing.T) {
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	d.Ledger = &backend.Ledger{}
	want := someDraft()
	s := keepDraft(t, d, want)
	for range 2 { // it is there afterwards
		got, err := s.Read()
		if err != nil || !sameDraft(got, want) || got.Sum() != want.Sum() {
			t.Fatalf("read is %+v, %v", got, err)
		}
		if got.Wipe(); len(d.Ledger.Alive()) != 0 {
			t.Errorf("alive are %v", d.Ledger.Alive())
		}
	}
	whole, err := os.ReadFile(d.file(s.name))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		spoil func() error
	}{
		{"damaged", func() error { return os.WriteFile(d.file(s.name), whole[:len(whole)-1], 0o600) }},
		{"gone", func() error { return os.Remove(d.file(s.name)) }},
		{"dropped", s.Drop},
	} {
		if err := c.spoil(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(); !errors.Is(err, ErrNoDraft) || len(d.Ledger.Alive()) != 0 {
			t.Errorf("%s: %v, alive are %v", c.name, err, d.Ledger.Alive())
		}
	}
}
