//go:build unix

package program

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

func TestTheTerminalIsGivenBackWhateverEndsTheProgram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		cause  func(x *terminal.Terminal)
		status int
		report string // in what is printed at the end
	}{
		{"q", func(x *terminal.Terminal) { x.Press("q") }, 0, "after the end"},
		{"INT", func(x *terminal.Terminal) { x.Signal(syscall.SIGINT) }, 130, ""},
		{"TERM", func(x *terminal.Terminal) { x.Signal(syscall.SIGTERM) }, 143, ""},
		{"HUP", func(x *terminal.Terminal) { x.Signal(syscall.SIGHUP) }, 129, ""},
		{"QUIT", func(x *terminal.Terminal) { x.Signal(syscall.SIGQUIT) }, 131, ""},
		{"panic in Update", func(x *terminal.Terminal) { x.Press("u") }, 70, ".(*probe).key  main.go:"},
		{"panic in View", func(x *terminal.Terminal) { x.Press("w") }, 70, ".(*probe).View  main.go:"},
		{"panic in a command", func(x *terminal.Terminal) { x.Press("c") }, 70, ".(*probe).key.func"},
		{"panic in a batch in a sequence", func(x *terminal.Terminal) { x.Press("b") }, 70, ".(*probe).key.func"},
		{"panic in a goroutine", func(x *terminal.Terminal) { x.Press("g") }, 2, ".(*probe).key.func"},
		{"panic of 2 MiB in a goroutine", func(x *terminal.Terminal) { x.Press("G") }, 2, ".(*probe).key.func"},
		{"KILL", func(x *terminal.Terminal) { x.Signal(syscall.SIGKILL) }, 137, ""},
		{"TERM while a command hangs", func(x *terminal.Terminal) { x.Press("m"); x.Sees("key m"); x.Signal(syscall.SIGTERM) }, 143, ""},
		{"TERM while Update hangs", func(x *terminal.Terminal) {
			x.Press("s")
			time.Sleep(300 * time.Millisecond)
			x.Signal(syscall.SIGTERM)
		}, 143, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := startProbe(t)
			c.cause(x)
			if status := x.Exit(); status != c.status {
				t.Errorf("exit status %d, want %d", status, c.status)
			}
			for end := time.Now().Add(5 * time.Second); x.LeftBehind() != nil && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			}
			x.Restored()
			x.Sees(c.report)
			x.Gone(terminal.Canary)
			if n := strings.Count(string(x.Sent()), "goroutine "); strings.Contains(string(x.Sent()), "panic: ") || n > 0 {
				t.Errorf("the runtime's own report reached the terminal")
			}
			x.Sweep(terminal.Canary)
		})
	}
}

// Where nothing is drawn over, what was drawn last would stay with the shell's lines.
func TestWhatEndsAProgramWhoseLinesStayTakesItsLastOnesOff(t *testing.T) {
	t.Parallel()
	for name, cause := range map[string]func(x *terminal.Terminal){
		"q":                  func(x *terminal.Terminal) { x.Press("q") },
		"TERM":               func(x *terminal.Terminal) { x.Signal(syscall.SIGTERM) },
		"panic in Update":    func(x *terminal.Terminal) { x.Press("u") },
		"panic in View":      func(x *terminal.Terminal) { x.Press("w") },
		"panic in a command": func(x *terminal.Terminal) { x.Press("c") },
		"TERM while Update hangs": func(x *terminal.Terminal) {
			x.Press("s")
			time.Sleep(300 * time.Millisecond)
			x.Signal(syscall.SIGTERM)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := terminal.Start(t, terminal.Session{Program: "/bin/sh", Args: []string{"-c", "echo before; PROBE_FLOWS=lines exec " + terminal.Probe(t)}}).Sees("before", "probe", terminal.Canary)
			cause(x)
			x.Exit()
			x.Restored()
			x.Sees("before").Gone(terminal.Canary)
		})
	}
}

func TestAProgramThatHangsIsEndedAndGivesTheTerminalBackBefore(t *testing.T) {
	t.Parallel()
	x := startProbe(t)
	x.Press("s")
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	x.Signal(syscall.SIGTERM)
	for x.LeftBehind() != nil && time.Since(began) < terminal.Patience {
		time.Sleep(10 * time.Millisecond)
	}
	given := time.Since(began)
	<-x.Exited
	t.Logf("terminal given back after %v, ended after %v", given, time.Since(began))
	if given >= terminal.Patience {
		t.Error("the terminal was not given back")
	}
}

func TestALostTerminalEndsTheProgram(t *testing.T) {
	t.Parallel()
	for _, nohup := range []bool{false, true} {
		x := startProbe(t)
		if nohup {
			x = startDeaf(t)
		}
		began := time.Now()
		x.HangUp()
		select {
		case <-x.Exited:
		case <-time.After(terminal.Patience):
			t.Fatalf("still runs without its terminal (HUP ignored: %v)", nohup)
		}
		t.Logf("ended after %v (HUP ignored: %v)", time.Since(began), nohup)
	}
}

func TestSuspendingHidesValuesAndComesBackRepainted(t *testing.T) {
	for _, c := range []struct {
		name string
		stop func(x *terminal.Terminal)
	}{
		{"ctrl+z", func(x *terminal.Terminal) { x.Press("ctrl+z") }},
		{"TSTP from outside", func(x *terminal.Terminal) { _ = syscall.Kill(x.Foreground(), syscall.SIGTSTP) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := startProbeShell(t).Type("probe\r").Sees("probe", terminal.Canary).Settle()
			c.stop(x)
			x.Sees("Stopped", "shell>").Gone(terminal.Canary)
			x.Type("echo it is $((6*7)); stty -a\r").Sees("it is 42", " icanon", " echo ")
			if x.AltScreen() {
				t.Error("stopped with the alternate screen on")
			}
			x.Watch(terminal.Canary)
			x.Type("fg\r").Sees("probe\n••••", "back again")
			if x.HasShown() {
				t.Error("the value was on the screen again after coming back")
			}
			for tries := 0; tries < 20 && !x.HasShown(); tries++ { // what is typed while the shell hands the terminal over may be dropped
				x.Press("v")
				time.Sleep(500 * time.Millisecond)
			}
			x.Sees(terminal.Canary).Press("q").Sees("after the end")
			x.Type("stty -a\r").Sees(" icanon", " echo ")
			if x.AltScreen() {
				t.Error("ended with the alternate screen on")
			}
		})
	}
}

// rounds are fewer than those of a run that tries every case.
func rounds(all int) int {
	if tools.LeavesOut(1, 3) {
		return (all + 2) / 3
	}
	return all
}

func TestSuspendingTwiceInARowNeverFreezesTheScreen(t *testing.T) {
	t.Parallel()
	for shell := range 2 {
		t.Run(fmt.Sprint(shell), func(t *testing.T) {
			t.Parallel()
			x := startProbeShell(t).Type("probe\r").Sees("probe", terminal.Canary).Settle()
			for range rounds(5) {
				x.Press("ctrl+z").Sees("Stopped")
				x.Type("clear\r").Gone("Stopped").Type("fg\r").Sees("back again").Press("v").Sees("key v", terminal.Canary)
			}
		})
	}
}

// The program that stops its job is of that job itself: what it sends comes back to it, on a busy machine when it has been continued.
func TestWhatSuspendsTheJobSuspendsItOnce(t *testing.T) {
	t.Parallel()
	x := startProbeShell(t).Type("GOMAXPROCS=1 probe\r").Sees("probe", terminal.Canary).Settle().Press("h").Sees("key h")
	for range rounds(5) {
		x.Press("ctrl+z").Sees("Stopped")
		x.Type("clear\r").Gone("Stopped").Type("fg\r").Sees("back again").Press("v").Sees("key v", terminal.Canary)
	}
}

func TestSuspendingIsRefusedWhereNobodyWouldContinueTheProgram(t *testing.T) {
	t.Parallel()
	startProbe(t).Press("ctrl+z").Sees("nobody would continue it").Press("q").Exit()
}

func TestSignalsEndAnEditorToo(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		x := startProbe(t, "sh", "sleep")
		x.Press("e").Sees("editor runs")
		children := terminal.Descendants(x.Cmd.Process.Pid)
		began := time.Now()
		x.Signal(sig)
		if status := x.Exit(); status != 128+int(sig) {
			t.Errorf("%v: exit status %d", sig, status)
		}
		t.Logf("%v: ended after %v", sig, time.Since(began))
		x.Restored()
		x.Gone(terminal.Canary)
		for _, pid := range children {
			for end := time.Now().Add(terminal.Patience); terminal.Alive(pid); time.Sleep(10 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatalf("%v: process %d of %v still runs", sig, pid, children)
				}
			}
		}
	}
}

// What the user saved in the editor is in what the model is told of its end.
func TestASignalEndsTheProgramOnlyAfterItHasHeardOfItsEditorsEnd(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		x := startProbe(t, "sh", "sleep")
		x.Press("E").Sees("editor runs")
		x.Signal(sig)
		if status := x.Exit(); status != 128+int(sig) {
			t.Errorf("%v: exit status %d", sig, status)
		}
		x.Sees("after the end, editor ended")
		x.Restored()
	}
}

func TestAnEditorThatEndsAtOnceLeavesALivingScreen(t *testing.T) {
	t.Parallel()
	for program := range 3 {
		t.Run(fmt.Sprint(program), func(t *testing.T) {
			t.Parallel()
			x := startProbe(t, "true")
			for range rounds(10) {
				x.Press("t").Sees("editor ended").Press("x").Sees("key x")
			}
			x.Press("q").Exit()
		})
	}
}

func TestTheSwitchesThatWriteFramesToFilesAreOff(t *testing.T) {
	t.Parallel()
	x := terminal.Start(t, terminal.Session{Program: terminal.Probe(t), Env: []string{"TEA_TRACE=trace.log", "TEA_DEBUG=1", "GOTRACEBACK=crash"}})
	x.Sees(terminal.Canary).Press("u").Exit()
	if files := terminal.ChangedSince(x.Work, x.Began); files != nil {
		t.Errorf("files appeared: %v", files)
	}
	x.Sweep(terminal.Canary)
}

func TestATraceIsRedactedToNamesAndLines(t *testing.T) {
	const trace = `panic: could not parse CANARY-5f0c1d77
	in CANARY-5f0c1d77 (x.y)

goroutine 7 [running]:
runtime/debug.Stack()
	/usr/local/go/src/runtime/debug/stack.go:26 +0x5e
panic({0x7b1c80?, 0xc000012345?})
	/usr/local/go/src/runtime/panic.go:783 +0x132
strongroom/model.(*Model).Update(0xc000123, {0x1, 0x2})
	/home/someone/CANARY-5f0c1d77/model/model.go:88 +0x1d
created by main.main in goroutine 1
	/home/someone/main.go:12 +0x2

goroutine 8 [select]:
other.Thing(...)
	/x/other.go:1
`
	const want = "  strongroom/model.(*Model).Update  model.go:88\n  created by main.main  main.go:12\n"
	if got := redact(strings.NewReader(trace)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, long := range []int{longestLine - len("panic: "), 64 << 10, 3 << 20} {
		text := "panic: " + strings.Repeat("CANARY-5f0c1d77 ", long/16) + "\n\tand (x.y)" + strings.Repeat("x", long) + "\n"
		if got := redact(strings.NewReader(text + trace)); got != want {
			t.Errorf("behind a message of %d bytes: got\n%s\nwant\n%s", len(text), got, want)
		}
	}
}

func TestACrashLeavesNoCoreFile(t *testing.T) {
	t.Parallel()
	x := startProbe(t)
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", x.Cmd.Process.Pid))
	if err != nil {
		t.Skipf("limits of another process cannot be read here: %v", err)
	}
	if !regexp.MustCompile(`(?m)^Max core file size +0 +0 `).Match(limits) {
		t.Errorf("core files are allowed:\n%s", limits)
	}
}
