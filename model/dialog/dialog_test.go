package dialog

import (
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
