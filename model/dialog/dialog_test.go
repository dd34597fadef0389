package dialog

import (
	"strings"
	"testing"

	"strongroom/keymap"
)

func TestAChoiceShowsWhatHoldsEveryWordThatWasTyped(t *testing.T) {
	c := &Choice{Options: []Option{{Label: "Restore", Hint: "from deletion"}, {Label: "Reveal", Hint: "one decrypt"}, {Label: "Reveal all"}}}
	for typed, want := range map[string]int{"": 3, "re": 3, "REVEAL": 2, "reveal decrypt": 1, "decrypt reveal": 1, "restore decrypt": 0} {
		if c.typed = NewInput(keymap.Default(), typed); len(c.visible()) != want {
			t.Errorf("%q shows %d of %d", typed, len(c.visible()), want)
		}
	}
}

func TestAChoiceIsAsWideAsItsRowsNeedWhereTheScreenIs(t *testing.T) {
	long := &Choice{Options: []Option{{Key: "a", Label: "ARN", Hint: strings.Repeat("x", 90)}}}
	short := &Choice{Options: []Option{{Key: "n", Label: "name"}}}
	for w, want := range map[int][2]int{200: {100, 76}, 120: {76, 76}, 80: {72, 72}, 40: {36, 36}} {
		if got := [2]int{long.Inner(w), short.Inner(w)}; got != want {
			t.Errorf("at %d they are %v wide, want %v", w, got, want)
		}
	}
}
