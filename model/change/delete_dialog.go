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
	pane.Sizeless
	todo   []backend.Secret
	left   []string // what the marks hold besides, and why it is left out
	hidden string   // how many of them the filter hides
	// before is what must be done to the one secret before it can be deleted.
	before
	where     string
	protected bool // a rule of the configuration asks for the name
	purge     bool // it is scheduled already: only its end can be brought forward
	until     func(days int) time.Time
	orders    *orders
	keys      *keymap.Map

	window *dialog.Input // its days; marked, the next digit begins them anew
	force  bool
	typed  *dialog.Input
	field  deleteField
	wrong  string // why yes did nothing
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
	if !d.force {
		out = append(out, fieldWindow)
	}
	if len(d.todo) == 1 && !d.purge {
		out = append(out, fieldForce)
	}
	if d.word() != "" {
		out = append(out, fieldName)
	}
	return append(out, fieldYes, fieldNo)
}

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
	d.field, d.wrong = fields[(at+by+len(fields))%len(fields)], ""
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
		d.nudge(a)
	case keymap.Press:
		return d.press()
	case keymap.Toggle:
		if d.field == fieldForce {
			d.toggleForce()
		}
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
	if d.line() == nil && !d.force && k.Text != "" && strings.IndexFunc(k.Text, func(r rune) bool { return !dialog.Digit(r) }) < 0 {
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

// View draws the question. Where the screen is low, blank lines and then notes give way to fields and buttons.
func (d *deleteDialog) View(f pane.Frame, w, h int) ui.Box {
	box := ui.Box{Title: d.title(), Where: d.where, W: dialog.Width(76, w), Foot: d.foot(f)}
	if len(d.todo) == 1 {
		box.Subject = []string{ui.Text(d.todo[0].Name)}
	}
	yes := "delete"
	switch {
	case len(d.todo) > 1:
		yes = fmt.Sprintf("delete %d", len(d.todo))
	case d.force:
		yes = "delete for good"
	case d.first() != "" && box.W > 44: // where there is less room what is done first stands above alone
		yes = d.first() + ", then delete"
	}
	box.Buttons = dialog.Buttons(f, "cancel", yes, d.field == fieldNo, d.field == fieldYes)
	if box.Buttons[1].Ends = true; d.field == fieldName {
		box.Buttons[1].Key = f.Key(keymap.Save)
	}
	b := ui.NewForm(f.Th, box.W)
	d.form(f, b)
	if d.wrong != "" {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: d.wrong})
	}
	b.Blank()
	d.what(f, b)
	box.Lines = b.Lines(box.Room(h))
	return box
}

func (d *deleteDialog) foot(f pane.Frame) string {
	next := " · " + f.Key(keymap.NextField) + " next"
	switch d.field {
	case fieldWindow:
		return f.Key(keymap.Up) + " " + f.Key(keymap.Down) + " or digits change the days" + next
	case fieldForce:
		return f.Keys.Key(keymap.Dialog, keymap.Toggle) + " chooses" + next
	case fieldName:
		return "type it" + next
	}
	if d.force {
		return f.Key(keymap.NextField) + " goes to the fields"
	}
	return "digits set the days · " + f.Key(keymap.NextField) + " fields"
}

func (d *deleteDialog) title() string {
	switch {
	case len(d.todo) != 1:
		return "Delete " + ui.Plural(len(d.todo), "secret")
	case d.purge:
		return "Delete for good"
	}
	return "Delete a secret"
}

// what tells which secrets these are, and what speaks against it.
func (d *deleteDialog) what(f pane.Frame, b *ui.Form) {
	if len(d.todo) == 1 {
		d.about(f, b, d.todo[0])
	} else {
		d.names(f, b)
	}
	for i, why := range d.left {
		if i == 3 && len(d.left) > 4 {
			b.Note(f.Th.Warn, fmt.Sprintf("and %d more are left out", len(d.left)-3))
			break
		}
		b.Note(f.Th.Warn, "left out: "+why)
	}
}

func (d *deleteDialog) names(f pane.Frame, b *ui.Form) {
	const most = mostNamed
	rotating := 0
	for i, s := range d.todo {
		if s.Rotation.Enabled {
			rotating++
		}
		if i == most && len(d.todo) > most+1 {
			b.Line(ui.Span{Role: f.Th.Dim, Text: fmt.Sprintf("and %d more", len(d.todo)-most)})
		}
		if i < most || len(d.todo) == most+1 {
			b.Pair(ui.Span{Role: f.Th.Strong, Text: ui.Text(s.Name)}, ui.Span{Role: readRole(f, s), Text: strings.TrimLeft(d.orders.among(s, d.todo, b.Width())+" · read "+d.orders.lastRead(s), " ·")})
		}
	}
	if d.hidden != "" {
		b.Note(f.Th.Warn, d.hidden)
	}
	if rotating > 0 {
		b.Note(f.Th.Warn, fmt.Sprintf("rotation is on for %d of them: the deletion switches it off", rotating))
	}
}

func (d *deleteDialog) about(f pane.Frame, b *ui.Form, s backend.Secret) {
	read := d.orders.lastRead(s)
	if inUse(f, s) {
		read += ": something still uses it"
		if b.Room() < ui.Width(read) && b.Width() < roomForLabels {
			read = d.orders.lastRead(s) + ": in use"
		}
	}
	b.Aside("last read", ui.Span{Role: readRole(f, s), Text: read})
	switch {
	case s.Rotation.Enabled:
		b.Fact("rotation", ui.Span{Role: f.Th.Warn, Text: "on; the deletion switches it off, a restore may not bring it back"})
	case s.Rotation.Configured:
		b.Fact("rotation", ui.Span{Role: f.Th.Text, Text: "off"})
	}
	if s.OwningService != "" {
		b.Fact("managed by", ui.Span{Role: f.Th.Warn, Text: ui.Text(s.OwningService) + ", which should delete it; AWS may refuse this"})
	}
	d.tell(f, b)
	if d.purge {
		text := "scheduled for deletion; it can still be restored"
		if b.Width() < roomForLabels {
			text = "still restorable"
		}
		b.Fact("now", ui.Span{Role: f.Th.Text, Text: text})
	}
}

// roomForLabels is how wide the dialog is at least where its labels are whole.
const roomForLabels = 50

// inUse is whether a value was read so lately that somebody will miss it. Reads are told by the day.
func inUse(f pane.Frame, s backend.Secret) bool {
	return !s.Accessed.IsZero() && f.Now.Sub(s.Accessed) < 8*24*time.Hour
}

func readRole(f pane.Frame, s backend.Secret) ui.Role {
	if inUse(f, s) {
		return f.Th.Warn
	}
	return f.Th.Text
}

// label is what a field is called, shorter where there is little room.
func (d *deleteDialog) label(b *ui.Form, long, short string) string {
	if b.Width() < roomForLabels {
		return short
	}
	return long
}

// form is the window, the way without one, and the name.
func (d *deleteDialog) form(f pane.Frame, b *ui.Form) {
	if !d.force && !d.purge {
		value, gap := d.window.Show(8, d.field == fieldWindow), " "
		if d.field == fieldWindow {
			gap = ""
		}
		b.Field(d.label(b, "recovery window", "window"), "◂ "+value+gap+"▸", " days", d.field == fieldWindow)
		if days, ok := d.days(); ok {
			b.Stake(f.Th.Good, "restorable until "+ui.Exact(d.until(days)), "restorable until "+ui.Date(d.until(days)))
		} else {
			b.Fact("", ui.Span{Role: f.Th.Urgent, Text: fmt.Sprintf("%d to %d days", backend.MinWindowDays, backend.MaxWindowDays)})
		}
	}
	if len(d.todo) == 1 && !d.purge {
		box, instead := "[ ]", " delete for good instead"
		if b.Room() < ui.Width(box+instead) {
			instead = " delete for good"
		}
		if d.force {
			box = "[×]"
		}
		b.Field(d.label(b, "without recovery", "instead"), box, instead, d.field == fieldForce)
	}
	if d.force {
		b.Stake(f.Th.Urgent, "Gone at once: no restore, no undo.")
		b.Beneath(f.Th.Urgent, "There is no recovery window; the name becomes free.")
	}
	if word := d.word(); word != "" {
		dialog.WordField(f, b, word, d.typed, d.field == fieldName)
	}
}
