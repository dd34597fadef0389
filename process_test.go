//go:build unix

package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestTheTerminalIsGivenBackWhateverEndsTheProgram(t *testing.T) {
	for _, c := range []struct {
		name   string
		cause  func(x *terminal)
		status int
		report string // in what is printed at the end
	}{
		{"q", func(x *terminal) { x.press("q") }, 0, "after the end"},
		{"INT", func(x *terminal) { x.signal(syscall.SIGINT) }, 130, ""},
		{"TERM", func(x *terminal) { x.signal(syscall.SIGTERM) }, 143, ""},
		{"HUP", func(x *terminal) { x.signal(syscall.SIGHUP) }, 129, ""},
		{"QUIT", func(x *terminal) { x.signal(syscall.SIGQUIT) }, 131, ""},
		{"panic in Update", func(x *terminal) { x.press("u") }, 70, ".(*probe).key  probe_test.go:"},
		{"panic in View", func(x *terminal) { x.press("w") }, 70, ".(*probe).View  probe_test.go:"},
		{"panic in a command", func(x *terminal) { x.press("c") }, 70, ".(*probe).key.func"},
		{"panic in a batch in a sequence", func(x *terminal) { x.press("b") }, 70, ".(*probe).key.func"},
		{"panic in a goroutine", func(x *terminal) { x.press("g") }, 2, ".(*probe).key.func"},
		{"panic of 2 MiB in a goroutine", func(x *terminal) { x.press("G") }, 2, ".(*probe).key.func"},
		{"KILL", func(x *terminal) { x.signal(syscall.SIGKILL) }, 137, ""},
		{"TERM while a command hangs", func(x *terminal) { x.press("m"); x.sees("key m"); x.signal(syscall.SIGTERM) }, 143, ""},
		{"TERM while Update hangs", func(x *terminal) { x.press("s"); time.Sleep(300 * time.Millisecond); x.signal(syscall.SIGTERM) }, 143, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := startProbe(t)
			c.cause(x)
			if status := x.exit(); status != c.status {
				t.Errorf("exit status %d, want %d", status, c.status)
			}
			for end := time.Now().Add(5 * time.Second); x.leftBehind() != nil && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			}
			x.restored()
			x.sees(c.report)
			x.gone(canary)
			if n := strings.Count(string(x.sent()), "goroutine "); strings.Contains(string(x.sent()), "panic: ") || n > 0 {
				t.Errorf("the runtime's own report reached the terminal")
			}
			x.sweep(canary)
		})
	}
}

func TestAProgramThatHangsIsEndedAndGivesTheTerminalBackBefore(t *testing.T) {
	x := startProbe(t)
	x.press("s")
	time.Sleep(300 * time.Millisecond)
	began := time.Now()
	x.signal(syscall.SIGTERM)
	for x.leftBehind() != nil && time.Since(began) < patience {
		time.Sleep(10 * time.Millisecond)
	}
	given := time.Since(began)
	<-x.exited
	t.Logf("terminal given back after %v, ended after %v", given, time.Since(began))
	if given >= patience {
		t.Error("the terminal was not given back")
	}
}

func TestALostTerminalEndsTheProgram(t *testing.T) {
	for _, nohup := range []bool{false, true} {
		x := startProbe(t)
		if nohup {
			x = startDeaf(t)
		}
		began := time.Now()
		x.hangUp()
		select {
		case <-x.exited:
		case <-time.After(patience):
			t.Fatalf("still runs without its terminal (HUP ignored: %v)", nohup)
		}
		t.Logf("ended after %v (HUP ignored: %v)", time.Since(began), nohup)
	}
}

func TestSuspendingHidesValuesAndComesBackRepainted(t *testing.T) {
	for _, c := range []struct {
		name string
		stop func(x *terminal)
	}{
		{"ctrl+z", func(x *terminal) { x.press("ctrl+z") }},
		{"TSTP from outside", func(x *terminal) { _ = syscall.Kill(x.foreground(), syscall.SIGTSTP) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := startProbeShell(t).typeText("probe\r").sees("probe", canary)
			c.stop(x)
			x.sees("Stopped", "shell>").gone(canary)
			x.typeText("echo it is $((6*7)); stty -a\r").sees("it is 42", " icanon", " echo ")
			if x.altScreen() {
				t.Error("stopped with the alternate screen on")
			}
			x.watch(canary)
			x.typeText("fg\r").sees("probe\n••••", "back again")
			if x.hasShown() {
				t.Error("the value was on the screen again after coming back")
			}
			x.press("v").sees(canary).press("q").sees("after the end")
			x.typeText("stty -a\r").sees(" icanon", " echo ")
			if x.altScreen() {
				t.Error("ended with the alternate screen on")
			}
		})
	}
}

func TestSuspendingTwiceInARowNeverFreezesTheScreen(t *testing.T) {
	x := startProbeShell(t).typeText("probe\r").sees("probe", canary)
	for range 10 {
		x.press("ctrl+z").sees("Stopped")
		x.typeText("clear\r").gone("Stopped").typeText("fg\r").sees("back again").press("v").sees("key v", canary)
	}
}

func TestSuspendingIsRefusedWhereNobodyWouldContinueTheProgram(t *testing.T) {
	startProbe(t).press("ctrl+z").sees("nobody would continue it").press("q").exit()
}

func TestSignalsEndAnEditorToo(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		x := startProbe(t, "sh", "sleep")
		x.press("e").sees("editor runs")
		children := descendants(x.cmd.Process.Pid)
		began := time.Now()
		x.signal(sig)
		if status := x.exit(); status != 128+int(sig) {
			t.Errorf("%v: exit status %d", sig, status)
		}
		t.Logf("%v: ended after %v", sig, time.Since(began))
		x.restored()
		x.gone(canary)
		for _, pid := range children {
			for end := time.Now().Add(patience); alive(pid); time.Sleep(10 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatalf("%v: process %d of %v still runs", sig, pid, children)
				}
			}
		}
	}
}

func TestAnEditorThatEndsAtOnceLeavesALivingScreen(t *testing.T) {
	x := startProbe(t, "true")
	for range 30 {
		x.press("t").sees("editor ended").press("x").sees("key x")
	}
	x.press("q").exit()
}

func TestTheSwitchesThatWriteFramesToFilesAreOff(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	x := start(t, session{program: self, env: []string{probeVariable + "=1", "TEA_TRACE=trace.log", "TEA_DEBUG=1", "GOTRACEBACK=crash"}})
	x.sees(canary).press("u").exit()
	if files := changedSince(x.work, x.began); files != nil {
		t.Errorf("files appeared: %v", files)
	}
	x.sweep(canary)
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
	x := startProbe(t)
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", x.cmd.Process.Pid))
	if err != nil {
		t.Skipf("limits of another process cannot be read here: %v", err)
	}
	if !regexp.MustCompile(`(?m)^Max core file size +0 +0 `).Match(limits) {
		t.Errorf("core files are allowed:\n%s", limits)
	}
}
