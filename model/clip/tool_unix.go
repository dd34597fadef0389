//go:build unix

package clip

import (
	"context"
	"os/exec"
	"syscall"
)

// toolFuncs reach a clipboard through a tool.
func toolFuncs(tool string) (read func(context.Context) ([]byte, error), write func(context.Context, []byte) error) {
	copies, pastes := commands(tool)
	return func(ctx context.Context) ([]byte, error) { return runTool(ctx, pastes, nil) },
		func(ctx context.Context, b []byte) error { _, err := runTool(ctx, copies, b); return err }
}

// apart puts a command into a process group of its own, which ends with its context.
func apart(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
