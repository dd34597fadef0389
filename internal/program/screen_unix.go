//go:build unix

package program

import (
	"os"
	"os/signal"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"strongroom/internal/painter"
)

// screen draws on the terminal itself. Bubble Tea's renderer looks 30 times a second whether there is something to draw: a key's answer
// waits for it, and an idle program wakes for it.
type screen struct {
	*painter.Frames
	tty     *os.File
	in      int // the descriptor of which the settings are made raw
	send    func(tea.Msg)
	env     []string
	profile colorprofile.Profile

	mu     sync.Mutex
	ours   bool        // the terminal is
	before *term.State // its settings as they were before it first was: those of later may be what an editor that crashed has left

	sizes chan os.Signal // each tells of a new one
}

// openScreen takes the terminal. Until the first view it stays as it is to look at.
func openScreen() (canvas, error) {
	s := &screen{tty: os.Stdout, in: int(os.Stdout.Fd()), env: os.Environ(), sizes: make(chan os.Signal, 1)}
	if fd := int(os.Stdin.Fd()); term.IsTerminal(fd) {
		s.in = fd
	}
	s.profile = profile(s.env)
	signal.Notify(s.sizes, syscall.SIGWINCH) // before the size is asked for
	w, h := s.size()
	s.Frames = painter.NewFrames(s.tty, painter.New(s.env, s.profile, w, h))
	if err := s.take(); err != nil {
		s.Frames.Close()
		return nil, err
	}
	return s, nil
}

func (s *screen) options() []tea.ProgramOption {
	w, h := s.size()
	return []tea.ProgramOption{tea.WithoutRenderer(), tea.WithOutput(s), tea.WithFPS(1), tea.WithWindowSize(w, h), tea.WithColorProfile(s.profile)}
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

func (s *screen) resized(send func(tea.Msg)) {
	s.send = send
	go func() {
		defer signal.Stop(s.sizes)
		for {
			select {
			case <-s.Closed():
				return
			case <-s.sizes:
				s.tellSize()
			}
		}
	}()
}

func (s *screen) tellSize() { s.send(s.Sized(tea.WindowSizeMsg{})) }

// Sized is the size as it is by now: what several goroutines tell comes in any order.
func (s *screen) Sized(tea.WindowSizeMsg) tea.WindowSizeMsg {
	w, h := s.size()
	return tea.WindowSizeMsg{Width: w, Height: h}
}

// Does is as of any frames. The size is told without being asked for, whenever it is another one.
func (s *screen) Does(msg tea.Msg) bool {
	return msg == tea.RequestWindowSize() || s.Frames.Does(msg)
}

// Terminal is what is drawn on, for those it is lent to.
func (s *screen) Terminal() *os.File { return s.tty }

func (s *screen) take() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ours {
		return nil
	}
	before, err := term.MakeRaw(s.in)
	if err != nil {
		return err
	}
	if s.before == nil {
		s.before = before
	}
	s.ours = true
	s.Take()
	if asksModes(s.env) && !s.Answered() {
		s.Ask(ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore)
	}
	if s.send != nil {
		go s.tellSize() // nobody told of a new one meanwhile
	}
	return nil
}

func (s *screen) giveBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ours {
		return
	}
	s.GiveBack()
	s.takeAnswers()
	_ = term.Restore(s.in, s.before)
	s.ours = false
}

// answerTime is how long an answer of the terminal may be under way.
const answerTime = time.Second

// takeAnswers reads what the terminal still has to say to us. Whoever has it next would be told: a shell takes it for something typed.
func (s *screen) takeAnswers() {
	open, asked := s.Open()
	heard := make([]byte, 0, 4096)
	defer func() { clear(heard[:cap(heard)]) }()
	for len(deviceAttributes.FindAll(heard, -1)) < open && s.hasInput(asked.Add(answerTime)) {
		n, err := unix.Read(s.in, heard[len(heard):cap(heard)])
		if err != nil || n == 0 {
			return
		}
		heard = heard[:len(heard)+n]
	}
}

// hasInput waits for something to read.
func (s *screen) hasInput(until time.Time) bool {
	for left := time.Until(until); left > 0; left = time.Until(until) {
		ready := []unix.PollFd{{Fd: int32(s.in), Events: unix.POLLIN}}
		n, err := unix.Poll(ready, int(left.Milliseconds())+1)
		if err != unix.EINTR { // as the runtime's own signals do
			return n == 1 && ready[0].Revents&unix.POLLIN != 0
		}
	}
	return false
}

// deviceAttributes is what a terminal says of itself.
var deviceAttributes = regexp.MustCompile(`\x1b\[\?[0-9;]*c`)

func (s *screen) close() {
	s.giveBack()
	s.Close()
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
