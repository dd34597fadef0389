package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lock is a lock file that is held until unlock or until the process ends, however it ends.
type lock struct{ file *flock.Flock }

// tryLock takes the lock file at path, for itself alone or shared with others that only look. ok is false where somebody
// else holds it. One who only looks holds it for a moment, so it is tried for a moment.
func tryLock(path string, shared bool) (l lock, ok bool, err error) {
	l.file = flock.New(path, flock.SetPermissions(0o600))
	try := l.file.TryLock
	if shared {
		try = l.file.TryRLock
	}
	for range 5 {
		if ok, err = try(); ok || err != nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if ok && !shared {
		_ = os.Chmod(path, 0o600) // whatever the umask says
	}
	if errors.Is(err, fs.ErrNotExist) { // its directory is gone, and with it all that it guards
		err = nil
	}
	return l, ok, err
}

// lockPatience is how long a state file is waited for: whoever has it reads and writes it once.
const lockPatience = 2 * time.Second

var errStateBusy = errors.New("another Strongroom holds it, and does not let it go")

// alone waits until no other program that asks for it has the state file at path, and keeps them out until release is
// called: what is read in between is still so when it is written. The lock is a file beside it, since every write puts
// another file in its place.
func alone(path string) (release func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	for end := time.Now().Add(lockPatience); ; {
		l, ok, err := tryLock(path+".lock", false)
		switch {
		case err != nil:
			return nil, err
		case ok:
			return l.unlock, nil
		case time.Now().After(end):
			return nil, fmt.Errorf("%s: %w", path, errStateBusy)
		}
	}
}

func (l lock) held() bool { return l.file != nil && l.file.Locked() }

func (l lock) unlock() {
	if l.file != nil {
		_ = l.file.Unlock()
	}
}
