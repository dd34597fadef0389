package detail

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// givesUp goes back from a value that is being read, whichever pane has the keys: it is not waited for any more.
type givesUp struct {
	pane.Feature
	d *Pane
}

// GivesUp is asked before the panes.
func (d *Pane) GivesUp() pane.Handler { return givesUp{d: d} }

// Unavailable answers for going back while a value is read.
func (g givesUp) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	return "", a == keymap.Back && on.Focus <= pane.Timeline && g.d.value.State == pane.Reading
}

// Act stops waiting. Whether the service has read the value is not known then.
func (g givesUp) Act(keymap.Action, *pane.Shown) tea.Cmd {
	v := &g.d.value
	v.Read.Stop()
	v.State = pane.Unread
	g.d.Say(pane.Said{Text: "stopped reading " + ui.Text(g.d.secret.Name) + ": AWS may have recorded a decrypt", Kind: pane.Plain})
	return nil
}

// Label is the footer's word for it.
func (g givesUp) Label(a keymap.Action, on *pane.Shown) string {
	if _, mine := g.Unavailable(a, on); mine {
		return "stop"
	}
	return ""
}
