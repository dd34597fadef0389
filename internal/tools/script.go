package tools

import (
	"os"
	"syscall"
	"testing"
)

// Script writes a program that this process runs. Nothing is begun meanwhile: a child that still had the file open for writing would
// let nobody run it ("text file busy").
func Script(t testing.TB, path, text string) {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}
