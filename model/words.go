package model

import (
	"slices"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/ui"
)

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return ui.Count(n) + " " + word + "s"
}

// agoOf is an age as a phrase: "2h ago".
func agoOf(t, now time.Time) string {
	switch a := ui.Age(t, now); a {
	case "":
		return ""
	case "now":
		return "just now"
	default:
		return a + " ago"
	}
}

func ageOf(t, now time.Time) string {
	if a := ui.Age(t, now); a == "now" {
		return "just now"
	} else if a != "" {
		return a + " old"
	}
	return ""
}

// dateOf is a day and a time without seconds, in UTC; the year where it is another one.
func dateOf(t, now time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.UTC().Year() != now.UTC().Year():
		return t.UTC().Format(" 2 Jan 2006 ")
	}
	return t.UTC().Format("_2 Jan 15:04")
}

func when(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	age := ui.Age(t, now)
	if age != "now" {
		age += " ago"
	}
	return age + " · " + ui.Exact(t)
}

func shortID(id string) string {
	id = ui.Text(id)
	if len(id) > 8 {
		return id[:8] + "…"
	}
	return id
}

func firstOf(id string) string {
	head, _ := ui.Head(ui.Text(id), 8)
	return head
}

// inOrder puts a version's labels in the order in which they are read: the service's own first.
func inOrder(labels []string) []string {
	out := slices.Sorted(slices.Values(labels))
	rank := func(l string) int {
		return 3 - 3*boolInt(l == backend.Current) - 2*boolInt(l == backend.Previous) - boolInt(l == backend.Pending)
	}
	slices.SortStableFunc(out, func(a, b string) int { return rank(a) - rank(b) })
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// labelWords are a version's labels in a row.
func labelWords(labels []string) string {
	if len(labels) == 0 {
		return "no label"
	}
	out := inOrder(labels)
	for i := range out {
		out[i] = ui.Text(out[i])
	}
	return strings.Join(out, " ")
}

// accountOf groups an account's twelve digits as people read them.
func accountOf(id string) string {
	if len(id) != 12 {
		return id
	}
	return id[:4] + "-" + id[4:8] + "-" + id[8:]
}
