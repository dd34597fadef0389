package compare

import (
	"strongroom/backend/document"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
	"testing"
)

func TestTwoVersionsThatNobodyWaitsForAreWiped(t *testing.T) {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	c, _ := compareOf(d)
	late := func(ask *pane.Question) {
		t.Helper()
		a, b := d.Ledger.Text("made-up"), d.Ledger.Text("made-up")
		if c.Hear(versionsRead{ask: ask, a: a, b: b, cmp: document.Compare(a, b)}); a.Held() || b.Held() || c.State == pane.Held {
			t.Error("the answer to another question is held")
		}
	}
	late(new(pane.Question))
	asked := c.Read.Q
	c.Close()
	late(asked)
	panetest.Wiped(t, d, 0)
}
