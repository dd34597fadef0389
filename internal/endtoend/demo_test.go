//go:build unix

package endtoend

import (
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
)

// startDemo runs the built program on the made-up company.
func startDemo(t *testing.T, args ...string) *terminal.Terminal {
	t.Helper()
	return terminal.Start(t, terminal.Session{Args: append([]string{"--demo"}, args...), W: 120, H: 36}).Sees("Secrets", "? help")
}

// serveDemo puts the demo on loopback for as long as the test runs.
func serveDemo(t *testing.T) (s *local.Server, endpoint string) {
	t.Helper()
	s = local.New(local.Knobs{})
	s.SeedDemo()
	at := httptest.NewServer(s)
	t.Cleanup(at.Close)
	return s, at.URL
}

func TestTheBuiltProgramGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		end    func(x *terminal.Terminal)
		status int
	}{
		{"q", func(x *terminal.Terminal) { x.Press("q") }, 0},
		{"ctrl+c", func(x *terminal.Terminal) { x.Press("ctrl+c") }, 0},
		{"INT", func(x *terminal.Terminal) { x.Signal(syscall.SIGINT) }, 130},
		{"TERM", func(x *terminal.Terminal) { x.Signal(syscall.SIGTERM) }, 143},
		{"HUP", func(x *terminal.Terminal) { x.Signal(syscall.SIGHUP) }, 129},
		{"QUIT", func(x *terminal.Terminal) { x.Signal(syscall.SIGQUIT) }, 131},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := startDemo(t)
			c.end(x)
			if status := x.Exit(); status != c.status {
				t.Errorf("exit status %d, want %d", status, c.status)
			}
			x.Restored()
		})
	}
}

func TestTheBuiltProgramEndsWithItsTerminal(t *testing.T) {
	t.Parallel()
	x := startDemo(t)
	x.HangUp()
	<-x.Exited
}

// demoValue is in a value of the demo that the tests below reveal: a part of it that stands in no name.
const demoValue = "postgres"

// openDatabase finds one database's secret in the demo and goes into it.
func openDatabase(x *terminal.Terminal) *terminal.Terminal {
	x.T.Helper()
	return x.Press("/").Type("dev/billing/db").Press("enter").Sees("Database of billing").Press("enter").Sees("not read")
}

func TestAValueIsShownOnlyWhileItIsRevealed(t *testing.T) {
	t.Parallel()
	x := startDemo(t)
	x.Watch(demoValue)
	openDatabase(x).Wheel(10, 10, 3).Click(10, 6).Resize(100, 30).Sees("Secrets").Resize(120, 36).Sees("? help")
	if x.HasShown() {
		t.Fatal("the value was on the screen before it was revealed")
	}
	if found := terminal.Leaks(demoValue, x.Sent()); found != nil {
		t.Errorf("the value reached the terminal before it was revealed: %v", found)
	}
	openDatabase(x.Press("esc")).Press("V").Sees(demoValue, "1 decrypt")
	x.Blur().Gone(demoValue).Focus()
	x.Press("V").Sees(demoValue).Press("q")
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	x.Restored()
	x.Gone(demoValue)
	x.Sweep(demoValue)
}

func TestCopyingShowsNothingAndSaysThatTheTerminalDoesNotConfirm(t *testing.T) {
	t.Parallel()
	x := startDemo(t)
	x.Watch(demoValue)
	openDatabase(x).Press("c").Sees("engine").Press("c").Sees("by the terminal")
	if copied := x.Copied(); len(copied) != 1 || !strings.Contains(copied[0], demoValue) {
		t.Errorf("on the terminal's clipboard: %q, want the engine's name", copied)
	}
	if x.HasShown() {
		t.Error("copying showed the value")
	}
	x.Press("q").Exit()
	if copied := x.Copied(); len(copied) < 2 || copied[len(copied)-1] != "" {
		t.Errorf("the clipboard was not emptied at the end: %q", copied)
	}
	x.Sweep(demoValue)
}

func TestPastedTextIsNoCommand(t *testing.T) {
	t.Parallel()
	x := startDemo(t)
	if x.Styled("Active") == x.Styled("Deleted") {
		t.Error("the view that is shown looks like the other")
	}
	x.Paste("q\x03Dq\r").Settle().Sees("? help")
	x.Press("/").Paste("billing\r").Sees("billing").Press("esc").Sees("? help")
	x.Press("q").Exit()
}

func TestStoppingTheProgramHidesTheValueAndComesBackMasked(t *testing.T) {
	t.Parallel()
	x := terminal.StartShell(t, "strongroom", terminal.Strongroom(t)).Resize(120, 36)
	openDatabase(x.Type("strongroom --demo\r").Sees("Secrets", "? help")).Press("V").Sees(demoValue)
	x.Press("ctrl+z").Sees("Stopped", "shell>").Gone(demoValue)
	x.Watch(demoValue)
	x.Type("fg\r").Sees("Secrets", "? help", "dev/billing/db").Settle()
	if x.HasShown() {
		t.Error("the value came back with the program")
	}
	x.Press("q").Sees("shell>").Gone("Secrets")
}

func TestATerminalThatCannotMoveItsCursorIsToldSo(t *testing.T) {
	t.Parallel()
	x := terminal.Start(t, terminal.Session{Args: []string{"--demo"}, Env: []string{"TERM=dumb"}})
	if status := x.Sees("TERM=dumb", "--plain").Exit(); status != 2 {
		t.Errorf("exit status %d", status)
	}
}
