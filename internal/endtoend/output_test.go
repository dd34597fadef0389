package endtoend

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"strongroom/internal/endtoend/terminal"
)

func TestAFullDeviceIsAFailureOfTheCommand(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here: ", err)
	}
	defer full.Close()
	for _, args := range [][]string{{"deleted", "--demo", "--json"}, {"--help"}} {
		cmd := exec.Command(terminal.Strongroom(t), args...)
		var messages bytes.Buffer
		cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+t.TempDir())
		cmd.Stdout, cmd.Stderr = full, &messages
		if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 1 {
			t.Errorf("%v: %v\n%s", args, err, messages.String())
		}
	}
}
