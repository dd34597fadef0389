package disk

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// keyKeeper is where the key of the drafts lies. It is read anew each time, and what was read is not held.
type keyKeeper interface {
	// problem says why no key can be kept there, "" where one can, as far as is known without asking.
	problem() string
	// key is the identity that opens this login's drafts, nil without an error where there is none yet.
	key() (*age.X25519Identity, error)
	// ensure is key, which it makes where there is none. Of two programs that make one at once, one's key counts for both.
	ensure() (*age.X25519Identity, error)
	// again lets ensure ask once more for what was refused: another edit begins.
	again()
	// outlivesLogin reports whether the key is still there after the user has logged out.
	outlivesLogin() bool
}

// runtimeKey keeps the key in the user's runtime directory, which is in memory and goes with the login.
type runtimeKey struct{ runtime string }

func (k runtimeKey) again() {}

func (k runtimeKey) outlivesLogin() bool { return false }

func (k runtimeKey) problem() string {
	if k.runtime == "" {
		return "this login has no runtime directory (XDG_RUNTIME_DIR) for its key"
	}
	return private(k.runtime)
}

// private says why a directory is not this user's alone, "" where it is.
func private(dir string) string {
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return "the directory " + dir + " cannot be used: " + Reason(err)
	case !info.IsDir():
		return dir + " is not a directory"
	case !isOurs(info) || info.Mode().Perm() != 0o700:
		return "the directory " + dir + " is not private: it must be yours, with mode 0700"
	}
	return ""
}

func (k runtimeKey) dir() string  { return filepath.Join(k.runtime, "strongroom") }
func (k runtimeKey) path() string { return filepath.Join(k.dir(), "draft-key") }

// key reads it: the directory can go while the program lives.
func (k runtimeKey) key() (*age.X25519Identity, error) {
	if p := k.problem(); p != "" {
		return nil, errors.New(p)
	}
	if _, err := os.Lstat(k.dir()); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if p := private(k.dir()); p != "" {
		return nil, errors.New(p)
	}
	info, err := os.Lstat(k.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, errors.New("the key of the drafts cannot be read: " + Reason(err))
	}
	if !info.Mode().IsRegular() || !isOurs(info) || info.Mode().Perm() != 0o600 {
		return nil, errors.New("the key of the drafts in " + k.path() + " is not private: it must be a file of yours, with mode 0600")
	}
	b, err := os.ReadFile(k.path())
	if err != nil {
		return nil, errors.New("the key of the drafts cannot be read: " + Reason(err))
	}
	defer clear(b)
	return parseKey(string(bytes.TrimSpace(b)), k.path())
}

// parseKey is the identity that a text is, which lies where is named.
func parseKey(text, where string) (*age.X25519Identity, error) {
	id, err := age.ParseX25519Identity(text)
	if err != nil { // the library's error may quote it
		return nil, errors.New("the key of the drafts in " + where + " is damaged")
	}
	return id, nil
}

func (k runtimeKey) ensure() (*age.X25519Identity, error) {
	id, err := k.key()
	if id != nil || err != nil {
		return id, err
	}
	if err := makePrivate(k.dir()); err != nil {
		return nil, errors.New("the key of the drafts cannot be made: " + Reason(err))
	}
	if id, err = age.GenerateX25519Identity(); err != nil {
		return nil, errors.New("the key of the drafts cannot be made")
	}
	b := append([]byte(id.String()), '\n')
	defer clear(b)
	if err := writeNew(k.path(), b); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, errors.New("the key of the drafts cannot be made: " + Reason(err))
	}
	// Sticky, or a cleaner of runtime directories may take it after six hours (XDG base directory specification).
	_ = os.Chmod(k.path(), 0o600|fs.ModeSticky)
	if id, err = k.key(); id == nil && err == nil {
		err = errors.New("the key of the drafts was taken away again")
	}
	return id, err
}

// makePrivate makes a directory that is the user's alone, whatever the umask says.
func makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// mark tells the drafts of one key from those of another, and nothing else.
func mark(id *age.X25519Identity) string {
	sum := sha256.Sum256([]byte(id.Recipient().String()))
	return hex.EncodeToString(sum[:4])
}
