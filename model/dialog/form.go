package dialog

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Form is a dialog of a few lines and two buttons that stays open until what it asks for is written: what was typed is
// never lost to a failure.
type Form struct {
	pane.Sizeless
	Title, Name, Where string // safe text
	Yes                string
	Lines              []FormLine
	At                 int // the line in focus; behind them yes, then no: nobody means to cancel what they have just filled in
	// Refuse is why yes would do nothing, and which line is to blame (-1: none).
	Refuse func() (line int, why string)
	// About says what to know of what is typed.
	About func(f pane.Frame, b *ui.Form)
	OnYes func() tea.Cmd
	// Typed hears that a line is another one; nil for nobody. What drawing must not ask for is asked there.
	Typed  func()
	tried  bool // yes was pressed, and refused
	Saving bool
	Failed []string // why it was not written, safe text; the first line is what happened
	Left   bool     // the user has closed it
}

// FormLine is one line of a form.
type FormLine struct {
	Label string
	Field *Input
	Hint  string // beside an empty line
	Ends  bool   // line ends mean something in it
	// Choices are what is chosen from where nothing is typed: Field is nil then.
	Choices []string // safe text
	Chosen  int
}

// Text is what is typed in a line, or chosen.
func (d *Form) Text(line int) string {
	if l := d.Lines[line]; l.Field == nil {
		return l.Choices[l.Chosen]
	}
	return d.Lines[line].Field.Text()
}

// typing reports whether the line in focus takes what is typed.
func (d *Form) typing() bool { return d.onLine() && d.Lines[d.At].Field != nil }

func (d *Form) onLine() bool { return d.At < len(d.Lines) }

func (d *Form) step(by int) {
	n := len(d.Lines) + 2
	d.At = (d.At + by + n) % n
}

// Focus goes to a line.
func (d *Form) Focus(line int) {
	if !d.Saving {
		d.At = line
	}
}

// Act answers, or moves between the lines.
func (d *Form) Act(a keymap.Action) (tea.Cmd, bool) {
	switch {
	case a == keymap.No:
		d.Left = true
		return nil, true
	case d.Saving:
	case a == keymap.Yes, a == keymap.Save:
		return d.confirm(), false
	case a == keymap.NextField, a == keymap.Down:
		d.step(1)
	case a == keymap.PrevField, a == keymap.Up:
		d.step(-1)
	case a == keymap.Toggle && d.onLine() && !d.typing():
		l := &d.Lines[d.At]
		l.Chosen = (l.Chosen + 1) % len(l.Choices)
		d.changed()
	case a != keymap.Press:
	case d.onLine():
		d.step(1)
	case d.At == len(d.Lines):
		return d.confirm(), false
	default:
		d.Left = true
		return nil, true
	}
	return nil, false
}

// confirm is yes, if nothing is wrong with what was typed.
func (d *Form) confirm() tea.Cmd {
	line, why := d.Refuse()
	if d.tried = why != ""; !d.tried {
		return d.OnYes()
	}
	if line >= 0 {
		d.At = line
	}
	return nil
}

// Key takes what is typed into a line.
func (d *Form) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if d.Saving {
		return nil, k.Text != ""
	}
	if !d.typing() || !d.Lines[d.At].Field.Key(k) {
		return nil, false
	}
	d.changed()
	return nil, true
}

// Paste takes a paste into the line in focus.
func (d *Form) Paste(text string) tea.Cmd {
	if d.Saving || !d.typing() {
		return nil
	}
	if l := d.Lines[d.At]; l.Ends {
		l.Field.Paste(text)
	} else {
		l.Field.PasteLine(text)
	}
	d.changed()
	return nil
}

// changed drops what was said of the lines as they were.
func (d *Form) changed() {
	d.tried, d.Failed = false, nil
	if d.Typed != nil {
		d.Typed()
	}
}

// View draws the lines and what is to be known of them.
func (d *Form) View(f pane.Frame, w, h int) ui.Box {
	box := ui.Box{Title: d.Title, Where: d.Where, W: Width(84, w), Foot: f.Key(keymap.Press) + ", " + f.Key(keymap.NextField) + " next"}
	if d.Name != "" {
		box.Subject = []string{d.Name}
	}
	if !d.Saving {
		box.Buttons = Buttons(f, "cancel", d.Yes, d.At == len(d.Lines)+1, d.At == len(d.Lines))
		if d.typing() {
			box.Buttons[1].Key = f.Key(keymap.Save)
		}
	}
	b := ui.NewForm(f.Th, box.W)
	for i, l := range d.Lines {
		focus, hint := d.At == i && !d.Saving, ""
		if l.Field == nil {
			if focus {
				hint = "  " + f.Keys.Key(keymap.Dialog, keymap.Toggle) + " changes it"
			}
			b.Choice(i, l.Label, l.Choices[l.Chosen], hint, len(l.Choices), focus)
			continue
		}
		if !focus && l.Field.Text() == "" {
			hint = l.Hint
		}
		b.Input(i, l.Label, l.Field, hint, focus)
	}
	b.Blank()
	if d.news(f, b); d.tried || len(d.Failed) == 0 {
		d.About(f, b)
	}
	if d.Saving {
		b.Line(ui.Span{Role: f.Th.Info, Text: "saving…"})
		box.Foot = goesOn
	}
	return b.In(box, h)
}

// goesOn is said of a write that ends without its dialog too.
const goesOn = "closed, it goes on"

// news is what is wrong, or went wrong.
func (d *Form) news(f pane.Frame, b *ui.Form) {
	line, why := d.Refuse()
	say := func(role ui.Role, text string) { // it must not give way
		for _, part := range ui.Wrap(text, max(8, b.Width()-2)) {
			b.Line(ui.Span{Role: role, Text: part})
		}
	}
	switch {
	case d.Saving:
		return
	case why != "" && d.tried && line >= 0:
		say(f.Th.Urgent, why)
	case len(d.Failed) > 0 && !d.tried:
		say(f.Th.Urgent, d.Failed[0])
		for _, text := range d.Failed[1:] {
			b.Note(f.Th.Text, text)
		}
	case why != "" && (d.tried || line >= 0 && d.Text(line) != ""):
		say(f.Th.Warn, why)
	default:
		return
	}
	b.Blank()
}
