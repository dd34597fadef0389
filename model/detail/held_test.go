package detail

import (
	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
	"testing"
)

func TestAValueThatNobodyWaitsForIsWiped(t *testing.T) {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	p, _ := detailOf(d, d.Ledger.Text("made-up"))
	late := d.Ledger.Text("made-up")
	if p.Hear(valueRevealed{ask: new(pane.Question), r: backend.Revealed{Value: late}}); late.Held() {
		t.Error("an answer to no question is held")
	}
	panetest.Wiped(t, d, 1)
}

func TestAValueEndsOnceItsSecretIsScheduledForDeletion(t *testing.T) {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	p, on := detailOf(d, d.Ledger.Text("made-up"))
	p.Follow(on)
	panetest.Wiped(t, d, 1)
	on.Secret.Deleted = d.Now
	p.Follow(on)
	panetest.Wiped(t, d, 0)
}

// What was read of a value that is no longer the current one is old, whoever has saved.
func TestAValueEndsOnceAnotherOneIsSaved(t *testing.T) {
	for name, saved := range map[string]func(arn string) any{"here": func(arn string) any { return pane.Saved{ARN: arn} }, "elsewhere": func(arn string) any { return pane.ValueChanged{ARN: arn} }} {
		d := panetest.Desk(t, local.New(local.Knobs{}))
		p, on := detailOf(d, d.Ledger.Text("made-up"))
		p.Follow(on)
		p.Hear(saved("another"))
		panetest.Wiped(t, d, 1)
		if p.Hear(saved("arn")); len(d.Ledger.Alive()) != 0 {
			t.Errorf("saved %s, the old value is held", name)
		}
	}
}
