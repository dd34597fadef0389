package change

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// console opens the secret in the AWS console.
type console struct {
	*pane.Desk
	pane.Feature
}

// Unavailable is the reason why there is nothing to open.
func (c *console) Unavailable(a keymap.Action, on *pane.Shown) (why string, mine bool) {
	if a != keymap.OpenConsole {
		return "", false
	}
	switch w := c.Backend.Where(); {
	case !on.On:
		return "no secret is selected", true
	case w.Kind != "AWS" || w.Endpoint != "":
		return "this is not AWS itself: what is here has no console", true
	}
	_, why = backend.ConsoleAddress(on.Secret.ARN)
	return ui.Text(why), true
}

// Act opens it, or shows the address where nothing can open it: over SSH, without a desktop.
func (c *console) Act(_ keymap.Action, on *pane.Shown) tea.Cmd {
	address, _ := backend.ConsoleAddress(on.Secret.ARN)
	name, called, open := ui.Text(on.Secret.Name), c.Called(on.Secret), c.Opener
	if open == nil {
		c.Tell(pane.Copied{What: "the console's address of " + on.Secret.Name, Text: address})
		c.Open(&dialog.Pager{Title: "In the AWS console", Subject: []string{name}, Width: 100, Lines: func(th *ui.Theme, w int) []string {
			p := &ui.Page{Th: th, W: w, Flush: true}
			p.Text(th.Text, address)
			p.Blank()
			p.Text(th.Dim, "Nothing can be opened from here: open it where you sit. It is copied.")
			return p.Lines
		}})
		return nil
	}
	return func() tea.Msg {
		if err := open(address); err != nil {
			return pane.Said{Text: "could not open " + called + " in the AWS console", Hint: address, Kind: pane.Failure}
		}
		return pane.Said{Text: "opened " + called + " in the AWS console", Kind: pane.Good}
	}
}
