package detail

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// rotationRows are the rows of the Rotation tab: its state in words, and then what it is made of.
func (d *Pane) rotationRows(s backend.Secret, now time.Time) []fact {
	r := s.Rotation
	var rows []fact
	add := func(label, text, datum string) {
		if text != "" {
			rows = append(rows, fact{label: label, text: text, datum: datum})
		}
	}
	if turn, is := backend.TurnOf(s, d.versions, d.listed); is {
		rows = append(rows, d.turnRows(s, turn, now)...)
	}
	rows = append(rows, stateRow(s, now))
	if s.OwningService != "" {
		add("managed by", s.OwningService+": it rotates this secret, without a function of yours", s.OwningService)
	}
	if s.Type != "" {
		add("partner", s.Type+": "+partnerWords(d.Keys, s.Rotation), s.Type)
	}
	add("function", r.Lambda, r.Lambda)
	add("role", r.RoleARN, r.RoleARN)
	if d.told != nil {
		for _, m := range d.told.Partner {
			rows = append(rows, fact{label: m.Key, text: m.Value, datum: m.Value, what: "rotation metadata " + m.Key})
		}
	}
	add("schedule", schedule(r), schedule(r))
	if r.Enabled && s.Deleted.IsZero() {
		rows = append(rows, nextRows(r, now)...)
	}
	add("last", ui.When(r.Last, now), instant(r.Last))
	if id := s.VersionOf(backend.Pending); id != "" && id == s.VersionOf(backend.Current) {
		add("AWSPENDING", "on AWSCURRENT too: the last rotation has come to its end", id)
	}
	return rows
}

// partnerWords are who rotates a partner's secret, or what is missing for it.
func partnerWords(keys *keymap.Map, r backend.Rotation) string {
	if r.RoleARN == "" {
		return "the partner's service can rotate it; " + keys.Key(keymap.Rotation, keymap.SetRotation) + " sets that up, with a role and what the partner needs to know"
	}
	return "rotated by the partner's service, with the role and what stands below"
}

// turnRows tell of a rotation that has begun and not ended, and what to do about one that is stuck.
func (d *Pane) turnRows(s backend.Secret, t backend.Turn, now time.Time) []fact {
	since := ui.Exact(t.Begun) + " (" + ui.Ago(t.Begun, now) + ")"
	if t.Before {
		since += " or before"
	}
	step := map[backend.TurnStep]string{
		backend.StepCreate:    "its new version has no value yet: creating one",
		backend.StepSetOrTest: "its new version has a value and is not current: setting or testing it",
		backend.StepUnknown:   "its new version may have a value or not: " + d.Keys.Key(keymap.Detail, keymap.PaneTimeline) + " tells",
	}[t.Step]
	state := fact{label: "state", text: "running since " + since, datum: instant(t.Begun), role: func(st ui.Styles) ui.Role { return st.Info }}
	rows := []fact{state, {label: "step", text: step}}
	if t.Stuck(now) {
		rows[0].text, rows[0].role = "stuck since "+since, func(st ui.Styles) ui.Role { return st.Urgent }
		rows = append(rows, fact{label: "to do", text: d.wayOut(s)})
	}
	return append(rows, fact{label: "AWSPENDING", text: t.Version, datum: t.Version, what: "version id"})
}

// wayOut is what can be done about a rotation that is stuck.
func (d *Pane) wayOut(s backend.Secret) string {
	if s.OwningService != "" {
		return s.OwningService + ", which manages this secret, ends it by itself"
	}
	does := d.Keys.Key(keymap.Rotation, keymap.ClearRotation) + " clears it: cancels the rotation, then takes AWSPENDING off that version."
	if _, logs := backend.FunctionOf(s.Rotation.Lambda); logs {
		does += " " + d.Keys.Key(keymap.Rotation, keymap.ShowFunctionError) + " shows the last error in its function's log."
	}
	return does
}

const neverSetUp = "never set up"

// stateRow is whether rotation is on, and how it keeps to its schedule.
func stateRow(s backend.Secret, now time.Time) fact {
	r := s.Rotation
	row := fact{label: "rotation", datum: "off"}
	switch {
	case s.PrimaryARN != "":
		row.text = "a replica: it is rotated at its primary, in " + ui.Place(backend.SiteOf(s.PrimaryARN))
	case s.IsReplica():
		row.text = "a replica: it is rotated in its primary region, " + s.PrimaryRegion
	case !s.Deleted.IsZero():
		row.text = "off while it is scheduled for deletion; a restore may not bring it back"
	case r.Enabled && !r.Next.IsZero() && r.Next.Before(now):
		row.text, row.datum = "overdue by "+strings.Replace(ui.Age(r.Next, now), "now", "a moment", 1)+": "+rotationWords(r, now), "overdue"
		row.role = func(st ui.Styles) ui.Role { return st.Urgent }
	case r.Enabled:
		row.text, row.datum = "on: "+rotationWords(r, now), "on"
		row.role = func(st ui.Styles) ui.Role { return st.Good }
	case r.Configured:
		row.text = "off: what was set up is still there, and nothing comes of it"
		if words := everyWords(r); words != "" {
			row.text = "off: " + words + " is still set up, and nothing comes of it"
		}
	default:
		row.text, row.datum = neverSetUp, ""
	}
	return row
}

// rotationWords are a rotation in one sentence.
func rotationWords(r backend.Rotation, now time.Time) string {
	var dates []string
	switch {
	case r.Next.IsZero():
	case r.Next.Before(now):
		dates = append(dates, "it was due by "+ui.Date(r.Next))
	default:
		dates = append(dates, "next on or before "+ui.Date(r.Next))
	}
	if !r.Last.IsZero() {
		dates = append(dates, "last "+ui.Date(r.Last))
	}
	words := cmp.Or(everyWords(r)+windowWords(r), "by the service's own schedule")
	if len(dates) == 0 {
		return words
	}
	return words + "; " + strings.Join(dates, ", ")
}

// everyWords say how often.
func everyWords(r backend.Rotation) string {
	s, err := backend.OfRotation(r)
	switch {
	case err != nil:
		return r.Schedule
	case s.Every() == 0:
		return "by " + r.Schedule
	case s.Every()%backend.Day == 0:
		return each(int(s.Every()/backend.Day), "day")
	}
	return each(int(s.Every()/time.Hour), "hour")
}

// each is how often: "every day", "every 9 days".
func each(n int, unit string) string {
	if n == 1 {
		return "every " + unit
	}
	return "every " + ui.Plural(n, unit)
}

// windowWords say when in the day.
func windowWords(r backend.Rotation) string {
	s, err := backend.OfRotation(r)
	if err != nil {
		return ""
	}
	long, err := backend.RotationWindow(r.Duration)
	hour, same := s.Opens()
	switch {
	case err != nil:
		return ", in a window of " + r.Duration
	case long == 0 && same:
		return fmt.Sprintf(", in the window from %02d:00 UTC to the end of the day", hour)
	case long == 0:
		long = s.Window()
		fallthrough
	case !same:
		return fmt.Sprintf(", in %d-hour windows", long/time.Hour)
	}
	return fmt.Sprintf(", in the %d-hour window from %02d:00 UTC", long/time.Hour, hour)
}

// nextRows are the next five dates: the first as the service tells it, the others as the schedule gives them.
func nextRows(r backend.Rotation, now time.Time) (rows []fact) {
	s, err := backend.OfRotation(r)
	if !r.Next.IsZero() {
		next := fact{label: "next", text: "on or before " + ui.Exact(r.Next), datum: instant(r.Next)}
		if r.Next.Before(now) {
			next.label, next.text = "due", "by "+ui.Exact(r.Next)
		}
		rows = append(rows, next)
	}
	if err != nil {
		return rows
	}
	from := r.Next
	if from.Before(now) {
		from = now
	}
	dates := s.Next(from, 4)
	if len(rows) > 0 && len(dates) > 0 {
		rows = append(rows, fact{label: "then", text: ui.Dates(dates), datum: instant(dates[0])})
	}
	return rows
}

// rotationWakes is when the Rotation tab reads differently by time alone: where a rotation becomes overdue, or one that runs stuck.
func (d *Pane) rotationWakes(served time.Time) (at time.Time) {
	s := d.known()
	var changes []time.Time
	if s.Rotation.Enabled && !s.Rotation.Next.IsZero() {
		changes = append(changes, s.Rotation.Next.Add(time.Second))
	}
	if turn, is := backend.TurnOf(s, d.versions, d.listed); is {
		changes = append(changes, turn.Begun.Add(backend.TurnLimit))
	}
	for _, t := range changes {
		if t.After(served) {
			at = pane.Earliest(at, t)
		}
	}
	return at
}
