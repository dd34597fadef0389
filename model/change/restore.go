package change

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// restoreDialog asks once, for one secret or for all marked.
func (o *orders) restoreDialog(on *pane.Shown) pane.Dialog {
	todo := on.Restorable()
	title, names := "Restore "+ui.Plural(len(todo), "secret"), []string(nil)
	if len(todo) == 1 {
		title, names = "Restore a secret", []string{ui.Text(todo[0].Name)}
	}
	if on.Focus == pane.List && on.Marked == 0 && on.Folder != "" {
		title = "Restore " + ui.Plural(len(todo), "secret") + " in " + ui.Text(on.Folder)
	}
	where, hidden := o.PlaceOf(todo...), hiddenNote(on)
	c := &dialog.Confirm{Title: title, Subject: names, Where: where, Bulk: len(todo) > 1, Yes: "restore", OnYes: func() tea.Msg { return pane.Order{Kind: pane.Restoring, Secrets: todo} },
		Body: func(f pane.Frame, w int) []string { return o.restoreBody(f, w, todo, hidden) }}
	if len(todo) > 1 {
		c.Rows = o.deadlines(todo)
	}
	return c
}

func (o *orders) restoreBody(f pane.Frame, w int, todo []backend.Secret, hidden string) []string {
	var out []string
	if len(todo) == 1 {
		d := o.Deadline(todo[0], f.Now)
		out = append(out, ui.NewLine(w, f.Th.Text).Gap(1).Add(ui.UrgencyOf(d, f.Now).Role(f.Th.Styles), ui.Countdown(d, f.Now)).String())
	}
	if hidden != "" {
		out = append(out, ui.NewLine(w, f.Th.Text).Gap(1).Add(f.Th.Warn, hidden).String())
	}
	out = append(out, ui.Blank(w))
	for _, part := range ui.Wrap("Rotation may stay switched off: the deletion ended it. What came back is read again and shown.", w-2) {
		out = append(out, ui.NewLine(w, f.Th.Text).Gap(1).Add(f.Th.Dim, part).String())
	}
	return out
}

// among is where one of several secrets is that is not in this place, as a row w cells wide has room for it. Where all of them are
// stands above the rows.
func (o *orders) among(s backend.Secret, all []backend.Secret, w int) string {
	if len(all) == 1 || w < 48 {
		return ""
	}
	return ui.FitPlace(o.Elsewhere(s.ARN), w/3)
}

// deadlines are secrets by name, each with how long it can be restored.
func (o *orders) deadlines(todo []backend.Secret) dialog.Rows {
	return dialog.Rows{N: len(todo), Draw: func(f pane.Frame, w, n int) string { return o.deadline(f, w, todo, n) }}
}

// deadline is the nth of some secrets.
func (o *orders) deadline(f pane.Frame, w int, todo []backend.Secret, n int) string {
	s := todo[n]
	d := o.Deadline(s, f.Now)
	right := ui.DeadlineSpans(f.Th.Styles, ui.UrgencyOf(d, f.Now), ui.Drain(d, f.Now), ui.CountdownWithin(d, f.Now, w/2), w/2)
	if at := o.among(s, todo, w); at != "" {
		right = append([]ui.Span{{Role: f.Th.Info, Text: at + " "}}, right...)
	}
	return ui.NamedRow(f.Th, w, ui.Text(s.Name), right...)
}
