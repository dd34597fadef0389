package keymap

// Locked is the scope of the screen that is locked since nobody was there. No other key means anything in it.
const Locked Scope = "locked"

// ComeBack goes back to what was there before.
const ComeBack Action = "come-back"

// lockedRows are the keys of the locked screen.
func lockedRows() []Binding {
	return []Binding{{ComeBack, []Scope{Locked}, []string{"enter"}, "comes back", "come back to where you were, all masked; no other key does anything", 1}}
}
