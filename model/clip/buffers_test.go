//go:build unix

package clip

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"strongroom/internal/tools"
)

// wl-copy writes what it is given to a file, and leaves that where it is stopped.
func TestAStoppedWlCopyLeavesNothingOfTheSecretOnDisk(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		buffer := filepath.Join(dir, name)
		if err := os.Mkdir(buffer, mode); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(buffer, "stdin"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return buffer
	}
	ours := []string{file("wl-copy-buffer-whole", "CANARY-made-up", 0o700), file("wl-copy-buffer-begun", "CANARY-ma", 0o700)}
	others := []string{file("wl-copy-buffer-theirs", "another text", 0o700), file("wl-copy-buffer-empty", "", 0o700), file("wl-copy-buffer-open", "CANARY-made-up", 0o755), file("elsewhere", "CANARY-made-up", 0o700)}
	sweepBuffers([]byte("CANARY-made-up"), dir)
	for _, gone := range ours {
		if _, err := os.Stat(gone); err == nil {
			t.Errorf("%s is left", gone)
		}
	}
	for _, left := range others {
		if _, err := os.Stat(filepath.Join(left, "stdin")); err != nil {
			t.Errorf("%s: %v", left, err)
		}
	}
}

func TestAWlCopyThatFailsIsSweptUpBehindAndOneThatWorksIsLeftAlone(t *testing.T) {
	for status, left := range map[int]bool{0: true, 1: false} {
		bin, memory := t.TempDir(), t.TempDir()
		t.Setenv("PATH", bin)
		t.Setenv("XDG_RUNTIME_DIR", memory)
		script := fmt.Sprintf("#!/bin/sh\n/bin/mkdir -m 700 $TMPDIR/wl-copy-buffer-made-up && /bin/cat >$TMPDIR/wl-copy-buffer-made-up/stdin\nexit %d\n", status)
		tools.Script(t, filepath.Join(bin, WaylandTool), script)
		_, write := toolFuncs(WaylandTool)
		if err := write(t.Context(), []byte("CANARY-made-up"), false); (err == nil) != (status == 0) {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(memory, "wl-copy-buffer-made-up", "stdin")); (err == nil) != left {
			t.Errorf("where it ends with %d: %v", status, err)
		}
	}
}
