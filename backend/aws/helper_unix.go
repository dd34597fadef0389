//go:build unix

package aws

import (
	"os/exec"
	"syscall"
)

// leaveTerminal gives a command a session of its own, which has no terminal, and ends all of it where the command is ended.
func leaveTerminal(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
