package ui

import (
	"slices"
	"strings"
	"time"

	"strongroom/backend"
)

// Plural is a number of things: "1 secret", "2,000 secrets".
func Plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return Count(n) + " " + word + "s"
}

// Ago is an age as a phrase: "2h ago".
func Ago(t, now time.Time) string {
	switch a := Age(t, now); a {
	case "":
		return ""
	case "now":
		return "just now"
	default:
		return a + " ago"
	}
}

// Old is an age as a property: "2h old".
func Old(t, now time.Time) string {
	if a := Age(t, now); a == "now" {
		return "just now"
	} else if a != "" {
		return a + " old"
	}
	return ""
}

// When is a moment for a row of facts: how long ago, and exactly.
func When(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	age := Age(t, now)
	if age != "now" {
		age += " ago"
	}
	return age + " · " + Exact(t)
}

// ShortID is the beginning of an id with a sign that it goes on.
func ShortID(id string) string {
	id = Text(id)
	if len(id) > 8 {
		return id[:8] + "…"
	}
	return id
}

// FirstOf is the beginning of an id, as sentences name it.
func FirstOf(id string) string {
	head, _ := Head(Text(id), 8)
	return head
}

// LabelsInOrder puts a version's labels in the order in which they are read: the service's own first.
func LabelsInOrder(labels []string) []string {
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

// LabelWords are a version's labels in a row.
func LabelWords(labels []string) string {
	if len(labels) == 0 {
		return "no label"
	}
	out := LabelsInOrder(labels)
	for i := range out {
		out[i] = Text(out[i])
	}
	return strings.Join(out, " ")
}

// Account groups an account's twelve digits as people read them.
func Account(id string) string {
	if len(id) != 12 {
		return id
	}
	return id[:4] + "-" + id[4:8] + "-" + id[8:]
}

// Place is where something is: "account 1234-5678-9012 · eu-west-1".
func Place(at backend.Site) string {
	if at.Account == "" {
		return Text(at.Region)
	}
	return "account " + Account(Text(at.Account)) + " · " + Text(at.Region)
}

// PlaceLines is a place in lines of at most w cells: "prod-admin · account 1234-5678-9012 · eu-west-1". To keep it in one the word
// goes first, then the profile; an account and its regions never do.
func PlaceLines(text string, w int) []string {
	forms := placeForms(text)
	for _, form := range forms {
		if Width(form) <= w {
			return []string{form}
		}
	}
	return Wrap(forms[len(forms)-1], w)
}

// FitPlace is a place in one line of at most w cells. Where only one of them has room, it is the account.
func FitPlace(text string, w int) string {
	lines := PlaceLines(text, w)
	if len(lines) == 1 {
		return FitEnd(lines[0], w)
	}
	forms := placeForms(text)
	account, _, _ := strings.Cut(forms[len(forms)-1], " · ")
	return FitEnd(account, w)
}

func placeForms(text string) []string {
	const word = "account "
	forms := []string{text, strings.ReplaceAll(text, word, "")}
	if at := strings.Index(text, word); at > 0 {
		forms = append(forms, strings.ReplaceAll(text[at:], word, ""))
	}
	return forms
}
