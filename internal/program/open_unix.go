//go:build unix

package program

import (
	"os/exec"
	"syscall"
)

// alone keeps a program off our terminal and away from its signals.
func alone(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
