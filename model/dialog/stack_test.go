package dialog

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
)

func TestADialogIsSeenWhenItsOwnMomentHasPassedAndNoOther(t *testing.T) {
	one, two := NewStack(t.Context()), NewStack(t.Context())
	for _, s := range []*Stack{one, two} {
		s.Open(&Confirm{Yes: "yes"})
	}
	if one.Seen(Armed{two.id}, ArmDelay); one.seen() {
		t.Error("another stack's dialog was seen, and this one may be answered")
	}
	first := one.id
	one.Open(&Confirm{Yes: "yes"})
	if one.Seen(Armed{first}, ArmDelay); one.seen() {
		t.Error("the dialog below was seen, and the one above may be answered")
	}
	if one.Seen(Armed{one.id}, ArmDelay); !one.seen() {
		t.Error("it was seen, and may not be answered")
	}
	var top pane.Dialog = &Pager{}
	one.Open(top)
	if !one.seen() {
		t.Error("a page has to be waited for")
	}
}

// held is a dialog that holds something, and says what is done to it.
type held struct {
	Confirm
	name string
	did  *[]string
}

func (h *held) Act(a keymap.Action) (tea.Cmd, bool) {
	*h.did = append(*h.did, h.name+" "+string(a))
	return func() tea.Msg { return h.name }, false // it would rather stay
}

func (h *held) Close() { *h.did = append(*h.did, h.name+" closed") }

func TestAllDialogsAreClosedAsTheirNoDoesTheTopOneFirst(t *testing.T) {
	s, did := NewStack(t.Context()), []string{}
	s.Open(&held{name: "below", did: &did})
	s.Open(&Pager{})
	s.Open(&held{name: "above", did: &did})
	cmd := s.CloseAll()
	if want := []string{"above no", "above closed", "below no", "below closed"}; !slices.Equal(did, want) || s.Len() != 0 || s.Top() != nil {
		t.Errorf("done is %q, want %q, and %d are open", did, want, s.Len())
	}
	if all, is := cmd().(tea.BatchMsg); !is || len(all) != 2 {
		t.Error("what they lead to is not done")
	}
}
