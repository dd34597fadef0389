//go:build !unix

package aws

import "os/exec"

func leaveTerminal(*exec.Cmd) {}
