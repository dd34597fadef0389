//go:build unix

package main

import (
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

// patience is how long a test waits for what must come: long, because a loaded machine is slow and a pass is quick.
const patience = 30 * time.Second

// session says how to run a program on a terminal of its own. Its environment holds only what is named here.
type session struct {
	program string // path; "" is the built strongroom
	args    []string
	env     []string  // NAME=value
	tools   []string  // programs to find on PATH by name, all others are missing
	w, h    int       // 0: 80x24
	after   *terminal // an earlier session of the same login, whose directories this one has
}

// terminal is a program on a pseudo-terminal with a screen emulator behind it.
type terminal struct {
	t   *testing.T
	cmd *exec.Cmd
	// home, tmp, work, bin and run are private to the session; began is just before the start.
	home, tmp, work, bin, run string
	began                     time.Time
	memory                    string // where else it may write

	master, tty *os.File
	before      *term.State
	exited      chan struct{}
	read        chan struct{}

	mu        sync.Mutex // guards the emulator and what it told
	emu       *vt.Emulator
	bytes     []byte
	modes     map[ansi.Mode]bool
	clipboard []string
	titles    []string
	watched   string
	shown     bool
}

// start runs a program; it is ended with the test.
func start(t *testing.T, s session) *terminal {
	t.Helper()
	root := t.TempDir()
	x := &terminal{
		t: t, began: time.Now(), memory: "/dev/shm", exited: make(chan struct{}), read: make(chan struct{}), modes: map[ansi.Mode]bool{},
		home: filepath.Join(root, "home"), tmp: filepath.Join(root, "tmp"), work: filepath.Join(root, "work"), bin: filepath.Join(root, "bin"), run: filepath.Join(root, "run"),
	}
	if a := s.after; a != nil {
		x.home, x.tmp, x.work, x.bin, x.run, x.began = a.home, a.tmp, a.work, a.bin, a.run, a.began
	}
	for _, dir := range []string{x.home, x.tmp, x.work, x.bin, x.run} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, tool := range s.tools {
		x.provide(tool)
	}
	if s.program == "" {
		s.program = executable(t)
	}
	if s.w == 0 {
		s.w, s.h = 80, 24
	}
	x.cmd = exec.Command(s.program, s.args...)
	x.cmd.Dir = x.work
	x.cmd.Env = append(x.environment(), s.env...)
	x.open(s.w, s.h)
	return x
}

// startShell runs a shell with job control, where a program may be called by a name.
func startShell(t *testing.T, name, program string, env ...string) *terminal {
	t.Helper()
	x := start(t, session{
		program: tools.Need(t, "bash"), args: []string{"--norc", "--noprofile", "-i"}, tools: []string{"sleep", "stty", "clear"},
		env: append(env, "PS1=shell> ", "HISTFILE="),
	})
	if err := os.Symlink(program, filepath.Join(x.bin, name)); err != nil {
		t.Fatal(err)
	}
	return x.sees("shell>")
}

func (x *terminal) environment() []string {
	return []string{
		"HOME=" + x.home, "XDG_CONFIG_HOME=" + filepath.Join(x.home, ".config"), "XDG_STATE_HOME=" + filepath.Join(x.home, ".state"),
		"XDG_CACHE_HOME=" + filepath.Join(x.home, ".cache"), "XDG_RUNTIME_DIR=" + x.run, "TMPDIR=" + x.tmp, "PATH=" + x.bin,
		"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "AWS_EC2_METADATA_DISABLED=true",
	}
}

// provide puts one of the machine's programs on the session's PATH.
func (x *terminal) provide(tool string) {
	x.t.Helper()
	if err := os.Symlink(tools.Need(x.t, tool), filepath.Join(x.bin, tool)); err != nil {
		x.t.Fatal(err)
	}
}

// open starts the command on a new pseudo-terminal. The terminal's side stays open here too, so that its settings can be
// read after the program has ended.
func (x *terminal) open(w, h int) {
	x.t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		x.t.Fatal(err)
	}
	x.tty = tty
	// As it comes, a read that waits cannot be ended by closing the file.
	fd, err := unix.FcntlInt(master.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	if err != nil {
		x.t.Fatal(err)
	}
	_ = master.Close()
	x.master = os.NewFile(uintptr(fd), "master")
	x.emulate(w, h)
	x.setSize(w, h)
	x.before = x.settings()
	x.cmd.Stdin, x.cmd.Stdout, x.cmd.Stderr = x.tty, x.tty, x.tty
	x.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := x.cmd.Start(); err != nil {
		x.t.Fatal(err)
	}
	go func() { defer close(x.exited); _ = x.cmd.Wait() }()
	go func() { defer close(x.read); _, _ = io.Copy(x, x.master) }()
	x.t.Cleanup(x.end)
}

func (x *terminal) emulate(w, h int) {
	x.emu = vt.NewEmulator(w, h)
	x.emu.SetCallbacks(vt.Callbacks{
		Title:       func(s string) { x.titles = append(x.titles, s) },
		EnableMode:  func(m ansi.Mode) { x.modes[m] = true },
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
	go func() { _, _ = io.Copy(x.master, x.emu) }() // a reply that nobody takes would block the emulator
}

// Write is what the program sends to the terminal.
func (x *terminal) Write(b []byte) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.bytes = append(x.bytes, b...)
	_, err := x.emu.Write(b)
	if x.watched != "" && strings.Contains(x.emu.String(), x.watched) {
		x.shown = true
	}
	return len(b), err
}

// end gives back everything, and kills a program that still runs.
func (x *terminal) end() {
	select {
	case <-x.exited:
	default:
		_ = syscall.Kill(-x.cmd.Process.Pid, syscall.SIGKILL)
		<-x.exited
	}
	x.endSession()
	_ = x.tty.Close()
	_ = x.master.Close()
	<-x.read
	_ = x.emu.InputPipe().(io.Closer).Close()
}

// endSession kills what the program has left in its session: an editor that heeds no signal, or one that is stopped, and the
// process that watches.
func (x *terminal) endSession() {
	session := x.cmd.Process.Pid
	if alive(session) { // somebody else has the number by now
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

func (x *terminal) settings() *term.State {
	state, err := term.GetState(int(x.tty.Fd()))
	if err != nil {
		x.t.Fatal(err)
	}
	return state
}

// control runs an ioctl on the master's side. File.Fd would make its reads block, and a blocked read cannot be closed.
func (x *terminal) control(f func(fd int) error) {
	x.t.Helper()
	conn, err := x.master.SyscallConn()
	if err == nil {
		var inner error
		err = conn.Control(func(fd uintptr) { inner = f(int(fd)) })
		err = errors.Join(err, inner)
	}
	if err != nil {
		x.t.Fatal(err)
	}
}

func (x *terminal) setSize(w, h int) {
	x.t.Helper()
	x.control(func(fd int) error {
		return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Col: uint16(w), Row: uint16(h)})
	})
}

// foreground is the process group that the terminal talks to.
func (x *terminal) foreground() (group int) {
	x.t.Helper()
	x.control(func(fd int) (err error) { group, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP); return err })
	return group
}

// signal sends a signal to the program itself.
func (x *terminal) signal(sig syscall.Signal) {
	x.t.Helper()
	if err := x.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		x.t.Fatal(err)
	}
}

// hangUp takes the terminal away, as closing its window does.
func (x *terminal) hangUp() {
	_ = x.tty.Close()
	_ = x.master.Close()
}
