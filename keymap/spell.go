package keymap

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// canonical is a key as Bubble Tea reports it, from the ways in which people write it. A key that arrives as another one is
// an error that names that one, since nothing would ever happen on it.
func canonical(key string) (string, error) {
	if name := named(key); name != "" {
		return name, nil
	}
	if utf8.RuneCountInString(key) == 1 {
		if r, _ := utf8.DecodeRuneInString(key); !unicode.IsGraphic(r) {
			return "", unknownKey(key)
		}
		return key, nil
	}
	base, mods := splitKey(key)
	ctrl, alt, shift := mods["ctrl"], mods["alt"], mods["shift"]
	if len(mods) == 0 || base == "" || mods[""] {
		return "", unknownKey(key)
	}
	if name := named(base); name != "" {
		return withModifiers(name, ctrl, alt, shift, key)
	}
	r, size := utf8.DecodeRuneInString(base)
	if size != len(base) || !unicode.IsGraphic(r) {
		return "", unknownKey(key)
	}
	shift = shift || alt && !ctrl && r <= unicode.MaxASCII && unicode.IsUpper(r) // as X alone is shift+x
	switch lower := unicode.ToLower(r); {
	case shift && !unicode.IsLetter(r):
		return "", fmt.Errorf("no terminal sends %q: write the character that it types, as in \"!\"", key)
	case shift && !ctrl && !alt:
		if unicode.ToUpper(r) == lower {
			return "", unknownKey(key)
		}
		return string(unicode.ToUpper(r)), nil
	case ctrl || r <= unicode.MaxASCII || shift:
		base = string(lower)
	}
	return withModifiers(base, ctrl, alt, shift, key)
}

// withModifiers is a key with its modifiers in the order in which they are reported.
func withModifiers(base string, ctrl, alt, shift bool, written string) (string, error) {
	other := arrivesAs(base, ctrl, shift)
	switch {
	case alt && (base == "esc" || other == "esc"):
		return "", fmt.Errorf("no terminal tells %q from esc that is pressed twice: write another key", written)
	case other != "" && alt:
		return "", fmt.Errorf("terminals send %q for %q: write that", withAlt(other), written)
	case other != "":
		return "", fmt.Errorf("terminals send %q for %q: write that", other, written)
	}
	for _, m := range []struct {
		on   bool
		name string
	}{{shift, "shift+"}, {alt, "alt+"}, {ctrl, "ctrl+"}} {
		if m.on {
			base = m.name + base
		}
	}
	return base, nil
}

// withAlt puts alt in its place in a key's name.
func withAlt(key string) string {
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return "ctrl+alt+" + rest
	}
	return "alt+" + key
}

// arrivesAs is what a terminal sends for a control character that has another name, "" where it has none. The codes are
// those of ASCII; only terminals with an extended keyboard protocol tell such keys apart, and not all of those do.
func arrivesAs(base string, ctrl, shift bool) string {
	if !ctrl || shift {
		return ""
	}
	switch base {
	case "i":
		return "tab"
	case "m":
		return "enter"
	case "[", "3":
		return "esc"
	case "@", "2":
		return "ctrl+space"
	case "?", "8":
		return "backspace"
	case "4":
		return `ctrl+\`
	case "5":
		return "ctrl+]"
	case "6":
		return "ctrl+^"
	case "/", "7":
		return "ctrl+_"
	}
	return ""
}

// splitKey takes a name apart at its plus signs; the last one can be the key itself. Modifiers that there are none of are
// the modifier "".
func splitKey(key string) (base string, mods map[string]bool) {
	at := strings.LastIndexByte(strings.TrimSuffix(key, "+"), '+')
	if at < 0 {
		return key, nil
	}
	mods = map[string]bool{}
	for _, m := range strings.Split(strings.ToLower(key[:at]), "+") {
		switch m {
		case "control":
			m = "ctrl"
		case "option":
			m = "alt"
		}
		if !slices.Contains([]string{"ctrl", "alt", "shift"}, m) {
			m = ""
		}
		mods[m] = true
	}
	return key[at+1:], mods
}

// named is the name of a key that types nothing, or the space, "" where it is none of them.
func named(key string) string {
	switch lower := strings.ToLower(key); lower {
	case "enter", "esc", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown":
		return lower
	case "return":
		return "enter"
	case "escape":
		return "esc"
	case " ", "spacebar":
		return "space"
	case "del":
		return "delete"
	case "ins":
		return "insert"
	case "pageup":
		return "pgup"
	case "pagedown", "pgdn":
		return "pgdown"
	case "↑":
		return "up"
	case "↓":
		return "down"
	case "←":
		return "left"
	case "→":
		return "right"
	default:
		for n := 1; n <= 20; n++ {
			if f := fmt.Sprintf("f%d", n); lower == f {
				return f
			}
		}
		return ""
	}
}

func unknownKey(key string) error {
	return fmt.Errorf("there is no key %q: they look like x, X, ctrl+x, alt+x, f5, enter, esc, tab, space, up, pgdown", key)
}
