//go:build unix

package endtoend

import (
	"os/exec"
	"strings"
	"testing"

	"strongroom/internal/endtoend/terminal"
)

// Whoever asks a terminal for its colours reads the answer, and with it what was typed ahead.
func TestTheHelpIsAllThatIsWrittenAndLeavesWhatWasTypedAhead(t *testing.T) {
	t.Parallel()
	const ahead = "typed ahead"
	for _, line := range []string{"--help", "-h", "deleted --help", "doctor --help", "restore --help", "serve --help", "--version", "--keys", "--nonsense", "restore"} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			args := strings.Fields(line)
			cmd := exec.Command(terminal.Strongroom(t), args...)
			cmd.Env = []string{"XDG_CONFIG_HOME=" + t.TempDir()}
			alone, _ := cmd.CombinedOutput()
			x := terminal.Start(t, terminal.Session{Program: "/bin/sh", Args: append([]string{"-c", `"$0" "$@"; read line; echo "read <$line>"`, terminal.Strongroom(t)}, args...)})
			x.Type(ahead + "\r").Sees("read <" + ahead + ">").Exit()
			want := strings.ReplaceAll(string(alone)+"read <"+ahead+">\n", "\n", "\r\n")
			if got := strings.Replace(string(x.Sent()), ahead+"\r\n", "", 1); got != want { // the terminal itself repeats what is typed
				t.Errorf("the terminal got %q, want %q", got, want)
			}
			if len(alone) < 20 || strings.Contains(want, "\x1b") {
				t.Errorf("without a terminal it writes %q", alone)
			}
			x.Restored()
		})
	}
}
