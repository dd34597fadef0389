package dialog

import "strongroom/ui"

// On a low screen a dialog keeps its place, the rows under the cursor, what is dangerous or wrong, and its buttons. Blank lines
// and long explanations go.

// Width is a dialog's inner width of at most most on a screen w cells wide. A narrow screen is all the dialog's.
func Width(most, w int) int {
	if w < 56 {
		return min(most, w-4)
	}
	return min(most, w-8)
}

// Height is how many lines fit between a dialog's borders where nothing else needs to be seen.
func Height(h int) int { return max(1, h-2) }

// ShortLine is a text in one line, its end cut where there is no room.
func ShortLine(th *ui.Theme, w int, r ui.Role, text string) string {
	return ui.NewLine(w, th.Text).Gap(1).Add(r, ui.FitEnd(text, w-2)).String()
}
