package keymap

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Rebind gives actions other keys, everywhere they have one: {"reveal": {"x"}}. Where letters are text, an action keeps its
// keys unless the new one is none that types. An unknown action or key, an action without keys, or a key that would mean two
// things in one place is an error, and the map stays as it was.
func (m *Map) Rebind(keys map[Action][]string) (*Map, error) {
	rows := slices.Clone(m.rows)
	for _, action := range slices.Sorted(maps.Keys(keys)) {
		ks := slices.Clone(keys[action])
		if len(ks) == 0 {
			return nil, fmt.Errorf("action %q is left without a key", action)
		}
		for i, k := range ks {
			if ks[i] = plainKey(k); ks[i] == "" {
				return nil, fmt.Errorf("there is no key %q: they look like x, X, ctrl+x, alt+x, f5, enter, esc, tab, space, up, pgdown", k)
			}
		}
		found := false
		for i, row := range rows {
			if row.Action != action {
				continue
			}
			found = true
			if slices.ContainsFunc(row.Scopes, writes) && slices.ContainsFunc(ks, types) {
				continue
			}
			rows[i].Keys = ks
		}
		if !found {
			return nil, fmt.Errorf("there is no action %q", action)
		}
	}
	out, err := build(rows)
	if err != nil {
		return nil, err
	}
	was := m.hidden()
	for _, h := range slices.Sorted(maps.Keys(out.hidden())) {
		if !was[h] {
			return nil, fmt.Errorf("%s", h)
		}
	}
	return out, nil
}

// hidden are the keys that mean something everywhere, and something else in one place.
func (m *Map) hidden() map[string]bool {
	out := map[string]bool{}
	for scope, keys := range m.by {
		if scope == Global || typed(scope) {
			continue
		}
		for key, action := range keys {
			if other, everywhere := m.by[Global][key]; everywhere && other != action {
				out[fmt.Sprintf("key %q means both %s and %s in %s", key, action, other, scope)] = true
			}
		}
	}
	return out
}

// writes reports the scopes in which letters are text.
func writes(s Scope) bool { return s == Find || s == Typing || s == Text || s == Line }

// types reports the keys that are letters.
func types(key string) bool { return utf8.RuneCountInString(key) == 1 || key == "space" }

// plainKey is a key as Bubble Tea spells it, "" for none.
func plainKey(key string) string {
	if utf8.RuneCountInString(key) == 1 {
		if key == " " {
			return "space"
		}
		return key
	}
	parts := strings.Split(strings.ToLower(key), "+")
	base := parts[len(parts)-1]
	for _, modifier := range parts[:len(parts)-1] {
		if !slices.Contains([]string{"ctrl", "alt", "shift"}, modifier) {
			return ""
		}
	}
	named := []string{"enter", "esc", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown"}
	for n := 1; n <= 12; n++ {
		named = append(named, fmt.Sprintf("f%d", n))
	}
	if utf8.RuneCountInString(base) != 1 && !slices.Contains(named, base) {
		return ""
	}
	return strings.Join(parts, "+")
}

// Listing is every action by name with its keys, for those who rebind them.
func (m *Map) Listing() string {
	var b strings.Builder
	for _, r := range m.rows {
		scopes := make([]string, len(r.Scopes))
		for i, s := range r.Scopes {
			scopes[i] = string(s)
		}
		fmt.Fprintf(&b, "%-22s %-20s %s\n", r.Action, strings.Join(r.Keys, " "), strings.Join(scopes, ", "))
	}
	return b.String()
}
