package detail

import (
	"time"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// decodedLine says in a line what was decoded, and of what: until when it holds, and what is not known of it.
func (d *Pane) decodedLine(f pane.Frame) string {
	over := d.value.topLayer()
	l := ui.NewLine(d.w, f.Th.Text).Gap(2)
	for v := &d.value; v.decoded != nil; v = &v.decoded.value {
		if from := v.decoded.from; from != "" {
			l.Add(f.Th.Name, ui.Datum(from)).Add(f.Th.Dim, " ")
		}
		l.Add(f.Th.Dim, "▸ ").Add(f.Th.Strong, v.decoded.found.Way.String()).Add(f.Th.Dim, " ")
	}
	dot := func(r ui.Role, text string) {
		if text != "" && l.Left() > ui.Width(text)+2 {
			l.Add(f.Th.Dim, "· ").Add(r, text).Gap(1)
		}
	}
	now := f.Now.Add(d.Skew)
	words, urgency := ui.Validity(over.begins(), over.found.Until, now)
	dot(urgency.Role(f.Th.Styles), words)
	dot(f.Th.Dim, over.found.Remark)
	if !over.found.Made.IsZero() {
		dot(f.Th.Dim, "made "+ui.Ago(over.found.Made, now))
	}
	if len(over.ways) > 1 {
		dot(f.Th.Dim, f.Keys.Key(keymap.Detail, keymap.DecodeOther)+" reads it as "+over.next().String())
	}
	return l.String()
}

// decodedWakes is when what is said of its end reads differently.
func (d *Pane) decodedWakes(now time.Time) (at time.Time) {
	over := d.value.topLayer()
	if over == nil || d.tab != tabValue {
		return at
	}
	return ui.ValidityChanges(over.begins(), over.found.Until, now)
}

// begins is when it begins to hold: where it does not say, when it was made.
func (l *layer) begins() time.Time {
	if l.found.From.IsZero() {
		return l.found.Made
	}
	return l.found.From
}
