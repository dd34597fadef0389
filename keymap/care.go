package keymap

// Acts reports whether a key that asks for an action has to have come by itself, as from a finger: the action reads a value,
// changes something, asks somebody or opens what does. What moves, finds and types is never held back, and neither is what
// only closes. An action is taken to act unless it is named here.
func (a Action) Acts() bool {
	switch a {
	case Up, Down, Top, Bottom, HalfUp, HalfDown, PageUp, PageDown, Into, Inward, Outward, Back, NextPane, PrevPane, PaneList, PaneDetail, PaneTimeline,
		NextTab, PrevTab, FindSecret, KeepFind, ClearFind, ToggleView, Sort, Tree, FoldAll, Zoom, Mark, MarkAll,
		WhereAmI, Palette, Themes, ShowActivity, Help, Suspend, No, NextField, PrevField, Toggle,
		Left, Right, WordLeft, WordRight, LineStart, LineEnd, Backspace, DeleteChar, DeleteLine, DeleteWord, NewLine, InsertTab, Complete, DropTyped, Leave, UndoEdit, ChangeType:
		return false
	}
	return true
}
