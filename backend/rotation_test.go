package backend

import (
	"strings"
	"testing"
	"time"
)

func TestVersionsWithoutAValueComeFromTheLabelsAlone(t *testing.T) {
	listed := []Version{{ID: "a", Stages: []string{Current}}, {ID: "b"}}
	out := WithEmpty(listed, map[string][]string{"a": {Current}, "b": {"mine"}, "c": {Pending}, "d": {Current}})
	if len(out) != 3 || out[2].ID != "c" || !out[2].Empty || len(out[2].Stages) != 1 {
		t.Errorf("%+v", out) // b is listed, and AWSCURRENT of d has moved to a
	}
	if len(listed) != 2 {
		t.Error("the listing itself was changed")
	}
}

func TestARotationIsStuckOnceNoneThatGoesWellTakesSoLong(t *testing.T) {
	begun := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s := Secret{Changed: begun.Add(time.Minute), Stages: map[string][]string{"a": {Current}, "b": {Pending}}}
	versions := []Version{{ID: "a"}, {ID: "b", Created: begun}}
	for _, c := range []struct {
		versions []Version
		listed   bool
		step     TurnStep
		begun    time.Time
	}{{nil, false, StepUnknown, s.Changed}, {versions, false, StepUnknown, s.Changed}, {versions, true, StepSetOrTest, begun}, {[]Version{{ID: "b", Empty: true}}, true, StepCreate, s.Changed}} {
		turn, on := TurnOf(s, c.versions, c.listed)
		if !on || turn.Version != "b" || turn.Step != c.step || !turn.Begun.Equal(c.begun) || turn.Before == c.begun.Equal(begun) {
			t.Errorf("%v, %v: %+v", c.versions, c.listed, turn)
		}
		if turn.Stuck(c.begun.Add(TurnLimit-time.Second)) || !turn.Stuck(c.begun.Add(TurnLimit)) {
			t.Errorf("%+v is stuck at another time than after %v", turn, TurnLimit)
		}
	}
	for _, stages := range []map[string][]string{{"a": {Current, Pending}, "b": {Previous}}, {"a": {Current}}, nil} {
		if turn, on := TurnOf(Secret{Stages: stages}, nil, false); on {
			t.Errorf("%v is a rotation: %+v", stages, turn)
		}
	}
}

func TestARoleIsOneOfTheSecretsAccount(t *testing.T) {
	const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf"
	for role, want := range map[string]string{
		"arn:aws:iam::123456789012:role/made-up": "", "arn:aws-cn:iam::123456789012:role/a/path/made-up": "",
		"": "is needed", "made-up": "whole ARN", "arn:aws:iam::123456789012": "whole ARN", "arn:aws:iam::123456789012:user/x": "not of a role", "arn:aws:iam::123456789012:role/": "not of a role",
		"arn:aws:iam:eu-west-1:123456789012:role/x": "not of a role", "arn:aws:lambda:eu-west-1:123456789012:function:x": "not of a role", "arn:aws:iam::999999999999:role/x": "of account 999999999999",
		"arn:aws:iam::123456789012:role/x y": "no blanks", "arn:aws:iam::123456789012:role/" + strings.Repeat("x", 2048): "at most",
	} {
		if got := RoleProblem(role, secret); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%.60s: %q, want %q", role, got, want)
		}
	}
}

func TestAnItemOfMetadataIsAKeyAndAValue(t *testing.T) {
	for text, want := range map[string]Tag{"a=b": {Key: "a", Value: "b"}, " a=b=c ": {Key: "a", Value: "b=c"}, "a": {}, "=b": {}, "a=": {}, "": {},
		strings.Repeat("k", 257) + "=v": {}, "k=" + strings.Repeat("v", 2049): {}, strings.Repeat("ü", 256) + "=v": {Key: strings.Repeat("ü", 256), Value: "v"}} {
		if got, why := PartnerItem(text); got != want || (why == "") != (want.Key != "") {
			t.Errorf("%.40q: %v %q", text, got, why)
		}
	}
}
