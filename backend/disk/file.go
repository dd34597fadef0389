package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"strongroom/backend"
)

// SaveNew writes a value to a file that only its owner can read. A file that is already there is never touched:
// that is ErrExists. What was begun and could not be finished is removed again.
func SaveNew(path string, v backend.Value) error {
	fail := func(err error) error {
		e := &backend.Error{Op: "save to", ID: path, Kind: errors.New(Reason(err)), Message: "choose another place", Err: backend.ErrInvalid}
		switch {
		case errors.Is(err, fs.ErrExist):
			e.Kind, e.Message, e.Err = backend.ErrExists, "choose another name: nothing is overwritten", nil
		case errors.Is(err, fs.ErrNotExist):
			e.Kind, e.Message = errors.New("there is no directory "+filepath.Dir(path)), "make that directory first, or choose another"
		}
		return e
	}
	if !v.Held() {
		return &backend.Error{Op: "save to", ID: path, Kind: backend.ErrNoValue}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fail(err)
	}
	v.Use(func(b []byte) { _, err = f.Write(b) })
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(path)
		return fail(err)
	}
	return nil
}

// LoadFile reads a file's bytes as a binary value, as they are. A file that the service would not take, empty or larger
// than MaxValue, is ErrInvalid, and so is anything but a plain file.
func LoadFile(path string, in *backend.Ledger) (backend.Value, error) {
	fail := func(message string) (backend.Value, error) {
		return backend.Value{}, &backend.Error{Op: "read", ID: filepath.Base(path), Kind: backend.ErrInvalid, Message: message, Unsent: true}
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return fail(Reason(err))
	case info.IsDir():
		return fail("it is a directory")
	case !info.Mode().IsRegular():
		return fail("it is not a plain file")
	}
	f, err := os.Open(path)
	if err != nil {
		return fail(Reason(err))
	}
	defer f.Close()
	v, err := readWhole(f, backend.MaxValue+1, in)
	problem := backend.ValueProblem(v)
	switch {
	case err != nil:
		problem = Reason(err)
	case v.Len() > backend.MaxValue:
		problem = fmt.Sprintf("it has %s, the service takes %d at most", backend.Counted(int(info.Size()), "byte"), backend.MaxValue)
	}
	if problem != "" {
		v.Wipe()
		return fail(problem)
	}
	return v, nil
}

// readWhole reads at most so many bytes, as a binary value, into one buffer: one that grows leaves copies behind.
func readWhole(from io.Reader, most int, in *backend.Ledger) (backend.Value, error) {
	b, n := make([]byte, most), 0
	for n < len(b) {
		read, err := from.Read(b[n:])
		if n += read; err == io.EOF { // and no other end: a reader that checks what it reads tells of its own
			break
		}
		if err != nil {
			clear(b)
			return backend.Value{}, err
		}
	}
	return in.Value(b[:n], true), nil
}

// HomePath is a path as it was typed, with ~/ for the home folder as shells have it.
func HomePath(typed string) string {
	if rest, ok := strings.CutPrefix(typed, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return typed
}

// CompletePath is a path that was begun, as far as all files that begin so agree, and the names of those files; a
// folder's name ends in a slash. Hidden files are meant only where the dot was typed.
func CompletePath(typed string) (to string, names []string) {
	shown, begun := filepath.Split(typed)
	folder := HomePath(shown)
	if folder == "" {
		folder = "."
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return typed, nil
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, begun) || begun == "" && strings.HasPrefix(name, ".") {
			continue
		}
		if info, err := os.Stat(filepath.Join(folder, name)); err == nil && info.IsDir() {
			name += string(filepath.Separator)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return typed, nil
	}
	common := names[0]
	for _, name := range names[1:] {
		for !strings.HasPrefix(name, common) {
			_, n := utf8.DecodeLastRuneInString(common)
			common = common[:len(common)-n]
		}
	}
	return shown + common, names
}
