package compare

import (
	"runtime"
	"strings"
	"testing"

	"strongroom/backend/document"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
	"strongroom/ui"
)

// revealed is the view of two values, all of it shown.
func revealed(t *testing.T, older, newer string) (*pane.Desk, *Pane, *pane.Shown) {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	c, on := compareOf(d)
	a, b := d.Ledger.Text(older), d.Ledger.Text(newer)
	c.Hear(versionsRead{ask: c.Read.Q, a: a, b: b, cmp: document.Compare(a, b)})
	c.Act(keymap.Into, on)
	c.Act(keymap.RevealAll, on)
	return d, c, on
}

func TestAValueIsLookedThroughOnceHoweverManyLinesItHas(t *testing.T) {
	_, c, _ := revealed(t, strings.Repeat("\n", 2000), strings.Repeat("\n", 2000)+"made-up")
	looks := map[*ui.Inside]bool{}
	for _, l := range c.lines {
		for _, side := range []stretch{l.a, l.b} {
			if side.on {
				looks[side.In] = true
			}
		}
	}
	if len(looks) != 2 || looks[nil] {
		t.Errorf("two values of %d lines were looked through %d times", len(c.lines), len(looks))
	}
}

func TestATextOfManyLinesInAKeyIsReadOnceForAllOfThemInSight(t *testing.T) {
	const lines = 5000
	d, c, on := revealed(t, `{"k":"`+strings.Repeat(`made-up\n`, lines)+`"}`, `{"k":"`+strings.Repeat(`made-up\n`, lines)+`!"}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	panetest.Draw(d, c, on)
	runtime.ReadMemStats(&after)
	if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 10*lines*uint64(len("made-up\n")) {
		t.Errorf("a frame took %d bytes", bytes)
	}
}
