package pane

import "testing"

func TestAnAnswerFitsTheOpenQuestionAndNoOther(t *testing.T) {
	var first, second Ask
	ctxOf, q := first.Start(t.Context())
	_, other := second.Start(t.Context()) // what counts questions would begin again here
	if !first.Fits(q) || first.Fits(other) || second.Fits(q) || first.Fits(nil) {
		t.Error("an answer fits the wrong question")
	}
	_, next := first.Start(t.Context())
	if ctxOf.Err() == nil || first.Fits(q) || !first.Fits(next) {
		t.Error("a question that was asked again is still open")
	}
	first.Done()
	if first.Fits(next) {
		t.Error("a question that was answered is still open")
	}
	if _, again := first.Start(t.Context()); again == next || again == q {
		t.Error("a question has the pointer of an older one")
	}
	first.Stop()
	if (&Ask{}).Fits(nil) || first.Fits(nil) {
		t.Error("nothing answers a question that is not open")
	}
}
