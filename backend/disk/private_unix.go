//go:build unix

package disk

import (
	"errors"
	"os"
	"syscall"
)

// ours reports with nil that a path is a directory (and no link to one) of this user's own that nobody else can enter.
func ours(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !ok || int(stat.Uid) != os.Geteuid() || info.Mode().Perm() != 0o700 {
		return errors.New("a new directory is not this user's own")
	}
	return nil
}

// openPlain opens a file for reading: no link is followed, and a pipe in its place does not block.
func openPlain(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}
