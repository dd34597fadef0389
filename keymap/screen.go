package keymap

// What is about the screen and the folders of its list.
const (
	Zoom    Action = "zoom"
	Inward  Action = "inward"
	Outward Action = "outward"
	FoldAll Action = "fold-all"
)

// screenRows are the keys of the room that panes have, and of the tree.
func screenRows() []Binding {
	list := []Scope{List}
	return []Binding{
		{Zoom, []Scope{Global}, []string{"+"}, "zoom", "give the pane in focus the whole screen, and the others theirs again", 16},
		{Inward, list, []string{"l", "right"}, "in", "in the tree: unfold the folder, or go into one that is unfolded; on a secret: into it", 0},
		{Outward, list, []string{"h", "left"}, "out", "in the tree: fold the folder, or go to the one around this", 0},
		{FoldAll, list, []string{"z"}, "fold all", "in the tree: fold all folders, or unfold all where none is unfolded", 12},
	}
}
