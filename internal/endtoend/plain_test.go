//go:build unix

package endtoend

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/ui"
)

func TestAPlainScreenLeavesLinesAndNoValue(t *testing.T) {
	t.Parallel()
	server, endpoint := serveDemo(t)
	server.Plant(local.Seed{Name: "app/canary", Text: `{"password":"` + terminal.Canary + `"}`})
	x := terminal.Start(t, terminal.Session{Args: []string{"--endpoint-url", endpoint, "--region", "eu-west-1", "--filter", "app/canary", "--plain"}, W: 100, H: 40,
		Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}}).Sees("Secrets, Active", "app/canary", ">")
	x.Press("enter").Sees("not read").Press("v").Sees("password, masked").Press("v").Sees(terminal.Canary)
	if x.AltScreen() || bytes.ContainsAny(x.Sent(), "╭│╰━▌•") {
		t.Error("it draws boxes or takes the alternate screen")
	}
	x.Press("!").Sees("Activity", "esc close").Gone(terminal.Canary).Press("esc").Sees(terminal.Canary).Press("q") // it was covered alone
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if x.Restored(); strings.Contains(x.Screen(), terminal.Canary) || !strings.Contains(x.Screen(), "password, masked") {
		t.Errorf("at the end the screen is\n%s", x.Screen())
	}
}

func TestAPlainScreenTellsWhateverSizeItIsTold(t *testing.T) {
	t.Parallel()
	x := terminal.Start(t, terminal.Session{Args: []string{"--demo", "--plain"}, W: 100, H: 40, Unsized: true, Env: []string{"COLUMNS=100000", "LINES=100000"}})
	if status := x.Sees("Secrets, Active", "dev/analytics/api-token").Press("q").Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

func TestADumbTerminalGetsLinesAndNothingElse(t *testing.T) {
	t.Parallel()
	server, endpoint := serveDemo(t)
	server.Plant(local.Seed{Name: "app/canary", Text: `{"password":"` + terminal.Canary + `"}`})
	x := terminal.Start(t, terminal.Session{Args: []string{"--endpoint-url", endpoint, "--region", "eu-west-1", "--filter", "app/canary", "--plain"}, W: 100, H: 40,
		Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up", "TERM=dumb"}}).Sees("Secrets, Active", "\napp/canary, ", "215 secrets")
	x.Watch(terminal.Canary)
	x.Press("enter").Sees("not read").Press("v").Sees("keeps what it shows: values stay masked").Press("e").Sees("edit app/canary", "password, masked").Press("esc").Settle()
	x.Press("1", "/").Type("billing/d").Sees("/ billing/d").Press("enter").Sees("dev/billing/db").Press("!").Sees("Activity", "esc close").Press("esc").Settle().Press("q")
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if x.HasShown() {
		t.Error("a value is among the lines")
	}
	for i, c := range x.Sent() {
		if c == 0x1b || c < ' ' && c != '\r' && c != '\n' {
			t.Fatalf("the terminal was sent %q", x.Sent()[max(0, i-40):min(len(x.Sent()), i+20)])
		}
	}
	if x.Restored(); !strings.Contains(x.Screen(), "dev/billing/db") {
		t.Errorf("at the end the screen is\n%s", x.Screen())
	}
}

// Whoever watches over the terminal, or over its clipboard, comes to write there once the program is dead.
func TestADumbTerminalIsSentNoSequenceAfterAKill(t *testing.T) {
	t.Parallel()
	x := terminal.StartShell(t, "strongroom", terminal.Strongroom(t), "TERM=dumb")
	own := x.Foreground()
	x.Type("strongroom --demo --plain --filter ^dev/payments/stripe$\r").Sees("dev/payments/stripe, 2mo", "214 secrets")
	x.Press("c").Sees("could not copy dev/payments/stripe")
	started, before := terminal.Descendants(x.Cmd.Process.Pid)[1:], len(x.Sent())
	if len(started) != 2 {
		t.Errorf("%d processes run, and not the program and who watches over the terminal", len(started))
	}
	_ = syscall.Kill(-x.Foreground(), syscall.SIGKILL)
	until(t, time.Now().Add(terminal.Patience), "all have ended", func() bool {
		return x.Foreground() == own && !slices.ContainsFunc(started, terminal.Alive)
	})
	x.Type("stty -a\r").Sees(" icanon")
	if rest := x.Sent()[before:]; bytes.ContainsRune(rest, 0x1b) {
		t.Errorf("after the kill the terminal was sent %q", rest)
	}
}

func TestWhereTheLocaleHasOnlyASCIINothingElseIsSent(t *testing.T) {
	t.Parallel()
	x := terminal.Start(t, terminal.Session{Args: []string{"--demo"}, W: 120, H: 36, Env: []string{"LC_ALL=C"}}).Sees("+ Secrets -", "214 secrets", "? help")
	x.Press("enter", "v").Sees("wiped in", "v hide").Press("?").Sees("Help").Press("esc").Press("3", "D", "d").Settle().Press("esc").Press("q")
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	for i, c := range x.Sent() {
		if c >= 0x80 {
			t.Fatalf("the terminal was sent %q", x.Sent()[max(0, i-60):i+6])
		}
	}
	help := terminal.Start(t, terminal.Session{Args: []string{"--help"}, Env: []string{"LANG=POSIX"}})
	if help.Exit(); bytes.ContainsFunc(help.Sent(), func(r rune) bool { return r >= 0x80 }) {
		t.Errorf("the help is\n%s", help.Sent())
	}
}

func TestATerminalThatDoesNotSayItsSizeIsDrawnAllTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		w, h int
		env  []string
	}{{80, 24, nil}, {100, 30, []string{"COLUMNS=100", "LINES=30"}}, {80, 24, []string{"COLUMNS=100000", "LINES=100000"}}} {
		x := terminal.Start(t, terminal.Session{Args: []string{"--demo"}, W: c.w, H: c.h, Unsized: true, Env: c.env}).Sees("214", "? help")
		lines := strings.Split(strings.TrimRight(x.Screen(), "\n"), "\n")
		if last := lines[len(lines)-1]; len(lines) != c.h || !strings.HasSuffix(last, "? help") || len([]rune(last)) != c.w-1 {
			t.Errorf("%dx%d: %d lines, the last is %q", c.w, c.h, len(lines), last)
		}
		x.Resize(60, 20).Sees("? help")
		if lines := strings.Split(strings.TrimRight(x.Screen(), "\n"), "\n"); len(lines) != 20 {
			t.Errorf("%d lines once it says its size", len(lines))
		}
		x.Press("q").Exit()
	}
}

// What we draw ourselves stands in one table, by which it is also drawn in ASCII and read aloud.
func TestEveryCharacterOfOursIsAlsoDrawnInASCII(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, file := range sources(t) {
		if outsideText(file) {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(top, file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, is := n.(*ast.BasicLit)
			if !is || lit.Kind != token.STRING && lit.Kind != token.CHAR {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			for _, r := range text {
				if r < 0x80 || err != nil || r == 0xfffd || isEscaped(lit.Value, r) {
					continue
				}
				if seen++; !ui.HasASCII(r) {
					t.Errorf("%s: %q is missing in the table of ui/ascii.go", fset.Position(lit.Pos()), r)
				}
			}
			return true
		})
	}
	if seen < 200 {
		t.Errorf("only %d characters were looked at", seen)
	}
}

// isEscaped reports a character that is not written as itself: it is looked for in texts, and never drawn.
func isEscaped(literal string, r rune) bool { return !strings.ContainsRune(literal, r) }

// outsideText reports the files that hold texts as somebody else might write them.
func outsideText(file string) bool {
	for _, made := range []string{"backend/backendtest/", "backend/local/", "model/play/", "internal/endtoend/"} {
		if strings.HasPrefix(file, made) {
			return true
		}
	}
	return false
}
