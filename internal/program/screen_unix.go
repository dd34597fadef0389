//go:build unix

package program

import (
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// frameTime is how far apart two frames are at least. A frame is written as soon as there is something to show.
const frameTime = 4 * time.Millisecond

// screen is the terminal that the program draws on, nil where Bubble Tea draws. Its renderer looks 30 times a second whether there is
// something to draw: a key's answer waits for it, and an idle program wakes for it.
type screen struct {
	tty  *os.File
	in   int // the descriptor of which the settings are made raw
	send func(tea.Msg)
	env  []string
	wake chan struct{}
	done chan struct{}
	once sync.Once

	mu    sync.Mutex // held while something is written
	paint *painter
	ours  *term.State // as it was before, nil while the terminal is not ours

	next struct {
		sync.Mutex
		view  *tea.View
		tells []func(*painter) // before it is drawn
	}
}

// openScreen takes the terminal. Until the first view it stays as it is to look at.
func openScreen() (*screen, error) {
	s := &screen{tty: os.Stdout, in: int(os.Stdout.Fd()), env: os.Environ(), wake: make(chan struct{}, 1), done: make(chan struct{})}
	if fd := int(os.Stdin.Fd()); term.IsTerminal(fd) {
		s.in = fd
	}
	w, h := s.size()
	s.paint = newPainter(s.env, profile(s.env), w, h)
	if err := s.take(); err != nil {
		return nil, err
	}
	go s.write()
	return s, nil
}

// options have the program draw here.
func (s *screen) options() []tea.ProgramOption {
	if s == nil {
		return nil
	}
	w, h := s.size()
	return []tea.ProgramOption{tea.WithoutRenderer(), tea.WithOutput(s), tea.WithFPS(1), tea.WithWindowSize(w, h), tea.WithColorProfile(s.paint.profile)}
}

// profile is how many colours the terminal has, none where the user wants none.
func profile(env []string) colorprofile.Profile {
	if noColour(env) {
		return colorprofile.ASCII
	}
	return colorprofile.Detect(os.Stdout, env)
}

// size is the terminal's.
func (s *screen) size() (w, h int) {
	w, h, _ = term.GetSize(int(s.tty.Fd()))
	return sized(w, h, os.Getenv)
}

// resized tells of each new size, until the screen is closed.
func (s *screen) resized(send func(tea.Msg)) {
	if s == nil {
		return
	}
	s.send = send
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGWINCH)
	go func() {
		defer signal.Stop(signals)
		for {
			select {
			case <-s.done:
				return
			case <-signals:
				s.tellSize()
			}
		}
	}()
}

func (s *screen) tellSize() {
	w, h := s.size()
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
}

// show hands over the next view, and waits for nothing.
func (s *screen) show(v tea.View) {
	if s == nil {
		return
	}
	s.next.Lock()
	s.next.view = &v
	s.next.Unlock()
	s.stir()
}

// before has the painter know something before the next view.
func (s *screen) before(tell func(*painter)) {
	s.next.Lock()
	s.next.tells = append(s.next.tells, tell)
	s.next.Unlock()
	s.stir()
}

func (s *screen) stir() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// write writes one frame after another, the newest each time.
func (s *screen) write() {
	for {
		select {
		case <-s.done:
			return
		case <-s.wake:
		}
		s.mu.Lock()
		s.flush()
		s.mu.Unlock()
		time.Sleep(frameTime)
	}
}

// flush writes what is to be seen now, where the terminal is ours.
func (s *screen) flush() {
	if s.ours == nil {
		return
	}
	s.next.Lock()
	view, tells := s.next.view, s.next.tells
	s.next.tells = nil
	s.next.Unlock()
	for _, tell := range tells {
		tell(s.paint)
	}
	if view == nil {
		return
	}
	if frame := s.paint.frame(*view); len(frame) > 0 {
		_, _ = s.tty.Write(frame) // a terminal that is gone is told of elsewhere
	}
}

// heard takes in what the terminal tells.
func (s *screen) heard(msg tea.Msg) {
	if s == nil {
		return
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.before(func(p *painter) { p.resize(msg.Width, msg.Height) })
	case tea.ModeReportMsg:
		switch {
		case msg.Mode == ansi.ModeSynchronizedOutput && msg.Value == ansi.ModeReset:
			s.before(func(p *painter) { p.sync = true })
		case msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet):
			s.before(func(p *painter) { p.measure(ansi.GraphemeWidth) })
			s.ask(ansi.SetModeUnicodeCore)
		}
	}
}

// does carries out what a command asks of the framework and of its renderer, and reports whether that was one.
func (s *screen) does(msg tea.Msg) bool {
	if s == nil {
		return false
	}
	switch msg {
	case tea.ClearScreen():
		s.before((*painter).erase)
	case tea.RequestWindowSize():
		s.tellSize()
	case tea.RequestBackgroundColor():
		s.ask(ansi.RequestBackgroundColor)
	case tea.ReadClipboard():
		s.ask(ansi.RequestSystemClipboard)
	default:
		return false
	}
	return true
}

// ask writes a question to the terminal. Its answer comes as a message.
func (s *screen) ask(question string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ours != nil {
		_, _ = s.tty.WriteString(question)
	}
}

// Write is what the framework still writes by itself.
func (s *screen) Write(b []byte) (int, error) {
	s.ask(string(b))
	return len(b), nil
}

// Terminal is what is drawn on, for those it is lent to.
func (s *screen) Terminal() *os.File { return s.tty }

// take makes the terminal ours, again after it was given back. The screen is drawn whole.
func (s *screen) take() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ours != nil {
		return nil
	}
	before, err := term.MakeRaw(s.in)
	if err != nil {
		return err
	}
	s.ours = before
	if asksModes(s.env) {
		_, _ = s.tty.WriteString(ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore)
	}
	if s.send != nil {
		go s.tellSize() // nobody told of a new one meanwhile
	}
	s.stir()
	return nil
}

// giveBack draws what is to be seen last, and gives the terminal back as it was.
func (s *screen) giveBack() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ours == nil {
		return
	}
	s.flush()
	_, _ = s.tty.Write(s.paint.leave())
	_ = term.Restore(s.in, s.ours)
	s.ours = nil
}

// close gives the terminal back for good.
func (s *screen) close() {
	if s == nil {
		return
	}
	s.giveBack()
	s.once.Do(func() { close(s.done) })
}

// asksModes reports whether the terminal may be asked for modes. Apple's prints the question, and over SSH it is not known which
// one it is.
func asksModes(env uv.Environ) bool {
	program, named := env.LookupEnv("TERM_PROGRAM")
	_, ssh := env.LookupEnv("SSH_TTY")
	if _, windows := env.LookupEnv("WT_SESSION"); windows {
		return true
	}
	for _, known := range []string{"ghostty", "wezterm", "alacritty", "kitty", "rio"} {
		if strings.Contains(env.Getenv("TERM"), known) {
			return true
		}
	}
	return !ssh && !(named && strings.Contains(program, "Apple"))
}
