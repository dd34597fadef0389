package disk

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/backend/document"

	"github.com/gofrs/flock"
)

const (
	scratchPrefix = "strongroom-edit-"
	scratchLock   = ".lock"
	// scratchYoung is how old a directory must be to be swept where nothing tells whether its owner lives: it was being made.
	scratchYoung = time.Minute
	// MaxScratch is how much is read back at most: far more than the service takes, far less than would hurt.
	MaxScratch = 4 << 20
)

// Scratch is a private directory with one value in a file, for a program of the user's to edit. Whatever else the program
// puts beside the file goes with the directory. While it is there, its lock is held: a directory without an owner is swept.
type Scratch struct {
	Path string // of the file
	dir  string
	disk bool
	lock *flock.Flock
	// ledger is the one that the value is in.
	ledger *backend.Ledger
}

// Place is where a Scratch may be made. Disk: what is written there reaches a disk, and may be found there later.
type Place struct {
	Dir  string
	Disk bool
}

// ScratchPlaces are the places for a Scratch, best first: env tells the environment, shared is the system's memory-backed
// directory for everybody ("/dev/shm"). The last one is the directory for temporary files, on whatever that lies.
func ScratchPlaces(env func(string) string, shared string) (places []Place) {
	for _, dir := range []string{env("XDG_RUNTIME_DIR"), shared, os.TempDir()} {
		if info, err := os.Stat(dir); filepath.IsAbs(dir) && err == nil && info.IsDir() {
			places = append(places, Place{Dir: dir, Disk: !inMemory(dir)})
		}
	}
	return places
}

// BestPlace is the first place in memory, else the directory for temporary files.
func BestPlace(places []Place) Place {
	for _, p := range places {
		if !p.Disk {
			return p
		}
	}
	if len(places) == 0 {
		return Place{Dir: os.TempDir(), Disk: true}
	}
	return places[len(places)-1]
}

// NewScratch writes a value to a file of its own, secret and ext, in a new directory at a place. Only its owner can enter the
// directory or read the file, whatever the umask.
func NewScratch(p Place, v backend.Value, ext string) (*Scratch, error) {
	if !v.Held() {
		return nil, &backend.Error{Op: "write a file for the editor", Kind: backend.ErrNoValue}
	}
	var err error
	for range 3 { // a sweep that took the new directory for a leftover only costs another try
		var s *Scratch
		if s, err = newScratch(p); err != nil {
			continue
		}
		if err = s.write(v, ext); err == nil {
			return s, nil
		}
		_ = s.Remove()
	}
	return nil, scratchError("write a file for the editor", p.Dir, err)
}

func newScratch(p Place) (*Scratch, error) {
	dir, err := os.MkdirTemp(p.Dir, scratchPrefix)
	if err != nil {
		return nil, err
	}
	s := &Scratch{dir: dir, disk: p.Disk, lock: flock.New(filepath.Join(dir, scratchLock))}
	if err = os.Chmod(dir, 0o700); err == nil { // the umask may have taken even that away
		err = ours(dir)
	}
	if err == nil {
		var mine bool
		if mine, err = s.lock.TryLock(); err == nil && !mine {
			err = errors.New("somebody holds the lock of a new directory")
		}
	}
	if err != nil {
		_ = s.Remove()
		return nil, err
	}
	return s, nil
}

func (s *Scratch) write(v backend.Value, ext string) error {
	s.Path, s.ledger = filepath.Join(s.dir, "secret"+ext), v.Ledger()
	f, err := os.OpenFile(s.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = f.Chmod(0o600)
	if err == nil {
		v.Use(func(b []byte) { _, err = f.Write(b) })
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}

// Read gives the file's bytes as they are now. Whatever the editor has put in its place must be a plain file, and no larger
// than MaxScratch.
func (s *Scratch) Read() (backend.Value, error) {
	f, err := openPlain(s.Path, os.O_RDONLY)
	if err != nil {
		return backend.Value{}, scratchError("read back what the editor saved", "", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	switch {
	case err != nil:
		return backend.Value{}, scratchError("read back what the editor saved", "", err)
	case !info.Mode().IsRegular():
		return backend.Value{}, &backend.Error{Op: "read back what the editor saved", Kind: backend.ErrInvalid, Message: "it is not a plain file any more"}
	case info.Size() > MaxScratch:
		return backend.Value{}, &backend.Error{Op: "read back what the editor saved", Kind: backend.ErrInvalid, Message: "it is larger than 4 MiB, and a secret holds 64 KiB"}
	}
	b := make([]byte, info.Size()+1) // no growing: a grown buffer leaves copies behind
	n, err := io.ReadFull(f, b)
	if err == nil || !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		clear(b)
		return backend.Value{}, scratchError("read back what the editor saved", "", errors.Join(err, errors.New("it changes while it is read")))
	}
	return s.ledger.Value(b[:n], false), nil
}

// Remove takes the whole directory away. It may be called again.
func (s *Scratch) Remove() error {
	err := removeScratch(s.dir, s.disk)
	_ = s.lock.Close()
	if err != nil { // where an open file cannot be removed
		err = removeScratch(s.dir, s.disk)
	}
	return err
}

// removeScratch removes a directory of ours. On a disk the files are overwritten first, which a disk that remaps its blocks,
// or a file system that copies on write, need not heed: no more than a shorter life is promised.
func removeScratch(dir string, disk bool) error {
	_ = os.Chmod(dir, 0o700)
	if disk {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && d.Name() != scratchLock {
				overwrite(path)
			}
			return nil
		})
	}
	return os.RemoveAll(dir)
}

func overwrite(path string) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 16*MaxScratch {
		return
	}
	_ = os.Chmod(path, 0o600)
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return
	}
	_, _ = f.Write(make([]byte, info.Size()))
	_ = f.Sync()
	_ = f.Close()
}

// SweepScratch removes what ended runs have left behind at the places: never the directory of a program that lives, never one
// that is not this user's own. It returns how many it removed.
func SweepScratch(places []Place) (n int) {
	for _, p := range places {
		entries, err := os.ReadDir(p.Dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if dir := filepath.Join(p.Dir, e.Name()); strings.HasPrefix(e.Name(), scratchPrefix) && sweepOne(dir, p.Disk) {
				n++
			}
		}
	}
	return n
}

func sweepOne(dir string, disk bool) bool {
	if ours(dir) != nil {
		return false
	}
	at := filepath.Join(dir, scratchLock)
	info, err := os.Lstat(at)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		made, err := os.Lstat(dir)
		if err != nil || time.Since(made.ModTime()) < scratchYoung {
			return false
		}
		return removeScratch(dir, disk) == nil
	case err != nil || !info.Mode().IsRegular():
		return false
	}
	lock := flock.New(at, flock.SetFlag(os.O_RDWR)) // never made anew
	if free, err := lock.TryLock(); err != nil || !free {
		return false
	}
	s := &Scratch{dir: dir, disk: disk, lock: lock}
	return s.Remove() == nil
}

// scratchError says of a file what was wrong, without its name's random part.
func scratchError(op, dir string, err error) error {
	e := &backend.Error{Op: op, ID: dir, Kind: backend.ErrInvalid, Message: "the file system refuses"}
	switch {
	case isFull(err) && dir != "":
		e.Message = noSpace(dir)
	case errors.As(err, new(*fs.PathError)):
		e.Message = Reason(err)
	case err != nil:
		e.Message = err.Error()
	}
	if dir != "" {
		e.Op += " in"
	}
	return e
}

// WithoutAddedEnd takes off the one line end that many editors put at the end of a text that had none, and reports whether it
// did. It keeps after, or wipes it.
func WithoutAddedEnd(before, after backend.Value) (out backend.Value, cut bool) {
	var last byte
	before.Use(func(b []byte) {
		if len(b) > 0 {
			last = b[len(b)-1]
		}
	})
	if last == '\n' {
		return after, false
	}
	after.Use(func(b []byte) {
		rest, ok := bytes.CutSuffix(b, []byte("\n"))
		if last != '\r' {
			rest = bytes.TrimSuffix(rest, []byte("\r"))
		}
		if cut = ok && !bytes.HasSuffix(rest, []byte("\n")); cut {
			out = after.Like(bytes.Clone(rest), after.Binary())
		}
	})
	if !cut {
		return after, false
	}
	after.Wipe()
	return out, true
}

// ExtensionOf is the ending of a file's name by which an editor knows what a value is.
func ExtensionOf(v backend.Value) (ext string) {
	ext = ".txt"
	switch doc := document.Of(v); doc.Kind {
	case document.KindJSON, document.KindScalar:
		return ".json"
	case document.KindPEM:
		return ".pem"
	case document.KindBinary:
		return ".bin"
	}
	v.Use(func(b []byte) { ext = textExtension(b) })
	return ext
}

// textExtension looks at the first lines that say something: all of them must be of one form.
func textExtension(b []byte) string {
	env, yaml, seen := true, true, 0
	for line := range bytes.Lines(b[:min(len(b), 4096)]) {
		line = bytes.TrimRight(line, "\r\n")
		trimmed := bytes.TrimSpace(line)
		if len(trimmed) == 0 || trimmed[0] == '#' {
			continue
		}
		if seen++; seen > 20 {
			break
		}
		name, _, assigns := bytes.Cut(bytes.TrimPrefix(trimmed, []byte("export ")), []byte("="))
		env = env && assigns && word(name)
		key, rest, maps := bytes.Cut(trimmed, []byte(":"))
		indented := line[0] == ' ' || bytes.HasPrefix(line, []byte("- "))
		yaml = yaml && (string(line) == "---" || maps && word(key) && (len(rest) == 0 || rest[0] == ' ') || seen > 1 && indented)
	}
	switch {
	case seen > 0 && env:
		return ".env"
	case seen > 1 && yaml:
		return ".yaml"
	}
	return ".txt"
}

func word(s []byte) bool {
	return len(s) > 0 && !bytes.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./", r))
	})
}
