// Package keymap is the one table of keys: footer, help screen, palette and documents come from it, panes only see Actions.
// Nothing else in Strongroom names a key.
package keymap

import (
	"fmt"
	"slices"
)

// Scope is where a key means something. A pane's scope is tried first, then Global.
type Scope string

// The scopes.
const (
	Global   Scope = "everywhere"
	List     Scope = "list"
	Find     Scope = "find"
	Detail   Scope = "detail"
	Timeline Scope = "timeline"
	Dialog   Scope = "dialog"
)

// Action is what a key asks for.
type Action string

// The actions, by the name under which a user can rebind them.
const (
	Up           Action = "up"
	Down         Action = "down"
	Top          Action = "top"
	Bottom       Action = "bottom"
	HalfUp       Action = "half-page-up"
	HalfDown     Action = "half-page-down"
	PageUp       Action = "page-up"
	PageDown     Action = "page-down"
	Into         Action = "into"
	Back         Action = "back"
	NextPane     Action = "next-pane"
	PrevPane     Action = "previous-pane"
	PaneList     Action = "pane-list"
	PaneDetail   Action = "pane-detail"
	NextTab      Action = "next-tab"
	PrevTab      Action = "previous-tab"
	FindSecret   Action = "find"
	KeepFind     Action = "find-keep"
	ClearFind    Action = "find-clear"
	ToggleView   Action = "deleted"
	Sort         Action = "sort"
	Tree         Action = "tree"
	Mark         Action = "mark"
	MarkAll      Action = "mark-all"
	Reveal       Action = "reveal"
	RevealAll    Action = "reveal-all"
	Copy         Action = "copy"
	CopyAs       Action = "copy-as"
	Decode       Action = "decode"
	DecodeOther  Action = "decode-otherwise"
	Delete       Action = "delete"
	Restore      Action = "restore"
	Undo         Action = "undo"
	Trace        Action = "who-deleted"
	AllRegions   Action = "all-regions"
	OpenSecret   Action = "open-by-name"
	Unlock       Action = "unlock"
	OpenConsole  Action = "console"
	WhereAmI     Action = "where"
	Refresh      Action = "refresh"
	Palette      Action = "palette"
	ShowActivity Action = "activity"
	Help         Action = "help"
	Suspend      Action = "suspend"
	Quit         Action = "quit"
	Yes          Action = "yes"
	No           Action = "no"
	Press        Action = "press"
	NextField    Action = "next-field"
	PrevField    Action = "previous-field"
	Toggle       Action = "choose"
)

// Binding is one row of the table.
type Binding struct {
	Action Action
	Scopes []Scope
	// Keys as Bubble Tea's Keystroke spells them; the first is the one shown in the footer.
	Keys []string
	// Label is the footer's word, Help the sentence of the help screen and the guide to all keys.
	Label string
	Help  string
	// Weight orders the footer, lowest first; 0 keeps the row out of it.
	Weight int
}

// In reports whether the binding holds in scope itself.
func (b Binding) In(s Scope) bool { return slices.Contains(b.Scopes, s) }

// Map is a resolved table.
type Map struct {
	rows    []Binding
	by      map[Scope]map[string]Action
	footers map[Scope][]Binding
}

// Default is the table a user starts with.
func Default() *Map {
	panes, all, moving := []Scope{List, Detail}, []Scope{List, Detail, Timeline}, []Scope{List, Detail, Timeline, Comparing, Dialog, Edit, Conflict}
	rows := []Binding{
		{Restore, panes, []string{"R"}, "restore", "restore the secret, or all marked, from scheduled deletion", 1},
		{Delete, panes, []string{"d"}, "delete", "delete the secret, or all marked: asks for the recovery window (7–30 days); in the Deleted view: for good", 7},
		{Reveal, []Scope{Detail}, []string{"v"}, "reveal", "reveal or hide the field under the cursor; on a value not read yet: read it (one decrypt)", 2},
		{Reveal, []Scope{List}, []string{"v"}, "reveal", "read the value (one decrypt) and go to it", 2},
		{RevealAll, all, []string{"V"}, "reveal all", "reveal or hide all fields", 9},
		{Copy, []Scope{List}, []string{"c"}, "copy", "copy the whole value without showing it (one decrypt)", 3},
		{Copy, []Scope{Detail}, []string{"c"}, "copy", "copy the field under the cursor without showing it", 3},
		{CopyAs, all, []string{"C"}, "copy as", "name, ARN, key, .env line, JSON, CLI command, boto3, reference", 10},
		{Decode, []Scope{Detail}, []string{"x"}, "decode", "the field under the cursor, or the value: base64, JWT, certificate, gzip, URL encoding, connection string; again: what that holds", 8},
		{DecodeOther, []Scope{Detail}, []string{"alt+x"}, "decode otherwise", "read what was decoded in another way, where there is one", 0},
		{FindSecret, all, []string{"/"}, "find", "fuzzy over names, then descriptions and tags, or an ARN; 'exact ^start end$ !not a | b; tag:env=prod desc:word owner:rds is:rotating", 4},
		{KeepFind, []Scope{Find}, []string{"enter"}, "keep", "keep the filter and go to the list", 1},
		{ClearFind, []Scope{Find}, []string{"esc"}, "clear", "clear the filter", 2},
		{Complete, []Scope{Find}, []string{"tab"}, "complete", "take what is offered: tag: desc: owner: is: and what they can be", 0},
		{Up, []Scope{Find}, []string{"up", "ctrl+p"}, "up", "move up without leaving the find line", 0},
		{Down, []Scope{Find}, []string{"down", "ctrl+n"}, "down", "move down without leaving the find line", 0},
		{PageUp, []Scope{Find}, []string{"pgup"}, "page up", "a page up without leaving the find line", 0},
		{PageDown, []Scope{Find}, []string{"pgdown"}, "page down", "a page down without leaving the find line", 0},
		{ToggleView, all, []string{"D"}, "deleted", "Active ⇄ Deleted: what is scheduled for deletion, most urgent first", 6},
		{Mark, []Scope{List}, []string{"space"}, "mark", "mark or unmark the row", 7},
		{MarkAll, []Scope{List}, []string{"*"}, "mark all", "mark all that match, or unmark them", 0},
		{Into, []Scope{List}, []string{"enter"}, "open", "into the secret; on a folder: unfold or fold", 5},
		{Into, []Scope{Detail}, []string{"enter", "l", "right"}, "unfold", "unfold or fold an object; show a folded text in full", 0},
		{Back, []Scope{List}, []string{"esc"}, "back", "drop the marks, then the filter, then leave the Deleted view", 5},
		{Back, []Scope{Detail, Timeline}, []string{"esc", "h", "left"}, "back", "fold, then leave the pane", 5},
		{NextTab, []Scope{Detail}, []string{"]"}, "next tab", "next tab: Value, Info, Tags, Replicas, Rotation, Policy", 7},
		{PrevTab, []Scope{Detail}, []string{"["}, "previous tab", "previous tab", 0},
		{Sort, []Scope{List}, []string{"s"}, "sort", "sort by name, changed, accessed, created or deadline; again turns it round", 11},
		{Tree, []Scope{List}, []string{"t"}, "tree", "flat ⇄ tree by /", 12},
		{Down, moving, []string{"j", "down"}, "down", "move down", 0},
		{Up, moving, []string{"k", "up"}, "up", "move up", 0},
		{Top, moving, []string{"g", "home"}, "top", "to the first", 0},
		{Bottom, moving, []string{"G", "end"}, "bottom", "to the last", 0},
		{HalfDown, moving, []string{"ctrl+d"}, "half page down", "half a page down", 0},
		{HalfUp, moving, []string{"ctrl+u"}, "half page up", "half a page up", 0},
		{PageDown, moving, []string{"pgdown", "ctrl+f"}, "page down", "a page down", 0},
		{PageUp, moving, []string{"pgup", "ctrl+b"}, "page up", "a page up", 0},
		{Yes, []Scope{Dialog}, []string{"y"}, "yes", "yes", 1},
		{No, []Scope{Dialog}, []string{"n", "esc", "q"}, "no", "no: close without doing anything", 2},
		{Press, []Scope{Dialog}, []string{"enter"}, "press", "press the focused button", 3},
		{NextField, []Scope{Dialog}, []string{"tab", "right", "l"}, "next", "next field or button", 0},
		{Toggle, []Scope{Dialog}, []string{"space"}, "choose", "choose what the cursor is on, or turn it round", 0},
		{PrevField, []Scope{Dialog}, []string{"shift+tab", "left", "h"}, "previous", "previous field or button", 0},
		{NextPane, all, []string{"tab"}, "pane", "next pane", 14},
		{PrevPane, all, []string{"shift+tab"}, "pane", "previous pane", 0},
		{PaneList, all, []string{"1"}, "list", "to the list", 0},
		{PaneDetail, all, []string{"2"}, "detail", "to the detail", 0},
		{Undo, []Scope{Global}, []string{"u"}, "undo", "undo the last change: says what it will do, and asks", 4},
		{Trace, panes, []string{"w"}, "who", "who deleted it, from where, and until when exactly: asks CloudTrail", 3},
		{AllRegions, []Scope{List}, []string{"A"}, "regions", "in the Deleted view: this region ⇄ all regions of the account", 6},
		{OpenSecret, []Scope{Global}, []string{"o"}, "open", "open a secret by its name or ARN: needs no right to list", 0},
		{OpenConsole, all, []string{"O"}, "console", "open the secret in the AWS console; over SSH its address is shown and copied", 0},
		{Unlock, []Scope{Global}, []string{"U"}, "unlock", "unlock a place that the configuration makes read-only, for this session", 0},
		{Refresh, []Scope{Global}, []string{"ctrl+r"}, "refresh", "read everything again from the service", 15},
		{WhereAmI, []Scope{Global}, []string{"@"}, "where", "where am I: profile, account, region, identity; to another profile or region; log in again", 0},
		{ShowActivity, []Scope{Global}, []string{"!"}, "activity", "decrypts, writes and errors of this session", 16},
		{Palette, []Scope{Global}, []string{":"}, "actions", "every action by name", 17},
		{Help, []Scope{Global}, []string{"?"}, "help", "help for where you are", 13},
		{Suspend, []Scope{Global, Find, Dialog, Typing, Text}, []string{"ctrl+z"}, "suspend", "suspend (hides values first)", 0},
		{Quit, []Scope{Global}, []string{"q"}, "quit", "quit", 18},
		{Quit, []Scope{Global, Find, Dialog, Typing, Text}, []string{"ctrl+c"}, "quit", "quit from anywhere", 0},
	}
	m, err := build(slices.Concat(rows, editRows(), timelineRows(), metadataRows(), rotationRows(), replicaRows(), policyRows(), startRows(), lockedRows(), looksRows(), screenRows()))
	if err != nil {
		panic(err) // the table above is wrong; the package's own test fails first
	}
	return m
}

func build(rows []Binding) (*Map, error) {
	m := &Map{rows: rows, by: map[Scope]map[string]Action{}}
	for _, b := range rows {
		for _, s := range b.Scopes {
			if m.by[s] == nil {
				m.by[s] = map[string]Action{}
			}
			for _, k := range b.Keys {
				if other, taken := m.by[s][k]; taken && other != b.Action {
					return nil, fmt.Errorf("key %q means both %s and %s in %s", k, other, b.Action, s)
				}
				m.by[s][k] = b.Action
			}
		}
	}
	m.footers = map[Scope][]Binding{}
	for s := range m.by {
		m.footers[s] = m.footer(s)
	}
	return m, nil
}

// Resolve tells what key asks for in scope, falling back to Global where the scope lets keys through:
// while a find line or a dialog has the keys, only its own table counts.
func (m *Map) Resolve(s Scope, key string) (Action, bool) {
	for scope := s; scope != ""; scope = within(scope) {
		if a, ok := m.by[scope][key]; ok {
			return a, true
		}
	}
	if typed(s) {
		return "", false
	}
	a, ok := m.by[Global][key]
	return a, ok
}

// Key is the key that a footer or a hint names for an action in scope, or "" where there is none.
func (m *Map) Key(s Scope, a Action) string {
	for _, want := range []Scope{s, Global} {
		for _, b := range m.rows {
			if b.Action == a && m.here(b, want) {
				return Spell(b.Keys[0])
			}
		}
	}
	return ""
}

// Untyped is Key where letters are text: the first key that types nothing.
func (m *Map) Untyped(s Scope, a Action) string {
	for _, want := range []Scope{s, Global} {
		for _, b := range m.rows {
			if b.Action != a || !m.here(b, want) {
				continue
			}
			if i := slices.IndexFunc(b.Keys, func(k string) bool { return !types(k) }); i >= 0 {
				return Spell(b.Keys[i])
			}
		}
	}
	return ""
}

// Footer is what the footer may show in scope, most useful first.
func (m *Map) Footer(s Scope) []Binding {
	if known, is := m.footers[s]; is {
		return known
	}
	return m.footer(s)
}

func (m *Map) footer(s Scope) []Binding {
	var out []Binding
	for _, b := range m.rows {
		if b.Weight > 0 && (m.here(b, s) || b.In(Global) && !typed(s)) {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b Binding) int { return a.Weight - b.Weight })
	return out
}

// Help is every row that holds in scope, in the table's order.
func (m *Map) Help(s Scope) []Binding {
	var out []Binding
	for _, b := range m.rows {
		if m.here(b, s) {
			out = append(out, b)
		}
	}
	return out
}

// Keyless are the rows around s whose key means something else in s: they can still be asked for by name.
func (m *Map) Keyless(s Scope) (out []Binding) {
	outer := within(s)
	for _, b := range m.rows {
		if outer != "" && b.In(outer) && !m.here(b, s) {
			out = append(out, b)
		}
	}
	return out
}

// Spell is a key as a person reads it.
func Spell(key string) string {
	switch key {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgdown":
		return "pgdn"
	}
	return key
}

// Spelled is all keys of a binding, for help and documents.
func (b Binding) Spelled() []string {
	out := make([]string, len(b.Keys))
	for i, k := range b.Keys {
		out[i] = Spell(k)
	}
	return out
}
