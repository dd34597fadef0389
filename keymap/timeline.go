package keymap

// timelineRows are the keys of the versions.
func timelineRows() []Binding {
	here, all := []Scope{Timeline}, []Scope{List, Detail, Timeline}
	return []Binding{
		{Into, here, []string{"enter", "l", "right"}, "open", "into the version; on the row of versions without a label: unfold or fold", 5},
		{PaneTimeline, all, []string{"3"}, "versions", "to the timeline of the secret's versions", 7},
	}
}
