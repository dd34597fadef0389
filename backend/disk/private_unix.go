//go:build unix

package disk

import (
	"errors"
	"io/fs"
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

// openPlain opens a file that is there: no link is followed, and a pipe in its place does not block.
func openPlain(path string, how int) (*os.File, error) {
	return os.OpenFile(path, how|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}

// mayRewrite reports whether a file is this user's alone, under one name.
func mayRewrite(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && isOurs(info) && s.Nlink == 1 && info.Mode().Perm() == 0o600
}

// isFull reports whether an error tells that a disk, or a user's part of it, is full.
func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }
