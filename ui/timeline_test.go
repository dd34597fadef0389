package ui_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"strongroom/ui"
)

func TestLabelsThatAreNotSeenAreCounted(t *testing.T) {
	for n := 1; n <= 20; n++ {
		labels := []string{"AWSPREVIOUS"}
		for i := 1; i < n; i++ {
			labels = append(labels, fmt.Sprintf("canary-%02d", i))
		}
		for w := 12; w <= 80; w++ {
			var said strings.Builder
			for _, s := range ui.LabelSpans(labels, ui.Plain().Styles, w) {
				said.WriteString(s.Text)
			}
			words := strings.Fields(said.String())
			more, rest := 0, words
			if last := words[len(words)-1]; strings.HasPrefix(last, "+") {
				more, _ = strconv.Atoi(last[1:])
				rest = words[:len(words)-1]
			}
			if len(rest)+more != n || ui.Width(said.String()) > w {
				t.Errorf("%d labels in %d cells are %q", n, w, said.String())
			}
		}
	}
}

func TestAVersionOnANarrowScreenTellsOfAllItsLabels(t *testing.T) {
	row := ui.VersionRow{ID: "975926b7-4080-41e2-a43c-48cb600a23d2", Labels: []string{"AWSPREVIOUS", "blue", "canary", "green"}, Age: "10mo ago"}
	if got := row.Draw(ui.Plain(), 38); !strings.Contains(got, "AWSPREVIOUS +3 10mo ago") {
		t.Errorf("it is %q", got)
	}
}
