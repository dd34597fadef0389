package change

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// deleteDialog is the one question before a delete: what, for how long restorable, and really.
type deleteDialog struct {
	todo   []backend.Secret
	left   []leftOut // what the marks hold besides
	rows   dialog.Rows
	hidden string // how many of them the filter hides
	// before is what must be done to the one secret before it can be deleted.
	before
	where     string
	protected bool           // a rule of the configuration asks for the name
	purge     bool           // it is scheduled already: only its end can be brought forward
	undoes    *pane.Undoable // what it takes back, in the way that is fixed by that; nil where it is no undo
	until     func(days int) time.Time
	orders    *orders
	keys      *keymap.Map

	window *dialog.Input // its days; marked, the next digit begins them anew
	force  bool
	typed  *dialog.Input
	field  deleteField
	wrong  string // why yes did nothing
}

// leftOut is what is marked and cannot be deleted among others.
type leftOut struct {
	backend.Secret
	why string
}

type deleteField int

const (
	fieldWindow deleteField = iota
	fieldForce
	fieldName
	fieldYes
	fieldNo
)

// fields are the ones that there are now, in the order of tab.
func (d *deleteDialog) fields() (out []deleteField) {
	if d.windowed() {
		out = append(out, fieldWindow)
	}
	if len(d.todo) == 1 && !d.purge && d.undoes == nil {
		out = append(out, fieldForce)
	}
	if d.word() != "" {
		out = append(out, fieldName)
	}
	return append(out, fieldYes, fieldNo)
}

// windowed reports whether there is a recovery window to choose.
func (d *deleteDialog) windowed() bool { return !d.force && d.undoes == nil }

// word is what must be typed, "" for nothing: the name, or of several their number.
func (d *deleteDialog) word() string {
	switch {
	case len(d.todo) == 0 || !d.force && !d.protected && !d.lasting():
		return ""
	case len(d.todo) > 1:
		return ui.Plural(len(d.todo), "secret")
	}
	return ui.Text(d.todo[0].Name)
}

func (d *deleteDialog) days() (int, bool) {
	n := d.window.Number()
	return n, n >= backend.MinWindowDays && n <= backend.MaxWindowDays
}

func (d *deleteDialog) step(by int) {
	fields := d.fields()
	at := len(fields) - 1
	for i, f := range fields {
		if f == d.field {
			at = i
		}
	}
	d.Focus(int(fields[(at+by+len(fields))%len(fields)]))
}

// Focus goes to a field.
func (d *deleteDialog) Focus(field int) {
	d.field, d.wrong = deleteField(field), ""
	d.window.Select()
}

// Act answers, or moves between the fields.
func (d *deleteDialog) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		return nil, true
	case keymap.Yes, keymap.Save:
		return d.confirm()
	case keymap.NextField:
		d.step(1)
	case keymap.PrevField:
		d.step(-1)
	case keymap.Up, keymap.Down:
		if d.field == fieldWindow || !d.rows.Move(a) {
			d.nudge(a)
		}
	case keymap.Press:
		return d.press()
	case keymap.Toggle:
		if d.field == fieldForce {
			d.toggleForce()
		}
	default:
		d.rows.Move(a)
	}
	return nil, false
}

func (d *deleteDialog) press() (tea.Cmd, bool) {
	switch d.field {
	case fieldNo:
		return nil, true
	case fieldYes:
		if len(d.todo) > 1 { // a bulk wants its own key
			d.wrong = d.keys.Key(keymap.Dialog, keymap.Yes) + " deletes them"
			return nil, false
		}
		return d.confirm()
	case fieldForce:
		d.toggleForce()
	default:
		d.step(1)
	}
	return nil, false
}

// nudge makes the window a day longer or shorter; elsewhere it moves.
func (d *deleteDialog) nudge(a keymap.Action) {
	by := map[keymap.Action]int{keymap.Up: 1, keymap.Down: -1}[a]
	if d.field != fieldWindow {
		d.step(-by)
		return
	}
	d.window.Set(strconv.Itoa(min(max(d.window.Number()+by, backend.MinWindowDays), backend.MaxWindowDays)))
	d.window.Select()
}

func (d *deleteDialog) toggleForce() { d.force, d.wrong = !d.force, "" }

// confirm is yes, if everything that yes needs is there.
func (d *deleteDialog) confirm() (tea.Cmd, bool) {
	days, ok := d.days()
	switch {
	case len(d.todo) == 0:
		d.wrong = "there is nothing left to delete"
	case !d.force && !ok:
		d.window.Select()
		d.field, d.wrong = fieldWindow, fmt.Sprintf("a window has %d to %d days", backend.MinWindowDays, backend.MaxWindowDays)
	case d.word() != "" && dialog.Typed(d.typed) != d.word():
		d.field, d.wrong = fieldName, "type "+d.word()+" first"
	case d.undoes != nil:
		return func() tea.Msg { return undoChosen{*d.undoes} }, true
	default:
		o := pane.Order{Kind: pane.Deleting, Secrets: d.todo, How: backend.Deletion{WindowDays: days}}
		if d.force {
			o.How = backend.Deletion{Force: true}
		}
		d.into(&o)
		return func() tea.Msg { return o }, true
	}
	return nil, false
}

// line is what is typed into where the cursor is, nil for nothing.
func (d *deleteDialog) line() *dialog.Input {
	return map[deleteField]*dialog.Input{fieldWindow: d.window, fieldName: d.typed}[d.field]
}

// Key takes what is typed into a field. Days are typed from anywhere but the name.
func (d *deleteDialog) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if d.line() == nil && d.windowed() && k.Text != "" && strings.IndexFunc(k.Text, func(r rune) bool { return !dialog.Digit(r) }) < 0 {
		d.field = fieldWindow
		d.window.Select()
	}
	if l := d.line(); l == nil || !l.Key(k) {
		return nil, false
	}
	d.wrong = ""
	return nil, true
}

// Paste takes a paste into the days: every letter of the name is typed.
func (d *deleteDialog) Paste(text string) tea.Cmd {
	if d.field == fieldWindow {
		d.window.PasteLine(text)
		d.wrong = ""
	}
	return nil
}
