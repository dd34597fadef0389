package dialog

import (
	"testing"

	"strongroom/model/pane"
)

func TestADialogIsSeenWhenItsOwnMomentHasPassedAndNoOther(t *testing.T) {
	one, two := NewStack(t.Context()), NewStack(t.Context())
	for _, s := range []*Stack{one, two} {
		s.Open(&Confirm{Yes: "yes"})
	}
	if one.Seen(Armed{two.id}); one.seen() {
		t.Error("another stack's dialog was seen, and this one may be answered")
	}
	first := one.id
	one.Open(&Confirm{Yes: "yes"})
	if one.Seen(Armed{first}); one.seen() {
		t.Error("the dialog below was seen, and the one above may be answered")
	}
	if one.Seen(Armed{one.id}); !one.seen() {
		t.Error("it was seen, and may not be answered")
	}
	var top pane.Dialog = &Pager{}
	one.Open(top)
	if !one.seen() {
		t.Error("a page has to be waited for")
	}
}
