//go:build unix

package clip

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/internal/tools"
)

const secret = "CANARY-5f0c1d77 two\nlines, and é"

// TestMain runs the tests, or is the process of one: the clipboard library looks for its tool when a process starts.
func TestMain(m *testing.M) {
	if os.Getenv("CLIP_TEST") == "" {
		os.Exit(m.Run())
	}
	b, _ := io.ReadAll(os.Stdin)
	board := New(os.Getenv)
	began := time.Now()
	r, err := board.Write(context.Background(), b)
	fmt.Printf("tool %s\nwrite %v\nslow %v\n", board.Native(), err, time.Since(began) > Deadline+time.Second)
	fmt.Println("written")
	if other := os.Getenv("CLIP_TEST_OTHER"); other != "" {
		_, _ = board.Write(context.Background(), []byte(other))
	}
	outcome, err := board.ClearIfOurs(context.Background(), r)
	fmt.Printf("outcome %d\nclear %v\n", outcome, err)
}

// copyAndClear runs a process that copies the secret and clears it again, with these tools alone, and returns what it tells.
func copyAndClear(t *testing.T, env ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(env, "CLIP_TEST=1")
	c.Stdin = strings.NewReader(secret)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// stub writes a tool of that name into dir. Each call leaves its arguments, environment and parent's trace in dir.
func stub(t *testing.T, dir, name, body string) {
	t.Helper()
	script := "#!/bin/sh\n{ echo \"$0 $@\"; /usr/bin/env; } >>" + dir + "/calls\n" + body + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestCopyingThroughAToolOnThePath(t *testing.T) {
	const x = `case "$*" in *-out*) exec /bin/cat DIR/held;; *) exec /bin/cat >DIR/held;; esac`
	for _, c := range []struct {
		name, display string
		stubs         map[string]string
		env           string
		want          []string
		held          string
	}{
		{"xclip", "DISPLAY", map[string]string{"xclip": x}, "", []string{"tool xclip", "write <nil>", "outcome 1", "clear <nil>"}, ""},
		{"wl-copy", "WAYLAND_DISPLAY", map[string]string{"wl-copy": "exec /bin/cat >DIR/held", "wl-paste": "exec /bin/cat DIR/held"}, "",
			[]string{"tool wl-copy", "write <nil>", "outcome 1"}, ""},
		{"somebody copies meanwhile", "DISPLAY", map[string]string{"xclip": x}, "CLIP_TEST_OTHER=theirs", []string{"outcome 2"}, "theirs"},
		{"fails", "DISPLAY", map[string]string{"xclip": "/bin/cat >/dev/null; exit 1"}, "", []string{"write xclip: exit status 1", "outcome 0"}, ""},
		{"hangs", "DISPLAY", map[string]string{"xclip": "exec /bin/sleep 8"}, "", []string{"write xclip: no answer", "slow false", "outcome 0"}, ""},
		{"no display", "NOTHING", map[string]string{"xclip": x}, "", []string{"tool \n", "write <nil>", "outcome 0"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, body := range c.stubs {
				stub(t, dir, name, strings.ReplaceAll(body, "DIR", dir))
			}
			out := copyAndClear(t, "PATH="+dir, c.display+"=:77", c.env)
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("it told\n%s\nwithout %q", out, want)
				}
			}
			if held, _ := os.ReadFile(filepath.Join(dir, "held")); string(held) != c.held {
				t.Errorf("%q is left on the clipboard, want %q", held, c.held)
			}
			calls, _ := os.ReadFile(filepath.Join(dir, "calls"))
			if strings.Contains(string(calls), "CANARY") || strings.Contains(out, "CANARY") {
				t.Error("the value was in a tool's arguments or environment, or was printed")
			}
		})
	}
}

func TestCopyingThroughARealXServer(t *testing.T) {
	for _, tool := range []string{"Xvfb", "xclip"} {
		tools.Need(t, tool)
	}
	display := startX(t)
	path := "PATH=" + os.Getenv("PATH")
	if out := copyAndClear(t, path, display); !strings.Contains(out, "write <nil>") || !strings.Contains(out, "outcome 1") {
		t.Errorf("it told\n%s", out)
	}
	if out := copyAndClear(t, path, display, "CLIP_TEST_OTHER=theirs"); !strings.Contains(out, "outcome 2") {
		t.Errorf("somebody else copied, and it told\n%s", out)
	}
	paste := exec.Command("xclip", "-out", "-selection", "clipboard")
	paste.Env = []string{path, display}
	if held, err := paste.Output(); string(held) != "theirs" {
		t.Errorf("the clipboard holds %q (%v), want what somebody else copied", held, err)
	}
}

// startX starts a display server of its own and returns its DISPLAY setting.
func startX(t *testing.T) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "640x480x8", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	t.Cleanup(func() { _ = x.Process.Kill(); _ = x.Wait(); _ = r.Close() })
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		tools.Missing(t, fmt.Sprintf("Xvfb does not start: %v", err))
	}
	return "DISPLAY=:" + strings.TrimSpace(line)
}
