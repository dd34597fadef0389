package detail

import (
	"time"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// decodedLines say what was decoded, and of what: until when it holds, and what is not known of it.
func (d *Pane) decodedLines(th *ui.Theme) (lines []string) {
	over := d.value.topLayer()
	if over == nil {
		return nil
	}
	var spans []ui.Span
	for v := &d.value; v.decoded != nil; v = &v.decoded.value {
		if from := v.decoded.from; from != "" {
			spans = append(spans, ui.Span{Role: th.Name, Text: ui.Datum(from) + " "})
		}
		spans = append(spans, ui.Span{Role: th.Dim, Text: "› "}, ui.Span{Role: th.Strong, Text: v.decoded.found.Way.String() + " "})
	}
	say := func(r ui.Role, text string) {
		if text != "" {
			spans = append(spans, ui.Span{Role: th.Dim, Text: "· "}, ui.Span{Role: r, Text: text + " "})
		}
	}
	now := d.Served()
	words, urgency := ui.Validity(over.begins(), over.found.Until, now)
	say(urgency.Role(th.Styles), words)
	say(th.Dim, over.found.Remark)
	if !over.found.Until.IsZero() && d.w >= roomyHeading {
		say(th.Dim, "until "+ui.Exact(over.found.Until))
	}
	if !over.found.Made.IsZero() && d.w >= roomyHeading {
		say(th.Dim, "made "+ui.Ago(over.found.Made, now))
	}
	if len(over.ways) > 1 {
		say(th.Dim, d.Keys.Key(keymap.Detail, keymap.DecodeOther)+" reads it as "+over.next().String())
	}
	p := ui.Page{Th: th, W: d.w}
	for _, line := range ui.WrapSpans(spans, max(1, d.w-4)) {
		p.Line(line...)
	}
	return p.Lines
}

// roomyHeading is from what width on the heading has more than what must be known.
const roomyHeading = 50

// heading are the lines between the headline and the value. Where there is little room, what was decoded needs it.
func (d *Pane) heading(f pane.Frame) []string {
	const roomy = 12
	older, decoded := d.older(f), d.decodedLines(f.Th)
	if len(decoded) > 0 && d.h < roomy && older == ui.Blank(d.w) {
		return decoded
	}
	return append([]string{older}, decoded...)
}

// above is how many lines stand over the value.
func (d *Pane) above() int {
	return 1 + len(d.heading(pane.Frame{Th: ui.Plain(), Keys: d.Keys, Now: d.Served()}))
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
