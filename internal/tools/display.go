//go:build unix

package tools

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Display starts an X server of the test's own and returns its setting, DISPLAY=:N.
func Display(t testing.TB) string {
	t.Helper()
	server := Need(t, "Xvfb")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command(server, "-displayfd", "3", "-screen", "0", "1280x960x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	t.Cleanup(func() { _ = x.Process.Kill(); _ = x.Wait(); _ = r.Close() })
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		Missing(t, "Xvfb does not start: "+err.Error())
	}
	return "DISPLAY=:" + strings.TrimSpace(line)
}
