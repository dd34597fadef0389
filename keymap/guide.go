package keymap

import (
	"fmt"
	"slices"
	"strings"
)

// chapter is a part of the guide: a scope, what it is called there, and what is said of it.
type chapter struct {
	scope       Scope
	title, says string
}

// chapters are the scopes in the order in which one comes to them.
func chapters() []chapter {
	const inDetail = "The detail's keys hold here too, unless a key has another meaning here."
	return []chapter{
		{Global, "Everywhere", "In every pane; not where a dialog is open or letters are text."},
		{List, "List", ""},
		{Find, "Find line", "What is no key here is typed."},
		{Detail, "Detail", "In all of its tabs."},
		{Info, "Detail: Info", inDetail},
		{Tags, "Detail: Tags", inDetail},
		{Replicas, "Detail: Replicas", inDetail},
		{Rotation, "Detail: Rotation", inDetail},
		{Policy, "Detail: Policy", inDetail},
		{Timeline, "Versions", ""},
		{Comparing, "Comparing two versions", ""},
		{Edit, "Edit: a form of keys", ""},
		{Typing, "Edit: typing a value", "What is no key here is typed."},
		{Text, "Edit: a text", "What is no key here is typed."},
		{Bytes, "Edit: a binary value", ""},
		{Conflict, "Conflict", "Where somebody else has saved meanwhile."},
		{Dialog, "Dialogs", "Each dialog names those of its keys that it takes."},
		{Line, "A line of text in a dialog", "What is no key here is typed."},
		{Start, "Nothing to list", "Where no login, profile or region does. The list's keys hold here too."},
		{Locked, "Locked", ""},
	}
}

// Scopes are all that have a key, in the guide's order; one that the guide does not know comes last.
func (m *Map) Scopes() (out []Scope) {
	for _, c := range chapters() {
		out = append(out, c.scope)
	}
	for _, b := range m.rows {
		for _, s := range b.Scopes {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// moves reports the actions that only move within a pane, which mean the same in all of them.
func (a Action) moves() bool {
	return slices.Contains([]Action{Up, Down, Top, Bottom, HalfUp, HalfDown, PageUp, PageDown}, a)
}

// Guide is the document of all keys by pane, as Markdown.
func (m *Map) Guide() string {
	var b strings.Builder
	b.WriteString("# Keys\n\nAll keys, by where they hold. In the program `" + m.Key(Global, Help) + "` shows those of where you are and `" +
		m.Key(Global, Palette) + "` finds every action by a word. A key that cannot act says why.\n\n" +
		"Each can be another one: `[keys]` in the configuration takes the name that stands last, as in `restore = [\"f8\"]`.\n")
	moving := slices.DeleteFunc(slices.Clone(m.rows), func(r Binding) bool { return !r.Action.moves() || !r.In(List) })
	m.write(&b, chapter{"", "Moving", "In " + scopeNames(moving) + "."}, moving)
	for _, c := range chapters() {
		m.write(&b, c, slices.DeleteFunc(slices.Clone(m.rows), func(r Binding) bool { return !r.In(c.scope) || r.Action.moves() && r.In(List) }))
	}
	return b.String()
}

// scopeNames are the scopes of rows that share them, as words.
func scopeNames(rows []Binding) string {
	if len(rows) == 0 {
		return ""
	}
	names := make([]string, len(rows[0].Scopes))
	for i, s := range rows[0].Scopes {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// write adds a chapter with its rows.
func (m *Map) write(b *strings.Builder, c chapter, rows []Binding) {
	fmt.Fprintf(b, "\n## %s\n\n", c.title)
	if c.says != "" {
		fmt.Fprintf(b, "%s\n\n", c.says)
	}
	b.WriteString("| key | word | does | name |\n| --- | --- | --- | --- |\n")
	for _, r := range rows {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", r.marked(), cell(r.Label), cell(r.Help), r.Action)
	}
}

// marked are a binding's keys as Markdown shows them.
func (b Binding) marked() string { return "`" + strings.Join(b.Spelled(), "` `") + "`" }

// cell is a text in a table of Markdown.
func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }

// Twelve are the keys to begin with, for the README: each from the scope where one needs it first.
func (m *Map) Twelve() string {
	var b strings.Builder
	b.WriteString("| key | does |\n| --- | --- |\n")
	for _, first := range []struct {
		in Scope
		do Action
	}{{List, FindSecret}, {List, Reveal}, {Detail, Copy}, {List, EditValue}, {List, ToggleView}, {List, Restore}, {Timeline, Compare}, {Timeline, Promote},
		{Global, Undo}, {Global, WhereAmI}, {Global, Palette}, {Global, Help}} {
		if at := slices.IndexFunc(m.rows, func(r Binding) bool { return r.Action == first.do && r.In(first.in) }); at >= 0 {
			fmt.Fprintf(&b, "| %s | %s |\n", m.rows[at].marked(), cell(m.rows[at].Help))
		}
	}
	return b.String()
}
