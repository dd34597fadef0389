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
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/tools"
)

const secret = "CANARY-5f0c1d77 two\nlines, and é"

// TestMain runs the tests, or is the process of one that copies: nothing of this one's environment counts there.
func TestMain(m *testing.M) {
	switch os.Getenv("CLIP_TEST") {
	case "":
		os.Exit(m.Run())
	case "copy and clear":
		copyAndClearHere()
	case "keep":
		keepHere()
	}
}

func copyAndClearHere() {
	b, _ := io.ReadAll(os.Stdin)
	tool := Tool(os.Getenv)
	if tool == nil {
		fmt.Println("no tool")
		return
	}
	if native := tool.(*native); os.Getenv("CLIP_TEST_HANGS") == "" {
		native.takes = time.Minute // the machine may have much to do
	}
	began := time.Now()
	r := NewReceipt(b)
	err := tool.Write(context.Background(), b, Stay{Life: time.Minute, Receipt: r})
	fmt.Printf("tool %s\nwrite %v\nslow %v\n", tool.Name(), err, time.Since(began) > Deadline+time.Second)
	if os.Getenv("CLIP_TEST_AGAIN") != "" {
		_ = tool.Write(context.Background(), b, Stay{Life: time.Minute, Receipt: r})
	}
	if other := os.Getenv("CLIP_TEST_OTHER"); other != "" {
		_ = tool.Write(context.Background(), []byte(other), Stay{})
	}
	outcome, err := tool.ClearIfOurs(context.Background(), r)
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
	c.Env = append(env, "CLIP_TEST=copy and clear")
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
	tools.Script(t, filepath.Join(dir, name), script)
}

func TestCopyingThroughAToolOnThePath(t *testing.T) {
	const x = `case "$*" in *-out*) exec /bin/cat DIR/held;; *) exec /bin/cat >DIR/held;; esac`
	const early = `case "$*" in *-out*) exec /bin/cat DIR/held;; esac; /bin/cat >DIR/$$; { /bin/sleep 0.4; /bin/mv DIR/$$ DIR/held; } >/dev/null 2>&1 &`
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
		{"comes back early", "DISPLAY", map[string]string{"xclip": early}, "CLIP_TEST_OTHER=theirs", []string{"outcome 2"}, "theirs"},
		{"comes back early to be cleared", "DISPLAY", map[string]string{"xclip": early}, "", []string{"outcome 1", "clear <nil>"}, ""},
		{"fails", "DISPLAY", map[string]string{"xclip": "/bin/cat >/dev/null; exit 1"}, "", []string{"write xclip: exit status 1", "outcome 0"}, ""},
		{"hangs", "DISPLAY", map[string]string{"xclip": "exec /bin/sleep 8"}, "CLIP_TEST_HANGS=1", []string{"write xclip: no answer", "slow false", "outcome 0"}, ""},
		{"no display", "NOTHING", map[string]string{"xclip": x}, "", []string{"no tool\n"}, ""},
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

func TestWaylandIsToldOfASecretWhereItsToolListens(t *testing.T) {
	for name, help := range map[string]struct {
		says  string
		marks bool
	}{
		"new":   {"echo '  -s, --sensitive'", true},
		"old":   {"echo '  -o, --paste-once'", false},
		"fails": {"echo '  -s, --sensitive'; exit 1", false},
		"hangs": {"exec /bin/sleep 8", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			stub(t, dir, "wl-copy", `case "$*" in *--help*) `+help.says+"; exit;; esac; exec /bin/cat >"+dir+"/held")
			stub(t, dir, "wl-paste", "exec /bin/cat "+dir+"/held")
			out := copyAndClear(t, "PATH="+dir, "WAYLAND_DISPLAY=x", "CLIP_TEST_AGAIN=1")
			if !strings.Contains(out, "write <nil>") || !strings.Contains(out, "outcome 1") {
				t.Errorf("it told\n%s", out)
			}
			calls, err := os.ReadFile(filepath.Join(dir, "calls"))
			if err != nil {
				t.Fatal(err)
			}
			var copies []string
			for line := range strings.Lines(string(calls)) {
				if args, ok := strings.CutPrefix(strings.TrimSpace(line), dir+"/wl-copy"); ok {
					copies = append(copies, strings.TrimSpace(args))
				}
			}
			const text = "--type text/plain"
			want := []string{"--help", text, text, text} // asked once, the secret, it again, cleared
			if help.marks {
				want[1], want[2] = text+" --sensitive", text+" --sensitive"
			}
			if !slices.Equal(copies, want) {
				t.Errorf("wl-copy was called with %q, want %q", copies, want)
			}
		})
	}
}

func TestCopyingThroughARealXServer(t *testing.T) {
	tools.Need(t, "xclip")
	display := tools.Display(t)
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

// keepHere copies what it reads for a second, and does nothing else: its main goroutine stands still as the program's loop does
// while an editor has the terminal.
func keepHere() {
	b, _ := io.ReadAll(os.Stdin)
	k := NewKeeper(Tool(os.Getenv), NewTerminal(os.Getenv, io.Discard), time.Now)
	way, err := k.Begin("it", b, time.Second).Write(b)
	fmt.Printf("way %d, %v\n", way, err)
	time.Sleep(time.Minute)
}

// pasted is what a display's clipboard holds.
func pasted(t *testing.T, display string) string {
	t.Helper()
	paste := exec.Command("xclip", "-out", "-selection", "clipboard")
	paste.Env = []string{"PATH=" + os.Getenv("PATH"), display}
	held, _ := paste.Output()
	return string(held)
}

// keeping starts a process that copies the secret with the tool, and returns once it has.
func keeping(t *testing.T, env ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(env, "CLIP_TEST=keep")
	c.Stdin = strings.NewReader(secret)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL); _ = c.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "way 1, <nil>\n" {
		t.Fatalf("it says %q (%v)", line, err)
	}
	return c
}

func TestARealClipboardIsClearedWhileTheProgramStandsStill(t *testing.T) {
	tools.Need(t, "xclip")
	display := tools.Display(t)
	path := "PATH=" + os.Getenv("PATH")
	keeping(t, path, display)
	if held := pasted(t, display); held != secret {
		t.Fatalf("the clipboard holds %q, so this proves nothing", held)
	}
	for end := time.Now().Add(10 * time.Second); pasted(t, display) == secret; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the secret is still on the clipboard")
		}
	}
}

// A stopped program stops no paste, and what is due is taken off as soon as it goes on.
func TestAStoppedProgramLetsOthersPasteAndClearsOnceItGoesOn(t *testing.T) {
	tools.Need(t, "xclip")
	display := tools.Display(t)
	c := keeping(t, "PATH="+os.Getenv("PATH"), display)
	if err := syscall.Kill(-c.Process.Pid, syscall.SIGSTOP); err != nil { // as ctrl+z stops the whole job
		t.Fatal(err)
	}
	time.Sleep(1200 * time.Millisecond)
	held := make(chan string, 1)
	go func() { held <- pasted(t, display) }()
	select {
	case text := <-held:
		if text != secret {
			t.Errorf("a stopped program's copy pastes as %q", text)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("pasting hangs while the program is stopped")
	}
	if err := syscall.Kill(-c.Process.Pid, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); pasted(t, display) == secret; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the secret is still on the clipboard")
		}
	}
}

// lazyTmux is a tmux that makes its copy of what it passes on a moment later.
type lazyTmux struct{ dir string }

func (l lazyTmux) Write(b []byte) (int, error) {
	if strings.Contains(string(b), ";c;\x07") {
		return len(b), nil
	}
	name := fmt.Sprintf("buffer%d", time.Now().UnixNano())
	time.AfterFunc(300*time.Millisecond, func() { _ = os.WriteFile(filepath.Join(l.dir, name), []byte(secret), 0o600) })
	return len(b), nil
}

func (l lazyTmux) buffers(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(l.dir, "buffer*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatTmuxKeepsIsRemovedHoweverLateItKeepsIt(t *testing.T) {
	bin, l := t.TempDir(), lazyTmux{t.TempDir()}
	script := "#!/bin/sh\ncd " + l.dir + "\ncase $1 in list-buffers) /bin/ls;; show-buffer) exec /bin/cat \"$3\";; delete-buffer) /bin/rm \"$3\";; esac\n"
	tools.Script(t, filepath.Join(bin, "tmux"), script)
	t.Setenv("PATH", bin)
	k := NewKeeper(nil, NewTerminal(set("TMUX"), l), time.Now)
	for range 3 { // each has a buffer of its own, and the next copy is no reason to forget it
		if way, err := k.Begin("it", []byte(secret), time.Hour).Write([]byte(secret)); way != ThroughTerminal || err != nil {
			t.Fatal(way, err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	k.Close(ctx)
	time.Sleep(500 * time.Millisecond)
	if left := l.buffers(t); len(left) != 0 || len(k.rest()) != 0 {
		t.Errorf("after the end %d buffers are left, and %d slips", len(left), len(k.rest()))
	}
	if err := os.WriteFile(filepath.Join(l.dir, "buffer-of-others"), []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := SweepTmux(t.Context(), NewReceipt([]byte(secret))); n != 0 || err != nil || len(l.buffers(t)) != 1 {
		t.Errorf("%d of somebody else's were removed, %v", n, err)
	}
}
