package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"strongroom/backend"
)

// heldUp is a home with a draft, one of another login's key, and the scraps of a killed program.
func heldUp(t *testing.T) (d *Drafts, state string) {
	t.Helper()
	state, run := draftHome(t)
	d = OpenDrafts(state, run, nil)
	keepDraft(t, d, someDraft()).Leave()
	if err := os.RemoveAll(filepath.Join(run, "strongroom")); err != nil {
		t.Fatal(err)
	}
	keepDraft(t, d, someDraft()).Leave()
	for _, name := range []string{scrap + "123", "0f.lock"} {
		if err := os.WriteFile(filepath.Join(state, "drafts", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return d, state
}

func TestNoWrongClockRemovesADraft(t *testing.T) {
	now := time.Now()
	days := func(n ...int) (at []time.Time) {
		for _, n := range n {
			at = append(at, now.Add(time.Duration(n)*backend.Day))
		}
		return at
	}
	for name, starts := range map[string][]time.Time{
		"the first start is a year ahead":   days(365),
		"one start is a year ahead":         days(0, 365, 0),
		"one is ten years ahead, and again": days(0, 3650, 3650, 0, 3650),
		"one is a month ahead":              days(0, 31, 0),
		"one is a day ahead":                days(0, 1, 0),
		"one is at the beginning of time":   {now, time.Unix(0, 0), now},
		"one is before it":                  {now, time.Unix(-1, 0).Add(-40000 * backend.Day), now},
		"one is at the end of time":         {now, time.Unix(1<<61, 0), now},
		"many are on one day":               days(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
	} {
		d, state := heldUp(t)
		for _, at := range starts {
			if kept, lost, err := d.List(at); err != nil || len(kept) != 1 || lost != 1 {
				t.Fatalf("%s: at %v %d are offered, %d lost, %v", name, at, len(kept), lost, err)
			}
		}
		if n := len(draftFiles(t, state, "*.age")); n != 2 {
			t.Errorf("%s: %d drafts are left, want 2", name, n)
		}
	}
}

func TestADraftAgesByTheDaysOnWhichTheProgramRan(t *testing.T) {
	d, state := heldUp(t)
	runs := 0
	for n := 0; len(draftFiles(t, state, "*.age")) > 0; n += 20 { // a run every twentieth day
		if runs++; runs > 100 {
			t.Fatal("it never ends")
		}
		if _, _, err := d.List(time.Now().Add(time.Duration(n) * backend.Day)); err != nil {
			t.Fatal(err)
		}
	}
	if runs != draftsKept+1 { // the one that saw it first, and as many later days
		t.Errorf("it went with run %d, want %d", runs, draftsKept+1)
	}
	if files := draftFiles(t, state, "*"); len(files) != 0 {
		t.Errorf("%v is left", files)
	}
}

func TestADraftThatIsWrittenAnewIsYoungAgain(t *testing.T) {
	state, run := draftHome(t)
	d := OpenDrafts(state, run, nil)
	slot := keepDraft(t, d, someDraft())
	runs := func(from, to int) (kept []KeptDraft) {
		for n := from; n < to; n++ {
			var err error
			if kept, _, err = d.List(time.Now().Add(time.Duration(n) * backend.Day)); err != nil {
				t.Fatal(err)
			}
		}
		return kept
	}
	runs(0, draftsKept)
	if err := slot.Keep(2, someDraft()); err != nil {
		t.Fatal(err)
	}
	slot.Leave()
	if kept := runs(draftsKept, 2*draftsKept-1); len(kept) != 1 {
		t.Errorf("%d are offered, want the one that was written anew", len(kept))
	}
}

func TestALongAbsenceCountsFromItsSecondDay(t *testing.T) {
	d, state := heldUp(t)
	for _, n := range []int{0, 200, 201} {
		if _, lost, err := d.List(time.Now().Add(time.Duration(n) * backend.Day)); err != nil || lost != 1 {
			t.Fatalf("day %d: %d lost, %v", n, lost, err)
		}
	}
	if _, lost, err := d.List(time.Now().Add(202 * backend.Day)); err != nil || lost != 0 || len(draftFiles(t, state, "*.age")) != 1 {
		t.Errorf("%d lost, %v: nothing grows old after an absence", lost, err)
	}
}

func TestWhereTheDaysCannotBeKeptNothingIsOld(t *testing.T) {
	for name, spoil := range map[string]func(file string) error{
		"a folder": func(file string) error { return os.Mkdir(file, 0o700) },
		"damaged at each run": func(file string) error {
			if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return os.WriteFile(file, []byte("{ half"), 0o600)
		},
	} {
		d, state := heldUp(t)
		for n := range 2 * draftsKept {
			if err := spoil(filepath.Join(state, "draft-days.json")); err != nil && !errors.Is(err, fs.ErrExist) {
				t.Fatal(err)
			}
			if kept, lost, err := d.List(time.Now().Add(time.Duration(n) * backend.Day)); err != nil || len(kept) != 1 || lost != 1 {
				t.Fatalf("%s: on day %d %d are offered, %d lost, %v", name, n, len(kept), lost, err)
			}
		}
	}
}

func TestTheFileOfTheDaysHoldsNumbersAndFileNamesAlone(t *testing.T) {
	d, state := heldUp(t)
	list(t, d)
	b, err := os.ReadFile(filepath.Join(state, "draft-days.json"))
	if err != nil || len(b) == 0 {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(state, "draft-days.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("it has mode %v (%v), want 0600", info.Mode(), err)
	}
	for n := range 200 {
		if _, _, err := d.List(time.Now().Add(time.Duration(n) * backend.Day)); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(filepath.Join(state, "draft-days.json")); err != nil || info.Size() > 2000 {
		t.Errorf("after 200 days it has %d bytes (%v)", info.Size(), err)
	}
}
