// Package login is what a user does to sign in: the code of a second factor, or a login that is confirmed in a browser.
package login

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// digits is how many a code has.
const digits = 6

// Codes tells of calls that wait for the code of a second factor, and asks for it once a key was pressed: a prompt that opened by
// itself would take what is typed elsewhere.
type Codes struct {
	*pane.Desk
	pane.Feature
	box  *backend.CodeBox
	open []*backend.CodeQuestion
}

// codesChanged tells that questions have come or gone.
type codesChanged struct{ open []*backend.CodeQuestion }

// NewCodes watches a box of questions; nil asks for nothing.
func NewCodes(d *pane.Desk, box *backend.CodeBox) *Codes { return &Codes{Desk: d, box: box} }

// Listen waits for questions.
func (c *Codes) Listen() tea.Cmd {
	if c.box == nil {
		return nil
	}
	c.open = c.box.Open()
	return c.next()
}

func (c *Codes) next() tea.Cmd {
	box, done := c.box, c.Ctx.Done()
	return func() tea.Msg {
		select {
		case <-box.Changed():
			return codesChanged{box.Open()}
		case <-done:
			return nil
		}
	}
}

// Hear hears of questions.
func (c *Codes) Hear(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case codesChanged:
		c.open = msg.open
		return c.next()
	case codeGiven: // to a login that was given up
		if msg.code != nil && msg.of.code != msg.code {
			msg.code.Wipe()
		}
	}
	return nil
}

// Wanted reports whether a call waits for a code.
func (c *Codes) Wanted() bool { return len(c.open) > 0 }

// Prompt asks for the code that has been waited for longest.
func (c *Codes) Prompt() pane.Dialog { return &codePrompt{box: c.box, question: c.open[0]} }

// Note says that a code is waited for, and which key gives it.
func (c *Codes) Note(f pane.Frame, _ int, _ pane.Said, _ pane.Name) []ui.Span {
	if !c.Wanted() {
		return nil
	}
	return []ui.Span{{Role: f.Th.Warn, Text: "needs a code"}, {Role: f.Th.Dim, Text: " · "}, {Role: f.Th.Key, Text: f.Anywhere(keymap.Global, keymap.WhereAmI)}}
}

// Unavailable answers for nothing: the key is the root's.
func (c *Codes) Unavailable(keymap.Action, *pane.Shown) (string, bool) { return "", false }

// Act does nothing.
func (c *Codes) Act(keymap.Action, *pane.Shown) tea.Cmd { return nil }

// codePrompt takes a code, which is never shown.
type codePrompt struct {
	pane.Sizeless
	box      *backend.CodeBox
	question *backend.CodeQuestion
	typed    string
	wrong    string
}

// Writes tells that what is typed is nothing but text here.
func (p *codePrompt) Writes() {}

// Key takes digits.
func (p *codePrompt) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case k.Code == tea.KeyBackspace:
		p.typed = p.typed[:max(0, len(p.typed)-1)]
	case k.Text != "":
		p.take(k.Text)
	default:
		return nil, false
	}
	return nil, true
}

// Paste takes the digits of what an authenticator has copied.
func (p *codePrompt) Paste(text string) tea.Cmd {
	p.take(text)
	return nil
}

func (p *codePrompt) take(text string) {
	p.wrong = ""
	for _, r := range text {
		switch {
		case r == ' ' || r == '\r' || r == '\n':
		case r < '0' || r > '9':
			p.wrong = "a code is six digits"
		case len(p.typed) < digits:
			p.typed += string(r)
		}
	}
}

// Act gives the code, or says that there will be none.
func (p *codePrompt) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		p.box.Withdraw(p.question)
		return nil, true
	case keymap.Press:
		p.wrong = p.box.Give(p.question, p.typed)
		p.typed = ""
		return nil, p.wrong == ""
	}
	return nil, false
}

// Hear closes nothing by itself, but says that nobody waits any more.
func (p *codePrompt) Hear(msg tea.Msg) tea.Cmd {
	if msg, is := msg.(codesChanged); is {
		for _, q := range msg.open {
			if q == p.question {
				return nil
			}
		}
		p.wrong = "nobody waits for this code any more"
	}
	return nil
}

// View says what the code is for, and how many digits of it were typed.
func (p *codePrompt) View(f pane.Frame, w, h int) ui.Box {
	b := ui.NewForm(f.Th, min(72, w-4))
	for _, fact := range [][2]string{{"profile", p.question.Profile}, {"device", p.question.Device}, {"for", p.question.Role}} {
		if fact[1] != "" {
			b.Fact(fact[0], ui.Span{Role: f.Th.Text, Text: ui.FitPlace(ui.Text(fact[1]), b.Room())})
		}
	}
	b.Blank()
	b.Line(ui.Span{Role: f.Th.Dim, Text: "code  "}, ui.Span{Role: f.Th.Strong, Text: strings.Repeat("● ", len(p.typed))}, ui.Span{Role: f.Th.Accent, Text: "▏"},
		ui.Span{Role: f.Th.Dim, Text: strings.Repeat("○ ", digits-len(p.typed))})
	if p.wrong != "" {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: p.wrong})
	} else {
		b.Blank()
	}
	box := ui.Box{Title: "Second factor", W: b.Width(), Buttons: dialog.Buttons(f, "give none", "give it", false, len(p.typed) == digits)}
	box.Buttons[1].Key, box.Buttons[1].Do = f.Key(keymap.Press), keymap.Press
	return b.In(box, h)
}
