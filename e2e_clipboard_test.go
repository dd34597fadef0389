//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// emptied waits until the clipboard does not hold a secret any more.
func emptied(t *testing.T, display string, within time.Duration) {
	t.Helper()
	for end := time.Now().Add(within); strings.Contains(pasted(t, display), "made-up"); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the clipboard still holds %q", pasted(t, display))
		}
	}
}

// slow is a PATH with an xclip that takes a while to copy.
func slow(t *testing.T, seconds string) string {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\nPATH=/usr/bin:/bin\ncase \"$*\" in *-in*) sleep " + seconds + ";; esac\nexec " + tools.Need(t, "xclip") + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "xclip"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return "PATH=" + dir
}

func TestTheClipboardIsClearedWhileAnEditorHasTheTerminal(t *testing.T) {
	t.Parallel()
	display := tools.Display(t)
	x, _ := startBeside(t, stub(t, "echo looked; exec sleep 1000"), session{tools: []string{"xclip"}}, display)
	x.press("c").sees("copied", "clears in")
	copied := time.Now()
	if held := pasted(t, display); !strings.Contains(held, "made-up") {
		t.Fatalf("the clipboard holds %q, so this proves nothing", held)
	}
	x.press("E").sees("looked")
	time.Sleep(time.Until(copied.Add(25 * time.Second)))
	if held := pasted(t, display); !strings.Contains(held, "made-up") {
		t.Errorf("it was cleared too early: the clipboard holds %q", held)
	}
	emptied(t, display, 20*time.Second)
	if strings.Contains(x.screen(), "cleared") {
		t.Error("the loop is awake, so this proves nothing")
	}
}

func TestTheTerminalsClipboardIsClearedWhileAnEditorHasTheTerminal(t *testing.T) {
	t.Parallel()
	x, _ := startBeside(t, stub(t, "echo looked; exec sleep 1000"), session{})
	x.press("c").sees("unconfirmed")
	x.press("E").sees("looked")
	for end := time.Now().Add(patience + 15*time.Second); ; time.Sleep(100 * time.Millisecond) {
		if all := x.copied(); len(all) == 2 && strings.Contains(all[0], "made-up") && all[1] == "" {
			return
		} else if time.Now().After(end) {
			t.Fatalf("the terminal was told to hold %q", all)
		}
	}
}

func TestQuittingBeforeAClipboardProgramAnswersLeavesNothingThere(t *testing.T) {
	t.Parallel()
	for _, seconds := range []string{"0", "0.3", "1.5", "4"} {
		t.Run(seconds, func(t *testing.T) {
			t.Parallel()
			display := tools.Display(t)
			// Below a shell, whose end would take the clipboard program with it.
			x := start(t, session{program: "/bin/sh", args: []string{"-c", executable(t) + " --demo --filter '^dev/payments/stripe$'; echo it is over; exec /bin/sleep 1000"},
				env: []string{display, slow(t, seconds)}, w: 120, h: 36})
			x.sees("1 of 214", "? help").press("c").sees("1 decrypt").press("q").sees("it is over")
			for end := time.Now().Add(6 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
				if held := pasted(t, display); strings.Contains(held, "made-up") {
					t.Fatalf("after its end the clipboard holds %q", held)
				}
			}
			if all := x.copied(); len(all) > 0 && all[len(all)-1] != "" {
				t.Errorf("the terminal was told to hold %q", all)
			}
		})
	}
}
