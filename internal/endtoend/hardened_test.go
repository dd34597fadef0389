//go:build linux

package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// ownerOf is whose a process's memory is to read: its user's, or root's where it says so itself.
func ownerOf(t *testing.T, pid int) uint32 {
	t.Helper()
	info, err := os.Stat(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Uid
}

func TestNoneOfOurProcessesLetsItsUserReadItsMemoryOrDumpsIt(t *testing.T) {
	t.Parallel()
	// A shell that allows core files, and is what a process is like that says nothing.
	x := terminal.Start(t, terminal.Session{Program: "/bin/sh", Args: []string{"-c", "ulimit -c unlimited; " + terminal.Strongroom(t) + " --demo --filter '^dev/payments/stripe$'; exit $?"},
		W: 120, H: 36, Other: true}).Sees("1 of 214", "? help")
	x.Press("c").Sees("by the terminal")
	if ownerOf(t, x.Cmd.Process.Pid) == 0 {
		t.Fatal("the shell's memory is root's too, so this proves nothing")
	}
	ours := terminal.Descendants(x.Cmd.Process.Pid)[1:]
	if len(ours) != 3 || len(holders(x)) != 1 {
		t.Fatalf("%d processes are ours, want the program, the one that watches over the terminal and the one that clears", len(ours))
	}
	for _, pid := range ours {
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if owner := ownerOf(t, pid); owner != 0 {
			t.Errorf("the memory of %q is user %d's to read", line, owner)
		}
		limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
		if err != nil || !regexp.MustCompile(`(?m)^Max core file size +0 +0 `).Match(limits) {
			t.Errorf("%q may write a core file: %v\n%s", line, err, limits)
		}
	}
}

func TestADebuggerOfTheSameUserIsRefused(t *testing.T) {
	t.Parallel()
	gcore := tools.Need(t, "gcore")
	x := terminal.Start(t, terminal.Session{Args: []string{"--demo", "--filter", "^dev/payments/stripe$"}, W: 120, H: 36, Other: true}).Sees("1 of 214", "? help")
	x.Press("c").Sees("by the terminal")
	for _, pid := range append(holders(x), x.Cmd.Process.Pid) {
		c := exec.Command(gcore, "-o", "core", fmt.Sprint(pid))
		c.Dir, c.SysProcAttr = x.Work, &syscall.SysProcAttr{Credential: x.Cmd.SysProcAttr.Credential}
		out, _ := c.CombinedOutput()
		if files := terminal.ChangedSince(x.Work, x.Began); len(files) > 0 {
			t.Errorf("it wrote %v:\n%s", files, out)
		}
	}
}
