//go:build unix

package main

import (
	"os"
	"strongroom/internal/endtoend/terminal"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// variantVariable makes of this test binary the program under circumstances that no flag asks for.
const variantVariable = "STRONGROOM_TEST_VARIANT"

// TestMain runs the tests; a process that a test has started from this binary is a variant, a probe or their watcher instead.
func TestMain(m *testing.M) {
	if WatchTerminal() {
		return
	}
	here := ThisMachine()
	switch os.Getenv(variantVariable) {
	case "no shared memory":
		here.Memory = ""
		os.Exit(Main([]string{"--demo"}, here))
	case "brittle":
		here.Wrap = func(m tea.Model) tea.Model { return fragile{m} }
		os.Exit(Main([]string{"--demo", "--filter", "^" + edited + "$"}, here))
	}
	if os.Getenv(probeVariable) != "" {
		os.Exit(probed())
	}
	os.Exit(terminal.RunTests(m))
}
