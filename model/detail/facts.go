package detail

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

// fact is one row of the Info or Tags tab.
type fact struct {
	label string
	text  string // outside text, or ours
	datum string // what c copies: the thing itself, without the words around it; "" where there is none
	what  string // what the status line calls it, where that is not the label
	role  func(*ui.Theme) ui.Role
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
	if d.tab == tabTags {
		return tagFacts(s)
	}
	rows := d.infoFacts(s, replicas, now)
	if d.told != nil { // a list does not keep the versions
		rows = append(rows, labelFacts(s.Stages)...)
	}
	return rows
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
		urgent := func(th *ui.Theme) ui.Role { return ui.UrgencyOf(dl, now).Role(th.Styles) }
		rows = append(rows, fact{label: "deletion", text: ui.CountdownLong(dl, now), datum: span(dl), role: urgent})
		add("deleted", ui.When(dl.Deleted, now), instant(dl.Deleted))
	}
	add("name", s.Name, s.Name)
	rows = append(rows, fact{label: "arn", text: s.ARN, datum: s.ARN, role: func(th *ui.Theme) ui.Role { return th.Text.Link(d.console()) }})
	add("description", s.Description, s.Description)
	add("type", s.Type, s.Type)
	if s.OwningService != "" {
		add("managed by", s.OwningService+": change it through that service", s.OwningService)
	}
	add("created", ui.When(s.Created, now), instant(s.Created))
	add("changed", ui.When(s.Changed, now), instant(s.Changed))
	add("last read", ui.Date(s.Accessed)+lastRead(s.Accessed), instant(s.Accessed))
	add("kms key", kmsKey(s.KMSKey), cmp.Or(s.KMSKey, defaultKey))
	rows = append(rows, rotationFacts(s.Rotation, now)...)
	return append(rows, replicaFacts(s, replicas)...)
}

// defaultKey is how AWS itself names the key of a secret that names none, and how it takes it (DescribeSecret tells it of replicas).
const defaultKey = "alias/aws/secretsmanager"

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
func lastRead(t time.Time) string {
	if t.IsZero() {
		return " in this region"
	}
	return " (day only)"
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
		s = fmt.Sprintf(" · every %d days", r.AfterDays)
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
		failed := r.Status == "Failed"
		rows = append(rows, fact{label: "replica", text: text, datum: r.Region, role: func(th *ui.Theme) ui.Role {
			if failed {
				return th.Urgent
			}
			return th.Text
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
