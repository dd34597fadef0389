//go:build !unix

package disk

import (
	"errors"
	"os"
)

// ours reports with nil that a path is a directory, and no link to one. Whose it is the user's own folder decides here.
func ours(dir string) error {
	info, err := os.Lstat(dir)
	if err == nil && !info.IsDir() {
		err = errors.New("a new directory is none")
	}
	return err
}

// openPlain opens a file for reading, and no link.
func openPlain(path string) (*os.File, error) {
	if info, err := os.Lstat(path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a plain file any more")
	}
	return os.Open(path)
}
