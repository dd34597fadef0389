package list

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/model/dialog"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Key edits the find line.
func (l *Pane) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if !l.typing {
		return nil, false
	}
	return l.edit(func() bool { return l.query.Key(k) })
}

// Paste goes into the find line.
func (l *Pane) Paste(text string) tea.Cmd {
	if !l.typing {
		return nil
	}
	cmd, _ := l.edit(func() bool { l.query.Paste(ui.Text(dialog.OneLine(text))); return true })
	return cmd
}

func (l *Pane) stopTyping() {
	l.typing = false
}

// edit gives the find line a key or a paste, and reports whether it took it.
func (l *Pane) edit(do func() bool) (cmd tea.Cmd, taken bool) {
	before := l.query.Text()
	taken = do()
	if l.query.Text() != before {
		cmd = l.refind()
	}
	l.offer()
	return cmd, taken
}

// offer looks for what the word before the cursor can go on with.
func (l *Pane) offer() { l.offers = l.index.Offers(l.query.Before()) }

// complete takes the first of what is offered.
func (l *Pane) complete() tea.Cmd {
	cmd, _ := l.edit(func() bool { l.query.Complete(len(find.LastWord(l.query.Before())), l.offers[0]); return true })
	return cmd
}

func (l *Pane) setQuery(q string) {
	l.query.Set(q)
	l.pinned = q == "" && l.scroll.N > 0 // before the first page there is nothing to stay on
	l.requery()
}

// refind goes to the best match, and stays with the best while pages arrive until the user moves; with no query the
// cursor stays on its secret.
func (l *Pane) refind() tea.Cmd {
	l.pinned = l.query.Text() == "" && l.scroll.N > 0
	return l.seek()
}

// toggleView turns to the other view. The filter comes along where it finds something there, else it waits here.
func (l *Pane) toggleView() {
	q := l.query.Text()
	if l.wide.on {
		l.narrow()
	}
	if l.view == find.Active {
		l.view, l.order = find.Deleted, find.Order{By: find.Deadline}
	} else {
		l.view, l.order = find.Active, find.Order{By: find.Name}
	}
	l.unmarkAll()
	l.pinned = false
	l.requery()
	if q != "" && l.scroll.N == 0 || q == "" && l.parked != "" {
		l.query.Set(l.parked)
		l.parked = q
		l.requery()
	}
	l.pinned = l.scroll.N > 0
}

// sortBy sorts by a column; the column in force turns round.
func (l *Pane) sortBy(c find.Column) tea.Cmd {
	if l.order.By == c {
		l.order.Descending = !l.order.Descending
	} else {
		l.order = find.Order{By: c, Descending: c == find.Changed || c == find.Accessed || c == find.Created}
	}
	return l.rearrange(func(*tree) {})
}

// sortDialog offers the columns. The one in force turns round.
func (l *Pane) sortDialog() pane.Dialog {
	c := &dialog.Choice{Title: "Sort by", Calm: true}
	for _, o := range []struct {
		key string
		by  find.Column
	}{{"n", find.Name}, {"c", find.Changed}, {"a", find.Accessed}, {"r", find.Created}, {"d", find.Deadline}} {
		hint := ""
		if l.order.By == o.by {
			hint = "in force · again turns it round"
		}
		c.Options = append(c.Options, dialog.Option{Key: o.key, Label: columnName(o.by), Hint: hint, Plain: true, Do: func() tea.Cmd {
			return l.sortBy(o.by)
		}})
		if l.order.By == o.by {
			c.Scroll.Pos = len(c.Options) - 1
		}
	}
	return c
}
