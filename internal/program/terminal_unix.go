//go:build unix

package program

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"

	"strongroom/backend/disk"
)

// terminalState is the terminal as it was before the program: the settings of the first of standard output and input that is one.
type terminalState struct {
	fd       int
	settings *unix.Termios // nil: there is no terminal
}

func saveTerminal() terminalState {
	for _, fd := range []int{unix.Stdout, unix.Stdin} {
		if settings, err := unix.IoctlGetTermios(fd, getTermios); err == nil {
			return terminalState{fd, settings}
		}
	}
	return terminalState{}
}

// normalMode is everything that switches a terminal from what the program made of it back to what a shell expects, but for the clustering
// of graphemes, which some terminals have switched on for everybody.
const normalMode = ansi.ResetModeSynchronizedOutput + ansi.ResetModeMouseNormal + ansi.ResetModeMouseButtonEvent +
	ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr + ansi.ResetModeFocusEvent + ansi.ResetModeBracketedPaste +
	ansi.ResetModifyOtherKeys + "\x1b[<1u" + "\x1b[0m" + ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable + "\r"

// inFront reports whether the terminal may be used: nobody else has the foreground.
func (s terminalState) inFront() bool {
	front, err := unix.IoctlGetInt(s.fd, unix.TIOCGPGRP)
	return s.settings == nil || err != nil || front == unix.Getpgrp()
}

// tidy makes the terminal what it was before the program, after an editor that may have ended in the midst: those switch on more.
func (s terminalState) tidy() {
	if s.settings == nil {
		return
	}
	s.say(normalMode + ansi.ResetModeCursorKeys + ansi.KeypadNumericMode)
	_ = unix.IoctlSetTermios(s.fd, setTermios, s.settings)
}

// giveBack is for when Bubble Tea cannot restore the terminal any more. A terminal that takes no output is left as it is.
func (s terminalState) giveBack() {
	if s.settings == nil {
		return
	}
	s.say(normalMode)
	_ = unix.IoctlSetTermios(s.fd, setTermios, s.settings)
}

// giveBackUnless is giveBack where a shell may have taken the terminal back already: its settings are the shell's then, whose
// next line has begun. They are touched only while the foreground is the dead program's group, or nobody's, and the terminal as that left it.
// A shell that has begun its line did so on a screen that is gone now, and is told to draw it anew.
func (s terminalState) giveBackUnless(group int) {
	if s.settings == nil {
		return
	}
	s.say(normalMode)
	time.Sleep(shellTime)
	if front, err := unix.IoctlGetInt(s.fd, unix.TIOCGPGRP); err == nil && front != group {
		_ = unix.Kill(-front, unix.SIGWINCH)
		return
	}
	if now, err := unix.IoctlGetTermios(s.fd, getTermios); err == nil && now.Lflag&unix.ICANON == 0 {
		_ = unix.IoctlSetTermios(s.fd, setTermios, s.settings)
	}
}

// say writes what switches modes off. A dumb terminal has none.
func (s terminalState) say(modes string) {
	if os.Getenv("TERM") == "dumb" {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = unix.Write(s.fd, []byte(modes))
	}()
	select {
	case <-done:
	case <-time.After(killTime):
	}
}

// lost is closed when the terminal goes away without a signal to tell of it.
func (s terminalState) lost(ended <-chan struct{}) <-chan struct{} {
	lost := make(chan struct{})
	if s.settings == nil {
		return lost
	}
	go func() {
		if waitHangup(s.fd) {
			close(lost)
		}
	}()
	return lost
}

// muteStderr takes standard error away while the program draws, and returns what gives it back. What the Go runtime
// prints of a panic that nothing caught, and what libraries log, must reach neither the screen nor its history.
func muteStderr() func() {
	kept, err := unix.FcntlInt(os.Stderr.Fd(), unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return func() {}
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err == nil {
		err = duplicate(int(null.Fd()), unix.Stderr)
		_ = null.Close()
	}
	return func() {
		if err == nil {
			_ = duplicate(kept, unix.Stderr)
		}
		_ = unix.Close(kept)
	}
}

// watchVariable marks the process that watches over the terminal, and carries the terminal's settings to it; watchGroupVariable
// is the process group that it watches.
const (
	watchVariable      = "STRONGROOM_WATCH"
	watchGroupVariable = "STRONGROOM_WATCH_GROUP"
)

// shellTime is how long a shell may take to notice that its job has ended.
const shellTime = 150 * time.Millisecond

// watcher is a second process that sleeps until this one ends, and gives the terminal back where this one no longer could:
// after a crash that nothing can catch (a panic in a library's goroutine, a fatal error of the runtime) and after kill -9.
type watcher struct{ pipe *os.File }

// watch starts the watcher. Without a terminal, or where it cannot be started, there is none.
func (s terminalState) watch() watcher {
	if s.settings == nil {
		return watcher{}
	}
	self, err := os.Executable()
	if err != nil {
		return watcher{}
	}
	r, w, err := os.Pipe()
	if err != nil {
		return watcher{}
	}
	defer func() { _ = r.Close() }()
	shrinkPipe(w)
	var settings bytes.Buffer
	if err := binary.Write(&settings, binary.NativeEndian, s.settings); err != nil {
		return watcher{}
	}
	c := &exec.Cmd{Path: self, Args: []string{os.Args[0], "(gives the terminal back)"}, Dir: "/"}
	c.Env = []string{watchVariable + "=" + hex.EncodeToString(settings.Bytes()), watchGroupVariable + "=" + strconv.Itoa(unix.Getpgrp())}
	for _, name := range []string{"TERM", "XDG_RUNTIME_DIR", "TMPDIR"} { // what the terminal can do, and where what an editor had open lies
		c.Env = append(c.Env, name+"="+os.Getenv(name))
	}
	terminal := os.Stdout
	if s.fd == unix.Stdin {
		terminal = os.Stdin
	}
	c.Stdin, c.Stdout = r, terminal
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the job's signals are not for it
	if err := c.Start(); err != nil {
		_ = w.Close()
		return watcher{}
	}
	go func() { _ = c.Wait() }()
	// The whole trace is more than the pipe holds: the crash waits until the watcher has restored the terminal.
	debug.SetTraceback("all")
	_ = debug.SetCrashOutput(w, debug.CrashOptions{})
	return watcher{w}
}

const farewell = "bye\n"

// dismiss ends the watcher: the terminal has been given back.
func (w watcher) dismiss() {
	if w.pipe == nil {
		return
	}
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	debug.SetTraceback("none")
	_, _ = w.pipe.WriteString(farewell)
	_ = w.pipe.Close()
}

// WatchTerminal is the watcher's whole life. It reports false where this process is not the watcher.
func WatchTerminal() bool {
	encoded, ok := os.LookupEnv(watchVariable)
	if !ok {
		return false
	}
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTSTP, syscall.SIGTTOU, syscall.SIGTTIN, syscall.SIGPIPE)
	raw, err := hex.DecodeString(encoded)
	settings := new(unix.Termios)
	if err != nil || binary.Read(bytes.NewReader(raw), binary.NativeEndian, settings) != nil {
		return true
	}
	group, _ := strconv.Atoi(os.Getenv(watchGroupVariable))
	first := make([]byte, len(farewell))
	n, _ := io.ReadFull(os.Stdin, first)
	if string(first[:n]) == farewell {
		return true
	}
	if n == 0 {
		terminalState{unix.Stdout, settings}.giveBackUnless(group)
	} else { // it waits until its last words are taken, and no shell goes on before
		terminalState{unix.Stdout, settings}.giveBack()
		c := crash{kind: "something that nothing could catch", stack: redact(io.MultiReader(bytes.NewReader(first[:n]), os.Stdin))}
		fmt.Fprint(os.Stdout, c.String())
		_, _ = io.Copy(io.Discard, os.Stdin) // the crash ends once all of it is taken
	}
	sweepAfterDeath()
	return true
}

// sweepAfterDeath removes what the ended program's editor had open, as soon as the system has let go of its locks.
func sweepAfterDeath() {
	places := disk.ScratchPlaces(os.Getenv, SharedMemory)
	for end := time.Now().Add(sweepTime); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		disk.SweepScratch(places)
	}
}
