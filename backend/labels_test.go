package backend

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestLabelsSitWhereTheServicePutsThem(t *testing.T) {
	stages := map[string][]string{"a": {Current, "blue"}, "b": {Previous}, "c": {"pinned"}}
	for _, c := range []struct {
		move LabelMove
		want string
	}{
		{LabelMove{Current, "a", "b"}, "map[a:[blue AWSPREVIOUS] b:[AWSCURRENT] c:[pinned]]"},
		{LabelMove{Current, "a", "c"}, "map[a:[blue AWSPREVIOUS] c:[pinned AWSCURRENT]]"},
		{LabelMove{Current, "a", "d"}, "map[a:[blue AWSPREVIOUS] c:[pinned] d:[AWSCURRENT]]"},
		{LabelMove{"blue", "a", "b"}, "map[a:[AWSCURRENT] b:[AWSPREVIOUS blue] c:[pinned]]"},
		{LabelMove{"pinned", "c", ""}, "map[a:[AWSCURRENT blue] b:[AWSPREVIOUS]]"},
		{LabelMove{"new", "", "d"}, "map[a:[AWSCURRENT blue] b:[AWSPREVIOUS] c:[pinned] d:[new]]"},
	} {
		if got := fmt.Sprint(LabelsAfter(stages, c.move)); got != c.want {
			t.Errorf("%v leaves %s, want %s", c.move, got, c.want)
		}
	}
	if got := fmt.Sprint(stages); got != "map[a:[AWSCURRENT blue] b:[AWSPREVIOUS] c:[pinned]]" {
		t.Errorf("asking changed the labels: %s", got)
	}
}

func TestWhatTheServiceRefusesIsRefusedBeforeItIsSent(t *testing.T) {
	full := map[string][]string{"a": {Current}, "b": nil}
	for i := range MaxLabels - 1 {
		full["b"] = append(full["b"], fmt.Sprint("l", i))
	}
	stages := map[string][]string{"a": {Current, "blue"}, "b": {Previous}}
	for _, c := range []struct {
		stages map[string][]string
		move   LabelMove
		want   error
	}{
		{stages, LabelMove{"", "", "a"}, ErrInvalid},
		{stages, LabelMove{"  ", "", "a"}, ErrInvalid},
		{stages, LabelMove{strings.Repeat("é", 257), "", "a"}, ErrInvalid},
		{stages, LabelMove{strings.Repeat("é", 256), "", "a"}, nil},
		{stages, LabelMove{Current, "a", ""}, ErrInvalid},
		{stages, LabelMove{"blue", "a", "a"}, ErrInvalid},
		{stages, LabelMove{"blue", "", "b"}, ErrConflict},
		{stages, LabelMove{"blue", "b", ""}, ErrConflict},
		{stages, LabelMove{"blue", "a", "b"}, nil},
		{full, LabelMove{"one-more", "", "a"}, ErrQuota},
		{full, LabelMove{"l3", "b", "a"}, nil},
	} {
		if err := CheckMove(c.stages, c.move); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%.40v: %v, want %v", c.move, err, c.want)
		}
	}
}

func TestALabelOfASaveIsKnownByItsVersion(t *testing.T) {
	id, other := "1a2b3c4d-0000-4000-8000-000000000000", "99999999-0000-4000-8000-000000000000"
	stages := map[string][]string{id: {Previous, "strongroom-1a2b3c4d", "strongroom-mine"}, other: {Current, "strongroom-1a2b3c4e", "pinned"}, "": {"x"}}
	if left := LeftLabels(stages); len(left) != 1 || left[0] != (LabelMove{Label: "strongroom-1a2b3c4d", From: id}) {
		t.Errorf("left are %v", left)
	}
	if left := LeftLabels(nil); left != nil {
		t.Errorf("of no versions %v", left)
	}
	arn := "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a/b-AbCdEf"
	want := "aws --profile 'my own' --region eu-west-1 secretsmanager update-secret-version-stage --secret-id " + arn +
		" --version-stage strongroom-1a2b3c4d --remove-from-version-id " + id
	if got := (Where{Named: "my own", Region: "us-east-1"}).TakesOff(arn, LabelMove{Label: PrivateLabel(id), From: id}); got != want {
		t.Errorf("the command is\n%s, want\n%s", got, want)
	}
}
