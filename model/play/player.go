// Package play is the user of the tests: it presses keys, sees the screen, and knows what a colleague does meanwhile. Only tests
// import it.
package play

import (
	"context"
	"flag"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/internal/keyboard"
	"strongroom/internal/painter"
	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model"
	"strongroom/model/clip"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// Player is a person at the program: presses keys, looks at the screen. The whole program runs, renderer and input
// decoder included, on an emulated terminal and the embedded Secrets Manager, in a bubble of fake time.
type Player struct {
	T       *testing.T
	Server  *local.Server
	Program *tea.Program
	Model   *model.Model
	turn    sync.Mutex
	Board   *Pocket
	keeper  *clip.Keeper // takes off the clipboard again what was copied
	// wire is the program's way to the service, which cut ends.
	wire   context.Context
	cut    context.CancelFunc
	in     *io.PipeWriter
	sent   string // last
	sentAt time.Time
	Screen *screen
	Done   chan error
	Quit   bool
	// Ledger knows the values of this game; none may be alive at its end, unless the program was killed.
	Ledger *backend.Ledger
	dead   bool
}

// Setting is what differs from game to game.
type Setting struct {
	W, H    int
	Seed    func(*local.Server) // nil seeds the demo
	Change  func(*model.Options)
	Through func(backend.Backend) backend.Backend // stands before the service; nil for nothing
	Rules   []backend.Protection                  // of the configuration; the service is then behind its guard
	Native  bool                                  // the machine has a clipboard
	NoFirst bool                                  // do not wait for the first rows
	Server  *local.Server                         // one that runs already
}

// Game plays with a program of its own, on a clock of its own, and looks at its end whether any value is left.
func Game(t *testing.T, s Setting, game func(p *Player)) {
	t.Helper()
	tools.Games(t)
	sideBySide(t)
	debug.SetGCPercent(400) // games make much garbage and keep little: a fifth of their work was its collection
	synctest.Test(t, func(t *testing.T) {
		if s.W == 0 {
			s.W, s.H = 120, 36
		}
		p := NewPlayer(t, s)
		defer p.End()
		if !s.NoFirst {
			p.Starts()
		}
		game(p)
	})
}

// sideBySide lets tests run side by side: each game has a service and a clock of its own. A test that has said so before, since
// it plays several games, may not say so again.
func sideBySide(t *testing.T) {
	defer func() { _ = recover() }()
	t.Parallel()
}

// NewPlayer starts a program. Whoever calls it ends it.
func NewPlayer(t *testing.T, s Setting) *Player {
	server := s.Server
	if server != nil {
		s.Seed = func(*local.Server) {}
	} else {
		server = local.New(local.Knobs{})
	}
	if s.Seed == nil {
		server.SeedDemo()
	} else {
		s.Seed(server)
	}
	p := &Player{T: t, Server: server, Done: make(chan error, 1), Board: &Pocket{}, Screen: NewScreen(s.W, s.H), Ledger: &backend.Ledger{}}
	p.wire, p.cut = context.WithCancel(Ctx())
	o := model.Options{Place: p.PlaceOf(server, s, ""), Drafts: newDrafts(t), Keys: keymap.Default(), Clock: time.Now, Ledger: p.Ledger}
	if s.Change != nil {
		s.Change(&o)
	}
	if o.Clipboard == nil {
		o.Clipboard = p.clipboard(s.Native, o.Clock)
	}
	p.keeper = o.Clipboard
	if o.Drafts != nil {
		o.Drafts.Ledger = p.Ledger
	}
	r, w := io.Pipe()
	p.in = w
	keys := keyboard.New(r)
	if o.Arrivals == nil {
		o.Arrivals = keys
	}
	p.Model = model.New(o)
	env := []string{"TERM=xterm-256color"}
	seen, drawn := ordered{Model: p.Model, turn: &p.turn, t: t, onlooker: &onlooker{}}, []tea.ProgramOption{tea.WithFPS(30), tea.WithOutput(p.Screen)}
	if p.Screen.cooked = o.Plain; !o.Plain {
		seen.frames = painter.NewFrames(p.Screen, painter.New(env, colorprofile.TrueColor, s.W, s.H))
		seen.frames.Take()
		drawn = []tea.ProgramOption{tea.WithoutRenderer(), tea.WithFPS(1), tea.WithOutput(seen.frames)}
	}
	p.Program = tea.NewProgram(seen, append(drawn, tea.WithInput(keys), tea.WithFilter(keyboard.Filter), tea.WithoutSignalHandler(),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment(env), tea.WithWindowSize(s.W, s.H), tea.WithoutCatchPanics())...)
	go func() {
		_, err := p.Program.Run()
		seen.close()
		p.Done <- err
	}()
	return p
}

// PlaceOf is a place of a service, in a region of it; "" is the service's own.
func (p *Player) PlaceOf(server *local.Server, s Setting, at string) *backend.Place {
	open := func(region string) backend.Backend {
		be := backend.Backend(aws.Open(aws.Options{Transport: wire{server.Transport(), p.wire}, Kind: "demo", Region: region, Ledger: p.Ledger}))
		if s.Through != nil {
			be = s.Through(be)
		}
		return be
	}
	regions := backend.NewRegions(open(at), open, func(string) []string { return []string{"ap-south-1", "eu-central-1", "eu-west-1", "us-east-1"} })
	var guard *backend.Guard
	var be backend.Backend = regions
	if len(s.Rules) > 0 {
		guard = backend.NewGuard(s.Rules, regions.Where)
		be = backend.Gated(regions, guard)
	}
	overlay := backend.NewOverlay(be, time.Now)
	ends, err := disk.OpenEnds("")
	if err != nil {
		p.T.Fatal(err)
	}
	journal := backend.NewJournal(overlay, time.Now)
	return &backend.Place{Backend: backend.Certain(journal, time.Now), Journal: journal, Overlay: overlay, Regions: regions, Guard: guard, Trail: journal.Audited(regions), Log: journal.Logged(regions), Ends: ends, Permissions: journal.Permissions()}
}

// Pass lets d go by.
func (p *Player) Pass(d time.Duration) {
	p.Between() // what the test has read is read before the program goes on
	time.Sleep(d)
	synctest.Wait()
	p.Between() // and what it reads next was written before
}

// Between lets the test look at the model between two messages.
func (p *Player) Between() {
	p.turn.Lock()
	defer p.turn.Unlock()
}

// Starts waits for the first rows, and for what is said about them.
func (p *Player) Starts() *Player {
	p.T.Helper()
	p.Wait(50 * time.Millisecond)
	if _, lacks := p.lacks([]string{"Secrets"}); lacks {
		p.Becomes(10*time.Second, "Secrets")
	}
	return p.Wait(300 * time.Millisecond)
}

// End quits the program, and fails where a value is left.
func (p *Player) End() {
	if !p.Quit {
		p.Quit = true
		for tries, ended := 0, false; !ended; tries++ { // once more where it asks about an unsaved edit
			if tries < 3 {
				_, _ = io.WriteString(p.in, "\x03")
			} else {
				p.Program.Send(model.Quit{}) // no key does anything where it is locked, and none may come when nobody takes it any more
			}
			select {
			case <-p.Done:
				ended = true
			case <-time.After(time.Second):
			}
		}
	}
	p.keeper.Close(Ctx())
	p.in.Close()
	p.Screen.Close()
	if p.dead || p.T.Failed() { // what the game has left under way ends within its bubble
		p.cut()
		time.Sleep(time.Hour)
	}
	synctest.Wait()
	if p.Screen.broken != "" {
		p.T.Error(p.Screen.broken)
	}
	p.leavesNothing()
}

// leavesNothing fails where a value is alive that the program has made.
func (p *Player) leavesNothing() {
	p.T.Helper()
	if p.dead {
		return
	}
	if alive := p.Ledger.Alive(); len(alive) > 0 {
		p.T.Errorf("%d of %d values were not wiped:\n%s", len(alive), p.Ledger.Made(), strings.Join(alive, "\n"))
	}
}

// Wait lets time pass.
func (p *Player) Wait(d time.Duration) *Player {
	p.Pass(d)
	return p
}

// PressTime is how long a person takes for a key.
const PressTime = 200 * time.Millisecond

// Press presses keys one after the other, as a person would: "j", "enter", "ctrl+r", "space".
func (p *Player) Press(keys string) *Player {
	p.T.Helper()
	for _, k := range strings.Fields(keys) {
		p.breathe()
		p.Send(BytesOf(k))
		p.Wait(PressTime)
	}
	return p
}

// breathe is the moment that passes between what was sent and the next key of a person.
func (p *Player) breathe() { p.pause(60 * time.Millisecond) }

// pause lets some time pass since what was sent last, and more where a person sees a paste end.
func (p *Player) pause(pause time.Duration) {
	if strings.Contains(p.sent, ansi.BracketedPasteEnd) || len(p.sent) >= 256 {
		pause = 400 * time.Millisecond
	}
	if rest := pause - time.Since(p.sentAt); rest > 0 {
		p.Wait(rest)
	}
}

// Types types text at once, as fast fingers or a type-ahead buffer do.
func (p *Player) Types(text string) *Player {
	p.T.Helper()
	p.Send(text)
	return p.Wait(100 * time.Millisecond)
}

// Send sends bytes as a terminal does.
func (p *Player) Send(s string) {
	p.T.Helper()
	p.sent, p.sentAt = s, time.Now()
	if _, err := io.WriteString(p.in, s); err != nil {
		p.T.Fatalf("the program no longer reads keys: %v", err)
	}
}

// BytesOf is what a terminal sends for a key.
func BytesOf(key string) string {
	named := map[string]string{"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~",
		"pgdown": "\x1b[6~", "blur": "\x1b[O", "focus": "\x1b[I"}
	if b, ok := named[key]; ok {
		return b
	}
	if c, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return string(c[0] & 0x1f)
	}
	if c, ok := strings.CutPrefix(key, "alt+"); ok && len(c) == 1 {
		return "\x1b" + c
	}
	return key
}

// CanSend reports the keys that BytesOf knows.
func CanSend(key string) bool {
	if c, ctrl := strings.CutPrefix(key, "ctrl+"); ctrl {
		return len(c) == 1
	}
	return BytesOf(key) != key || len(key) == 1
}

// GoesTo moves a frame's cursor down to the first line, from the top, that has a text.
func (p *Player) GoesTo(title, text string) *Player {
	p.T.Helper()
	p.Send("g")
	for last := ""; ; p.Send("j") {
		p.Wait(40 * time.Millisecond)
		switch now := fmt.Sprint(p.Frame(title)); {
		case strings.Contains(p.Under(title), text):
			return p
		case now == last:
			p.T.Fatalf("no line of %s has %q on\n%s", title, text, p.Screen)
		default:
			last = now
		}
	}
}

// Resize gives the terminal another size.
func (p *Player) Resize(w, h int) *Player {
	p.Screen.mu.Lock()
	p.Screen.emu.Resize(w, h)
	p.Screen.mu.Unlock()
	p.Program.Send(tea.WindowSizeMsg{Width: w, Height: h})
	return p.Wait(200 * time.Millisecond)
}

// Ctx is a context for what a test does itself.
func Ctx() context.Context { return context.Background() }
