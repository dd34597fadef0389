package keymap

import (
	"strings"
	"testing"
)

func TestNoKeyMeansTwoThingsInOnePlace(t *testing.T) {
	if _, err := build(Default().rows); err != nil {
		t.Error(err)
	}
	_, err := build([]Binding{
		{Action: Quit, Scopes: []Scope{List}, Keys: []string{"q"}},
		{Action: Help, Scopes: []Scope{List}, Keys: []string{"q"}}})
	if err == nil {
		t.Error("a key with two meanings was accepted")
	}
}

func TestEveryBindingSaysWhatItDoes(t *testing.T) {
	for _, b := range Default().rows {
		if b.Help == "" || b.Label == "" || len(b.Keys) == 0 || len(b.Scopes) == 0 {
			t.Errorf("%s lacks a help text, a label, a key or a scope", b.Action)
		}
	}
}

func TestAKeyInAPaneBeatsTheSameKeyEverywhere(t *testing.T) {
	m := Default()
	for _, c := range []struct {
		scope Scope
		key   string
		want  Action
	}{{List, "R", Restore}, {Detail, "?", Help}, {List, "esc", Back}, {Find, "esc", ClearFind}, {Dialog, "esc", No}, {Dialog, "ctrl+c", Quit}} {
		if got, ok := m.Resolve(c.scope, c.key); !ok || got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.key, c.scope, got, c.want)
		}
	}
	for _, s := range []Scope{Find, Dialog} {
		if a, ok := m.Resolve(s, "!"); ok {
			t.Errorf("! reaches %s through an open %s", a, s)
		}
	}
}

func TestRebindingMovesAKeyAndRefusesClashes(t *testing.T) {
	m, err := Default().Rebind(map[Action][]string{Restore: {"Z"}})
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := m.Resolve(List, "Z"); a != Restore {
		t.Error("Z does not restore after rebinding")
	}
	if _, ok := m.Resolve(List, "R"); ok {
		t.Error("R still restores after rebinding")
	}
	if !strings.Contains(m.Guide(), "| `Z` | restore") || !strings.Contains(m.Twelve(), "| `Z` | restore") {
		t.Error("the generated tables do not show the new key")
	}
	for _, bad := range []map[Action][]string{{"fly": {"x"}}, {Restore: nil}, {Restore: {"v"}}, {Restore: {"u"}}, {Restore: {"hyper+x"}}, {Restore: {"ctrl+"}}, {Restore: {""}}} {
		if _, err := Default().Rebind(bad); err == nil {
			t.Errorf("%v was accepted", bad)
		}
	}
}

func TestALetterNeverTakesThePlaceOfTypingIt(t *testing.T) {
	m, err := Default().Rebind(map[Action][]string{Quit: {"Q"}, Up: {"0", "alt+Up"}, UndoEdit: {"Y"}, Save: {"f2"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scope Scope
		key   string
		want  Action
	}{{List, "Q", Quit}, {List, "0", Up}, {Dialog, "0", Up}, {List, "alt+up", Up}, {Typing, "up", Up}, {Typing, "ctrl+c", Quit}, {Find, "ctrl+c", Quit},
		{Edit, "Y", UndoEdit}, {Typing, "alt+u", UndoEdit}, {Text, "f2", Save}, {Edit, "f2", Save}} {
		if got, _ := m.Resolve(c.scope, c.key); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.key, c.scope, got, c.want)
		}
	}
	for _, s := range []Scope{Typing, Text, Find, Line} {
		for _, key := range []string{"0", "Q", "Y"} {
			if a, ok := m.Resolve(s, key); ok {
				t.Errorf("%s in %s is %s", key, s, a)
			}
		}
	}
	if a, ok := m.Resolve(List, "k"); ok {
		t.Errorf("k still is %s", a)
	}
	if !strings.Contains(m.Listing(), "restore ") {
		t.Error("the listing names no actions")
	}
}

func TestOnTheLockedScreenOneKeyMeansAnything(t *testing.T) {
	m := Default()
	if a, _ := m.Resolve(Locked, "enter"); a != ComeBack {
		t.Errorf("enter is %q", a)
	}
	for _, key := range []string{"q", "ctrl+c", "ctrl+z", "esc", "?", "u", "y"} {
		if a, ok := m.Resolve(Locked, key); ok {
			t.Errorf("%s is %q", key, a)
		}
	}
	if m, err := m.Rebind(map[Action][]string{ComeBack: {"f9", "o"}}); err != nil || m.Key(Locked, ComeBack) != "f9" {
		t.Errorf("another key is refused: %v", err)
	}
	for _, key := range []string{"esc", "ctrl+c"} {
		if _, err := m.Rebind(map[Action][]string{ComeBack: {"f9", key}}); err == nil {
			t.Errorf("%s is taken", key)
		}
	}
}
