package list

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Where no secret is selected one card stands in the middle of the room: what is so, and the key that leads on.

// gutter is what stands before a row's name.
const gutter = 2

// mostCard is how wide the text of a card is at most.
const mostCard = 76

// cardRoom is the room that a card has.
type cardRoom struct{ w, h int }

// text is how wide the lines of a card are.
func (r cardRoom) text() int { return max(1, min(mostCard, r.w-2)) }

// centred puts lines as wide as text says into the middle.
func (r cardRoom) centred(lines []string) (out []string) {
	w := r.text()
	lines = lines[:min(len(lines), max(0, r.h))]
	for range (r.h - len(lines)) / 2 {
		out = append(out, ui.Blank(r.w))
	}
	left := max(0, r.w-w) / 2
	for _, line := range lines {
		out = append(out, ui.Blank(left)+line+ui.Blank(r.w-w-left))
	}
	return out
}

// instead draws the card.
func (l *Pane) instead(f pane.Frame, w, h int) []string {
	in := cardRoom{w, h}
	e := l.extentOf(l.view)
	switch {
	case l.at.folder != "":
		return l.folderCard(f, in)
	case l.at.region != "":
		return l.troubleCard(f, in, extent{failed: l.wide.failed[l.at.region], region: l.at.region})
	case l.Stranded():
		return l.startCard(f, in)
	case e.failed != nil:
		return l.troubleCard(f, in, e)
	}
	p := &ui.Page{Th: f.Th, W: in.text()}
	p.Text(f.Th.Strong, l.nothing())
	p.Blank()
	p.Lines = append(p.Lines, l.hintLines(f, keymap.List, l.leads(), in.text())...)
	return in.centred(p.Lines)
}

// insteadOf is the title of the card.
func (l *Pane) insteadOf() string {
	if l.at.folder != "" {
		return "folder"
	}
	return "no secret is selected"
}

// nothing says in few words why there is no row.
func (l *Pane) nothing() string {
	e := l.extentOf(l.view)
	switch {
	case l.search != nil:
		return "…"
	case e.failed != nil:
		return l.unknown()
	case l.query.Text() != "" && e.coming:
		return "nothing matches so far: listing…"
	case l.query.Text() != "":
		return "nothing matches"
	case e.coming && l.tells():
		return "listing…"
	case e.coming:
		return "…"
	case l.view == find.Deleted:
		return "nothing is scheduled for deletion"
	}
	return "no secrets here"
}

// leads are the keys that lead on from where there is no row.
func (l *Pane) leads() (out []hint) {
	e := l.extentOf(l.view)
	switch {
	case l.query.Text() != "":
		if l.elsewhere > 0 {
			out = append(out, hint{keymap.ToggleView, fmt.Sprintf("shows %d in the other view", l.elsewhere), ""})
		}
		if strings.HasPrefix(l.query.Text(), "arn:") {
			out = append(out, hint{keymap.OpenSecret, "opens what is in another region or account", "opens what is elsewhere"})
		}
		return append(out, hint{keymap.Back, "clears the filter", ""})
	case e.coming:
		return nil
	case l.view == find.Deleted:
		return []hint{{keymap.ToggleView, "goes back to the active secrets", ""}}
	}
	return []hint{{keymap.NewSecret, "makes the first one", ""}, {keymap.WhereAmI, "tells whether this is the right account and region", "tells where this is"}}
}

// folderCard tells of all that is in the folder under the cursor.
func (l *Pane) folderCard(f pane.Frame, in cardRoom) []string {
	line, _ := l.tree.here(l)
	w := in.text()
	p := &ui.Page{Th: f.Th, W: w}
	p.Text(f.Th.Strong, ui.Text(l.at.folder))
	p.Blank()
	fact := func(label string, role ui.Role, texts ...string) {
		for _, part := range partLines(strings.Join(texts, " · "), max(8, w-gutter-folderLabelW-2)) {
			p.Lines = append(p.Lines, ui.FactRow{Label: label, LabelW: folderLabelW, Text: part, Role: role}.Draw(f.Th, w))
			label = ""
		}
	}
	name := func(r find.Row) string { return ui.Text(strings.TrimPrefix(l.index.Name(r), l.at.folder)) }
	deleted := l.view == find.Deleted
	var is folderFacts
	if line.n > 0 {
		is = l.tree.told(l, line)
	}
	if n := int(line.n); deleted {
		fact("deleted", f.Th.Text, ui.Plural(n, "secret"))
	} else {
		fact("secrets", f.Th.Text, ui.Count(n))
		fact("last changed", f.Th.Text, ui.Ago(is.changed, f.Now), name(is.newest))
	}
	gone := is
	if !deleted {
		rows := l.deletedIn(l.at.folder)
		gone = l.facts(rows, f.Now)
		fact("deleted", f.Th.Text, l.extentOf(find.Deleted).tally(len(rows)))
	}
	if gone.gone > 0 {
		d := l.index.Deadline(gone.worst, f.Now)
		fact("first to go", ui.UrgencyOf(d, f.Now).Role(f.Th.Styles), ui.Countdown(d, f.Now), name(gone.worst))
	}
	p.Blank()
	var hints []hint
	if l.noFolds() == "" {
		does := "unfolds it"
		if i, _ := l.tree.find(l, l.at); l.tree.unfolded(i) {
			does = "folds it"
		}
		hints = append(hints, hint{keymap.Into, does, ""})
	}
	switch {
	case deleted && !l.ReadOnly:
		hints = append([]hint{{keymap.Restore, "restores " + ui.Plural(int(line.n), "secret"), ""}}, hints...)
	case gone.gone > 0:
		hints = append(hints, hint{keymap.ToggleView, "shows what is deleted", ""})
	}
	p.Lines = append(p.Lines, l.hintLines(f, keymap.List, hints, w)...)
	return in.centred(p.Lines)
}

// folderLabelW is the width of the words before what is known of a folder.
const folderLabelW = len("last changed")

// partLines are the parts of "one · another" in lines of at most w cells: as many beside each other as have room, and no line ends or
// begins with a dot.
func partLines(text string, w int) (lines []string) {
	for _, part := range strings.Split(text, " · ") {
		if last := len(lines) - 1; last >= 0 && ui.Width(lines[last])+3+ui.Width(part) <= w {
			lines[last] += " · " + part
			continue
		}
		lines = append(lines, ui.Wrap(part, w)...)
	}
	return lines
}

// troubleCard is a listing that failed with nothing to show: that it is not known, the sentence, what the service said, what to do.
// Where there is little room the keys come before what explains.
func (l *Pane) troubleCard(f pane.Frame, in cardRoom, e extent) []string {
	w := in.text()
	section := func(r ui.Role, text string) []string {
		p := &ui.Page{Th: f.Th, W: w}
		if text != "" {
			p.Text(r, text)
		}
		return p.Lines
	}
	var head []string
	if !l.Troubled() && l.at.region == "" {
		head = section(f.Th.Strong, l.unknown())
	}
	sentence := ui.Text(e.failed.Error())
	if e.region != "" {
		sentence = ui.Text(e.region) + ": " + sentence + hintOfRegion(e.failed)
	}
	head = append(head, section(f.Th.Urgent, sentence)...)
	said := section(f.Th.Dim, ui.Text(backend.Message(e.failed)))
	var advice []string
	if h := l.Advice(e.failed); h != "" && h != ui.Text(backend.Message(e.failed)) && backend.Hint(e.failed) != "" {
		advice = append([]string{ui.Blank(w)}, section(f.Th.Text, h)...)
	}
	hints := []hint{{keymap.Refresh, "refreshes", ""}}
	if l.Neighbours != nil && l.at.region == "" && mayWorkElsewhere(e.failed) {
		hints = append(hints, hint{keymap.WhereAmI, "goes to a profile or region", "where"})
	}
	if l.query.Text() != "" {
		hints = append(hints, hint{keymap.Back, "clears the filter", ""})
	}
	keys := append([]string{ui.Blank(w)}, l.hintLines(f, keymap.List, hints, w)...)
	if errors.Is(e.failed, backend.ErrDenied) && l.at.region == "" {
		keys = append(keys, l.hintLines(f, keymap.List, []hint{{keymap.OpenSecret, "opens one secret by its name or ARN: that needs no right to list", "opens one by its name"}}, w)...)
	}
	if len(head)+len(said)+len(advice)+len(keys) > in.h {
		said = nil
	}
	if len(head)+len(advice)+len(keys) > in.h {
		head, advice = section(f.Th.Urgent, ui.Text(pane.Reason(e.failed))), nil
	}
	return in.centred(slices.Concat(head, said, advice, keys))
}

// mayWorkElsewhere reports whether another profile, region or endpoint may do where listing failed.
func mayWorkElsewhere(err error) bool {
	return slices.ContainsFunc([]error{backend.ErrDenied, backend.ErrUnreachable, backend.ErrMalformed, backend.ErrInvalid}, func(kind error) bool { return errors.Is(err, kind) })
}

// hint is a key and what it does, in few words where there is little room.
type hint struct {
	action      keymap.Action
	does, short string
}

// hintLines are keys, each with what it does, in as many lines as they take.
func (l *Pane) hintLines(f pane.Frame, scope keymap.Scope, hints []hint, w int) (out []string) {
	line := ui.NewLine(w, f.Th.Text).Gap(gutter)
	for i, h := range hints {
		key := l.pressed(f, scope, h.action)
		if h.short != "" && (w < smallCard || gutter+ui.Width(key)+1+ui.Width(h.does) > w) {
			h.does = h.short
		}
		if i > 0 && line.Left() < ui.Width(key)+ui.Width(h.does)+4 {
			out = append(out, line.String())
			line = ui.NewLine(w, f.Th.Text).Gap(gutter)
		} else if i > 0 {
			line.Add(f.Th.Faint, " · ")
		}
		line.Add(f.Th.Key, key).Add(f.Th.Text, " "+h.does)
	}
	if len(hints) == 0 {
		return nil
	}
	return append(out, line.String())
}

// pressed is what is pressed for an action: in the find line, where keys are letters, it is left first.
func (l *Pane) pressed(f pane.Frame, scope keymap.Scope, a keymap.Action) string {
	switch key := f.Keys.Key(scope, a); {
	case !l.typing:
		return key
	case a == keymap.Back:
		return f.Keys.Key(keymap.Find, keymap.ClearFind)
	default:
		return f.Keys.Key(keymap.Find, keymap.KeepFind) + " " + key
	}
}
