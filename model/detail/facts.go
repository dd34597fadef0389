package detail

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/ui"
)

// fact is one row of a tab that tells facts.
type fact struct {
	label string
	text  string // outside text, or ours
	datum string // what c copies: the thing itself, without the words around it; "" where there is none
	what  string // what the status line calls it, where that is not the label
	role  func(ui.Styles) ui.Role
	more  []string // below it, each on a line of its own
}

func (f fact) name() string {
	if f.what != "" {
		return f.what
	}
	return f.label
}

// factRows are the rows of the tab in force.
func (d *Pane) factRows() []fact {
	if !d.on {
		return nil
	}
	s, now := d.secret, d.Served()
	var replicas []backend.Replica
	if d.told != nil {
		s, replicas = d.told.Secret, d.told.Replicas
		s.Deleted = d.secret.Deleted
	}
	switch why := d.untold(); {
	case d.tab == tabTags:
		return tagFacts(s)
	case d.tab == tabRotation && why != "":
		return []fact{{label: "rotation", text: why}}
	case d.tab == tabRotation:
		return d.rotationRows(s, now)
	case d.tab == tabReplicas:
		return d.replicaRows(s, replicas)
	case why != "":
		return []fact{{label: "name", text: s.Name, datum: s.Name}, {label: "arn", text: s.ARN, datum: s.ARN}, {label: "all else", text: why}}
	}
	rows := d.infoFacts(s, replicas, now)
	switch {
	case d.told != nil:
		rows = append(rows, labelFacts(s.Stages)...)
	case d.toldErr != nil: // a list does not keep these
		if !s.IsReplica() {
			rows = append(rows, fact{label: "replicas", text: d.unknown()})
		}
		rows = append(rows, fact{label: "versions", text: d.unknown()})
	}
	return rows
}

// untold is why nothing is known of the secret but what was typed, "" where the service has told of it.
func (d *Pane) untold() string {
	if d.told != nil || d.Listed.Told(d.secret.ARN) {
		return ""
	}
	return d.unknown()
}

// unknown says why something is not known that DescribeSecret tells.
func (d *Pane) unknown() string {
	if d.toldErr == nil {
		return "not known yet"
	}
	return "not known: " + pane.Reason(d.toldErr)
}

// tagCount is how many tags there are.
func (d *Pane) tagCount() string {
	if d.untold() != "" {
		return "?"
	}
	return fmt.Sprint(len(d.known().Tags))
}

func tagFacts(s backend.Secret) (rows []fact) {
	for _, t := range sortedTags(s.Tags) {
		rows = append(rows, fact{label: t.Key, text: t.Value, datum: t.Value, what: "tag " + t.Key})
	}
	return rows
}

func (d *Pane) infoFacts(s backend.Secret, replicas []backend.Replica, now time.Time) []fact {
	var rows []fact
	add := func(label, text, datum string) {
		if text != "" {
			rows = append(rows, fact{label: label, text: text, datum: datum})
		}
	}
	if dl := d.Deadline(s, now); dl.Pending() {
		urgent := func(st ui.Styles) ui.Role { return ui.UrgencyOf(dl, now).Role(st) }
		rows = append(rows, fact{label: "deletion", text: ui.CountdownLong(dl, now), datum: span(dl), role: urgent})
		add("deleted", ui.When(dl.Deleted, now), instant(dl.Deleted))
	}
	add("name", s.Name, s.Name)
	rows = append(rows, fact{label: "arn", text: s.ARN, datum: s.ARN, role: func(st ui.Styles) ui.Role { return st.Text.Link(d.console()) }})
	add("description", s.Description, s.Description)
	add("type", s.Type, s.Type)
	if s.OwningService != "" {
		add("managed by", s.OwningService+": change it through that service", s.OwningService)
	}
	add("created", ui.When(s.Created, now), instant(s.Created))
	add("changed", ui.When(s.Changed, now), instant(s.Changed))
	add("last read", d.lastRead(s), instant(s.Accessed))
	add("kms key", kmsKey(s.KMSKey), cmp.Or(s.KMSKey, backend.DefaultKey))
	rows = append(rows, rotationFacts(s.Rotation, now)...)
	return append(append(rows, replicaFacts(s, replicas)...), d.acrossFacts(s)...)
}

// instant is a time as programs read it, in UTC; "" for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// span is the end of a recovery window as programs read it; where it is not known, the interval that it lies in (ISO 8601).
func span(d backend.Deadline) string {
	if d.Exact() {
		return instant(d.Earliest)
	}
	return instant(d.Earliest) + "/" + instant(d.Latest)
}

// lastRead adds what the field's resolution is, so that nobody reads an hour into it.
// lastRead says what a time of the service's means where that is all there is.
func (d *Pane) lastRead(s backend.Secret) string {
	told := d.LastRead(s.ARN, "", s.Accessed)
	switch {
	case told != ui.Date(s.Accessed):
		return told
	case s.Accessed.IsZero():
		return told + " in this region"
	}
	return told + " (day only)"
}

func kmsKey(k string) string {
	if k == "" {
		return "aws/secretsmanager (the account's default)"
	}
	return k
}

func rotationFacts(r backend.Rotation, now time.Time) (rows []fact) {
	add := func(label, text, datum string) {
		if text != "" {
			rows = append(rows, fact{label: label, text: text, datum: datum})
		}
	}
	switch {
	case r.Enabled:
		add("rotation", "on"+every(r), cmp.Or(schedule(r), "on"))
	case r.Configured:
		add("rotation", "off"+every(r), cmp.Or(schedule(r), "off"))
	default:
		add("rotation", "never set up", "")
	}
	add("lambda", r.Lambda, r.Lambda)
	add("role", r.RoleARN, r.RoleARN)
	add("rotated", ui.When(r.Last, now), instant(r.Last))
	if !r.Next.IsZero() {
		text := "by " + ui.Exact(r.Next)
		if r.Next.Before(now) {
			text += ", overdue"
		}
		add("next rotation", text, instant(r.Next))
	}
	return rows
}

// schedule is a rotation's schedule as RotateSecret takes it, "" for none.
func schedule(r backend.Rotation) string {
	switch {
	case r.Schedule != "":
		return r.Schedule
	case r.AfterDays == 1:
		return "rate(1 day)"
	case r.AfterDays > 1:
		return fmt.Sprintf("rate(%d days)", r.AfterDays)
	}
	return ""
}

func every(r backend.Rotation) string {
	s := ""
	switch {
	case r.Schedule != "":
		s = " · " + r.Schedule
	case r.AfterDays > 0:
		s = " · " + each(r.AfterDays, "day")
	}
	if r.Duration != "" {
		s += " · window " + r.Duration
	}
	return s
}

func replicaFacts(s backend.Secret, replicas []backend.Replica) (rows []fact) {
	if s.PrimaryRegion != "" {
		rows = append(rows, fact{label: "primary", text: s.PrimaryRegion, datum: s.PrimaryRegion})
	}
	for _, r := range replicas {
		text := r.Region + " · " + r.Status
		if r.Message != "" {
			text += " · " + r.Message
		}
		failed := r.Status == backend.ReplicaFailed
		rows = append(rows, fact{label: "replica", text: text, datum: r.Region, role: func(st ui.Styles) ui.Role {
			if failed {
				return st.Urgent
			}
			return st.Text
		}})
	}
	return rows
}

// labelFacts are the labelled versions, the current one first.
func labelFacts(stages map[string][]string) (rows []fact) {
	ids := make([]string, 0, len(stages))
	for id := range stages {
		ids = append(ids, id)
	}
	rank := func(id string) int {
		for i, l := range []string{backend.Current, backend.Previous, backend.Pending} {
			if slices.Contains(stages[id], l) {
				return i
			}
		}
		return 3
	}
	slices.SortFunc(ids, func(a, b string) int {
		if ra, rb := rank(a), rank(b); ra != rb {
			return ra - rb
		}
		return strings.Compare(a, b)
	})
	if len(ids) == 0 {
		return []fact{{label: "versions", text: "none: this secret has no value yet"}}
	}
	for i, id := range ids {
		label := ""
		if i == 0 {
			label = "versions"
		}
		labels := slices.Sorted(slices.Values(stages[id]))
		rows = append(rows, fact{label: label, text: id + "  " + strings.Join(labels, " "), datum: id, what: "version id"})
	}
	return rows
}
