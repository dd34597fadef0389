//go:build unix

// Package terminal runs programs on a terminal that nobody sees, and tells a test what a user would see there, and what was
// left lying about. It is for tests alone, and knows nothing of what it runs.
package terminal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"strongroom/internal/tools"
)

// Patience is how long a test waits for what must come: long, because a loaded machine is slow and a pass is quick.
const Patience = 30 * time.Second

// Session says how to run a program on a terminal of its own. Its environment holds only what is named here.
type Session struct {
	Program string // path; "" is the built strongroom
	Args    []string
	Env     []string      // NAME=value
	Tools   []string      // programs to find on PATH by name, all others are missing
	W, H    int           // 0: 80x24
	Unsized bool          // the terminal does not say its size, which is that
	Far     time.Duration // how long the terminal's answers are under way
	After   *Terminal     // an earlier session of the same login, whose directories this one has
	Other   bool          // root runs it as another user, whom the system does not trust with everything
}

// Terminal is a program on a pseudo-terminal with a screen emulator behind it.
type Terminal struct {
	T      testing.TB
	Cmd    *exec.Cmd
	Began  time.Time     // just before the start
	Exited chan struct{} // closed at its end
	// Home, Work, tmp, bin and run are private to the session; Memory is where else it may write.
	Home, Work, Memory string
	tmp, bin, run      string

	master, tty *os.File
	far         time.Duration
	before      *term.State
	read        chan struct{}
	drew        chan time.Time // has the moment of the first output since it was last emptied

	mu        sync.Mutex // guards the emulator, what it told, and what was sent
	last      string
	lastAt    time.Time
	pressed   string    // the key that this was, "" for anything else
	begun     time.Time // when the program last took the terminal, for the first time or back
	emu       *vt.Emulator
	text      string // of the screen as it stands, "" while nobody has asked for it
	bytes     []byte
	modes     map[ansi.Mode]bool
	clipboard []string
	titles    []string
	watched   string
	shown     bool
}

// Start runs a program; it is ended with the test.
func Start(t testing.TB, s Session) *Terminal {
	t.Helper()
	root := t.TempDir()
	if s.Other {
		root = openDir(t)
	}
	x := &Terminal{
		T: t, Began: time.Now(), Memory: sharedMemory, Exited: make(chan struct{}), read: make(chan struct{}), drew: make(chan time.Time, 1), modes: map[ansi.Mode]bool{},
		Home: filepath.Join(root, "home"), tmp: filepath.Join(root, "tmp"), Work: filepath.Join(root, "work"), bin: filepath.Join(root, "bin"), run: filepath.Join(root, "run"),
	}
	if a := s.After; a != nil {
		x.Home, x.tmp, x.Work, x.bin, x.run, x.Began = a.Home, a.tmp, a.Work, a.bin, a.run, a.Began
	}
	for _, dir := range []string{x.Home, x.tmp, x.Work, x.bin, x.run} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, tool := range s.Tools {
		x.provide(tool)
	}
	if s.Program == "" {
		s.Program = Strongroom(t)
	}
	if s.W == 0 {
		s.W, s.H = 80, 24
	}
	x.Cmd = exec.Command(s.Program, s.Args...)
	x.Cmd.Dir = x.Work
	x.Cmd.Env = append(x.environment(), s.Env...)
	x.Cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if s.Other {
		x.becomeAnother()
	}
	x.far = s.Far
	x.open(s.W, s.H, s.Unsized)
	return x
}

// StartShell runs a shell with job control, where a program may be called by a name.
func StartShell(t testing.TB, name, program string, env ...string) *Terminal {
	t.Helper()
	return StartShellFar(t, 0, name, program, env...)
}

// StartShellFar is StartShell on a terminal of which the answers are under way for so long.
func StartShellFar(t testing.TB, far time.Duration, name, program string, env ...string) *Terminal {
	t.Helper()
	x := Start(t, Session{
		Far:     far,
		Program: tools.Need(t, "bash"), Args: []string{"--norc", "--noprofile", "-i"}, Tools: []string{"sleep", "stty", "clear"},
		Env: append(env, "PS1=shell> ", "HISTFILE="),
	})
	if err := os.Symlink(program, filepath.Join(x.bin, name)); err != nil {
		t.Fatal(err)
	}
	return x.Sees("shell>")
}

func (x *Terminal) environment() []string {
	return []string{
		"HOME=" + x.Home, "XDG_CONFIG_HOME=" + filepath.Join(x.Home, ".config"), "XDG_STATE_HOME=" + filepath.Join(x.Home, ".state"),
		"XDG_CACHE_HOME=" + filepath.Join(x.Home, ".cache"), "XDG_RUNTIME_DIR=" + x.run, "TMPDIR=" + x.tmp, "PATH=" + x.bin,
		"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "AWS_EC2_METADATA_DISABLED=true",
	}
}

// provide puts one of the machine's programs on the session's PATH.
func (x *Terminal) provide(tool string) {
	x.T.Helper()
	if err := os.Symlink(tools.Need(x.T, tool), filepath.Join(x.bin, tool)); err != nil {
		x.T.Fatal(err)
	}
}

// open starts the command on a new pseudo-terminal. The terminal's side stays open here too, so that its settings can be
// read after the program has ended.
func (x *Terminal) open(w, h int, unsized bool) {
	x.T.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		x.T.Fatal(err)
	}
	x.tty = tty
	// As it comes, a read that waits cannot be ended by closing the file.
	fd, err := unix.FcntlInt(master.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		x.T.Fatal(err)
	}
	_ = master.Close()
	x.master = os.NewFile(uintptr(fd), "master")
	x.emulate(w, h)
	if !unsized {
		x.setSize(w, h)
	}
	x.before = x.settings()
	x.Cmd.Stdin, x.Cmd.Stdout, x.Cmd.Stderr = x.tty, x.tty, x.tty
	if err := x.Cmd.Start(); err != nil {
		x.T.Fatal(err)
	}
	go func() { defer close(x.Exited); _ = x.Cmd.Wait() }()
	go func() { defer close(x.read); _, _ = io.Copy(x, x.master) }()
	x.T.Cleanup(x.end)
}

func (x *Terminal) emulate(w, h int) {
	x.emu = vt.NewEmulator(w, h)
	x.emu.SetCallbacks(vt.Callbacks{
		Title: func(s string) { x.titles = append(x.titles, s) },
		EnableMode: func(m ansi.Mode) {
			x.modes[m] = true
			if m == ansi.ModeBracketedPaste {
				x.begun = time.Now()
			}
		},
		DisableMode: func(m ansi.Mode) { x.modes[m] = false },
	})
	x.emu.RegisterOscHandler(52, func(data []byte) bool {
		if parts := strings.SplitN(string(data), ";", 3); len(parts) == 3 && parts[2] != "?" {
			text, err := base64.StdEncoding.DecodeString(parts[2])
			if err != nil {
				text = []byte("invalid base64: " + parts[2])
			}
			x.clipboard = append(x.clipboard, string(text))
		}
		return true
	})
	go x.answer() // a reply that nobody takes would block the emulator
}

// answer carries the terminal's answers to the program, each when it has been under way for long enough.
func (x *Terminal) answer() {
	type answer struct {
		at   time.Time
		text []byte
	}
	answers := make(chan answer, 1024)
	defer close(answers)
	go func() {
		for a := range answers {
			time.Sleep(time.Until(a.at))
			_, _ = x.master.Write(a.text)
		}
	}()
	for b := make([]byte, 1024); ; {
		n, err := x.emu.Read(b)
		if err != nil {
			return
		}
		answers <- answer{time.Now().Add(x.far), bytes.Clone(b[:n])}
	}
}

// Write is what the program sends to the terminal.
func (x *Terminal) Write(b []byte) (int, error) {
	select {
	case x.drew <- time.Now():
	default:
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.bytes = append(x.bytes, b...)
	_, err := x.emu.Write(b)
	x.text = ""
	if x.watched != "" && strings.Contains(x.screen(), x.watched) {
		x.shown = true
	}
	return len(b), err
}

// end gives back everything, and kills a program that still runs.
func (x *Terminal) end() {
	var all []int // of which some have sessions of their own
	select {
	case <-x.Exited:
	default:
		all = Descendants(x.Cmd.Process.Pid)
		_ = syscall.Kill(-x.Cmd.Process.Pid, syscall.SIGKILL)
		<-x.Exited
	}
	x.endSession()
	for _, pid := range all {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	_ = x.tty.Close()
	_ = x.master.Close()
	<-x.read
	_ = x.emu.InputPipe().(io.Closer).Close()
}

// endSession kills what the program has left in its session: an editor that heeds no signal, or one that is stopped, and the
// process that watches.
func (x *Terminal) endSession() {
	session := x.Cmd.Process.Pid
	if Alive(session) { // somebody else has the number by now
		return
	}
	processes, _ := filepath.Glob("/proc/[0-9]*")
	for _, p := range processes {
		pid, _ := strconv.Atoi(filepath.Base(p))
		if sid, err := unix.Getsid(pid); err == nil && sid == session {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

func (x *Terminal) settings() *term.State {
	state, err := term.GetState(int(x.tty.Fd()))
	if err != nil {
		x.T.Fatal(err)
	}
	return state
}

// control runs an ioctl on the master's side. File.Fd would make its reads block, and a blocked read cannot be closed.
func (x *Terminal) control(f func(fd int) error) {
	x.T.Helper()
	conn, err := x.master.SyscallConn()
	if err == nil {
		var inner error
		err = conn.Control(func(fd uintptr) { inner = f(int(fd)) })
		err = errors.Join(err, inner)
	}
	if err != nil {
		x.T.Fatal(err)
	}
}

func (x *Terminal) setSize(w, h int) {
	x.T.Helper()
	x.control(func(fd int) error {
		return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Col: uint16(w), Row: uint16(h)})
	})
}

// Foreground is the process group that the terminal talks to.
func (x *Terminal) Foreground() (group int) {
	x.T.Helper()
	x.control(func(fd int) (err error) { group, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP); return err })
	return group
}

// Signal sends a signal to the program itself.
func (x *Terminal) Signal(sig syscall.Signal) {
	x.T.Helper()
	if err := x.Cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		x.T.Fatal(err)
	}
}

// HangUp takes the terminal away, as closing its window does.
func (x *Terminal) HangUp() {
	_ = x.tty.Close()
	_ = x.master.Close()
}
