package backend

import (
	"slices"
	"strings"
	"time"
)

// TurnLimit is how long a rotation may take before it is called stuck: its four steps are one call of a Lambda function each, and
// none of these may last longer than 15 minutes.
const TurnLimit = time.Hour

// SameRules reports whether two rotations are done by the same function at the same times. Days that stand beside an expression
// are reckoned from it.
func (r Rotation) SameRules(other Rotation) bool {
	return r.Lambda == other.Lambda && r.Schedule == other.Schedule && r.Duration == other.Duration &&
		(r.Schedule != "" || r.AfterDays == other.AfterDays)
}

// Turn is one rotation that has begun and has not ended: AWSPENDING is on another version than AWSCURRENT.
type Turn struct {
	Version string
	// Begun is when it began; with Before it is then or earlier, since the version's own date is not known.
	Begun  time.Time
	Before bool
	Step   TurnStep
}

// TurnStep is how far a rotation has come, as far as labels and values tell.
type TurnStep int

// The steps. Setting the new value where it is used cannot be told from testing it.
const (
	StepUnknown TurnStep = iota // nobody has listed the versions
	StepCreate                  // its version has no value yet
	StepSetOrTest
)

// Words are the step in a word or two, "" where it is not known.
func (s TurnStep) Words() string {
	return map[TurnStep]string{StepCreate: "creating", StepSetOrTest: "setting or testing"}[s]
}

// TurnOf is the rotation that a secret is in. versions are all of it, those without a value among them, where listed says so.
func TurnOf(s Secret, versions []Version, listed bool) (t Turn, on bool) {
	t.Version = s.VersionOf(Pending)
	if t.Version == "" || t.Version == s.VersionOf(Current) {
		return Turn{}, false
	}
	t.Begun, t.Before = s.Changed, true
	if i := slices.IndexFunc(versions, func(v Version) bool { return v.ID == t.Version }); i >= 0 && listed {
		v := versions[i]
		if t.Step = StepSetOrTest; v.Empty {
			t.Step = StepCreate
		}
		if !v.Created.IsZero() {
			t.Begun, t.Before = v.Created, false
		}
	}
	return t, true
}

// Stuck reports whether the rotation takes longer than any can that goes well.
func (t Turn) Stuck(now time.Time) bool { return now.Sub(t.Begun) >= TurnLimit }

// WithEmpty adds to the versions of a listing, which are those with a value, the ones that have a label and no value: a rotation
// begins with such a one. stages are DescribeSecret's (aws.md 2.4). A label that the listing shows on another version has moved.
func WithEmpty(listed []Version, stages map[string][]string) []Version {
	out, have := slices.Clone(listed), StagesOf(listed)
	for id, labels := range stages {
		if slices.ContainsFunc(listed, func(v Version) bool { return v.ID == id }) {
			continue
		}
		v := Version{ID: id, Empty: true}
		for _, l := range labels {
			if HolderOf(have, l) == "" {
				v.Stages = append(v.Stages, l)
			}
		}
		if len(v.Stages) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// Limits of what a partner's rotation is told (ExternalSecretRotationMetadataItem, API model of 19 Nov 2025).
const maxPartnerKey, maxPartnerValue = 256, 2048

// RoleProblem says why a text cannot name the role by which a partner's secret is rotated, "" where it can: it must be the whole
// ARN of a role in the secret's account, since a role is passed to a service within its account alone.
func RoleProblem(role, secret string) string {
	parts := strings.SplitN(role, ":", 6)
	switch {
	case role == "":
		return "the ARN of a role by which the secret is rotated is needed"
	case len(parts) < 6 || parts[0] != "arn" || parts[1] == "" || parts[4] == "":
		return "not a whole ARN: arn:aws:iam::" + orWord(AccountOf(secret), "ACCOUNT") + ":role/NAME"
	case parts[2] != "iam" || parts[3] != "" || !strings.HasPrefix(parts[5], "role/") || strings.HasSuffix(parts[5], "/"):
		return "an ARN, but not of a role: arn:aws:iam::" + parts[4] + ":role/NAME"
	case AccountOf(secret) != "" && parts[4] != AccountOf(secret):
		return "that role is of account " + parts[4] + ", the secret of " + AccountOf(secret)
	case len(role) > 2048 || strings.ContainsAny(role, " \t"):
		return "a role's ARN has no blanks, and at most 2,048 characters"
	}
	return ""
}

// PartnerItem reads key=value, as a partner's rotation takes it.
func PartnerItem(text string) (item Tag, problem string) {
	key, value, ok := strings.Cut(strings.TrimSpace(text), "=")
	switch {
	case !ok || key == "" || value == "":
		return item, "metadata is key=value"
	case len([]rune(key)) > maxPartnerKey:
		return item, "a key has at most 256 characters"
	case len([]rune(value)) > maxPartnerValue:
		return item, "a value has at most 2,048 characters"
	}
	return Tag{key, value}, ""
}
