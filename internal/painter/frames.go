package painter

import (
	"io"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Gap is how far apart two frames are at least.
const Gap = 4 * time.Millisecond

// Frames writes what is to be seen to a terminal: the newest view each time, as soon as there is one and the terminal takes it. It
// writes nothing while the terminal is not ours, and wakes for nothing else.
type Frames struct {
	to                io.Writer
	wake, first, done chan struct{} // first is closed once something was drawn
	began, ended      sync.Once

	mu    sync.Mutex // held while something is written
	paint *Painter
	ours  bool
	asked struct { // of the terminal
		n    int // questions without an answer
		last time.Time
		all  bool // it has told everything that it ever will
	}

	next struct {
		sync.Mutex
		view  *tea.View
		tells []func(*Painter) // before it is drawn
	}
}

// NewFrames are frames on a terminal that is not ours before Take. Whoever calls it closes it.
func NewFrames(to io.Writer, p *Painter) *Frames {
	f := &Frames{to: to, paint: p, wake: make(chan struct{}, 1), first: make(chan struct{}), done: make(chan struct{})}
	go f.write()
	return f
}

// Show hands over the next view, and waits for nothing.
func (f *Frames) Show(v tea.View) {
	f.next.Lock()
	f.next.view = &v
	f.next.Unlock()
	f.stir()
}

// before has the painter know something before the next view.
func (f *Frames) before(tell func(*Painter)) {
	f.next.Lock()
	f.next.tells = append(f.next.tells, tell)
	f.next.Unlock()
	f.stir()
}

func (f *Frames) stir() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *Frames) write() {
	for {
		select {
		case <-f.done:
			return
		case <-f.wake:
		}
		f.mu.Lock()
		drawn := f.flush()
		f.mu.Unlock()
		if !drawn {
			continue
		}
		f.began.Do(func() { close(f.first) })
		select {
		case <-f.done:
			return
		case <-time.After(Gap):
		}
	}
}

// flush writes what is to be seen now, where the terminal is ours and something else stands there.
func (f *Frames) flush() (drawn bool) {
	if !f.ours {
		return false
	}
	f.next.Lock()
	view, tells := f.next.view, f.next.tells
	f.next.tells = nil
	f.next.Unlock()
	for _, tell := range tells {
		tell(f.paint)
	}
	if view == nil {
		return false
	}
	frame := f.paint.Frame(*view)
	if len(frame) == 0 {
		return false
	}
	_, _ = f.to.Write(frame) // a terminal that is gone is told of elsewhere
	return true
}

// Heard takes in what the terminal tells.
func (f *Frames) Heard(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		f.before(func(p *Painter) { p.Resize(msg.Width, msg.Height) })
	case uv.PrimaryDeviceAttributesEvent:
		f.mu.Lock()
		f.asked.n = max(f.asked.n-1, 0)
		f.asked.all = f.asked.n == 0
		f.mu.Unlock()
	case tea.ModeReportMsg:
		switch {
		case msg.Mode == ansi.ModeSynchronizedOutput && msg.Value == ansi.ModeReset:
			f.before(func(p *Painter) { p.Synchronized = true })
		case msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet):
			f.before(func(p *Painter) { p.Measure(ansi.GraphemeWidth) })
			if msg.Value == ansi.ModeReset {
				f.before(func(p *Painter) { p.Clusters = true })
				_, _ = f.Write([]byte(ansi.SetModeUnicodeCore))
			}
		}
	}
}

// Does carries out what a command asks of a renderer, and reports whether that was one.
func (f *Frames) Does(msg tea.Msg) bool {
	switch msg {
	case tea.ClearScreen():
		f.before((*Painter).Erase)
	case tea.RequestBackgroundColor():
		f.Ask(ansi.RequestBackgroundColor)
	case tea.ReadClipboard():
		f.Ask(ansi.RequestSystemClipboard)
	default:
		return false
	}
	return true
}

// Ask writes a question to the terminal, where it is ours. Its answer comes as a message, or never; behind it one that every terminal
// answers tells which.
func (f *Frames) Ask(question string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ours {
		_, _ = io.WriteString(f.to, question+ansi.RequestPrimaryDeviceAttributes)
		f.asked.n, f.asked.last = f.asked.n+1, time.Now()
	}
}

// Answered reports whether the terminal has answered everything that it was asked, the last time that it was.
func (f *Frames) Answered() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked.all
}

// Open is how many answers are still under way, of questions of which the last was asked then. It forgets them: who calls it has the
// terminal's input.
func (f *Frames) Open() (n int, asked time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, f.asked.n = f.asked.n, 0
	return n, f.asked.last
}

// Write is what the framework still writes by itself. It fails never.
func (f *Frames) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ours {
		_, _ = f.to.Write(b)
	}
	return len(b), nil
}

// Take begins to draw, again after the terminal was given back. The screen is drawn whole.
func (f *Frames) Take() {
	f.mu.Lock()
	f.ours = true
	f.mu.Unlock()
	f.stir()
}

// GiveBack draws what is to be seen last, and leaves the screen as it was.
func (f *Frames) GiveBack() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.ours {
		return
	}
	f.flush()
	_, _ = f.to.Write(f.paint.Leave())
	f.ours = false
}

// Begun waits until something was drawn, or never will be.
func (f *Frames) Begun() {
	select {
	case <-f.first:
	case <-f.done:
	}
}

// Closed is closed once the terminal is given back for good.
func (f *Frames) Closed() <-chan struct{} { return f.done }

// Close gives the terminal back for good.
func (f *Frames) Close() {
	f.GiveBack()
	f.ended.Do(func() { close(f.done) })
}
