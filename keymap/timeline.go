package keymap

// Comparing is the scope of the view of how two versions differ.
const Comparing Scope = "compare"

// The actions on versions.
const (
	PaneTimeline Action = "pane-timeline"
	SaveFile     Action = "save-file"
	Compare      Action = "compare"
	Promote      Action = "promote"
	Labels       Action = "labels"
	CleanLabel   Action = "clean-label"
)

// timelineRows are the keys of the versions.
func timelineRows() []Binding {
	here, all, view := []Scope{Timeline}, []Scope{List, Detail, Timeline}, []Scope{Comparing}
	return []Binding{
		{Into, here, []string{"enter", "l", "right"}, "open", "into the version; on the row of versions without a label: unfold or fold", 5},
		{Reveal, here, []string{"v"}, "reveal", "read this version (one decrypt) and go to it", 2},
		{Copy, here, []string{"c"}, "copy", "copy the whole value of this version without showing it (one decrypt)", 3},
		{Promote, here, []string{"p"}, "promote", "move AWSCURRENT to this version (roll back), after showing where every label will sit", 1},
		{Compare, []Scope{Timeline, Dialog}, []string{"="}, "compare", "compare this version with AWSCURRENT, or the two marked (two decrypts)", 3},
		{Labels, here, []string{"L"}, "labels", "labels of this version: add, pin, move, take off; clear a rotation that is stuck", 4},
		{CleanLabel, here, []string{"x"}, "clean up", "take off the label that a save has left, which did not come to its end: asks first", 4},
		{Copy, []Scope{Dialog}, []string{"c"}, "copy", "in a dialog that names a command: copy it and close", 0},
		{Mark, here, []string{"space"}, "mark", "mark the version: two marked ones are compared", 6},
		{Reveal, view, []string{"v"}, "reveal", "reveal or hide both sides of the part under the cursor; once wiped: read both again (two decrypts)", 1},
		{RevealAll, view, []string{"V"}, "reveal all", "reveal or hide all that is listed", 2},
		{Into, view, []string{"enter", "l", "right"}, "unchanged", "list or fold what is the same on both sides", 3},
		{Promote, view, []string{"p"}, "promote", "promote the one of the two that is not AWSCURRENT", 4},
		{Back, view, []string{"esc", "h", "left"}, "back", "back to the timeline", 5},
		{SaveFile, []Scope{Detail, Timeline, Bytes}, []string{"S"}, "save to file", "save a binary value to a new file, readable by you alone", 9},
		{PaneTimeline, all, []string{"3"}, "versions", "to the timeline of the secret's versions", 7},
	}
}
