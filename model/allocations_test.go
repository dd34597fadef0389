package model_test

import (
	"testing"
	"testing/synctest"

	"strongroom/internal/tools"
	"strongroom/model"
)

// mostAllocations is how many a frame of the list may make at 120x40, whatever it shows and however many secrets there are.
const mostAllocations = 200

func TestAFrameOfTheListMakesFewAllocations(t *testing.T) {
	if tools.Raced() {
		t.Skip("the race detector allocates too")
	}
	for _, secrets := range []int{1000, 100_000} {
		synctest.Test(t, func(t *testing.T) {
			s := staged(t, secrets, 120, 40, lived)
			defer s.tell(model.Quit{})
			s.rests()
			for _, v := range []struct{ name, keys, back string }{
				{"the list", "j", ""},
				{"a filter that is typed", "/ type:prod", "esc"},
				{"a filter", "/ type:prod enter j", "esc"},
				{"a filter by tag", "/ type:tag:env=prod enter", "esc"},
				{"the tree", "t", "t"},
				{"the tree with a filter", "t / type:prod enter", "esc t"},
				{"the list by change", "s c", "s n"},
				{"marks", "* j", "esc"},
				{"the Deleted view", "D j", "D"},
				{"the Deleted view with a filter", "D / type:prod enter", "esc D"},
				{"the Deleted view as a tree", "D t", "t D"},
			} {
				s.presses(keys(v.keys)...)
				if n := testing.AllocsPerRun(20, func() { s.View() }); n >= mostAllocations {
					t.Errorf("%s of %d secrets makes %.0f allocations", v.name, secrets, n)
				} else {
					t.Logf("%s of %d: %.0f", v.name, secrets, n)
				}
				s.presses(keys(v.back)...)
			}
		})
	}
}
