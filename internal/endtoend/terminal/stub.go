//go:build unix

package terminal

import (
	"path/filepath"
	"testing"

	"strongroom/internal/tools"
)

// Stub writes an editor of the test's own. It is called vim, so that it is one that is known; $f is the file, $REPORT another.
func Stub(t testing.TB, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vim")
	tools.Script(t, path, "#!/bin/sh\nPATH=/usr/bin:/bin\numask 077\nfor f; do :; done\n"+script+"\n")
	return path
}

// Scratches are the directories for edited values that are there.
func Scratches(t testing.TB, in string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(in, "strongroom-edit-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}
