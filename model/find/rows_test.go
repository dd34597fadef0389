package find

import "testing"

// Whoever has no answer yet has the empty one: it finds nothing, and may be asked for anything.
func TestTheEmptyResultFindsNothing(t *testing.T) {
	f := &Result{}
	rows := f.Rows()
	if f.Len() != 0 || f.Ranked() != 0 || rows.Len() != 0 || f.Has(0) || !f.Told(0, 10) {
		t.Error("it has found something")
	}
	if _, found := f.Pos(0); found {
		t.Error("it has found row 0")
	}
}
