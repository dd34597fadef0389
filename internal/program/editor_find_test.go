package program

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestACommandIsSplitAsAShellWould(t *testing.T) {
	for command, want := range map[string][]string{
		"vim": {"vim"}, " code  --wait\t": {"code", "--wait"}, `'/a b/ed' -x`: {"/a b/ed", "-x"}, `"/a b/ed" "it's"`: {"/a b/ed", "it's"},
		`/a\ b/ed`: {"/a b/ed"}, `ed -c 'set "x"'`: {"ed", "-c", `set "x"`}, `ed "a \" \\ \n"`: {"ed", `a " \ \n`}, `ed ''`: {"ed", ""},
		`e"d"'x' é`: {"edx", "é"}, `ed "`: nil, `ed '`: nil, `ed \`: nil, `''`: nil,
	} {
		got, err := splitCommand(command, false)
		if (err == nil) != (want != nil) || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v, want %q", command, got, err, want)
		}
	}
	if got, err := splitCommand(`"C:\Program Files\ed.exe" -w`, true); err != nil || !slices.Equal(got, []string{`C:\Program Files\ed.exe`, "-w"}) {
		t.Errorf("on Windows: %q, %v", got, err)
	}
}

// shop is a PATH with some programs on it.
func shop(names ...string) func(string) (string, error) {
	return func(name string) (string, error) {
		if slices.Contains(names, name) {
			return "/shop/" + strings.TrimPrefix(name, "/shop/"), nil
		}
		return "", errors.New("not found")
	}
}

func TestTheEditorIsTheOneTheUserNamed(t *testing.T) {
	for _, c := range []struct {
		visual, Editor string
		there          []string
		want           string // the first words, or part of the error
		known          bool
	}{
		{"nvim", "nano", []string{"nvim", "nano"}, "/shop/nvim -n -i NONE", true},
		{"", "nano -w", []string{"vim", "nano"}, "/shop/nano -w -R -L", true},
		{"", "", []string{"vi", "nano", "vim"}, "/shop/vim -n", true},
		{"", "", []string{"nano"}, "/shop/nano -R", true},
		{"", "", []string{"vi"}, "/shop/vi", false},
		{"", "", nil, "there is no editor: set $EDITOR", false},
		{"", "hx", []string{"vim"}, "$EDITOR names hx, which is no program", false},
		{"code 'x", "vim", []string{"vim", "code"}, "$VISUAL cannot be read", false},
		{"  ", "vim", []string{"vim"}, "/shop/vim -n", true},
		{"code", "", []string{"code"}, "/shop/code --wait", false},
		{"code -w", "", []string{"code"}, "/shop/code -w", false},
		{"subl --wait -n", "", []string{"subl"}, "/shop/subl --wait -n", false},
		{"gvim", "", []string{"gvim"}, "/shop/gvim -f -n", true},
		{"emacs -nw", "", []string{"emacs"}, "/shop/emacs -nw --eval", true},
		{"emacsclient -t", "", []string{"emacsclient"}, "/shop/emacsclient -t", false},
		{"my ed", "", []string{"my ed"}, "/shop/my ed", false},
	} {
		env := func(name string) string { return map[string]string{"VISUAL": c.visual, "EDITOR": c.Editor}[name] }
		ed, err := findEditor(env, shop(c.there...), false)
		got := strings.Join(ed.args, " ")
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) || ed.known != c.known {
			t.Errorf("%q %q: %s, known: %v", c.visual, c.Editor, got, ed.known)
		}
	}
}

func TestAnEditorUnderAnotherNameIsKnownByWhatItIsALinkTo(t *testing.T) {
	dir := t.TempDir()
	for link, target := range map[string]string{"vi": "vim.basic", "editor": "nano", "ex": "busybox", "sensible": "sensible-editor"} {
		if err := os.WriteFile(filepath.Join(dir, target), nil, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("links cannot be made here")
		}
	}
	for link, want := range map[string]family{"vi": vims, "editor": nanos, "ex": unknownFamily, "sensible": unknownFamily, "none": unknownFamily} {
		if got := familyOf(filepath.Join(dir, link)); got != want {
			t.Errorf("%s: %v, want %v", link, got, want)
		}
	}
}
