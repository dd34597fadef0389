package keymap

// Start is the scope of the card that stands where nothing could be listed since the login, the profile or the region does not do. The
// list's keys hold there too, unless a key has another meaning here.
const Start Scope = "start card"

// LookAround goes to the demo.
const LookAround Action = "look-around"

// startRows are the keys of that card.
func startRows() []Binding {
	return []Binding{{LookAround, []Scope{Start}, []string{"d"}, "demo", "where no login, profile or region does: look around in the demo, a made-up company", 1}}
}
