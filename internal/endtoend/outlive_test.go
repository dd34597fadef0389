//go:build unix

package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// holders are the processes that hold what a program has copied.
func holders(x *terminal.Terminal) (pids []int) {
	for _, pid := range terminal.Descendants(x.Cmd.Process.Pid) {
		if isHolder(pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func isHolder(pid int) bool {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return strings.Contains(string(line), "(clears the clipboard)")
}

// until waits for what must come.
func until(t *testing.T, end time.Time, what string, is func() bool) {
	t.Helper()
	for ; !is(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("it is not so that %s", what)
			return
		}
	}
}

// startAtSecret runs the demo with one secret under the cursor.
func startAtSecret(t *testing.T, s terminal.Session) *terminal.Terminal {
	t.Helper()
	s.Args, s.W, s.H = append(s.Args, "--demo", "--filter", "^dev/payments/stripe$"), 120, 36
	return terminal.Start(t, s).Sees("1 of 214", "? help")
}

// The sessions wait side by side: a copied secret has its half minute.
func TestACopiedSecretIsGoneByItsTimeWhateverEndsTheProgram(t *testing.T) {
	t.Parallel()
	type session struct {
		name, display string
		x             *terminal.Terminal
		holder        int
		copied        time.Time
		stays         bool // until its time
	}
	var all []*session
	for _, c := range []struct {
		name  string
		end   func(s *session)
		stays bool
	}{
		{"q", func(s *session) { s.x.Press("q") }, false},
		{"TERM", func(s *session) { s.x.Signal(syscall.SIGTERM) }, false},
		{"HUP", func(s *session) { s.x.Signal(syscall.SIGHUP) }, false},
		{"terminal closed", func(s *session) { s.x.HangUp() }, false},
		{"KILL", func(s *session) { s.x.Signal(syscall.SIGKILL) }, true},
		{"SEGV", func(s *session) { s.x.Signal(syscall.SIGSEGV) }, true},
		{"holder killed", func(s *session) { _ = syscall.Kill(s.holder, syscall.SIGKILL); s.x.Sees("the clipboard was cleared") }, false},
		{"nothing", func(*session) {}, true},
	} {
		s := &session{name: c.name, display: tools.Display(t), stays: c.stays}
		s.x = startAtSecret(t, terminal.Session{Env: []string{s.display}})
		s.x.Press("c").Sees("✓ copied", "━━━━━ ")
		s.copied = time.Now()
		if pids := holders(s.x); len(pids) == 1 {
			s.holder = pids[0]
		} else {
			t.Fatalf("%s: %d processes hold", c.name, len(pids))
		}
		if held := pasted(t, s.display); !strings.Contains(held, "made-up") {
			t.Fatalf("%s: the clipboard holds %q, so this proves nothing", c.name, held)
		}
		c.end(s)
		if s.stays {
			time.Sleep(time.Second) // what takes it off at once has done so
			switch gone := pasted(t, s.display) == ""; {
			case time.Since(s.copied) > 20*time.Second:
				t.Fatalf("%s: this machine is too slow to look in time", s.name)
			case gone:
				t.Errorf("%s: it is gone before its time", s.name)
			}
		}
		all = append(all, s)
	}
	for _, s := range all {
		if !s.stays {
			until(t, time.Now().Add(terminal.Patience), s.name+": the clipboard is empty at once", func() bool { return pasted(t, s.display) == "" })
		}
	}
	for _, s := range all {
		until(t, s.copied.Add(30*time.Second+terminal.Patience), s.name+": the clipboard is empty", func() bool { return pasted(t, s.display) == "" })
		until(t, time.Now().Add(terminal.Patience), s.name+": the holder has ended", func() bool { return !isHolder(s.holder) })
	}
}

func TestWhatSomebodyElseCopiesIsLeftAloneAndToldAtOnce(t *testing.T) {
	t.Parallel()
	display := tools.Display(t)
	x := startAtSecret(t, terminal.Session{Env: []string{display}})
	x.Press("c").Sees("✓ copied")
	pids := holders(x)
	copies := exec.Command(tools.Need(t, "xclip"), "-in", "-selection", "clipboard")
	copies.Env, copies.Stdin = []string{display}, strings.NewReader("theirs")
	if err := copies.Run(); err != nil {
		t.Fatal(err)
	}
	until(t, time.Now().Add(terminal.Patience), "the holder has ended", func() bool { return len(pids) == 1 && !isHolder(pids[0]) })
	x.Sees("holds something else now and was left alone").Gone("clears in").Press("q").Exit()
	if held := pasted(t, display); held != "theirs" {
		t.Errorf("the clipboard holds %q", held)
	}
}

func TestWhatIsCopiedIsMarkedAsASecretAndANameIsNot(t *testing.T) {
	t.Parallel()
	const hint = "x-kde-passwordManagerHint"
	display := tools.Display(t)
	x := startAtSecret(t, terminal.Session{Env: []string{display}})
	targets := func(target string) string {
		c := exec.Command(tools.Need(t, "xclip"), "-out", "-selection", "clipboard", "-target", target)
		c.Env = []string{display}
		out, _ := c.Output()
		return string(out)
	}
	x.Press("c").Sees("✓ copied")
	if all := targets("TARGETS"); !strings.Contains(all, hint) || targets(hint) != "secret" {
		t.Errorf("a secret is offered as %q", all)
	}
	primary := exec.Command(tools.Need(t, "xclip"), "-out", "-selection", "primary")
	primary.Env = []string{display}
	if out, err := primary.Output(); err == nil || len(out) > 0 {
		t.Errorf("PRIMARY holds %q", out)
	}
	x.Press("C").Sees("Copy as").SettledPress("enter").Gone("Copy as")
	until(t, time.Now().Add(terminal.Patience), "the clipboard holds the name", func() bool { return pasted(t, display) == "dev/payments/stripe" })
	if all := targets("TARGETS"); strings.Contains(all, hint) || !strings.Contains(all, "UTF8_STRING") {
		t.Errorf("a name is offered as %q", all)
	}
	x.Press("q").Exit()
	if held := pasted(t, display); held != "dev/payments/stripe" {
		t.Errorf("after the end the clipboard holds %q, want the name", held)
	}
}

// everywhere looks through the arguments and environments of all processes, over and over, for any guise of a text. looked lets
// it do so for a while.
func everywhere(text string) (looked func(), stop func() (found []string)) {
	ends, done, look := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var found []string
	go func() {
		defer close(done)
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-ends:
				tick.Stop()
				return
			case look <- struct{}{}:
			case <-tick.C:
			}
			files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
			for _, file := range files {
				for _, file := range []string{file, filepath.Join(filepath.Dir(file), "environ")} {
					b, _ := os.ReadFile(file)
					if in := terminal.Leaks(text, b); in != nil {
						found = append(found, fmt.Sprint(file, in))
					}
				}
			}
		}
	}()
	looked = func() {
		for range 5 {
			<-look
		}
	}
	return looked, func() []string { close(ends); <-done; return found }
}

func TestWhatIsCopiedIsInNobodysArgumentsOrEnvironment(t *testing.T) {
	t.Parallel()
	display := tools.Display(t)
	for name, env := range map[string][]string{"X11": {display}, "a tool": wayland(t, display, "0"), "the terminal": nil} {
		x := startAtSecret(t, terminal.Session{Env: env})
		looked, stop := everywhere("made-up-dev")
		x.Press("c").Sees("✓ copied", "━━━━━ ")
		if n := len(holders(x)); n != 1 {
			t.Errorf("%s: %d processes hold", name, n)
		}
		looked()
		x.Press("q").Exit()
		if found := stop(); len(found) > 0 {
			t.Errorf("%s: it was found in %v", name, slices.Compact(found))
		}
	}
}

func TestTheTerminalsClipboardIsEmptyWhateverEndsTheProgram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		end  func(x *terminal.Terminal)
		want []string
	}{
		{"q", func(x *terminal.Terminal) { x.Press("q") }, []string{""}},
		{"TERM", func(x *terminal.Terminal) { x.Signal(syscall.SIGTERM) }, []string{""}},
		{"HUP", func(x *terminal.Terminal) { x.Signal(syscall.SIGHUP) }, []string{""}},
		{"INT", func(x *terminal.Terminal) { x.Signal(syscall.SIGINT) }, []string{""}},
		{"QUIT", func(x *terminal.Terminal) { x.Signal(syscall.SIGQUIT) }, []string{""}},
		{"a panic", func(x *terminal.Terminal) { x.Send("\x1b[24~") }, []string{""}},
		{"SEGV", func(x *terminal.Terminal) { x.Signal(syscall.SIGSEGV) }, []string{""}},
		{"ABRT", func(x *terminal.Terminal) { x.Signal(syscall.SIGABRT) }, []string{""}},
		{"KILL", func(x *terminal.Terminal) { x.Signal(syscall.SIGKILL) }, []string{""}},
		{"SEGV once something else may be there", func(x *terminal.Terminal) {
			x.Blur()
			time.Sleep(500 * time.Millisecond)
			x.Signal(syscall.SIGSEGV)
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := startAtSecret(t, terminal.Session{Program: terminal.Variant(t), Args: []string{"brittle"}})
			x.Press("c").Sees("by the terminal", "stays if it closes")
			pids := holders(x)
			if told := x.Copied(); len(told) != 1 || !strings.Contains(told[0], "made-up") || len(pids) != 1 {
				t.Fatalf("the terminal was told %q, guarded by %d", told, len(pids))
			}
			c.end(x)
			<-x.Exited
			until(t, time.Now().Add(terminal.Patience), "the guard has ended", func() bool { return !isHolder(pids[0]) })
			x.Settle()
			if told := x.Copied()[1:]; !slices.Equal(slices.Compact(told), c.want) {
				t.Errorf("then the terminal was told %q, want %q", told, c.want)
			}
		})
	}
}
