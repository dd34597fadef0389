package change

import (
	"fmt"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// View draws the question. Where the screen is low, blank lines and then notes give way to fields and buttons.
func (d *deleteDialog) View(f pane.Frame, w, h int) ui.Box {
	box := d.box(f, w)
	return d.lines(f, box.W).In(box, h)
}

// box is the question without its body.
func (d *deleteDialog) box(f pane.Frame, w int) ui.Box {
	box := ui.Box{Title: d.title(), Where: d.where, W: dialog.Width(76, w), Foot: d.foot(f)}
	if len(d.todo) == 1 {
		box.Subject = []string{ui.Text(d.todo[0].Name)}
	}
	yes := "delete"
	switch {
	case d.undoes != nil:
		yes = "undo"
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
	return box
}

// lines are the fields, what is wrong with them, and what it is about.
func (d *deleteDialog) lines(f pane.Frame, w int) *ui.Form {
	b := ui.NewForm(f.Th, w)
	if c := d.undoes; c != nil {
		b.Note(f.Th.Dim, ui.Text(c.Did))
		for _, part := range ui.Wrap(willUndo(f, *c), max(8, w-2)) {
			b.Line(ui.Span{Role: f.Th.Strong, Text: part})
		}
		b.Blank()
	}
	d.form(f, b)
	if d.wrong != "" {
		b.Line(ui.Span{Role: f.Th.Urgent, Text: d.wrong})
	}
	b.Blank()
	d.what(f, b)
	return b
}

// Resize works out how many names there is room for.
func (d *deleteDialog) Resize(w, h int) {
	f := pane.Frame{Th: ui.Plain(), Keys: d.keys, Now: d.orders.Served()}
	box, seen := d.box(f, w), d.rows.Seen()
	b := d.lines(f, box.W)
	d.rows.Fit(box.Room(h), len(b.Lines(1<<30))-seen, b.Must()-seen)
}

// Wheel scrolls the names.
func (d *deleteDialog) Wheel(down bool) { d.rows.Move(pane.WheelMove(down)) }

func (d *deleteDialog) foot(f pane.Frame) string {
	next, up := f.Key(keymap.NextField), f.Key(keymap.Up)+" "+f.Key(keymap.Down)
	switch {
	case d.field == fieldWindow:
		return dialog.Hints(d.rows.Which(), up+" or digits change the days", next+" next")
	case d.field == fieldForce:
		return f.Keys.Key(keymap.Dialog, keymap.Toggle) + " chooses · " + next + " next"
	case d.field == fieldName:
		return dialog.Hints(d.rows.Which(), "type it", next+" next")
	case d.rows.Scroll():
		return dialog.Hints(d.rows.Foot(f), next+" fields")
	case !d.windowed():
		return next + " goes to the fields"
	}
	return "digits set the days · " + next + " fields"
}

func (d *deleteDialog) title() string {
	switch {
	case d.undoes != nil:
		return "Undo"
	case len(d.todo) != 1:
		return "Delete " + ui.Plural(len(d.todo), "secret")
	case d.purge:
		return "Delete for good"
	}
	return "Delete a secret"
}

// what tells which secrets these are, and what speaks against it.
func (d *deleteDialog) what(f pane.Frame, b *ui.Form) {
	b.Rows(d.rows.Lines(f, b.Width()))
	if d.hidden != "" {
		b.Note(f.Th.Warn, d.hidden)
	}
	if len(d.todo) == 1 {
		d.about(f, b, d.todo[0])
	}
	if len(d.left) > 0 {
		b.Note(f.Th.Warn, "Replicas, and what has some, are deleted one by one.")
	}
	if note := rotatingNote(d.todo); note != "" {
		b.Note(f.Th.Warn, note)
	}
}

// named are several secrets with when each was last read, and below them what is left out and why.
func (o *orders) named(todo []backend.Secret, left []leftOut) dialog.Rows {
	if len(todo) < 2 {
		todo = nil
	}
	return dialog.Rows{N: len(todo) + len(left), Draw: func(f pane.Frame, w, n int) string {
		if n >= len(todo) {
			out := left[n-len(todo)]
			return ui.NamedRow(f.Th, w, ui.Text(out.Name), ui.Span{Role: f.Th.Warn, Text: "left out: " + out.why})
		}
		s := todo[n]
		read := strings.TrimLeft(o.among(s, todo, w)+" · read "+o.lastRead(s), " ·")
		return ui.NamedRow(f.Th, w, ui.Text(s.Name), ui.Span{Role: readRole(f, s), Text: read})
	}}
}

// rotatingNote says that several secrets lose their rotation, "" where none does.
func rotatingNote(todo []backend.Secret) string {
	n := 0
	for _, s := range todo {
		if s.Rotation.Enabled {
			n++
		}
	}
	if n == 0 || len(todo) == 1 {
		return ""
	}
	return fmt.Sprintf("rotation is on for %d of them: the deletion switches it off", n)
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
	if d.windowed() && !d.purge {
		b.Number(int(fieldWindow), d.label(b, "recovery window", "window"), d.window, " days", d.field == fieldWindow)
		d.keeps(b)
		if days, ok := d.days(); ok {
			b.Stake(f.Th.Good, "restorable until "+ui.Exact(d.until(days)), "restorable until "+ui.Date(d.until(days)))
		} else {
			b.Fact("", ui.Span{Role: f.Th.Urgent, Text: fmt.Sprintf("%d to %d days", backend.MinWindowDays, backend.MaxWindowDays)})
		}
	}
	if len(d.todo) == 1 && !d.purge && d.undoes == nil {
		box, instead := "[ ]", " delete for good instead"
		if b.Room() < ui.Width(box+instead) {
			instead = " delete for good"
		}
		if d.force {
			box = "[×]"
		}
		b.Choice(int(fieldForce), d.label(b, "without recovery", "instead"), box, instead, 0, d.field == fieldForce)
	}
	if d.force {
		b.Stake(f.Th.Urgent, "Gone at once: no restore, no undo.")
		b.Beneath(f.Th.Urgent, "There is no recovery window; the name becomes free.")
	}
	if word := d.word(); word != "" {
		dialog.WordField(f, b, int(fieldName), word, d.typed, d.field == fieldName)
		d.keeps(b)
	}
}

// keeps has a field stay in sight where the wheel scrolls names, and does not go from field to field.
func (d *deleteDialog) keeps(b *ui.Form) {
	if d.rows.N > 0 {
		b.Stays()
	}
}
