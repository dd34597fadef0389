//go:build unix

package endtoend

import (
	"os"
	"testing"

	"strongroom/internal/endtoend/terminal"
)

func TestMain(m *testing.M) { os.Exit(terminal.RunTests(m)) }
