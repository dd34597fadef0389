package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestAKeyOfAnyDepthStaysInItsColumn(t *testing.T) {
	const w, column = 44, 14
	th := NewTheme(true)
	for levels := range 40 {
		for name, row := range map[string]struct {
			drawn string
			at    int
		}{
			"field":      {FieldRow{Key: "level", Indent: levels, KeyW: column, Nested: true, First: true, Text: "made-up"}.Draw(th, w), 4 + column},
			"edit":       {EditRow{Key: "level", Indent: levels, KeyW: column, Nested: true, First: true, Text: "made-up"}.Draw(th, w), 5 + column},
			"comparison": {DiffRow{Label: "level", Indent: levels, LabelW: column, First: true, New: DiffCell{Text: Marked{Text: "made-up"}}}.Draw(th, w), 6 + column},
		} {
			before, _, _ := strings.Cut(ansi.Strip(row.drawn), "made-up")
			if Width(before) != row.at || !strings.Contains(before, "level") {
				t.Errorf("%s at level %d: %q", name, levels, before)
			}
		}
		if row := ansi.Strip(SameRow{Count: 2, Word: "key", Indent: levels}.Draw(th, w)); !strings.Contains(row, "2 keys unchanged") {
			t.Errorf("level %d: %q", levels, row)
		}
	}
}
