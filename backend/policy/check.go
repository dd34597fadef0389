package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Longest is how many characters a resource policy may have (the API's model, PutResourcePolicy).
const Longest = 20480

var errNoObject = errors.New("a policy is a JSON object")

// Problem is what keeps a JSON text from being a policy, and where. Its text may hold outside text.
type Problem struct {
	Why string
	At  int // in bytes of the text
	// Statement is which one is to blame, from 0; -1 for none.
	Statement int
}

// Check looks whether a JSON text has the form of a policy (the IAM User Guide, "Grammar of the IAM JSON policy language"); wrong is
// false where it has. What AWS makes of it is for AWS to say.
func Check(text string) (p Problem, wrong bool) {
	d, err := Parse(text)
	p.Statement = -1
	switch {
	case err != nil:
		p.Why = err.Error()
	case utf8.RuneCountInString(text) > Longest:
		p.Why = fmt.Sprintf("it has %d characters; at most %d are taken", utf8.RuneCountInString(text), Longest)
	case d.Version != "" && d.Version != "2012-10-17" && d.Version != "2008-10-17":
		p.Why, p.At = "Version must be 2012-10-17, or the older 2008-10-17", max(0, strings.Index(text, quoted(d.Version)))
	case len(d.Odd) > 0:
		p.Why, p.At = "this is no part of a policy: "+d.Odd[0], max(0, strings.Index(text, oddKey(d.Odd[0])))
	case len(d.Statements) == 0:
		p.Why = "it has no Statement"
	default:
		for i, s := range d.Statements {
			if why := s.problem(); why != "" {
				return Problem{s.called(i) + " " + why, s.From, i}, true
			}
		}
		return p, false
	}
	return p, true
}

// oddKey is the beginning of what stands for a member in Odd: its key as it is spelled in the text, mostly.
func oddKey(odd string) string {
	key, _, _ := strings.Cut(odd, ": ")
	return key
}

func (s Statement) problem() string {
	switch {
	case s.Effect != Allow && s.Effect != Deny:
		return "has no Effect, which must be Allow or Deny"
	case !s.hasPrincipal:
		return "names nobody: it needs a Principal"
	case len(s.Principals) == 0:
		return "names nobody: its Principal is empty"
	case !s.hasAction || len(s.Actions) == 0:
		return "has no Action"
	case !s.hasResource || len(s.Resources) == 0:
		return `has no Resource; "*" is this secret`
	case len(s.Odd) > 0:
		return "has what is no part of one: " + s.Odd[0]
	}
	for _, a := range s.Actions {
		if service, name, two := strings.Cut(a, ":"); a != "*" && (!two || service == "" || name == "") {
			return "has an Action that is none: " + a
		}
	}
	return ""
}

// called is how a statement is named: by its place, and its Sid if it has one.
func (s Statement) called(i int) string {
	if s.SID == "" {
		return fmt.Sprintf("statement %d", i+1)
	}
	return fmt.Sprintf("statement %d (%s)", i+1, s.SID)
}

// Called is how the statement with an index is named.
func (d Document) Called(i int) string { return d.Statements[i].called(i) }

// Concerns are the statements that a service's finding is about, as far as its text tells: those it names by their Sid, their
// number or what is in them; for one that names none, those that let everyone in. None stands for the policy as a whole.
func (d Document) Concerns(finding string) (at []int) {
	low := strings.ToLower(finding)
	for i, s := range d.Statements {
		if s.named(finding, low, i) {
			at = append(at, i)
		}
	}
	if len(at) > 0 {
		return at
	}
	for i, s := range d.Statements {
		if s.Public() {
			at = append(at, i)
		}
	}
	return at
}

func (s Statement) named(finding, low string, i int) bool {
	for _, n := range []string{fmt.Sprintf("statement %d", i+1), fmt.Sprintf("statement[%d]", i), fmt.Sprintf("statement.%d", i)} {
		if _, rest, ok := strings.Cut(low, n); ok && (rest == "" || rest[0] < '0' || rest[0] > '9') {
			return true
		}
	}
	if len(s.SID) > 2 && strings.Contains(finding, s.SID) {
		return true
	}
	for _, p := range s.Principals {
		if len(p.Text) > 3 && strings.Contains(finding, p.Text) {
			return true
		}
	}
	return slices.ContainsFunc(s.Actions, func(a string) bool { return a != "*" && strings.Contains(finding, a) })
}
