//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package program

import (
	"os"

	"golang.org/x/sys/unix"
)

const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
)

func hideMemory() {}

func duplicate(from, to int) error { return unix.Dup2(from, to) }

func shrinkPipe(*os.File) {}

// waitHangup cannot be had: poll does not work on terminals here. SIGHUP tells of a lost one.
func waitHangup(int) bool { return false }

// parentOf is not known: only a direct parent outside the job counts as one that waits.
func parentOf(int) int { return 0 }
