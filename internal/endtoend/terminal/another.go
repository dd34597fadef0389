//go:build unix

package terminal

import (
	"os"
	"syscall"
	"testing"
)

// nobody is the user whom everything belongs to that is no user's.
const nobody = 65534

// openDir is a directory that every user may look into, which t.TempDir is not.
func openDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "strongroom-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// becomeAnother gives the session to another user, where the tests run as root.
func (x *Terminal) becomeAnother() {
	x.T.Helper()
	if os.Geteuid() != 0 {
		return
	}
	for _, dir := range []string{x.Home, x.tmp, x.Work, x.bin, x.run} {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			x.T.Fatal(err)
		}
	}
	x.Cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
}
