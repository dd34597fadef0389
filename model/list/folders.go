package list

import (
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// folderRow is a line of the tree that is a folder, with the name of a secret in it.
func (l *Pane) folderRow(f pane.Frame, i int, name string) ui.FolderRow {
	line := l.tree.lines[i]
	is := l.tree.told(l, line)
	row := ui.FolderRow{Label: name[line.from:line.to], Indent: int(line.depth), Count: int(line.n), Open: l.tree.unfolded(i), Cursor: i == l.scroll.Pos, Focus: f.Focus, Now: f.Now}
	if is.gone > 0 {
		row.Deadline = l.index.Deadline(is.worst, f.Now)
	} else {
		row.Dated = l.dateOf(is.newest)
	}
	return row
}

// noInside is the reason why there is nothing to go into.
func (l *Pane) noInside(on *pane.Shown) string {
	if !on.On && l.at.folder == "" {
		return "no secret is selected"
	}
	return ""
}

// noOutside is the reason why there is nothing around the cursor.
func (l *Pane) noOutside() string {
	i, _ := l.tree.find(l, l.at)
	if l.tree.on && i < len(l.tree.lines) {
		if l.tree.lines[i].depth > 0 || l.tree.foldable(l.at.folder) {
			return ""
		}
		return "this is the top of the tree"
	}
	return "there is no folder around this: " + l.Keys.Key(keymap.List, keymap.Tree) + " shows the tree"
}

// noFolds is the reason why folders cannot be folded or unfolded.
func (l *Pane) noFolds() string {
	switch {
	case !l.tree.on:
		return "there are no folders here: " + l.Keys.Key(keymap.List, keymap.Tree) + " shows the tree"
	case l.tree.whole:
		return "all that matches is unfolded: " + l.Keys.Key(keymap.List, keymap.Back) + " clears the filter"
	}
	return ""
}
