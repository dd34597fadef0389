package detail

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Wheel moves what is seen, and not the cursor.
func (d *Pane) Wheel(down bool) {
	switch {
	case !d.on:
	case d.tab == tabValue:
		d.top().scroll.Wheel(down)
	case d.tab == tabPolicy:
		d.wheelPolicies(down)
	default:
		head, lines, at := d.factLines(pane.Frame{Th: ui.Plain(), Keys: d.Keys, Now: d.Served(), Focus: true})
		s := pane.Scroll{N: len(lines), H: max(1, d.h-len(head))}
		s.Top = d.factFrom(len(lines), s.H, at)
		s.Wheel(down)
		d.factTop, d.wheeled = s.Top, true
	}
}

// Click puts the cursor on the line at row y.
func (d *Pane) Click(x, y int) tea.Cmd {
	v := d.top()
	if d.tab == tabPolicy {
		if line := d.policyAt(x, y); line >= 0 {
			d.clickPolicies(line)
		}
		return nil
	}
	if d.tab != tabValue || !d.secret.Deleted.IsZero() || v.State != pane.Held && v.State != pane.Ended {
		return nil
	}
	if line, shown := v.scroll.At(y - d.above()); shown {
		v.scroll.To(line)
	}
	return nil
}

// DoubleClick unfolds or folds what is under the cursor of a value. It reveals nothing.
func (d *Pane) DoubleClick() {
	if d.on && d.tab == tabValue {
		d.Tell(pane.Asked{Action: keymap.Into})
	}
}
