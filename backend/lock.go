package backend

import (
	"errors"
	"io/fs"
	"os"
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

func (l lock) held() bool { return l.file != nil && l.file.Locked() }

func (l lock) unlock() {
	if l.file != nil {
		_ = l.file.Unlock()
	}
}
