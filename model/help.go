package model

import (
	"strings"

	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// helpDialog is every key that means something where the user is, from the one table. refused is why the service has refused what an
// action needs, "" where it has not.
func helpDialog(keys *keymap.Map, scope keymap.Scope, refused func(keymap.Action) string) pane.Dialog {
	return &dialog.Pager{Title: "Help", Width: 92, Foot: keys.Key(keymap.Global, keymap.Palette) + " every action by name", Lines: func(th *ui.Theme, w int) []string {
		here, all := keys.Help(scope), keys.Help(keymap.Global)
		keyW := 0
		for _, b := range append(append([]keymap.Binding(nil), here...), all...) {
			keyW = max(keyW, ui.Width(strings.Join(b.Spelled(), " ")))
		}
		keyW = min(keyW, w/3)
		out := []string{ui.Heading(th, "in the "+string(scope), w)}
		for _, b := range here {
			out = append(out, ui.HelpRow(th, strings.Join(b.Spelled(), " "), b.Help, refused(b.Action), keyW, w)...)
		}
		out = append(out, ui.Blank(w), ui.Heading(th, "everywhere", w))
		for _, b := range all {
			out = append(out, ui.HelpRow(th, strings.Join(b.Spelled(), " "), b.Help, refused(b.Action), keyW, w)...)
		}
		return append(out, legend(th, w)...)
	}}
}

func legend(th *ui.Theme, w int) []string {
	out := []string{ui.Blank(w), ui.Heading(th, "signs", w)}
	for _, s := range [][2]string{
		{"⟳", "rotation is on"}, {"⇄", "replicated: a primary or a replica"}, {"✓", "marked"},
		{"!", "less than six hours are certain, or the shortest window is over"},
		{"safe for 3d 21h · ≤ 27d", "restorable for at least that long; the window ends within that many days, AWS does not tell when"},
		{"≥ 2h 13m left", "restorable for at least that long, which is less than two days"},
		{"3d 21h left", "the end of the window is known"},
	} {
		out = append(out, ui.HelpRow(th, s[0], s[1], "", min(26, w/3), w)...)
	}
	return out
}
