package program

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"time"

	tea "charm.land/bubbletea/v2"
)

// childCommand runs a program on the terminal while Bubble Tea waits.
type childCommand struct {
	*exec.Cmd
	life *Lifecycle
}

// SetStdin gives the child the terminal itself, not who reads it for us: everything else would be copied to it, and waited for.
func (c *childCommand) SetStdin(r io.Reader) {
	if of, ok := r.(interface{ Terminal() *os.File }); ok {
		r = of.Terminal()
	}
	c.Stdin = r
}

// SetStdout gives the child the terminal itself, as SetStdin does, also where nothing of ours is drawn on it.
func (c *childCommand) SetStdout(w io.Writer) {
	if of, ok := w.(interface{ Terminal() *os.File }); ok {
		w = of.Terminal()
	}
	if _, is := w.(*os.File); !is {
		w = os.Stdout
	}
	c.Stdout = w
}

// SetStderr gives the child the terminal instead: our own standard error is muted while the program runs.
func (c *childCommand) SetStderr(io.Writer) { c.Stderr = os.Stdout }

func (c *childCommand) Run() error {
	began := time.Now()
	c.life.screen.giveBack()
	err := c.Start()
	if err == nil {
		if !c.life.setChild(c.Process) {
			_ = c.Process.Kill() // a signal was faster
		}
		err = c.Wait()
		c.life.setChild(nil)
	}
	time.Sleep(settleTime - time.Since(began))
	if err != nil && c.life.terminal.inFront() {
		c.life.terminal.tidy() // it may have been killed in the midst
	}
	c.life.back()
	if c.life.leaving() { // nobody takes a terminal that he is about to give back: in the background that would stop us
		return err
	}
	if lost := c.life.screen.take(); err == nil {
		err = lost
	}
	return err
}

// lend is a stay of another program at the terminal.
func (l *Lifecycle) lend(c tea.ExecCommand, then func(error) tea.Msg) tea.Cmd {
	return tea.Exec(borrower{c, l}, func(err error) tea.Msg { return returned{then(err)} })
}

// borrower has the terminal from before its program begins: that may have been written in, saved and ended before we are told its number.
type borrower struct {
	tea.ExecCommand
	life *Lifecycle
}

func (b borrower) Run() error {
	if !b.life.setAway(true) {
		return errLeaving
	}
	defer b.life.setAway(false)
	return b.ExecCommand.Run()
}

// errLeaving: nothing begins any more.
var errLeaving = errors.New("strongroom is being ended")

// returned is what the model is told after the terminal was lent. Until it has heard it, nothing ends it: what an editor saved is in it.
type returned struct{ tea.Msg }

// heard is called when the model has heard how it went.
func (l *Lifecycle) heard() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lent = false
}

// setAway reports whether the program goes on.
func (l *Lifecycle) setAway(away bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.status != 0 && away {
		return false
	}
	l.away = away
	l.lent = l.lent || away
	return l.status == 0
}

// isAway reports whether the terminal is another program's at the moment.
func (l *Lifecycle) isAway() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.away
}

// setChild reports whether the program goes on.
func (l *Lifecycle) setChild(p *os.Process) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.child = p
	return l.status == 0
}

// leaving reports whether a signal is ending the program.
func (l *Lifecycle) leaving() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.status != 0
}

// hasChild reports whether an editor runs.
func (l *Lifecycle) hasChild() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.child != nil
}

// endChild ends an editor that runs, with force where it does not go by itself.
func (l *Lifecycle) endChild() {
	l.mu.Lock()
	child := l.child
	l.mu.Unlock()
	if child != nil {
		askToEnd(child)
		waitWhile(l.hasChild, childTime)
		if l.hasChild() {
			_ = child.Kill()
		}
		waitWhile(l.hasChild, childTime)
	}
	waitWhile(l.isLent, hearTime)
}

// isLent reports whether the model has yet to hear of another program's stay at the terminal.
func (l *Lifecycle) isLent() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lent
}

// waitWhile gives up after so long.
func waitWhile(is func() bool, long time.Duration) {
	for end := time.Now().Add(long); is() && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
	}
}
