// Package disk is what is kept on this machine: drafts, the directories of editors, ends of recovery windows, what was left
// unfinished. Nothing of a value lies there but as ciphertext, or in memory and for as long as an editor runs.
package disk

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"strongroom/backend/change"
)

// scrap is how the names of files begin that are not whole yet.
const scrap = ".strongroom-"

// writeWhole puts a file that only its owner can read in its place at once: a reader sees the old one or the new one,
// whatever ends this program meanwhile.
func writeWhole(path string, content []byte) (err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, scrap+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_ = f.Chmod(0o600) // whatever the umask says
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err == nil {
		syncDir(dir)
	}
	return err
}

// writeNew is writeWhole where there must be no file yet: of several that write at once, one succeeds.
func writeNew(path string, content []byte) error {
	part := path + "-" + change.NewToken()
	if err := writeWhole(part, content); err != nil {
		return err
	}
	defer func() { _ = os.Remove(part) }()
	return os.Link(part, path)
}

// syncDir makes a rename outlast a power cut, where the system can.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// readOwn reads a file of JSON that this program has written, where it is there. Its error does not name the file.
func readOwn(path string, into any) (there bool, err error) {
	b, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, errors.New(Reason(err))
	case json.Unmarshal(b, into) != nil:
		return false, errors.New("it is no JSON of ours")
	}
	return true, nil
}

// Reason is an error of the file system without the path, which its sentence names already or need not. What disk is full
// it says.
func Reason(err error) string {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p) && isFull(err):
		return noSpace(filepath.Dir(p.Path))
	case errors.As(err, &l) && isFull(err):
		return noSpace(filepath.Dir(l.New))
	case p != nil:
		return p.Err.Error()
	case l != nil:
		return l.Err.Error()
	}
	return "it failed"
}

func noSpace(dir string) string { return "no space left on the disk of " + dir }
