package pane

import (
	"context"
	"errors"
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
