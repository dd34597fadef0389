package edit

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// newDialog asks what a new secret is called and what goes with it; its value comes next.
type newDialog struct {
	pane.Sizeless
	*pane.Desk
	texts  [newFields]*dialog.Input
	kind   newValue
	field  newField
	like   backend.Secret // the one it is made like, if any
	where  string
	wrong  string
	beside []string // names that begin so
	taken  error    // whether it is taken, as far as the list knows
	again  bool     // another name for a value that is there already
}

type newField int

const (
	newName newField = iota
	newKind
	newDescription
	newKey
	newTags
	newFields
	newYes = newFields
	newNo  = newFields + 1
)

// newValue is the kind of value that a new secret begins with.
type newValue int

const (
	newJSON newValue = iota
	newText
	newBinary
	newValues
)

func (k newValue) String() string {
	return [...]string{"keys and values (JSON)", "text", "binary, from a file"}[k]
}

// newChosen is what the dialog was told.
type newChosen struct {
	spec  backend.NewSecret // without its value
	kind  newValue
	like  backend.Secret
	again bool
}

// newDialog asks for what goes with a new secret; name is offered, and the rest is that of like.
func (e *Pane) newDialog(name string, like backend.Secret) *newDialog {
	d := &newDialog{Desk: e.Desk, like: like, where: e.PlaceOf()}
	for n, text := range [newFields]string{newName: name, newDescription: like.Description, newKey: like.KMSKey, newTags: backend.TagsText(like.Tags)} {
		d.texts[n] = dialog.NewInput(e.Keys, text)
	}
	d.look()
	return d
}

// locked is why a rule forbids the name.
func (d *newDialog) locked() string { return d.Locked(backend.Secret{Name: d.name()}) }

func (d *newDialog) name() string { return d.texts[newName].Text() }

// look brings what is known of the name up to date.
func (d *newDialog) look() {
	d.wrong, d.beside = "", d.Listed.NamesLike(d.name())
	_, d.taken = d.Listed.NameHolder(d.name())
}

func (d *newDialog) step(by int) {
	const all = newNo + 1
	d.field = (d.field + newField(by) + all) % all
	if d.again && d.field != newName && d.field < newFields { // only the name is asked
		d.step(by)
	}
	if d.like.ARN != "" && d.field == newKind {
		d.step(by)
	}
}

// Focus goes to a field.
func (d *newDialog) Focus(field int) { d.field = newField(field) }

// Writes: letters are nothing but text here.
func (d *newDialog) Writes() {}

// Act answers, or moves between the fields.
func (d *newDialog) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.No:
		return nil, true
	case keymap.Yes, keymap.Save:
		return d.confirm()
	case keymap.NextField, keymap.Down:
		d.step(1)
	case keymap.PrevField, keymap.Up:
		d.step(-1)
	case keymap.Toggle: // and nothing else, so that nobody turns it unasked
		if d.field == newKind {
			d.kind = (d.kind + 1) % newValues
		}
	case keymap.Complete:
		d.complete()
	case keymap.Press:
		switch d.field {
		case newNo:
			return nil, true
		case newYes:
			return d.confirm()
		default:
			d.step(1)
		}
	}
	return nil, false
}

// complete takes the first name that begins so, up to its next slash.
func (d *newDialog) complete() {
	name := d.name()
	for _, other := range d.beside {
		if rest := strings.TrimPrefix(other, name); rest != "" {
			if i := strings.IndexByte(rest, '/'); i >= 0 {
				rest = rest[:i+1]
			}
			d.texts[newName].Set(name + rest)
			d.look()
			return
		}
	}
}

// problem is why yes would do nothing.
func (d *newDialog) problem() (field newField, text string) {
	if p := backend.NameProblem(d.name()); p != "" {
		return newName, p
	}
	if p := d.locked(); p != "" {
		return newName, p
	}
	if p := backend.DescriptionProblem(d.texts[newDescription].Text()); p != "" {
		return newDescription, p
	}
	if p := backend.KeyProblem(d.texts[newKey].Text(), d.Backend.Where().Region); p != "" {
		return newKey, p
	}
	if _, p := backend.ParseTags(d.texts[newTags].Text()); p != "" {
		return newTags, p
	}
	return 0, ""
}

func (d *newDialog) confirm() (tea.Cmd, bool) {
	if field, problem := d.problem(); problem != "" {
		d.field, d.wrong = field, ui.Text(problem)
		return nil, false
	}
	tags, _ := backend.ParseTags(d.texts[newTags].Text())
	tags = append(tags, d.kept()...)
	out := newChosen{kind: d.kind, like: d.like, again: d.again, spec: backend.NewSecret{Name: d.name(),
		Description: d.texts[newDescription].Text(), KMSKey: d.texts[newKey].Text(), Tags: tags}}
	return func() tea.Msg { return out }, true
}

// kept are the tags of the secret it is made like that the field cannot spell, for a comma or an equals sign in them.
func (d *newDialog) kept() (tags []backend.Tag) {
	for _, t := range d.like.Tags {
		if backend.TagProblem(t.Key, t.Value) == "" && backend.TagsText([]backend.Tag{t}) == "" {
			tags = append(tags, t)
		}
	}
	return tags
}

func (d *newDialog) more() string {
	if n := len(d.kept()); n > 0 {
		return fmt.Sprintf(" and %d more", n)
	}
	return ""
}

// Key takes what is typed into a field.
func (d *newDialog) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case d.field >= newFields:
		return nil, false
	case d.field == newKind:
		return nil, k.Text != "" && k.Text != " "
	case d.field == newName && d.texts[newName].AtEnd() && d.completes(k):
		return nil, false
	case !d.texts[d.field].Key(k):
		return nil, false
	}
	d.look()
	return nil, true
}

// completes reports the key that completes a name, which inside it goes to its end.
func (d *newDialog) completes(k tea.KeyPressMsg) bool {
	a, _ := d.texts[newName].Keys.Resolve(keymap.Dialog, k.String())
	return a == keymap.Complete
}

// Paste takes a paste into a field; only a description has a use for line ends.
func (d *newDialog) Paste(text string) tea.Cmd {
	switch {
	case d.field >= newFields || d.field == newKind:
		return nil
	case d.field == newDescription:
		d.texts[d.field].Paste(text)
	default:
		d.texts[d.field].PasteLine(text)
	}
	d.look()
	return nil
}

// View draws the fields.
func (d *newDialog) View(f pane.Frame, w, h int) ui.Box {
	box := ui.Box{Title: "New secret", Where: d.where, W: dialog.Width(84, w), Buttons: dialog.Buttons(f, "cancel", "to its value", d.field == newNo, d.field == newYes)}
	box.Buttons[1].Key = f.Key(keymap.Save)
	if d.like.ARN != "" {
		box.Title, box.Subject = "New secret like another", []string{"like " + ui.Text(d.like.Name)}
	}
	iw := box.W
	b := ui.NewForm(f.Th, iw)
	low := h < 16
	d.form(f, b, low)
	switch {
	case d.wrong != "" && low:
		b.Raw(dialog.ShortLine(f.Th, iw, f.Th.Urgent, d.wrong))
	case d.wrong != "":
		b.Blank()
		b.Note(f.Th.Urgent, d.wrong)
	}
	foot := f.Key(keymap.Press) + ", " + f.Key(keymap.NextField) + " next · " + f.Keys.Key(keymap.Dialog, keymap.Complete) + " completes the name"
	if d.field == newKind {
		foot = f.Keys.Key(keymap.Dialog, keymap.Toggle) + " changes it · " + f.Key(keymap.NextField) + " next"
	}
	box.Foot = foot
	return b.In(box, h)
}

// form is the fields, and what the name will meet.
func (d *newDialog) form(f pane.Frame, b *ui.Form, low bool) {
	show := func(n newField, label, unit, empty string) {
		if d.texts[n].Text() == "" && d.field != n {
			unit += empty
		}
		b.Input(int(n), label, d.texts[n], unit, d.field == n)
	}
	show(newName, "name", "", "")
	b.Stays()
	if d.aboutName(f, b, low); d.again {
		return
	}
	if d.like.ARN == "" {
		b.Choice(int(newKind), "value", d.kind.String(), "", int(newValues), d.field == newKind)
	}
	show(newDescription, "description", "", "")
	show(newKey, "kms key", "", " empty: aws/secretsmanager")
	show(newTags, "tags", d.more(), " as env=prod, team=x")
}

// aboutName says what the name will meet, while it is typed.
func (d *newDialog) aboutName(f pane.Frame, b *ui.Form, low bool) {
	role, text := d.meets(f)
	switch {
	case low && text == d.wrongName():
	case low && text != "":
		b.Raw(dialog.ShortLine(f.Th, b.Width(), role, text))
	case text != "":
		b.Beneath(role, text)
	default:
		b.Blank()
	}
}

// wrongName is what is wrong with the name where it is told below already.
func (d *newDialog) wrongName() string {
	if d.field == newName {
		return d.wrong
	}
	return ""
}

func (d *newDialog) meets(f pane.Frame) (ui.Role, string) {
	name := d.name()
	switch {
	case name != "" && backend.NameProblem(name) != "":
		return f.Th.Urgent, ui.Text(backend.NameProblem(name))
	case name != "" && d.locked() != "":
		return f.Th.Urgent, d.locked()
	case d.taken == backend.ErrExists:
		return f.Th.Warn, "exists already: the value can become its next version"
	case d.taken == backend.ErrPendingDeletion:
		return f.Th.Warn, "is scheduled for deletion: it can be restored with the new value"
	case backend.NameTrap(name) != "":
		return f.Th.Warn, backend.NameTrap(name)
	case len(d.beside) > 0:
		return f.Th.Dim, "beside " + ui.Text(strings.Join(d.beside, ", "))
	}
	return f.Th.Dim, ""
}

// canMake is the reason why no new secret can be made now.
func (e *Pane) canMake(a keymap.Action, on *pane.Shown) string {
	switch {
	case e.ReadOnly:
		return "read-only: started with --read-only"
	case e.IsOpen():
		return e.isOpenAlready()
	case e.Guard.LockedWhole():
		return "this place is read-only by a rule of the configuration: " + e.Keys.Key(keymap.Global, keymap.Unlock) + " unlocks it for this session"
	case a == keymap.NewLike:
		return e.Readable(on.Secret, on.On)
	}
	return ""
}

// askNew asks for the name of a new secret.
func (e *Pane) askNew(a keymap.Action, on *pane.Shown) {
	switch {
	case a == keymap.NewLike:
		e.Open(e.newDialog(on.Secret.Name, on.Secret))
	case on.On:
		e.Open(e.newDialog(on.Secret.Name[:strings.LastIndex(on.Secret.Name, "/")+1], backend.Secret{}))
	default:
		e.Open(e.newDialog("", backend.Secret{}))
	}
}
