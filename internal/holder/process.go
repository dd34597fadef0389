package holder

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"strongroom/model/clip"
)

// mark is the variable by which a process knows that it is a holder. It tells nothing else.
const mark = "STRONGROOM_HOLD"

// title stands in the list of processes.
const title = "(clears the clipboard)"

var errUnable = errors.New("the process that would hold it cannot")

// process is a holder as the program sees it.
type process struct {
	in       *os.File
	kill     func()
	gone     func()            // nil for nobody
	holds    bool              // the text itself: it is nowhere once this process has ended
	outcomes chan clip.Outcome // the latest that it told
	ended    chan struct{}

	dismissed atomic.Bool
}

// start begins a holder and returns once it is ready, within ctx. What it leaves behind after an error has ended.
func start(ctx context.Context, o order, text []byte, s clip.Stay, more ...*os.File) (*process, error) {
	o.Life = s.Life
	if s.Receipt != (clip.Receipt{}) {
		o.Receipt = s.Receipt.ForPipe()
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	in, ours, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	words, out, err := os.Pipe()
	if err != nil {
		_ = ours.Close()
		return nil, err
	}
	defer func() { _ = out.Close() }()
	c := &exec.Cmd{Path: self, Args: []string{os.Args[0], title}, Dir: "/", Env: append(environment(os.Environ()), mark+"=1"),
		Stdin: in, Stdout: out, ExtraFiles: more, SysProcAttr: detached()}
	if err := c.Start(); err != nil {
		_, _ = ours.Close(), words.Close()
		return nil, err
	}
	p := &process{in: ours, kill: func() { _ = c.Process.Kill() }, gone: s.Gone, holds: o.Duty == own,
		outcomes: make(chan clip.Outcome, 1), ended: make(chan struct{})}
	first := make(chan word, 1)
	go p.listen(words, first)
	go func() { _ = c.Wait() }()
	if deadline, ok := ctx.Deadline(); ok {
		_ = ours.SetWriteDeadline(deadline)
	}
	if err = o.send(ours, text); err == nil {
		err = p.awaitFirst(ctx, first)
	}
	_ = ours.SetWriteDeadline(time.Time{})
	if err != nil {
		p.Dismiss()
		p.kill() // what it may still do must not come later
		return nil, err
	}
	return p, nil
}

func (p *process) awaitFirst(ctx context.Context, first <-chan word) error {
	select {
	case w := <-first:
		if w != ready {
			return errUnable
		}
		return nil
	case <-p.ended:
		return errUnable
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// environment is what reaching a clipboard takes of one: no key to anything else outlives the program.
func environment(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return !isNeeded(name)
	})
}

func isNeeded(name string) bool {
	switch name {
	case "PATH", "HOME", "USER", "LANG", "TMPDIR", "XDG_RUNTIME_DIR", // whose, and where
		"DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "TMUX", "TMUX_TMPDIR", "STY", // which clipboard
		"__CF_USER_TEXT_ENCODING", "PREFIX", "LD_LIBRARY_PATH", "LD_PRELOAD": // macOS and Termux
		return true
	}
	return slices.ContainsFunc([]string{"LC_", "WSL_", "TERMUX_", "ANDROID_"}, func(of string) bool { return strings.HasPrefix(name, of) })
}

// listen takes in what the holder tells, until it has ended.
func (p *process) listen(words *os.File, first chan<- word) {
	defer func() { _, _ = words.Close(), p.in.Close() }()
	r := bufio.NewReader(words)
	begun, told := false, false
	for {
		b, err := r.ReadByte()
		if err != nil {
			break
		}
		if !begun {
			begun = true
			first <- word(b)
			continue
		}
		told = true
		select {
		case <-p.outcomes:
		default:
		}
		p.outcomes <- word(b).toOutcome()
	}
	close(p.ended)
	if begun && (told || p.holds) && !p.dismissed.Load() && p.gone != nil {
		p.gone()
	}
}

// say tells the holder a word; one that has ended needs none.
func (p *process) say(w word) {
	_, _ = p.in.Write([]byte{byte(w)})
}

// Away tells it that something else may have been copied.
func (p *process) Away() { p.say(away) }

// Dismiss ends it: there is nothing to do any more.
func (p *process) Dismiss() {
	if !p.dismissed.Swap(true) {
		p.say(dismissed)
		_ = p.in.Close()
	}
}

// clear has the text taken off. known is false where the holder ended without saying what became of it.
func (p *process) clear(ctx context.Context) (o clip.Outcome, known bool) {
	select {
	case o := <-p.outcomes:
		return o, true // it was its time, or somebody else has copied
	default:
	}
	p.say(clearNow)
	select {
	case o := <-p.outcomes:
		return o, true
	case <-p.ended:
		select {
		case o := <-p.outcomes:
			return o, true
		default:
		}
	case <-ctx.Done():
		p.kill() // one that hangs would hold it for ever
	}
	return clip.Unknown, false
}
