//go:build unix

package program

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/internal/endtoend/terminal"
)

// An editor that is killed leaves the terminal as it had made it: that is not how it was.
func TestWhatAnEditorThatCrashedMadeOfTheTerminalIsNotGivenBack(t *testing.T) {
	t.Parallel()
	x := startProbe(t, "sh", "stty")
	x.Press("r").Sees("editor ended").Press("q").Exit()
	x.Restored()
}

func TestASignalGivesTheTerminalBackOfAnEditorThatHeedsNone(t *testing.T) {
	t.Parallel()
	x := startProbe(t, "sh", "stty", "sleep")
	x.Press("R").Sees("editor runs").Signal(syscall.SIGTERM)
	if status := x.Exit(); status != 128+int(syscall.SIGTERM) {
		t.Errorf("exit status %d", status)
	}
	x.Restored()
}

// A terminal is asked what it can do. What it answers after a shell has it back would be typed there.
func TestNoAnswerOfTheTerminalIsLeftToTheShell(t *testing.T) {
	t.Parallel()
	for key, then := range map[string]string{"\x1a": "Stopped", "q": "after the end", "t": "after the end"} {
		x := terminal.StartShellFar(t, 300*time.Millisecond, "probe", terminal.Probe(t))
		x.Type("probe\r").Sees("probe", terminal.Canary).Send(key)
		if key == "t" {
			x.Sees("editor ended").Press("q")
		}
		x.Sees(then, "shell>").Settle().Settle().Type("echo $((6*7))\r").Sees("42")
		if s := x.Screen(); strings.Contains(s, "$y") || strings.Contains(s, "^[") || strings.Contains(s, "not found") {
			t.Errorf("after %q the shell was told what it had not asked:\n%s", key, s)
		}
	}
}

// shellTells waits for what a shell tells of its job, which it does at its next prompt.
func shellTells(t *testing.T, x *terminal.Terminal, text string) {
	t.Helper()
	for end := time.Now().Add(terminal.Patience); !strings.Contains(x.Screen(), text); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it is not %s:\n%s", text, x.Screen())
		}
		x.Type("\r")
	}
}

// A shell's kill continues what it has stopped: that would take the terminal, and be stopped for it before it heard of the signal.
func TestASuspendedProgramIsEndedByAShellsKill(t *testing.T) {
	t.Parallel()
	for _, call := range []string{"probe", "PROBE_FLOWS=1 probe"} {
		x := startProbeShell(t).Type(call+"\r").Sees("probe", terminal.Canary).Settle()
		x.Press("ctrl+z").Sees("Stopped")
		x.Type("clear\r").Gone("Stopped").Type("kill %1\r")
		shellTells(t, x, "Exit 143")
	}
}

func TestWhatIsContinuedInTheBackgroundComesBackInFront(t *testing.T) {
	t.Parallel()
	x := startProbeShell(t).Type("probe\r").Sees("probe", terminal.Canary).Settle()
	x.Press("ctrl+z").Sees("Stopped")
	x.Type("clear\r").Gone("Stopped").Type("bg\r").Sees("probe &")
	shellTells(t, x, "Stopped")
	x.Type("clear\r").Gone("Stopped").Type("fg\r").Sees("back again").Press("v").Sees("key v", terminal.Canary)
}

// A key that is held comes twice before the first one has stopped the program.
func TestSuspendingByAHeldKeyStopsOnce(t *testing.T) {
	t.Parallel()
	x := startProbeShell(t).Type("probe\r").Sees("probe", terminal.Canary).Settle()
	x.Send("\x1a\x1a").Sees("Stopped")
	x.Type("clear\r").Gone("Stopped").Type("fg\r").Sees("back again").Press("v").Sees("key v", terminal.Canary)
}

// The editor begins while the program is being stopped: it has the terminal from then on.
func TestSuspendingAsTheTerminalIsLentLeavesItToTheEditor(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{"e\x1a", "\x1ae"} {
		x := startProbeShell(t).Type("probe\r").Sees("probe", terminal.Canary).Settle()
		x.Send(keys)
		for end := time.Now().Add(terminal.Patience / 6); !strings.Contains(x.Screen(), "Stopped"); time.Sleep(100 * time.Millisecond) {
			if time.Now().After(end) { // the editor was quicker, and has both the terminal and the key
				return
			}
		}
		x.Settle().Type("fg\r")
		time.Sleep(time.Second)
		if strings.Contains(x.Screen(), "••••") {
			t.Errorf("%q: the screen is drawn over the editor:\n%s", keys, x.Screen())
		}
	}
}

func TestWhatAProgramPrintsIsSeenWhereNothingIsDrawn(t *testing.T) {
	for _, w := range []io.Writer{io.Discard, &bytes.Buffer{}} {
		c := &childCommand{Cmd: &exec.Cmd{}}
		if c.SetStdout(w); c.Stdout != os.Stdout {
			t.Errorf("it prints to %T", c.Stdout)
		}
	}
}

// late is a canvas whose size has changed since it was told.
type late struct{ framework }

func (late) Sized(tea.WindowSizeMsg) tea.WindowSizeMsg {
	return tea.WindowSizeMsg{Width: 90, Height: 30}
}

// hears is a model that keeps what it is told.
type hears struct{ msg tea.Msg }

func (h *hears) Init() tea.Cmd                           { return nil }
func (h *hears) Update(msg tea.Msg) (tea.Model, tea.Cmd) { h.msg = msg; return h, nil }
func (h *hears) View() tea.View                          { return tea.View{} }

func TestASizeThatComesLateIsTheOneOfNow(t *testing.T) {
	h := &hears{}
	shielded{Model: h, screen: late{}}.Update(tea.WindowSizeMsg{Width: 120, Height: 36})
	if h.msg != (tea.WindowSizeMsg{Width: 90, Height: 30}) {
		t.Errorf("told is %v", h.msg)
	}
}

// A resize while the program starts is told before the size that was read first.
func TestAResizeAtTheStartIsTheSizeThatStays(t *testing.T) {
	t.Parallel()
	for wait := range rounds(12) {
		x := terminal.Start(t, terminal.Session{Program: terminal.Probe(t)})
		time.Sleep(time.Duration(wait) * 2 * time.Millisecond)
		x.Resize(61, 17)
		x.Sees("61x17")
	}
}
