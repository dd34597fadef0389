package keymap

import "slices"

// Meaning is what a key, or an action, is somewhere else.
type Meaning struct {
	Binding
	// In are the scopes where it is that, in the guide's order.
	In []Scope
}

// Panes are the scopes of the three panes that share the screen.
func Panes() []Scope { return []Scope{List, Detail, Timeline} }

// Tabs are the scopes of the detail pane's tabs with keys of their own.
func Tabs() []Scope { return []Scope{Info, Tags, Replicas, Rotation, Policy} }

// PaneOf is the scope of the pane that s belongs to: a tab's is the detail's. A scope that covers the panes is its own.
func PaneOf(s Scope) Scope {
	if s == Find {
		return List
	}
	if outer := within(s); outer != "" {
		return outer
	}
	return s
}

// Covers reports the scopes in which something stands before the panes that must not be disturbed.
func (s Scope) Covers() bool {
	return slices.Contains([]Scope{Comparing, Edit, Typing, Text, Bytes, Conflict, Locked, Dialog, Line}, s)
}

// Elsewhere is what a key that means nothing in s is in other places: in the other panes, else in tabs, else where something has
// to be open first. Where there is exactly one meaning, in a pane or a tab, that is the one to act on.
func (m *Map) Elsewhere(s Scope, key string) (all []Meaning, one bool) {
	var rest []Scope
	for _, c := range chapters() {
		if c.scope != Global && !slices.Contains(Panes(), c.scope) && !slices.Contains(Tabs(), c.scope) {
			rest = append(rest, c.scope)
		}
	}
	for i, places := range [][]Scope{Panes(), Tabs(), rest} {
		if all = m.meanings(places, func(b Binding) bool { return slices.Contains(b.Keys, key) }); len(all) > 0 {
			return all, len(all) == 1 && i < 2 && !s.Covers()
		}
	}
	return nil, false
}

// Where are the places in which an action has a key, each meaning of it once.
func (m *Map) Where(a Action) []Meaning {
	var all []Scope
	for _, c := range chapters() {
		all = append(all, c.scope)
	}
	return m.meanings(all, func(b Binding) bool { return b.Action == a })
}

// meanings are the rows of some scopes, those that say the same as one.
func (m *Map) meanings(places []Scope, is func(Binding) bool) (out []Meaning) {
	for _, s := range places {
		for _, b := range m.rows {
			if !b.In(s) || !is(b) {
				continue
			}
			if i := slices.IndexFunc(out, func(o Meaning) bool { return o.Action == b.Action && o.Help == b.Help }); i >= 0 {
				out[i].In = append(out[i].In, s)
			} else {
				out = append(out, Meaning{Binding: b, In: []Scope{s}})
			}
		}
	}
	return out
}

// Here is a scope as a place in a sentence.
func (s Scope) Here() string {
	switch s {
	case Global:
		return "here"
	case Find:
		return "in the find line"
	case Timeline:
		return "in versions"
	case Comparing:
		return "while comparing"
	case Typing, Text, Bytes, Line:
		return "while " + string(s)
	case Start:
		return "where nothing can be listed"
	case Locked:
		return "on the locked screen"
	case Dialog:
		return "in dialogs"
	case Edit:
		return "in the edit"
	}
	return "in " + string(s)
}
