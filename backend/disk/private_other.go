//go:build !unix

package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// ours reports with nil that a path is a directory, and no link to one. Whose it is the user's own folder decides here.
func ours(dir string) error {
	info, err := os.Lstat(dir)
	if err == nil && !info.IsDir() {
		err = errors.New("a new directory is none")
	}
	return err
}

// openPlain opens a file that is there, and no link.
func openPlain(path string, how int) (*os.File, error) {
	if info, err := os.Lstat(path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a plain file any more")
	}
	return os.OpenFile(path, how, 0)
}

// mayRewrite is true: whose a file is the user's own folder decides here.
func mayRewrite(fs.FileInfo) bool { return true }

// isFull reports whether an error tells that a disk is full (ERROR_DISK_FULL).
func isFull(err error) bool { return errors.Is(err, syscall.Errno(112)) }
