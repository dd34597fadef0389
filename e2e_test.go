//go:build unix

package main

import (
	"strings"
	"syscall"
	"testing"
)

// startDemo runs the built program on the made-up company.
func startDemo(t *testing.T, args ...string) *terminal {
	t.Helper()
	return start(t, session{args: append([]string{"--demo"}, args...), w: 120, h: 36}).sees("Secrets", "? help")
}

func TestTheBuiltProgramGivesTheTerminalBack(t *testing.T) {
	for _, c := range []struct {
		name   string
		end    func(x *terminal)
		status int
	}{
		{"q", func(x *terminal) { x.press("q") }, 0},
		{"ctrl+c", func(x *terminal) { x.press("ctrl+c") }, 0},
		{"INT", func(x *terminal) { x.signal(syscall.SIGINT) }, 130},
		{"TERM", func(x *terminal) { x.signal(syscall.SIGTERM) }, 143},
		{"HUP", func(x *terminal) { x.signal(syscall.SIGHUP) }, 129},
		{"QUIT", func(x *terminal) { x.signal(syscall.SIGQUIT) }, 131},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := startDemo(t)
			c.end(x)
			if status := x.exit(); status != c.status {
				t.Errorf("exit status %d, want %d", status, c.status)
			}
			x.restored()
		})
	}
}

func TestTheBuiltProgramEndsWithItsTerminal(t *testing.T) {
	x := startDemo(t)
	x.hangUp()
	<-x.exited
}

// demoValue is in a value of the demo that the tests below reveal: a part of it that stands in no name.
const demoValue = "postgres"

// openDatabase finds one database's secret in the demo and goes into it.
func openDatabase(x *terminal) *terminal {
	x.t.Helper()
	return x.press("/").typeText("dev/billing/db").press("enter").sees("Database of billing").press("enter").sees("not read")
}

func TestAValueIsShownOnlyWhileItIsRevealed(t *testing.T) {
	x := startDemo(t)
	x.watch(demoValue)
	openDatabase(x).wheel(10, 10, 3).click(10, 6).resize(100, 30).sees("Secrets").resize(120, 36).sees("? help")
	if x.hasShown() {
		t.Fatal("the value was on the screen before it was revealed")
	}
	if found := leaks(demoValue, x.sent()); found != nil {
		t.Errorf("the value reached the terminal before it was revealed: %v", found)
	}
	openDatabase(x.press("esc")).press("V").sees(demoValue, "1 decrypt")
	x.blur().gone(demoValue).focus()
	x.press("V").sees(demoValue).press("q")
	if status := x.exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	x.restored()
	x.gone(demoValue)
	x.sweep(demoValue)
}

func TestCopyingShowsNothingAndSaysThatTheTerminalDoesNotConfirm(t *testing.T) {
	x := startDemo(t)
	x.watch(demoValue)
	openDatabase(x).press("c").sees("engine").press("c").sees("unconfirmed")
	if copied := x.copied(); len(copied) != 1 || !strings.Contains(copied[0], demoValue) {
		t.Errorf("on the terminal's clipboard: %q, want the engine's name", copied)
	}
	if x.hasShown() {
		t.Error("copying showed the value")
	}
	x.press("q").exit()
	if copied := x.copied(); len(copied) < 2 || copied[len(copied)-1] != "" {
		t.Errorf("the clipboard was not emptied at the end: %q", copied)
	}
	x.sweep(demoValue)
}

func TestPastedTextIsNoCommand(t *testing.T) {
	x := startDemo(t)
	if x.styled("Active") == x.styled("Deleted") {
		t.Error("the view that is shown looks like the other")
	}
	x.paste("q\x03Dq\r").settle().sees("? help")
	x.press("/").paste("billing\r").sees("billing").press("esc").sees("? help")
	x.press("q").exit()
}

func TestStoppingTheProgramHidesTheValueAndComesBackMasked(t *testing.T) {
	x := startShell(t, "strongroom", executable(t)).resize(120, 36)
	openDatabase(x.typeText("strongroom --demo\r").sees("Secrets", "? help")).press("V").sees(demoValue)
	x.press("ctrl+z").sees("Stopped", "shell>").gone(demoValue)
	x.watch(demoValue)
	x.typeText("fg\r").sees("Secrets", "? help", "dev/billing/db").settle()
	if x.hasShown() {
		t.Error("the value came back with the program")
	}
	x.press("q").sees("shell>").gone("Secrets")
}

func TestATerminalThatCannotMoveItsCursorIsToldSo(t *testing.T) {
	x := start(t, session{args: []string{"--demo"}, env: []string{"TERM=dumb"}})
	if status := x.sees("TERM=dumb").exit(); status != exitUsage {
		t.Errorf("exit status %d", status)
	}
}
