package model

import (
	"testing"

	"strongroom/keymap"
)

func TestOfEveryActionItIsSaidWhatItNeeds(t *testing.T) {
	for _, a := range keymap.Default().Actions() {
		ops, told := needs(a)
		if !told {
			t.Errorf("nobody has said which operations %s cannot do without", a)
		}
		if len(ops) > 0 && callsNobody(a) {
			t.Errorf("%s is said to need %v, and nobody", a, ops)
		}
	}
	if _, told := needs("made-up"); told {
		t.Error("an action that nobody has heard of is said to need nothing")
	}
}
