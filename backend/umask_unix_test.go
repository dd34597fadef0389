//go:build unix

package backend

import "syscall"

func umask(mask int) (old int) { return syscall.Umask(mask) }
