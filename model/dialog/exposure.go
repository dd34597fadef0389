package dialog

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// What a dialog shows of values is one exposure with one part, pane.Whole.

// Reveal shows or hides what a dialog exposes, or says why it may not.
func Reveal(x *pane.Exposure) tea.Cmd {
	if why := x.Denied(); why != "" {
		return pane.Say(pane.Warning, why)
	}
	x.Set(pane.Whole{}, !x.Any())
	return nil
}

// RevealFoot says in a dialog's border which key shows or hides what it exposes.
func RevealFoot(f pane.Frame, x *pane.Exposure, what string) string {
	switch key := f.Keys.Key(keymap.Dialog, keymap.Reveal); {
	case x.Denied() != "":
		return x.Denied()
	case x.Any():
		return key + " hides " + what
	default:
		return key + " reveals " + what
	}
}

// Time is what drains in the border of a dialog iw cells wide inside: beside its foot, or in the foot's place where there is no
// room for both.
func Time(th *ui.Theme, x *pane.Exposure, foot string, iw int) []ui.Span {
	if bar := x.Bar(th, "masked", ui.FootRoom(iw)-ui.Width(foot)); bar != nil {
		return bar
	}
	return x.Bar(th, "masked", ui.FootRoom(iw))
}
