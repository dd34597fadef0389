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

func TestWhatStandsInALineThatIsTypedIntoEndsWhereTheLineDoes(t *testing.T) {
	for _, w := range []int{20, 36, 50, 72} {
		f := ui.NewForm(ui.Plain(), w)
		f.Input(0, "schedule", typed(""), "30, rate(12 hours), cron(0 2 1 * ? *), and whatever else there is to be said of it", false)
		f.Choice(1, "first rotation", "later, by the schedule that was given above, and not at once as AWS would by itself", "  space changes it", 2, true)
		f.Choice(2, "value", "text", "  space changes it", 2, true)
		for _, line := range f.Lines(9) {
			if line = ansi.Strip(line); !strings.HasSuffix(line, " ") || strings.Contains(line, "  sp") && !strings.Contains(line, "changes it") {
				t.Errorf("at %d it reaches into the margin, or is cut: %q", w, line)
			}
		}
	}
}

func TestATextThatGivesWayGoesFromItsEndAndSaysSo(t *testing.T) {
	const text = "Saving does not rotate it now, as AWS would by itself: it is only tested."
	for name, f := range map[string]func(f *ui.Form){
		"below the focus": func(f *ui.Form) { f.Input(0, "window", typed("2h"), "", true); f.Note(ui.Plain().Text, text) },
		"above the focus": func(f *ui.Form) { f.Note(ui.Plain().Text, text); f.Input(0, "window", typed("2h"), "", true) },
	} {
		form := ui.NewForm(ui.Plain(), 30)
		f(form)
		for h, want := range map[int]string{4: text, 3: "Saving does not rotate it now, as AWS would by itself…", 2: "Saving does not rotate it…", 1: ""} {
			var said []string
			for _, line := range form.Lines(h) {
				if line = strings.TrimSpace(ansi.Strip(line)); !strings.Contains(line, "window") {
					said = append(said, line)
				}
			}
			if got := strings.Join(said, " "); got != want {
				t.Errorf("%s, in %d lines it says %q, not %q", name, h, got, want)
			}
		}
	}
}
