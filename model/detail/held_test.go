package detail

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
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

// What is read may be the value from before or the one from after: neither is what was asked for without a doubt.
func TestACopyIsNotMadeOnceAnotherValueIsSaved(t *testing.T) {
	for name, saved := range map[string]any{"here": pane.Saved{ARN: "arn"}, "elsewhere": pane.ValueChanged{ARN: "arn"}, "of another": pane.Saved{ARN: "another"}} {
		for _, left := range []bool{false, true} {
			d := panetest.Desk(t, local.New(local.Knobs{}))
			p, on := detailOf(d, d.Ledger.Text("made-up"))
			p.value.forget()
			on.Focus = pane.List
			p.Act(keymap.Copy, on)
			if left {
				on.Secret = backend.Secret{ARN: "next", Name: "app/next"}
				p.Follow(on)
			}
			d.Told()
			p.Hear(saved)
			said := slices.Contains(d.Told(), any(pane.Said{Text: "app/canary was not copied: another value was saved meanwhile", Kind: pane.Warning, Stay: pane.StayAway}).(tea.Msg))
			if said != (name != "of another") {
				t.Errorf("saved %s, left %v: said %v", name, left, said)
			}
		}
	}
}
