package model

import (
	"fmt"
	"strings"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// helpDialog is every key that means something where the user is, from the one table.
func helpDialog(keys *keymap.Map, scope keymap.Scope) pane.Dialog {
	return &dialog.Pager{Title: "Help", Width: 92, Foot: keys.Key(keymap.Global, keymap.Palette) + " every action by name", Lines: func(f pane.Frame, w int) []string {
		here, all := keys.Help(scope), keys.Help(keymap.Global)
		keyW := 0
		for _, b := range append(append([]keymap.Binding(nil), here...), all...) {
			keyW = max(keyW, ui.Width(strings.Join(b.Spelled(), " ")))
		}
		keyW = min(keyW, w/3)
		out := []string{ui.Heading(f.Th, "in the "+string(scope), w)}
		for _, b := range here {
			out = append(out, ui.HelpRow(f.Th, strings.Join(b.Spelled(), " "), b.Help, keyW, w)...)
		}
		out = append(out, ui.Blank(w), ui.Heading(f.Th, "everywhere", w))
		for _, b := range all {
			out = append(out, ui.HelpRow(f.Th, strings.Join(b.Spelled(), " "), b.Help, keyW, w)...)
		}
		return append(out, legend(f, w)...)
	}}
}

func legend(f pane.Frame, w int) []string {
	out := []string{ui.Blank(w), ui.Heading(f.Th, "signs", w)}
	for _, s := range [][2]string{
		{"⟳", "rotation is on"}, {"⇄", "replicated: a primary or a replica"}, {"✓", "marked"},
		{"!", "less than a day is certain, or the shortest window is over"},
		{"safe for 3d 21h · ≤ 27d", "restorable for at least that long; the window ends within that many days, AWS does not tell when"},
		{"3d 21h left", "the end of the window is known"},
	} {
		out = append(out, ui.HelpRow(f.Th, s[0], s[1], min(26, w/3), w)...)
	}
	return out
}

// activityDialog is this session's calls, newest first.
func activityDialog(j *backend.Journal) pane.Dialog {
	entries := j.Entries()
	summary := fmt.Sprintf("%s · %s", decryptsOf(j.Decrypts(), j.Doubtful()), ui.Plural(j.Calls(), "call"))
	return &dialog.Pager{Title: "Activity of this session", Width: 110, Foot: summary, Lines: func(f pane.Frame, w int) []string {
		var out []string
		for i := len(entries) - 1; i >= 0; i-- {
			out = append(out, activityRow(f, entries[i], w)...)
		}
		if len(out) == 0 {
			out = append(out, ui.NewLine(w, f.Th.Text).Gap(1).Add(f.Th.Dim, "nothing yet").String())
		}
		return out
	}}
}

// decryptsOf is how many values were read, of which so many are doubtful: AWS may have read them although no answer came.
func decryptsOf(most, doubtful int) string {
	switch {
	case doubtful == 0:
		return ui.Plural(most, "decrypt")
	case doubtful == most:
		return "up to " + ui.Plural(most, "decrypt")
	}
	return fmt.Sprintf("%d to %s", most-doubtful, ui.Plural(most, "decrypt"))
}

func activityRow(f pane.Frame, e backend.Entry, w int) []string {
	l := ui.NewLine(w, f.Th.Text).Gap(1)
	l.Add(f.Th.Dim, e.At.Format("15:04:05 "))
	role := f.Th.Text
	switch {
	case e.Decrypts > 0:
		role = f.Th.Brand
	case e.Writes():
		role = f.Th.Warn
	}
	l.Cell(role, e.Words(), 16)
	took := fmt.Sprintf(" %dms ", e.Took.Milliseconds())
	what := ui.Text(backend.ShortID(e.Target))
	if e.Detail != "" {
		if what != "" {
			what += " · "
		}
		what += ui.Text(e.Detail)
	}
	right := []ui.Span{{Role: f.Th.Dim, Text: took}}
	if e.Decrypts > 0 {
		right = append([]ui.Span{{Role: f.Th.Brand, Text: " " + decryptsOf(e.Decrypts, e.Doubtful)}}, right...)
	}
	l.Add(f.Th.Text, ui.FitEnd(what, max(4, min(l.Left()-len(took)-10, l.Left()-ui.SpansWidth(right)))))
	out := []string{l.Right(right...).String()}
	if e.Err != nil && !pane.IsCancelled(e.Err) {
		text := ui.Text(e.Err.Error())
		if msg := backend.Message(e.Err); msg != "" {
			text += " · " + ui.Text(msg)
		}
		for _, part := range ui.Wrap(text, max(8, w-12)) {
			out = append(out, ui.NewLine(w, f.Th.Text).Gap(10).Add(f.Th.Urgent, part).String())
		}
	}
	return out
}

// whereDialog says whom and what this program speaks to.
func whereDialog(d *pane.Desk) pane.Dialog {
	return &dialog.Pager{Title: "Where am I", Width: 92, Lines: func(f pane.Frame, w int) []string {
		where := d.Backend.Where()
		account, arn := "not known yet", ""
		if d.Who != nil {
			account, arn = ui.Account(d.Who.Account), d.Who.ARN
		}
		var out []string
		for _, r := range [][2]string{
			{"account", account}, {"identity", arn}, {"region", where.Region}, {"profile", where.Profile},
			{"credentials", where.Credentials}, {"service", where.Kind}, {"endpoint", where.Endpoint},
		} {
			if r[1] == "" {
				continue
			}
			for i, part := range ui.Wrap(ui.Text(r[1]), w-16) {
				label := r[0]
				if i > 0 {
					label = ""
				}
				out = append(out, ui.FactRow{Label: label, LabelW: 12, Text: part, Role: f.Th.Text}.Draw(f.Th, w))
			}
		}
		return out
	}}
}
