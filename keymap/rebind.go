package keymap

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Rebind gives actions other keys, everywhere they have one: {"reveal": {"x"}}. Where letters are text, an action keeps its
// keys unless the new one is none that types; ctrl+c and esc keep what they do besides. An unknown action or key, an action
// without keys, or a key that would mean two things in one place is an error, and the map stays as it was.
func (m *Map) Rebind(keys map[Action][]string) (*Map, error) {
	rows := slices.Clone(m.rows)
	for _, action := range slices.Sorted(maps.Keys(keys)) {
		ks, err := canonicals(action, keys[action])
		if err != nil {
			return nil, err
		}
		found := false
		for i, row := range rows {
			if row.Action != action {
				continue
			}
			found = true
			if slices.Contains(row.Scopes, Locked) && slices.ContainsFunc(ks, kept) {
				return nil, fmt.Errorf("%s: esc and ctrl+c do nothing where the screen is locked: write another key", action)
			}
			if slices.ContainsFunc(row.Scopes, writes) && slices.ContainsFunc(ks, types) {
				continue
			}
			rows[i].Keys = slices.Clone(ks)
			for _, k := range row.Keys {
				if kept(k) && !slices.Contains(ks, k) {
					rows[i].Keys = append(rows[i].Keys, k)
				}
			}
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
			return nil, errors.New(h)
		}
	}
	return out, nil
}

// canonicals are the keys of an action, each once.
func canonicals(action Action, keys []string) (out []string, err error) {
	for _, k := range keys {
		c, err := canonical(k)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", action, err)
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("action %q is left without a key", action)
	}
	return out, nil
}

// kept reports the keys that no configuration takes away: whatever is rebound, one leads out of everything and the other ends
// the program.
func kept(key string) bool { return key == "esc" || key == "ctrl+c" }

// around are the scopes whose keys hold in s too where they mean nothing else in it, the nearest first.
func around(s Scope) []Scope {
	switch {
	case s == Line:
		return []Scope{Dialog}
	case s == Global || typed(s):
		return nil
	case within(s) != "":
		return append([]Scope{within(s)}, around(within(s))...)
	}
	return []Scope{Global}
}

// hidden are the keys that mean something in one place and something else in another around it.
func (m *Map) hidden() map[string]bool {
	out := map[string]bool{}
	for scope, keys := range m.by {
		for _, outer := range around(scope) {
			for key, action := range keys {
				if other, too := m.by[outer][key]; too && other != action {
					out[fmt.Sprintf("key %q means both %s (%s) and %s (%s)", key, other, outer, action, scope)] = true
				}
			}
		}
	}
	return out
}

// writes reports the scopes in which letters are text.
func writes(s Scope) bool { return s == Find || s == Typing || s == Text || s == Line }

// types reports the keys that are letters.
func types(key string) bool {
	return utf8.RuneCountInString(key) == 1 || key == "space" || key == "shift+space"
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

// Actions are all that have a key, by name.
func (m *Map) Actions() []Action {
	all := map[Action]bool{}
	for _, b := range m.rows {
		all[b.Action] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// KeysOf are all keys of an action, wherever it has one.
func (m *Map) KeysOf(a Action) (keys []string) {
	for _, b := range m.rows {
		if b.Action == a {
			keys = append(keys, b.Keys...)
		}
	}
	return keys
}
