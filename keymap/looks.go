package keymap

// Themes offers the themes.
const Themes Action = "theme"

// looksRows are the keys for how things look.
func looksRows() []Binding {
	return []Binding{{Themes, []Scope{Global}, []string{"ctrl+y"}, "theme", "try the themes: the screen shows each at once; enter keeps it for this session, esc goes back", 0}}
}
