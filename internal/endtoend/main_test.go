//go:build unix

package endtoend

import (
	"os"
	"strongroom/internal/cli"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/program"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// variantVariable makes of this test binary the program under circumstances that no flag asks for.
const variantVariable = "STRONGROOM_TEST_VARIANT"

// TestMain runs the tests; a process that a test has started from this binary is a variant or its watcher instead.
func TestMain(m *testing.M) {
	if program.WatchTerminal() {
		return
	}
	here := cli.ThisMachine()
	switch os.Getenv(variantVariable) {
	case "no shared memory":
		here.Memory = ""
		os.Exit(cli.Main([]string{"--demo"}, here))
	case "brittle":
		here.Wrap = func(m tea.Model) tea.Model { return fragile{m} }
		os.Exit(cli.Main([]string{"--demo", "--filter", "^" + edited + "$"}, here))
	}
	os.Exit(terminal.RunTests(m))
}
