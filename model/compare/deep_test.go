package compare

import (
	"testing"

	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
)

// compareOf is the view of two versions of one secret, which are being read.
func compareOf(d *pane.Desk) (*Pane, *pane.Shown) {
	c := New(d)
	c.Resize(120, 38)
	s := backend.Secret{ARN: "arn", Name: "app/canary"}
	_ = c.start(s, backend.Version{ID: "a"}, backend.Version{ID: "b"})
	return c, &pane.Shown{Focus: pane.Compare, On: true, Secret: s}
}

func compareChores() map[string]panetest.Chore {
	return map[string]panetest.Chore{"compare": func(d *pane.Desk, value func(string) backend.Value) func() {
		a, b := value("one"), value("two")
		c, on := compareOf(d)
		return func() {
			c.Hear(versionsRead{ask: c.Read.Q, a: a, b: b, cmp: document.Compare(a, b)})
			panetest.Draw(d, c, on)
			for _, act := range []keymap.Action{keymap.RevealAll, keymap.Into} {
				c.Act(act, on)
				panetest.Draw(d, c, on)
			}
		}
	}}
}

func TestNoComparisonGrowsWithTheSquareOfTheDepth(t *testing.T) {
	panetest.GrowsGently(t, compareChores())
}

func BenchmarkDeepComparison(b *testing.B) { panetest.Deep(b, compareChores()) }
