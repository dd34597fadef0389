package keymap

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
)

func TestAKeyIsTakenInTheFormThatTheFrameworkReports(t *testing.T) {
	for written, want := range map[string]string{
		"x": "x", "X": "X", "é": "é", "!": "!", "+": "+", "shift+q": "Q", "SHIFT+q": "Q", "Shift+Q": "Q", "shift+é": "É",
		"alt+ctrl+x": "ctrl+alt+x", "ctrl+ctrl+x": "ctrl+x", "Ctrl+X": "ctrl+x", "control+x": "ctrl+x", "option+x": "alt+x", "alt+X": "alt+shift+x",
		"shift+alt+x": "alt+shift+x", "shift+alt+ctrl+up": "ctrl+alt+shift+up", "alt+!": "alt+!", "ctrl++": "ctrl++", "alt++": "alt++",
		"Enter": "enter", "return": "enter", "escape": "esc", "ESC": "esc", " ": "space", "spacebar": "space", "del": "delete", "ins": "insert",
		"PageUp": "pgup", "pagedown": "pgdown", "pgdn": "pgdown", "↑": "up", "↓": "down", "←": "left", "→": "right", "ctrl+pgdn": "ctrl+pgdown",
		"F5": "f5", "shift+tab": "shift+tab", "ctrl+space": "ctrl+space", "ctrl+h": "ctrl+h", "ctrl+j": "ctrl+j", "ctrl+_": "ctrl+_", `ctrl+\`: `ctrl+\`,
		"ctrl+shift+x": "ctrl+shift+x", "shift+ctrl+X": "ctrl+shift+x",
	} {
		if got, err := canonical(written); got != want || err != nil {
			t.Errorf("%q is taken as %q (%v), want %q", written, got, err, want)
		}
	}
}

func TestAKeyThatArrivesAsAnotherIsRefusedWithTheRightSpelling(t *testing.T) {
	for written, want := range map[string]string{
		"ctrl+i": `"tab"`, "ctrl+m": `"enter"`, "ctrl+[": `"esc"`, "Ctrl+I": `"tab"`, "ctrl+3": `"esc"`, "ctrl+@": `"ctrl+space"`, "ctrl+?": `"backspace"`,
		"ctrl+/": `"ctrl+_"`, "ctrl+alt+i": `"alt+tab"`, "alt+ctrl+/": `"ctrl+alt+_"`, "shift+1": "the character that it types", "alt+shift+/": "the character that it types",
		"alt+esc": "esc that is pressed twice", "ctrl+alt+[": "esc that is pressed twice",
		"hyper+x": "ctrl+x", "super+x": "ctrl+x", "ctrl+": "ctrl+x", "+x": "ctrl+x", "": "ctrl+x", "ctrl+xy": "ctrl+x", "\x01": "ctrl+x", "\t": "ctrl+x", "f21": "f5",
		"shift+ß": "ctrl+x", "C-x": "ctrl+x", "<Esc>": "esc",
	} {
		if got, err := canonical(written); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), fmt.Sprintf("%q", written)) {
			t.Errorf("%q is taken as %q with the error %v, want one that names it and %s", written, got, err, want)
		}
	}
}

// reported is every name that the framework gives to what terminals send: the older codes, and those of the extended keyboard
// protocols that it asks for.
func reported() map[string]bool {
	var all []string
	for c := rune(0); c < 0x7f; c++ {
		all = append(all, string(c), "\x1b"+string(c))
	}
	all = append(all, "\x7f", "\x1b\x7f", "é", "É", "\x1bé", "\x1bÉ")
	for mod := 2; mod <= 8; mod++ {
		for _, final := range "ABCDHFPQS" { // arrows, home, end, f1, f2, f4
			all = append(all, fmt.Sprintf("\x1b[1;%d%c", mod, final))
		}
		for _, code := range []int{2, 3, 5, 6, 13, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34} { // insert to page down, f3 to f20
			all = append(all, fmt.Sprintf("\x1b[%d~", code), fmt.Sprintf("\x1b[%d;%d~", code, mod))
		}
		for c := rune(0x21); c < 0x7f; c++ {
			all = append(all, fmt.Sprintf("\x1b[%d;%du", c, mod), fmt.Sprintf("\x1b[27;%d;%d~", mod, c))
		}
		for _, c := range []rune{9, 13, 27, 32, 127, 'é'} {
			all = append(all, fmt.Sprintf("\x1b[%d;%du", c, mod))
		}
	}
	for _, final := range "ABCDHFZ" {
		all = append(all, "\x1b["+string(final))
	}
	for _, final := range "PQRS" {
		all = append(all, "\x1bO"+string(final))
	}
	out := map[string]bool{}
	for _, s := range all {
		var d uv.EventDecoder
		if n, ev := d.Decode([]byte(s)); n == len(s) {
			if k, ok := ev.(uv.KeyPressEvent); ok {
				out[k.String()] = true
			}
		}
	}
	return out
}

func TestEveryKeyThatIsTakenCanArrive(t *testing.T) {
	arrives, taken := reported(), 0
	bases := []string{"enter", "esc", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "é", "É"}
	for n := 1; n <= 20; n++ {
		bases = append(bases, fmt.Sprintf("f%d", n))
	}
	for c := rune(0x20); c < 0x7f; c++ {
		bases = append(bases, string(c))
	}
	for _, base := range bases {
		for _, mods := range []string{"", "ctrl+", "alt+", "shift+", "ctrl+alt+", "alt+ctrl+", "shift+ctrl+", "alt+shift+", "shift+alt+ctrl+", "ctrl+ctrl+"} {
			name, err := canonical(mods + base)
			if err != nil {
				continue
			}
			taken++
			if !arrives[name] {
				t.Errorf("%q is taken as %q, which nothing that a terminal sends is called", mods+base, name)
			}
		}
	}
	if taken < 600 || len(arrives) < 500 {
		t.Fatalf("only %d names and %d that arrive were tried", taken, len(arrives))
	}
}

// Whatever a configuration says, esc leads out of everything and ctrl+c ends the program, where they did before.
func TestNoConfigurationTakesEscOrCtrlCAway(t *testing.T) {
	def := Default()
	actions := map[Action]bool{}
	for _, row := range def.rows {
		actions[row.Action] = true
	}
	accepted := 0
	for action := range actions {
		for _, keys := range [][]string{{"f9"}, {"esc"}, {"ctrl+c"}, {"Q"}, {"shift+q"}, {"escape", "f9"}, {"f9", "ctrl+c"}, {"a"}, {"ctrl+alt+shift+f5"}} {
			m, err := def.Rebind(map[Action][]string{action: keys})
			if err != nil {
				continue
			}
			accepted++
			for scope := range def.by {
				for _, key := range []string{"esc", "ctrl+c"} {
					want, _ := def.Resolve(scope, key)
					if got, _ := m.Resolve(scope, key); got != want {
						t.Errorf("with %s = %q, %s in %s is %q, want %q", action, keys, key, scope, got, want)
					}
				}
			}
		}
	}
	if accepted < 300 {
		t.Fatalf("only %d configurations were tried", accepted)
	}
	m, err := def.Rebind(map[Action][]string{Quit: {"shift+q"}, No: {"f9"}, Back: {"Z"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scope Scope
		key   string
		want  Action
	}{{List, "Q", Quit}, {List, "ctrl+c", Quit}, {Dialog, "ctrl+c", Quit}, {Dialog, "f9", No}, {Dialog, "esc", No}, {Detail, "Z", Back}, {Detail, "esc", Back}, {Text, "ctrl+c", Quit}} {
		if got, _ := m.Resolve(c.scope, c.key); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.key, c.scope, got, c.want)
		}
	}
	if got := m.Key(Dialog, No); got != "f9" {
		t.Errorf("dialogs name %q for no, want the key that was asked for", got)
	}
}

func TestAKeyThatWouldHideAnotherIsAnErrorThatNamesBoth(t *testing.T) {
	for _, c := range []struct {
		action Action
		key    string
		names  []string
	}{
		{Restore, "a", []string{"restore (detail)", "add-replica (replicas)"}},
		{RenameTag, "R", []string{"restore (detail)", "rename-tag (tags)"}},
		{RemoveTag, "?", []string{"help (everywhere)", "remove-tag (tags)"}},
		{Help, "a", []string{"help (everywhere)", "add-key (edit)"}},
		{Restore, "u", []string{"undo (everywhere)", "restore ("}},
		{DeleteWord, "esc", []string{"drop-typed", "delete-word in typing a value"}},
		{DeleteWord, "ctrl+c", []string{"quit", "delete-word in typing a value"}},
		{Complete, "ctrl+w", []string{"complete (dialog)", "delete-word (typing a line)"}},
		{AddKey, "!", []string{"activity (everywhere)", "add-key (edit)"}},
	} {
		_, err := Default().Rebind(map[Action][]string{c.action: {c.key}})
		if err == nil {
			t.Errorf("%s = %q is taken", c.action, c.key)
			continue
		}
		for _, name := range append(c.names, fmt.Sprintf("%q", c.key)) {
			if !strings.Contains(err.Error(), name) {
				t.Errorf("%s = %q: %v does not name %s", c.action, c.key, err, name)
			}
		}
	}
	if m, err := Default().Rebind(nil); err != nil || !slices.Equal(slices.Sorted(maps.Keys(m.hidden())), slices.Sorted(maps.Keys(Default().hidden()))) {
		t.Errorf("what the table itself hides is refused: %v", err)
	}
	if m, err := Default().Rebind(map[Action][]string{Restore: {"a"}, AddTag: {"&"}, AddReplica: {"&"}}); err != nil {
		t.Errorf("both moved: %v", err)
	} else if a, _ := m.Resolve(Tags, "a"); a != Restore {
		t.Errorf("a in the tags is %q, want restore", a)
	}
}
