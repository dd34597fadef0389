package pane

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"strongroom/backend"
)

// described is a backend that describes a secret, and moves labels.
type described struct {
	backend.Backend
	detail backend.Detail
	moved  int
}

func (d *described) Describe(context.Context, string) (backend.Detail, error) { return d.detail, nil }

func (d *described) MoveLabel(_ context.Context, _ string, m backend.LabelMove) error {
	d.moved++
	return nil
}

func TestStepsAreUndoneOnlyWhereWhatIsThereFits(t *testing.T) {
	move := backend.LabelMove{Label: backend.Current, From: "two", To: "one"}
	for fits, moved := range map[bool]int{true: 1, false: 0} {
		be := &described{detail: backend.Detail{Secret: backend.Secret{Stages: map[string][]string{"two": {backend.Current}, "one": {backend.Previous}}}}}
		err := UndoSteps("arn", func(backend.Detail) bool { return fits }, []Step{MoveStep("arn", move)})(t.Context(), be)
		var half *Halfway
		if be.moved != moved || fits == (errors.As(err, &half) && be.moved == 0) {
			t.Errorf("where it fits (%v) %d labels are moved, and it says %v", fits, be.moved, err)
		}
	}
}

// A version that keeps AWSPENDING alone is a rotation under way, which is another's where the version is.
func TestAMoveOfAWSCURRENTTakesAWSPENDINGAlongAndBackOnlyFromWhereItCame(t *testing.T) {
	for from, c := range map[string]struct {
		stages map[string][]string
		steps  []string // behind the move itself, and behind that back
		back   []string
	}{
		"a turn that has ended": {map[string][]string{"two": {backend.Current, backend.Pending}, "one": {backend.Previous}},
			[]string{"take AWSPENDING off two"}, []string{"move AWSPENDING to two"}},
		"a turn under way":             {map[string][]string{"two": {backend.Current}, "one": {backend.Previous}, "new": {backend.Pending}}, nil, nil},
		"no turn":                      {map[string][]string{"two": {backend.Current}, "one": {backend.Previous}}, nil, nil},
		"a turn on the one that comes": {map[string][]string{"two": {backend.Current}, "one": {backend.Previous, backend.Pending}}, nil, nil},
	} {
		move := backend.LabelMove{Label: backend.Current, From: "two", To: "one"}
		turn, after := EndTurn("arn", move, c.stages)
		back, _ := BackSteps("arn", move, c.stages, backend.HolderOf(after, backend.Pending))
		words := func(steps []Step) (out []string) {
			for _, s := range steps {
				out = append(out, s.Words)
			}
			return out
		}
		if got := words(turn); fmt.Sprint(got) != fmt.Sprint(c.steps) {
			t.Errorf("%s: %q behind the move, want %q", from, got, c.steps)
		}
		if got := words(back[1:]); fmt.Sprint(got) != fmt.Sprint(c.back) {
			t.Errorf("%s: %q behind the move back, want %q", from, got, c.back)
		}
	}
	kept, _ := BackSteps("arn", backend.LabelMove{Label: backend.Current, From: "two", To: "one"}, map[string][]string{"two": {backend.Current}}, "one")
	if last := kept[len(kept)-1]; last.Words != "take AWSPENDING off one" {
		t.Errorf("%q behind the move back from a rotation that has kept its label", last.Words)
	}
	if turn, _ := EndTurn("arn", backend.LabelMove{Label: backend.Current, To: "one"}, map[string][]string{"one": {backend.Pending}}); len(turn) > 0 {
		t.Errorf("%q where no version was current", turn[0].Words)
	}
}

func TestAYesToOneQuestionIsNobodyElsesYes(t *testing.T) {
	mine, theirs := &fixed{}, &fixed{}
	for yes, want := range map[Leave][2]Why{
		{Why: Forced, Of: mine}: {Forced, Wanted},
		{Why: Moved, Of: mine}:  {Moved, Moving},
		{Why: Forced}:           {Forced, Forced},
		{Why: Moved}:            {Moved, Moved},
	} {
		if got := [2]Why{yes.To(mine), yes.To(theirs)}; got != want {
			t.Errorf("%+v is %v to who has asked and to the others, want %v", yes, got, want)
		}
	}
}

// fixed is some handler.
type fixed struct {
	Handler
	_ int
}

// unread is a backend whose second move is cut off, after which it cannot be described.
type unread struct{ described }

func (u *unread) Describe(ctx context.Context, arn string) (backend.Detail, error) {
	if u.moved == 2 {
		return backend.Detail{}, &backend.Error{Kind: backend.ErrUnreachable}
	}
	return u.described.Describe(ctx, arn)
}

func (u *unread) MoveLabel(ctx context.Context, arn string, m backend.LabelMove) error {
	if _ = u.described.MoveLabel(ctx, arn, m); u.moved == 2 {
		return &backend.Error{Kind: backend.ErrTimeout}
	}
	return nil
}

func TestAnUndoThatIsCutOffSaysOnlyWhatIsKnown(t *testing.T) {
	be := &unread{described{detail: backend.Detail{Secret: backend.Secret{Stages: map[string][]string{"two": {backend.Current}, "one": {backend.Previous}}}}}}
	steps := []Step{MoveStep("arn", backend.LabelMove{Label: backend.Current, From: "two", To: "one"}), MoveStep("arn", backend.LabelMove{Label: backend.Previous, From: "one", To: "two"})}
	err := UndoSteps("arn", func(backend.Detail) bool { return true }, steps)(t.Context(), be)
	var half *Halfway
	if want := "AWSCURRENT is on one; whether it is done is not known: move AWSPREVIOUS to two (no answer in time)"; !errors.As(err, &half) || half.Text != want {
		t.Errorf("it says %v, want %s", err, want)
	}
}
