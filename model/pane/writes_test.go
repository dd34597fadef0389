package pane

import "testing"

// Both count from the beginning, and what they count is not each other's.
func TestAWriteOfAnotherPlaceEndsNoneOfThisOnes(t *testing.T) {
	var one, two Writes
	id, other := one.Begin(Write{Doing: "saving"}), two.Begin(Write{Doing: "saving"})
	if one.Heard(other); !one.Any() {
		t.Error("another place's write ends this one's")
	}
	if one.Heard(id); one.Any() {
		t.Error("a write that has ended is still under way")
	}
}
