//go:build unix

package endtoend

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"strongroom/internal/endtoend/terminal"
)

// debugLine is all that a line of the debug log may be: the name of a type from the source, and times.
var debugLine = regexp.MustCompile(`^ *\d+\.\d{3} (view|(update|command) (nil|\*?[a-z]+\.[A-Za-z]+)) \d+\.\d{3} ms$`)

func TestTheDebugLogHoldsTypesAndTimesAndNothingElse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	x := terminal.Start(t, terminal.Session{Program: "/bin/sh", Args: []string{"-c", `umask 0; exec "$0" "$@"`, terminal.Strongroom(t), "--demo", "--debug", path}, W: 120, H: 36})
	x.Sees("Secrets", "? help").Press("/").Type("dev/payments/stripe").Press("enter").Sees("1 of 214")
	x.Press("v").Sees("1 decrypt").Press("v").Sees("made-up")
	x.Press("e").Sees("edit dev/payments/stripe").Press("enter").Type(terminal.Canary).Press("enter").Sees("1 changed")
	x.Press("ctrl+s").Sees("Save the value").SettledPress("enter").Sees("saved dev/payments/stripe").Press("1")
	x.Press("o").Sees("Open").Type("no/such-" + terminal.Canary).SettledPress("enter").Sees("there is no no/such")
	x.Press("esc").Gone("Open").Paste(terminal.Canary).Press("q").Exit()
	info, err := os.Stat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Fatalf("its mode is %v, %v", info.Mode(), err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	if lines[0] != "strongroom debug log 1" || !strings.HasPrefix(lines[1], "version ") {
		t.Errorf("it begins %q", lines[:2])
	}
	for _, line := range lines[2:] {
		if !debugLine.MatchString(line) {
			t.Errorf("a line is %q", line)
		}
	}
	for _, want := range []string{" update tea.KeyPressMsg ", " update tea.PasteMsg ", " command tea.BatchMsg ", " view ", " update list."} {
		if n := strings.Count(string(b), want); n == 0 {
			t.Errorf("there is no%s", want)
		}
	}
	for _, secret := range []string{terminal.Canary, "made-up", "stripe", "no/such", "123456789012"} {
		if found := terminal.Leaks(secret, b); found != nil {
			t.Errorf("it holds %s: %v", secret, found)
		}
	}
	x.Sweep(terminal.Canary)
}

func TestADebugLogThatCannotBeIsToldBeforeTheTerminalIsTaken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine")
	if err := os.WriteFile(mine, []byte("made-up\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join(dir, "log"), link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{mine, link, dir, filepath.Join(dir, "none", "log"), "/dev/null"} {
		x := terminal.Start(t, terminal.Session{Args: []string{"--demo", "--debug", path}})
		if status := x.Exit(); status != 1 {
			t.Errorf("%s: exit status %d", path, status)
		}
		if sent := string(x.Sent()); !strings.HasPrefix(sent, "strongroom: "+path+" cannot be the debug log: ") || strings.Contains(sent, "\x1b") {
			t.Errorf("the terminal gets %q", sent)
		}
	}
	if b, err := os.ReadFile(mine); err != nil || string(b) != "made-up\n" {
		t.Errorf("the file is %q, %v", b, err)
	}
}
