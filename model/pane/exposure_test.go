package pane

import (
	"testing"
	"time"

	"strongroom/ui"
)

// anOwner looks like a dialog: it is one by its pointer.
type anOwner struct{ _ byte }

func TestWhatIsExposedEndsByTheOneClock(t *testing.T) {
	began := time.Now()
	r := NewExposures(0, "", began)
	over := 0
	held, seen := r.Of(Detail, func() { over++ }), r.Of(Edit, nil)
	if !r.Wake().IsZero() {
		t.Error("nothing is exposed, and it wakes")
	}
	held.Hold()
	if !seen.Show(Whole{}) || !seen.Shows(Whole{}) || held.Any() {
		t.Error("a part is not shown, or another one is")
	}
	if at := r.Wake(); at.Sub(began) <= 0 || at.Sub(began) > time.Second+1 {
		t.Errorf("it wakes after %v, want within a second", at.Sub(began))
	}
	r.Expire(began.Add(DefaultLifetime - time.Second))
	seen.Touch()
	if r.Expire(began.Add(DefaultLifetime)); over != 1 || !seen.Any() {
		t.Errorf("after its time what was held ended %d times, what was touched shows: %v", over, seen.Any())
	}
	if r.Expire(began.Add(2*DefaultLifetime - time.Second)); over != 1 || seen.Any() || !r.Wake().IsZero() {
		t.Error("what was touched does not end its lifetime after that, or something is still waited for")
	}
	if held.Touch(); !r.Wake().IsZero() {
		t.Error("what has ended is touched back to life")
	}
}

func TestALifetimeIsTheOneThatWasAskedFor(t *testing.T) {
	began := time.Now()
	r := NewExposures(5*time.Second, "", began)
	x := r.Of(Detail, nil)
	x.Show(1)
	if r.Expire(began.Add(4900 * time.Millisecond)); !x.Any() {
		t.Error("it ended too soon")
	}
	if r.Expire(began.Add(5 * time.Second)); x.Any() {
		t.Error("it stands after five seconds")
	}
}

func TestHidingAllEndsNothingThatIsHeld(t *testing.T) {
	r := NewExposures(0, "", time.Now())
	x := r.Of(Detail, func() { t.Error("it was ended") })
	x.Hold()
	x.Show(1)
	changes, hidden := x.Changes(), x.Hidden()
	if r.HideAll(); x.Any() || r.Wake().IsZero() || x.Changes() == changes || x.Hidden() == hidden {
		t.Error("it shows, is not held any more, or nobody can tell that it was hidden")
	}
	if x.End(); !r.Wake().IsZero() {
		t.Error("it is still held")
	}
}

func TestWhatIsOutOfSightIsHidden(t *testing.T) {
	r := NewExposures(0, "", time.Now())
	dialog := new(anOwner)
	a, b := r.Of(Detail, nil), r.Of(dialog, nil)
	show := func() { a.Show(1); b.Show(1) }
	all := func(any) bool { return true }
	r.Follow("one", all)
	show()
	if r.Follow("one", all); !a.Any() || !b.Any() {
		t.Error("what is in sight was hidden")
	}
	if r.Follow("one", func(owner any) bool { return owner == any(dialog) }); a.Any() || !b.Any() {
		t.Error("what is out of sight shows, or what is in sight was hidden")
	}
	show()
	if r.Follow("two", all); a.Any() || b.Any() {
		t.Error("another secret is selected, and the first one's value shows")
	}
}

func TestWhereNothingMayBeExposedNothingIs(t *testing.T) {
	r := NewExposures(0, "presenting", time.Now())
	x := r.Of(Edit, nil)
	x.Set(1, true)
	if x.Show(1) || x.Any() || x.Permit(1).InForce() || !r.Wake().IsZero() {
		t.Error("it is shown")
	}
	if x.Hold(); r.Wake().IsZero() {
		t.Error("what is held has no end")
	}
}

func TestAPermitIsInForceWhileItsPartIsShown(t *testing.T) {
	r := NewExposures(0, "", time.Now())
	x := r.Of(Edit, nil)
	p, other := x.Permit(1), x.Permit(Whole{})
	x.Show(1)
	if got := p.Text([]byte("made-up\t"), ui.Piece{To: 8}).Text; got != ui.ValueText([]byte("made-up\t"), ui.Piece{To: 8}).Text {
		t.Errorf("it draws %q", got)
	}
	if x.Hide(1); !r.Wake().IsZero() {
		t.Error("what is hidden is still waited for")
	}
	for name, p := range map[string]Permit{"of what was hidden": p, "of another part": other, "of nobody": {}} {
		if got := p.Text([]byte("made-up"), ui.Piece{To: 7}).Text; got != ui.Mask {
			t.Errorf("a permit %s draws %q", name, got)
		}
	}
}

func TestPartsAreToldByTheirKind(t *testing.T) {
	x := NewExposures(0, "", time.Now()).Of(Edit, nil)
	x.Set(1, true)
	x.Show(2)
	x.Show(Whole{})
	x.Set(2, false)
	if ints := PartsOf[int](x); len(ints) != 1 || !ints[1] || len(PartsOf[string](x)) != 0 {
		t.Errorf("the numbers are %v", ints)
	}
}

func TestABarFitsItsRoom(t *testing.T) {
	x := NewExposures(0, "", time.Now()).Of(Edit, nil)
	if x.Bar(ui.Plain(), "masked", 80) != nil {
		t.Error("there is a bar where nothing is exposed")
	}
	x.Show(1)
	for room, want := range map[int]int{80: 31, 31: 31, 30: 30, 19: 19, 18: 15, 15: 15, 14: 0, 0: 0} {
		if got := ui.SpansWidth(x.Bar(ui.Plain(), "masked", room)); got != want {
			t.Errorf("in %d cells it takes %d, want %d", room, got, want)
		}
	}
}
