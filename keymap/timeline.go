package keymap

// The actions on versions.
const (
	PaneTimeline Action = "pane-timeline"
	SaveFile     Action = "save-file"
	Compare      Action = "compare"
	Promote      Action = "promote"
	Labels       Action = "labels"
)

// timelineRows are the keys of the versions.
func timelineRows() []Binding {
	here, all := []Scope{Timeline}, []Scope{List, Detail, Timeline}
	return []Binding{
		{Into, here, []string{"enter", "l", "right"}, "open", "into the version; on the row of versions without a label: unfold or fold", 5},
		{Reveal, here, []string{"v"}, "reveal", "read this version (one decrypt) and go to it", 2},
		{Copy, here, []string{"c"}, "copy", "copy the whole value of this version without showing it (one decrypt)", 3},
		{Promote, here, []string{"p"}, "promote", "promote: move AWSCURRENT to this version (roll back), after showing where every label will sit", 1},
		{Compare, []Scope{Timeline, Dialog}, []string{"="}, "compare", "compare this version with AWSCURRENT, or the two marked (two decrypts)", 3},
		{Labels, here, []string{"L"}, "labels", "labels of this version: add, pin, move, take off; clear a rotation that is stuck", 4},
		{Mark, here, []string{"space"}, "mark", "mark the version: two marked ones are compared", 6},
		{SaveFile, []Scope{Detail, Timeline}, []string{"S"}, "save to file", "save a binary value to a new file, readable by you alone", 9},
		{PaneTimeline, all, []string{"3"}, "versions", "to the timeline of the secret's versions", 7},
	}
}
