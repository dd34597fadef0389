//go:build unix

package holder

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
	"strongroom/model/clip"
)

const (
	// patience is how long a test waits for what must come.
	patience = 30 * time.Second
	canary   = "CANARY-5f0c1d77 two\nlines"
)

// TestMain runs the tests, or is a holder, or the program that has one.
func TestMain(m *testing.M) {
	switch {
	case Serve():
	case os.Getenv("HOLDER_TEST") != "":
		beProgram()
	default:
		os.Exit(terminal.RunTests(m))
	}
}

// command is what a test tells its program to do.
type command struct {
	Do   string
	Text string
	Life time.Duration
}

// report is what became of it.
type report struct {
	Said  string
	Gone  bool
	Board string
}

// beProgram does what it is told on standard input.
func beProgram() {
	b, receipts := New(os.Getenv), map[string]clip.Receipt{}
	gone := make(chan struct{}, 10)
	var guarding clip.Guard
	out := json.NewEncoder(os.Stdout)
	for in := json.NewDecoder(os.Stdin); ; {
		var c command
		if in.Decode(&c) != nil {
			time.Sleep(time.Hour)
		}
		var r report
		switch {
		case c.Do == "copy":
			s := clip.Stay{}
			if c.Life > 0 {
				receipts[c.Text] = clip.NewReceipt([]byte(c.Text))
				s = clip.Stay{Life: c.Life, Receipt: receipts[c.Text], Gone: func() { gone <- struct{}{} }}
			}
			r.Said, r.Board = fmt.Sprint(b.Write(context.Background(), []byte(c.Text), s)), b.Name()
		case c.Do == "clear":
			o, err := b.ClearIfOurs(context.Background(), receipts[c.Text])
			r.Said = fmt.Sprint(o, err)
		case c.Do == "await gone":
			<-gone
		case c.Do == "guard":
			guarding = Guard(os.NewFile(3, "terminal"))(clip.NewReceipt([]byte(c.Text)))
		case c.Do == "away":
			guarding.Away()
		case c.Do == "dismiss":
			guarding.Dismiss()
		}
		_ = out.Encode(r)
	}
}

// running is a program that copies for a test.
type running struct {
	t   *testing.T
	cmd *exec.Cmd
	in  *json.Encoder
	out *json.Decoder
}

func runProgram(t *testing.T, terminal *os.File, env ...string) *running {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append([]string{"HOLDER_TEST=program", "AWS_SECRET_ACCESS_KEY=made-up-key"}, env...)
	if terminal != nil {
		c.ExtraFiles = []*os.File{terminal}
	}
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	p := &running{t, c, json.NewEncoder(in), json.NewDecoder(out)}
	t.Cleanup(func() {
		left := p.holders()
		p.end(syscall.SIGKILL)
		for _, pid := range left {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
	return p
}

func (p *running) does(c command) report {
	p.t.Helper()
	var r report
	if err := p.in.Encode(c); err != nil {
		p.t.Fatal(err)
	}
	if err := p.out.Decode(&r); err != nil {
		p.t.Fatal(err)
	}
	return r
}

func (p *running) copies(text string, life time.Duration) *running {
	p.t.Helper()
	if r := p.does(command{Do: "copy", Text: text, Life: life}); r.Said != "<nil>" {
		p.t.Fatalf("copying: %s", r.Said)
	}
	return p
}

// end ends the whole job, as the terminal or a shell does.
func (p *running) end(sig syscall.Signal) {
	if p.cmd.ProcessState == nil {
		_ = syscall.Kill(-p.cmd.Process.Pid, sig)
		_ = p.cmd.Wait()
	}
}

// holders are the processes of the program's that hold.
func (p *running) holders() (pids []int) {
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", p.cmd.Process.Pid))
	for _, file := range children {
		b, _ := os.ReadFile(file)
		for _, field := range strings.Fields(string(b)) {
			if pid, err := strconv.Atoi(field); err == nil && isHolder(pid) {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

func isHolder(pid int) bool {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return strings.Contains(string(line), title)
}

// holder is the one that the program has.
func (p *running) holder() int {
	p.t.Helper()
	var pids []int
	until(p.t, "one process holds, and none for an earlier text", func() bool { pids = p.holders(); return len(pids) == 1 })
	return pids[0]
}

// waits until something holds.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after %v it is not so that %s", patience, what)
		}
	}
}

// place is a clipboard to copy to: an X server, or one of Wayland of which only the tool is known.
type place struct {
	env  []string
	held func() string
	put  func(string)
}

func places(t *testing.T) map[string]place {
	t.Helper()
	x := tools.Display(t)
	xclip := tools.Need(t, "xclip")
	run := func(in string, args ...string) string {
		c := exec.Command(xclip, append([]string{"-selection", "clipboard"}, args...)...)
		c.Env = []string{x}
		if len(args) > 0 && args[0] == "-in" {
			c.Stdin = strings.NewReader(in)
			if err := c.Run(); err != nil {
				t.Error(err)
			}
			return ""
		}
		out, _ := c.Output()
		return string(out)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "held")
	script(t, dir, "wl-copy", `case "$*" in *--help*) exit 0;; esac; exec /bin/cat >`+file)
	script(t, dir, "wl-paste", "exec /bin/cat "+file)
	return map[string]place{
		"X11": {[]string{x}, func() string { return run("", "-out") }, func(s string) { run(s, "-in") }},
		"wl-copy": {[]string{"WAYLAND_DISPLAY=none", "PATH=" + dir}, func() string { b, _ := os.ReadFile(file); return string(b) }, func(s string) {
			if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
				t.Error(err)
			}
		}},
	}
}

func script(t *testing.T, dir, name, body string) {
	t.Helper()
	tools.Script(t, filepath.Join(dir, name), "#!/bin/sh\n"+body+"\n")
}
