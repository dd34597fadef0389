package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// sheet is a dialog of a few lines and two buttons that stays open until what it asks for is written: what was typed is
// never lost to a failure.
type sheet struct {
	title, name, where string // safe text
	yes                string
	lines              []sheetLine
	at                 int // the line in focus; behind them yes, then no
	// refuse is why yes would do nothing, and which line is to blame (-1: none).
	refuse func() (line int, why string)
	// about says what to know of what is typed.
	about  func(f pane.Frame, b *ui.Form)
	onYes  func() tea.Cmd
	tried  bool // yes was pressed, and refused
	saving bool
	failed []string // why it was not written, safe text; the first line is what happened
}

// sheetLine is one line of a sheet.
type sheetLine struct {
	label string
	field *field
	hint  string // beside an empty line
	ends  bool   // line ends mean something in it
}

func (d *sheet) text(line int) string { return d.lines[line].field.text() }

func (d *sheet) onLine() bool { return d.at < len(d.lines) }

func (d *sheet) step(by int) {
	n := len(d.lines) + 2
	d.at = (d.at + by + n) % n
}

// Act answers, or moves between the lines.
func (d *sheet) Act(a keymap.Action) (tea.Cmd, bool) {
	switch {
	case a == keymap.No:
		return nil, true
	case d.saving:
	case a == keymap.Yes:
		return d.confirm(), false
	case a == keymap.NextField, a == keymap.Down:
		d.step(1)
	case a == keymap.PrevField, a == keymap.Up:
		d.step(-1)
	case a != keymap.Press:
	case d.onLine():
		d.step(1)
	case d.at == len(d.lines):
		return d.confirm(), false
	default:
		return nil, true
	}
	return nil, false
}

// confirm is yes, if nothing is wrong with what was typed.
func (d *sheet) confirm() tea.Cmd {
	line, why := d.refuse()
	if d.tried = why != ""; !d.tried {
		return d.onYes()
	}
	if line >= 0 {
		d.at = line
	}
	return nil
}

// Key takes what is typed into a line.
func (d *sheet) Key(k tea.KeyPressMsg) (tea.Cmd, bool, bool) {
	if d.saving {
		return nil, false, k.Text != ""
	}
	if !d.onLine() || !d.lines[d.at].field.key(k) {
		return nil, false, false
	}
	d.tried, d.failed = false, nil
	return nil, false, true
}

// Paste takes a paste into the line in focus.
func (d *sheet) Paste(text string) {
	if d.saving || !d.onLine() {
		return
	}
	if l := d.lines[d.at]; l.ends {
		l.field.paste(text)
	} else {
		l.field.pasteLine(text)
	}
	d.tried, d.failed = false, nil
}

// View draws the lines and what is to be known of them.
func (d *sheet) View(f pane.Frame, w, h int) ui.Box {
	iw := min(84, w-8)
	b := ui.NewForm(f.Th, iw)
	b.Note(f.Th.Strong, d.name)
	b.Note(f.Th.Dim, d.where)
	b.Blank()
	for i, l := range d.lines {
		focus, hint := d.at == i && !d.saving, ""
		if !focus && l.field.text() == "" {
			hint = l.hint
		}
		b.Field(l.label, l.field.show(b.Room()-ui.Width(hint)-1, focus), hint, focus)
	}
	b.Blank()
	if d.news(f, b); d.tried || len(d.failed) == 0 {
		d.about(f, b)
		b.Blank()
	}
	if d.saving {
		b.Line(ui.Span{Role: f.Th.Info, Text: "saving…"})
		return ui.Box{Title: d.title, Lines: b.Lines(h - 4), W: iw, Foot: "esc closes; it goes on"}
	}
	b.Raw(ui.Buttons(f.Th, iw, []ui.Button{{Label: d.yes, Focus: d.at == len(d.lines)}, {Label: "cancel", Key: "esc", Focus: d.at == len(d.lines)+1}}))
	return ui.Box{Title: d.title, Lines: b.Lines(h - 4), W: iw, Foot: "enter, tab next"}
}

// news is what is wrong, or went wrong.
func (d *sheet) news(f pane.Frame, b *ui.Form) {
	line, why := d.refuse()
	say := func(role ui.Role, text string) { // it must not give way
		for _, part := range ui.Wrap(text, max(8, b.Width()-2)) {
			b.Line(ui.Span{Role: role, Text: part})
		}
	}
	switch {
	case d.saving:
		return
	case why != "" && d.tried && line >= 0:
		say(f.Th.Urgent, why)
	case len(d.failed) > 0 && !d.tried:
		say(f.Th.Urgent, d.failed[0])
		for _, text := range d.failed[1:] {
			b.Note(f.Th.Text, text)
		}
	case why != "" && (d.tried || line >= 0 && d.text(line) != ""):
		say(f.Th.Warn, why)
	default:
		return
	}
	b.Blank()
}
