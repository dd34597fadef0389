//go:build unix

package endtoend

import (
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// pasted is what a display's clipboard holds.
func pasted(t *testing.T, display string) string {
	t.Helper()
	c := exec.Command(tools.Need(t, "xclip"), "-out", "-selection", "clipboard")
	c.Env = []string{display}
	held, _ := c.Output()
	return string(held)
}

// wayland is the environment of a session of Wayland, whose clipboard programs put an X server's in its place and take a while to
// copy.
func wayland(t *testing.T, display, seconds string) []string {
	t.Helper()
	dir, xclip := t.TempDir(), tools.Need(t, "xclip")+" -selection clipboard "
	for name, does := range map[string]string{"wl-copy": "sleep " + seconds + "; exec " + xclip + "-in", "wl-paste": "exec " + xclip + "-out"} {
		script := "#!/bin/sh\nPATH=/usr/bin:/bin\ncase \"$*\" in *--help*) exit 0;; esac\n" + does + "\n"
		tools.Script(t, filepath.Join(dir, name), script)
	}
	return []string{display, "WAYLAND_DISPLAY=none", "PATH=" + dir}
}

// The two wait side by side: a copied secret has its half minute.
func TestClipboardsAreClearedWhileAnEditorHasTheTerminal(t *testing.T) {
	t.Parallel()
	display, editor := tools.Display(t), terminal.Stub(t, "echo looked; exec sleep 1000")
	x, _ := startBeside(t, editor, terminal.Session{Tools: []string{"xclip"}}, display)
	other, _ := startBeside(t, editor, terminal.Session{})
	x.Press("c").Sees("copied", "━━━━━ ")
	copied := time.Now()
	x.Press("E").Sees("looked")
	other.Press("c").Sees("by the terminal").Press("E").Sees("looked")
	time.Sleep(time.Until(copied.Add(25 * time.Second)))
	if held, told := pasted(t, display), other.Copied(); !strings.Contains(held, "made-up") || len(told) != 1 || !strings.Contains(told[0], "made-up") {
		t.Fatalf("too early the clipboard holds %q and the terminal was told %q", held, told)
	}
	for end := copied.Add(terminal.Patience + 20*time.Second); ; time.Sleep(200 * time.Millisecond) {
		held, told := pasted(t, display), other.Copied()
		if held == "" && len(told) == 2 && told[1] == "" {
			break
		} else if time.Now().After(end) {
			t.Fatalf("the clipboard still holds %q, and the terminal was told %q", held, told)
		}
	}
	if strings.Contains(x.Screen()+other.Screen(), "cleared") {
		t.Error("the loop is awake, so this proves nothing")
	}
}

func TestQuittingBeforeAClipboardProgramAnswersLeavesNothingThere(t *testing.T) {
	t.Parallel()
	left := map[string]*terminal.Terminal{}
	for _, seconds := range []string{"", "0", "0.3", "1.5", "4"} {
		display := tools.Display(t)
		env := []string{display} // the X server's own
		if seconds != "" {
			env = wayland(t, display, seconds)
		}
		// Below a shell, whose end would take the clipboard program with it.
		x := terminal.Start(t, terminal.Session{Program: "/bin/sh", Args: []string{"-c", terminal.Strongroom(t) + " --demo --filter '^dev/payments/stripe$'; echo it is over; exec /bin/sleep 1000"},
			Env: env, W: 120, H: 36})
		x.Sees("1 of 214", "? help").Press("c").Sees("1 decrypt").Press("q")
		for _, pid := range holders(x) { // one whose clipboard program is slower than it may be tries for minutes
			t.Cleanup(func() {
				if isHolder(pid) {
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
			})
		}
		x.Sees("it is over")
		left[display] = x
	}
	for end := time.Now().Add(6 * time.Second); time.Now().Before(end); time.Sleep(300 * time.Millisecond) {
		for display, x := range left {
			if held := pasted(t, display); strings.Contains(held, "made-up") {
				t.Fatalf("after its end the clipboard holds %q", held)
			}
			if all := x.Copied(); len(all) > 0 && all[len(all)-1] != "" {
				t.Fatalf("after its end the terminal was told to hold %q", all)
			}
		}
	}
}
