//go:build unix

package disk

import "syscall"

func umask(mask int) (old int) { return syscall.Umask(mask) }
