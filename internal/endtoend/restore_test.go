//go:build unix

package endtoend

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"strongroom/internal/endtoend/terminal"
)

func TestARestoreThatNobodyReadsAnyMoreBringsAllBack(t *testing.T) {
	t.Parallel()
	s := startShellAt(t, "team", "eu-west-1")
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer write.Close()
	_ = read.Close()
	cmd := exec.Command(terminal.Strongroom(t), "restore", "--endpoint-url", s.url, "tmp/loadtest", "prod/old/mailgun", "dev/search/reindex-token")
	var messages bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = append(s.env, "AWS_PROFILE=team"), write, &messages
	if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(messages.String(), "standard output cannot be written: broken pipe") {
		t.Errorf("ends with %v\n%s", err, messages.String())
	}
	out, _ := s.runs("strongroom deleted --endpoint-url "+s.url, "AWS_PROFILE=team")
	for _, name := range []string{"tmp/loadtest", "prod/old/mailgun", "dev/search/reindex-token"} {
		if strings.Contains(out, name) {
			t.Errorf("%s did not come back:\n%s", name, out)
		}
	}
}
