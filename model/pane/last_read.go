package pane

import (
	"time"

	"strongroom/ui"
)

// LastRead says when a secret was last read, or with its id one of its versions: by this session at once, else as the service
// tells it, which is the day and that late. A secret that this session has read was read.
func (d *Desk) LastRead(arn, version string, day time.Time) string {
	at, ok := d.Journal.Read(arn, version)
	switch {
	case !ok && version == "" && !d.Listed.Told(arn):
		return "not known"
	case !ok:
		return ui.Date(day)
	}
	if age := ui.Age(at, d.Now); age != "now" {
		return age + " ago, by you"
	}
	return "just now, by you"
}
