//go:build unix

package program

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/disk"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// visit sends a value to an editor and returns what comes back, without a terminal unless one is given.
func visit(t *testing.T, ed editorCommand, v backend.Value, tty *os.File) (backend.Value, error) {
	t.Helper()
	dir := t.TempDir()
	e := &Editor{command: ed, place: disk.Place{Dir: dir}, life: New(Messages{}), open: map[*disk.Scratch]bool{}}
	ctx, cancel := context.WithTimeout(t.Context(), terminal.Patience)
	defer cancel()
	s := &stay{editor: e, v: v, childCommand: &childCommand{Cmd: exec.CommandContext(ctx, ed.args[0], ed.args[1:]...), life: e.life}}
	s.Env = []string{"HOME=" + dir, "PATH=/usr/bin:/bin", "TERM=xterm-256color", "LANG=C.UTF-8"}
	if tty != nil {
		s.Stdin, s.Stdout, s.Stderr = tty, tty, tty
		s.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	}
	got, err := s.edit()
	if left := terminal.Scratches(t, dir); left != nil || len(e.open) > 0 {
		t.Errorf("left behind: %v", left)
	}
	return got, err
}

// aside does something with every awkward value, several at a time.
func aside(t *testing.T, do func(a backendtest.Awkward)) {
	t.Helper()
	var crowd sync.WaitGroup
	seats := make(chan struct{}, 12)
	n := 0
	for _, a := range backendtest.AwkwardValues() {
		seats <- struct{}{}
		n++
		crowd.Go(func() { defer func() { <-seats }(); do(a) })
	}
	crowd.Wait()
	t.Logf("%d values", n)
}

func bytesIn(v backend.Value) (out []byte) {
	v.Use(func(b []byte) { out = bytes.Clone(b) })
	return out
}

func TestAnEditorThatReplacesTheFileGivesEveryByteBack(t *testing.T) {
	t.Parallel()
	ed := newEditorCommand([]string{terminal.Stub(t, `cp "$f" "$f.new" && mv "$f.new" "$f"`)})
	aside(t, func(a backendtest.Awkward) {
		got, err := visit(t, ed, backend.NewValue(bytes.Clone(a.Bytes), false), nil)
		if err != nil || !bytes.Equal(bytesIn(got), a.Bytes) {
			t.Errorf("%s: %v, %.100q comes back, want %.100q", a.Name, err, bytesIn(got), a.Bytes)
		}
	})
}

// Whatever vim, told to write a file it has not changed, makes of its bytes, is the same bytes.
func TestVimWritesBackTheBytesItWasGiven(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"vim", "nvim", "vim.tiny"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := tools.Need(t, name)
			rc := filepath.Join(t.TempDir(), "rc")
			if err := os.WriteFile(rc, []byte("set fixeol\nautocmd VimEnter * setlocal modified | silent write | quit!\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			ed := newEditorCommand([]string{path, "-u", rc})
			aside(t, func(a backendtest.Awkward) {
				if a.NotText || a.Binary {
					return
				}
				master, tty, err := pty.Open()
				if err != nil {
					t.Error(err)
					return
				}
				defer master.Close()
				go func() { _, _ = io.Copy(io.Discard, master) }()
				got, err := visit(t, ed, backend.NewValue(bytes.Clone(a.Bytes), false), tty)
				_ = tty.Close()
				if err != nil || !bytes.Equal(bytesIn(got), a.Bytes) {
					t.Errorf("%s, %s: %v, %.100q comes back, want %.100q", name, a.Name, err, bytesIn(got), a.Bytes)
				}
			})
		})
	}
}

func TestWhatWasSavedComesBackAlsoFromAnEditorThatFails(t *testing.T) {
	got, err := visit(t, newEditorCommand([]string{terminal.Stub(t, `printf new >"$f"; exit 1`)}), backend.TextValue("old"), nil)
	if err == nil || string(bytesIn(got)) != "new" {
		t.Errorf("%v: %q comes back", err, bytesIn(got))
	}
}

func TestWhatAnEditorDidWrongIsToldWithoutItsWords(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"echo " + terminal.Canary + " >&2; exit 3": "it ended with exit status 3",
		`rm "$f"`:                         "no such file",
		`rm "$f"; ln -s /etc/passwd "$f"`: "symbolic links",
		`head -c 5000000 /dev/zero >"$f"`: "larger than 4 MiB",
		"kill -9 $$":                      "it ended with signal: killed",
	} {
		_, err := visit(t, newEditorCommand([]string{terminal.Stub(t, script)}), backend.TextValue(terminal.Canary), nil)
		if err == nil || !strings.Contains(backend.Message(err), want) || strings.Contains(err.Error()+backend.Message(err), terminal.Canary) {
			t.Errorf("%s: %v: %s", script, err, backend.Message(err))
		}
	}
	_, err := visit(t, newEditorCommand([]string{"/none/vim"}), backend.TextValue(terminal.Canary), nil)
	if backend.Message(err) != "it could not be started" {
		t.Errorf("a program that is not there: %v: %s", err, backend.Message(err))
	}
	if _, err := visit(t, newEditorCommand([]string{"/bin/sh"}), backend.Value{}, nil); !errors.Is(err, backend.ErrNoValue) {
		t.Errorf("without a value: %v", err)
	}
}

// onlooker is a program that looks at its lifecycle when it begins.
type onlooker struct {
	tea.ExecCommand
	begins func()
}

func (w onlooker) Run() error { w.begins(); return nil }

// Between a program's first line and the moment we are told its number a signal may come.
func TestTheTerminalIsLentBeforeItsBorrowerBegins(t *testing.T) {
	t.Parallel()
	l := New(Messages{})
	began := false
	err := borrower{onlooker{begins: func() { began = l.isLent() && l.isAway() }}, l}.Run()
	if err != nil || !began || l.isAway() || !l.isLent() {
		t.Errorf("%v, lent at its beginning: %v, away after its end: %v, lent: %v", err, began, l.isAway(), l.isLent())
	}
	l.heard()
	l.status = 143
	if err := (borrower{onlooker{begins: func() { t.Error("it begins while a signal ends us") }}, l}).Run(); err == nil || l.isLent() {
		t.Errorf("%v, lent: %v", err, l.isLent())
	}
}
