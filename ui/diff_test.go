package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"strongroom/backend/document"
)

func TestAMaskedRowOfAChangeTellsBothLengthsWhateverItsWidth(t *testing.T) {
	th := Plain()
	for _, c := range []struct {
		old, with string
		w         int
		want      string
	}{
		{"9 chars", "10 chars", 60, "•••• 9 chars → •••• 10 chars"},
		{"9 chars", "10 chars", 40, "•••• 9 chars → 10 chars"},
		{"1800 chars", "7000 chars", 38, "•••• 1800 → 7000 chars"},
		{"1 char", "7000 chars", 36, "•••• 1 → 7000 chars"},
		{"9 chars", "9 chars, spaces at the end", 36, "•••• 9 chars → 9 char…"},
	} {
		row := DiffRow{Change: document.Changed, Label: "key", LabelW: 8, First: true, Old: DiffCell{Masked: true, Note: c.old}, New: DiffCell{Masked: true, Note: c.with}}
		if got := ansi.Strip(row.Draw(th, c.w)); strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(got), "≠ key")) != c.want || Width(got) != c.w {
			t.Errorf("%s to %s at %d is %q", c.old, c.with, c.w, got)
		}
	}
}

func TestOnANarrowScreenALabelMovesTogetherForAHintThatHasRoomThen(t *testing.T) {
	th := Plain()
	for w, want := range map[int]string{60: " a  add a label               of your own", 36: " a  add a label         of your own", 24: " a  add a label               …"} {
		row := OptionRow{Key: "a", Label: "add a label", Hint: "of your own", LabelW: 24}
		got := strings.TrimRight(ansi.Strip(row.Draw(th, w)), " ")
		if w < 30 {
			if !row.Cut(w) {
				t.Errorf("at %d it is not told that the hint is cut: %q", w, got)
			}
			continue
		}
		if strings.TrimLeft(got, " ") != strings.TrimLeft(want, " ") || row.Cut(w) {
			t.Errorf("at %d it is %q", w, got)
		}
	}
}
