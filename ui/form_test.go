package ui_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"strongroom/ui"
)

// typed is a line with a text in it.
type typed string

func (t typed) Show(w int, _ bool) string { return ui.FitEnd(string(t), w) }

func TestALineThatIsTypedIntoIsSeenToBeOneAlsoWhereItIsEmpty(t *testing.T) {
	for _, depth := range []ui.Depth{ui.None, ui.Sixteen, ui.Indexed, ui.TrueColour} {
		for _, dark := range []bool{true, false} {
			f := ui.NewForm(ui.Scheme{}.Theme(dark, depth), 60)
			f.Input(0, "tags", typed(""), "", false)
			f.Fact("tags", ui.Span{})
			if lines := f.Lines(5); lines[0] == lines[1] {
				t.Errorf("depth %d, dark %v: an empty line looks like nothing: %q", depth, dark, lines[0])
			}
		}
	}
}

func TestWhatStandsInAnEmptyLineBeginsWhereWhatIsTypedDoes(t *testing.T) {
	f := ui.NewForm(ui.Plain(), 60)
	f.Input(0, "kms key", typed(""), " empty: the default", false)
	f.Input(1, "kms key", typed("alias"), "", false)
	lines := f.Lines(5)
	if hint, typed := strings.Index(ansi.Strip(lines[0]), "empty"), strings.Index(ansi.Strip(lines[1]), "alias"); hint != typed {
		t.Errorf("one begins at %d, the other at %d", hint, typed)
	}
}
