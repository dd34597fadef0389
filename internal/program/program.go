// Package program runs a model on a terminal and gives the terminal back, whatever happens: signals, suspending, crashes, the
// user's own editor. The model is handed in; what it shows is not known here.
package program

import (
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

const (
	// concealTime is how long the screen is waited for before the program stops or hands the terminal over.
	concealTime = 200 * time.Millisecond
	// quitTime is how long the model may take to quit once a signal came, killTime how long Bubble Tea then may take to give
	// the terminal back, lastTime how long the process then still waits for them.
	quitTime = 250 * time.Millisecond
	killTime = 100 * time.Millisecond
	lastTime = time.Second
	// childTime is how long an editor may take to end after it was asked to, hearTime the model to hear of it then: what was saved
	// in the editor would be lost without.
	childTime = time.Second
	hearTime  = 5 * time.Second
	// settleTime keeps releasing and restoring the terminal apart: Bubble Tea's old renderer stops the new one's ticker
	// where they follow each other at once, and the screen stays blank for ever.
	settleTime = 100 * time.Millisecond
	// backgroundTime is how long a signal may take that comes with the one that continues us.
	backgroundTime = 300 * time.Millisecond
	// haltTime is how long a process may go on after it was stopped.
	haltTime = time.Second
	// sweepTime is how long the directories of a killed program are looked for.
	sweepTime = time.Second
)

// crashStatus is the process's exit status after a panic.
const crashStatus = 70

// Lifecycle owns what happens to the process around and outside the program's own loop: signals, suspending, panics, the
// terminal going away. Whatever comes, values are hidden first and the terminal is given back.
type Lifecycle struct {
	Cleanup func() // what must not be left behind, where the process has to end at once
	Back    func() // told when the terminal, which others have read meanwhile, is ours again
	Lines   bool   // the terminal can do nothing but take lines, and somebody else writes them: nothing is drawn on it
	Flows   bool   // what is told goes up with the terminal's lines, as where it is read aloud: Bubble Tea draws, which can do that

	tell     Messages
	program  *tea.Program
	screen   canvas
	terminal terminalState
	watcher  watcher
	stops    chan struct{} // a stop that the user asked for
	ended    chan struct{} // Run has returned

	mu      sync.Mutex
	crashed *crash
	status  int // 0 until a signal sets it
	child   *os.Process
	away    bool // another program has the terminal
	lent    bool // it has or had it, and the model has not heard how it went
}

// Messages make what the model is told: to hide all values, to quit without asking, that the screen is its own again.
type Messages struct{ Conceal, Quit, Resumed func() tea.Msg }

// New makes the lifecycle of one run.
func New(m Messages) *Lifecycle {
	return &Lifecycle{tell: m, screen: framework{}, stops: make(chan struct{}, 1), ended: make(chan struct{})}
}

// Run runs the program until it ends and returns the process's exit status: 0, 128 and a signal's number, 70 after a
// panic, which is then reported on standard error. An error says why the program could not run.
// Whatever must be cleaned up slowly (a clipboard) belongs after run: the terminal is given back by then.
func (l *Lifecycle) Run(m tea.Model, opts ...tea.ProgramOption) (int, error) {
	l.terminal = saveTerminal()
	l.watcher = l.terminal.watch()
	restoreStderr := muteStderr()
	opened, err := l.open()
	if err != nil {
		restoreStderr()
		l.watcher.dismiss()
		return 1, err
	}
	l.screen = opened
	l.program = tea.NewProgram(shielded{m, l.screen, l.caught, l.heard}, append(opened.options(), append(opts, tea.WithoutSignalHandler(), tea.WithoutCatchPanics())...)...)
	l.screen.resized(l.program.Send)
	l.spareTheFirst()
	unlisten := l.listen()

	err = l.loop()

	close(l.ended)
	unlisten()
	restoreStderr()
	l.watcher.dismiss()
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.crashed != nil:
		fmt.Fprint(os.Stderr, l.crashed)
		return crashStatus, nil
	case l.status != 0:
		return l.status, nil
	case err != nil:
		return 1, err
	}
	return 0, nil
}

// spareTheFirst has no garbage collected before the first frame stands: there is little of it by then, and the frame is made by the
// same cores.
func (l *Lifecycle) spareTheFirst() {
	percent := debug.SetGCPercent(-1)
	go func() {
		l.screen.Begun()
		debug.SetGCPercent(percent)
	}()
}

// open makes what the program draws on.
func (l *Lifecycle) open() (canvas, error) {
	switch {
	case l.Lines:
		return unseen{}, nil
	case l.Flows:
		return framework{last: &lastLines{}}, nil
	}
	return openScreen()
}

// noColour reports whether the user wants no colours. The framework only takes 1 and true for that.
func noColour(env uv.Environ) bool { return env.Getenv("NO_COLOR") != "" }

// loop is the program's loop, where a panic in Update or View arrives.
func (l *Lifecycle) loop() (err error) {
	defer l.screen.close()
	defer func() {
		if value := recover(); value != nil {
			l.caught(value)
		}
	}()
	_, err = l.program.Run()
	return err
}

// caught ends the program after a panic. Only the first one is reported.
func (l *Lifecycle) caught(value any) {
	c := newCrash(value, debug.Stack())
	l.mu.Lock()
	if l.crashed == nil {
		l.crashed = c
	}
	l.mu.Unlock()
	l.program.Kill()
}

// leave ends the program because of a signal or a lost terminal: it asks the model first, then insists.
func (l *Lifecycle) leave(status int) {
	l.mu.Lock()
	l.status = status
	l.mu.Unlock()
	l.endChild()
	go l.program.Send(l.tell.Quit())
	if l.endsWithin(quitTime) {
		return
	}
	killed := make(chan struct{})
	go func() { defer close(killed); l.program.Kill(); l.screen.close() }()
	select {
	case <-l.ended:
		return
	case <-killed:
	case <-time.After(killTime):
		l.terminal.giveBack()
	}
	if l.endsWithin(lastTime) {
		return
	}
	l.watcher.dismiss()
	if l.Cleanup != nil {
		l.Cleanup()
	}
	os.Exit(status)
}

func (l *Lifecycle) back() {
	if l.Back != nil {
		l.Back()
	}
}

func (l *Lifecycle) endsWithin(d time.Duration) bool {
	select {
	case <-l.ended:
		return true
	case <-time.After(d):
		return false
	}
}

// hidden tells the model to hide all values, and returns when the frame without them is the one to be drawn: Bubble Tea takes
// a second message only after it has drawn the first one's view.
func (l *Lifecycle) hidden() { l.told(l.tell.Conceal(), nil) }

// told tells the model, and gives up on a loop that does not answer: it hears of it later.
func (l *Lifecycle) told(msgs ...tea.Msg) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, msg := range msgs {
			l.program.Send(msg)
		}
	}()
	select {
	case <-done:
	case <-l.ended:
	case <-time.After(concealTime):
	}
}

// Suspend asks for the program to be stopped, as the shell's ctrl+z does. Offer it only where CanSuspend.
func (l *Lifecycle) Suspend() {
	select {
	case l.stops <- struct{}{}:
	default:
	}
}

// HandOver lets a program take over the terminal, and tells the model how it went. The signals that end Strongroom end it too, and
// it is given time enough for the screen to come back after it.
func (l *Lifecycle) HandOver(c *exec.Cmd, then func(error) tea.Msg) tea.Cmd {
	return l.lend(&childCommand{Cmd: c, life: l}, then)
}
