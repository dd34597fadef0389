package model

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
	"strongroom/keymap"
	"strongroom/model/clip"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// player is a person at the program: presses keys, looks at the screen. The whole program runs, renderer and input
// decoder included, on an emulated terminal and the embedded Secrets Manager, in a bubble of fake time.
type player struct {
	t       *testing.T
	server  *local.Server
	program *tea.Program
	model   *Model
	turn    sync.Mutex
	board   *pocket
	keeper  *clip.Keeper // takes off the clipboard again what was copied
	// wire is the program's way to the service, which cut ends.
	wire   context.Context
	cut    context.CancelFunc
	in     *io.PipeWriter
	screen *screen
	done   chan error
	quit   bool
	// ledger knows the values of this game; none may be alive at its end, unless the program was killed.
	ledger *backend.Ledger
	dead   bool
}

// setting is what differs from game to game.
type setting struct {
	w, h    int
	seed    func(*local.Server) // nil seeds the demo
	change  func(*Options)
	native  bool          // the machine has a clipboard
	noFirst bool          // do not wait for the first rows
	server  *local.Server // one that runs already
}

func play(t *testing.T, s setting, game func(p *player)) {
	t.Helper()
	sideBySide(t)
	synctest.Test(t, func(t *testing.T) {
		if s.w == 0 {
			s.w, s.h = 120, 36
		}
		p := newPlayer(t, s)
		defer p.end()
		if !s.noFirst {
			p.starts()
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

func newPlayer(t *testing.T, s setting) *player {
	server := s.server
	if server != nil {
		s.seed = func(*local.Server) {}
	} else {
		server = local.New(local.Knobs{})
	}
	if s.seed == nil {
		server.SeedDemo()
	} else {
		s.seed(server)
	}
	p := &player{t: t, server: server, done: make(chan error, 1), board: &pocket{}, screen: newScreen(s.w, s.h), ledger: &backend.Ledger{}}
	p.wire, p.cut = context.WithCancel(ctx())
	open := func(region string) backend.Backend {
		return aws.Open(aws.Options{Transport: wire{server.Transport(), p.wire}, Kind: "demo", Region: region, Ledger: p.ledger})
	}
	regions := backend.NewRegions(open(""), open, func(string) []string { return []string{"ap-south-1", "eu-central-1", "eu-west-1", "us-east-1"} })
	overlay := backend.NewOverlay(regions, time.Now)
	ends, err := disk.OpenEnds("")
	if err != nil {
		t.Fatal(err)
	}
	journal := backend.NewJournal(overlay, time.Now)
	place := &backend.Place{Backend: backend.Certain(journal, time.Now), Journal: journal, Overlay: overlay, Regions: regions, Trail: journal.Audited(regions), Ends: ends}
	o := Options{Place: place, Drafts: newDrafts(t), Keys: keymap.Default(), Clock: time.Now, Ledger: p.ledger}
	if s.change != nil {
		s.change(&o)
	}
	if o.Clipboard == nil {
		o.Clipboard = p.clipboard(s.native, o.Clock)
	}
	p.keeper = o.Clipboard
	if o.Drafts != nil {
		o.Drafts.Ledger = p.ledger
	}
	p.model = New(o)
	r, w := io.Pipe()
	p.in = w
	p.program = tea.NewProgram(ordered{p.model, &p.turn}, tea.WithInput(r), tea.WithOutput(p.screen), tea.WithoutSignalHandler(), tea.WithFPS(30),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithWindowSize(s.w, s.h),
		tea.WithoutCatchPanics())
	go func() {
		_, err := p.program.Run()
		p.done <- err
	}()
	return p
}

// wire is the way of one program to the service. With its process it ends, and whatever is under way there.
type wire struct {
	http.RoundTripper
	alive context.Context
}

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := w.alive.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(w.alive, cancel)()
	return w.RoundTripper.RoundTrip(r.WithContext(ctx))
}

// newDrafts is a place for drafts that nobody else has.
func newDrafts(t *testing.T) *disk.Drafts {
	t.Helper()
	return draftsIn(t, t.TempDir())
}

// draftsIn is the place for drafts below a directory, in each call as another run of the program sees it.
func draftsIn(t *testing.T, dir string) *disk.Drafts {
	t.Helper()
	run := filepath.Join(dir, "run")
	if err := os.MkdirAll(run, 0o700); err != nil {
		t.Fatal(err)
	}
	return disk.OpenDrafts(filepath.Join(dir, "state"), run)
}

// ordered lets a test look at the model between two of its own steps: the program takes the turn for each message, the
// test whenever it lets time pass.
type ordered struct {
	*Model
	turn *sync.Mutex
}

// stall is a message that keeps the loop for a while, as an editor does that has the terminal.
type stall struct{ time.Duration }

func (o ordered) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if s, ok := msg.(stall); ok {
		time.Sleep(s.Duration)
		return o, nil
	}
	o.turn.Lock()
	defer o.turn.Unlock()
	_, cmd := o.Model.Update(msg)
	return o, cmd
}

func (o ordered) View() tea.View {
	o.turn.Lock()
	defer o.turn.Unlock()
	return o.Model.View()
}

// pass lets d go by.
func (p *player) pass(d time.Duration) {
	p.between() // what the test has read is read before the program goes on
	time.Sleep(d)
	synctest.Wait()
	p.between() // and what it reads next was written before
}

func (p *player) between() {
	p.turn.Lock()
	defer p.turn.Unlock()
}

// starts waits for the first rows, and for what is said about them.
func (p *player) starts() *player {
	p.t.Helper()
	return p.becomes(10*time.Second, " de").wait(300 * time.Millisecond)
}

func (p *player) end() {
	if !p.quit {
		p.quit = true
		for ended := false; !ended; { // once more where it asks about an unsaved edit
			_, _ = io.WriteString(p.in, "\x03")
			select {
			case <-p.done:
				ended = true
			case <-time.After(time.Second):
			}
		}
	}
	p.keeper.Close(ctx())
	p.in.Close()
	p.screen.close()
	if p.dead || p.t.Failed() { // what the game has left under way ends within its bubble
		p.cut()
		time.Sleep(time.Hour)
	}
	synctest.Wait()
	if p.screen.broken != "" {
		p.t.Error(p.screen.broken)
	}
	p.leavesNothing()
}

// leavesNothing fails where a value is alive that the program has made.
func (p *player) leavesNothing() {
	p.t.Helper()
	if p.dead {
		return
	}
	if alive := p.ledger.Alive(); len(alive) > 0 {
		p.t.Errorf("%d of %d values were not wiped:\n%s", len(alive), p.ledger.Made(), strings.Join(alive, "\n"))
	}
}

// wait lets time pass.
func (p *player) wait(d time.Duration) *player {
	p.pass(d)
	return p
}

// pressTime is how long a person takes for a key.
const pressTime = 200 * time.Millisecond

// press presses keys one after the other, as a person would: "j", "enter", "ctrl+r", "space".
func (p *player) press(keys string) *player {
	p.t.Helper()
	for _, k := range strings.Fields(keys) {
		p.send(bytesOf(k))
		p.wait(pressTime)
	}
	return p
}

// types types text at once, as fast fingers or a type-ahead buffer do.
func (p *player) types(text string) *player {
	p.t.Helper()
	p.send(text)
	return p.wait(100 * time.Millisecond)
}

func (p *player) send(s string) {
	p.t.Helper()
	if _, err := io.WriteString(p.in, s); err != nil {
		p.t.Fatalf("the program no longer reads keys: %v", err)
	}
}

func bytesOf(key string) string {
	named := map[string]string{"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~",
		"pgdown": "\x1b[6~", "blur": "\x1b[O", "focus": "\x1b[I"}
	if b, ok := named[key]; ok {
		return b
	}
	if c, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return string(c[0] & 0x1f)
	}
	return key
}

// sees looks once, when everything that needs no time has settled.
func (p *player) sees(texts ...string) *player {
	p.t.Helper()
	p.pass(0)
	if text, ok := p.lacks(texts); ok {
		p.t.Fatalf("does not see %q on\n%s", text, p.screen)
	}
	return p
}

// seesNot looks once.
func (p *player) seesNot(texts ...string) *player {
	p.t.Helper()
	p.pass(0)
	shows := p.shows()
	for _, text := range texts {
		if strings.Contains(shows, text) {
			p.t.Fatalf("sees %q on\n%s", text, p.screen)
		}
	}
	return p
}

// becomes waits, for at most d, until the screen shows all texts: for what takes time. What is there already is sees' to tell.
func (p *player) becomes(d time.Duration, texts ...string) *player {
	p.t.Helper()
	p.pass(0)
	text, lacks := p.lacks(texts)
	if !lacks {
		p.t.Fatalf("sees %q already on\n%s", texts, p.screen)
	}
	for ; lacks; text, lacks = p.lacks(texts) {
		if d <= 0 {
			p.t.Fatalf("still does not see %q on\n%s", text, p.screen)
		}
		step := min(d, 50*time.Millisecond)
		p.pass(step)
		d -= step
	}
	return p
}

// lacks is the first of the texts that the screen does not show.
func (p *player) lacks(texts []string) (text string, lacks bool) {
	shows := p.shows()
	for _, text := range texts {
		if !strings.Contains(shows, text) {
			return text, true
		}
	}
	return "", false
}

// never fails the game where a text is sent to the terminal from now on, in one piece or in several.
func (p *player) never(texts ...string) *player {
	p.pass(0)
	p.screen.forbid(texts)
	return p
}

// shows is the screen as it stands, and below it the text of each frame as it reads without the line breaks.
func (p *player) shows() string {
	s := p.screen.String()
	for _, f := range p.screen.frames() {
		s += "\n" + strings.Join(strings.Fields(strings.Join(f.lines, " ")), " ")
	}
	return s
}

// frame is the first one on the screen with a text in its upper border.
func (p *player) frame(title string) frame {
	p.t.Helper()
	p.pass(0)
	frames := p.screen.frames()
	i := slices.IndexFunc(frames, func(f frame) bool { return strings.Contains(f.title, title) })
	if i < 0 {
		p.t.Fatalf("no frame has the title %q on\n%s", title, p.screen)
	}
	return frames[i]
}

// under is the line under the cursor in a frame.
func (p *player) under(title string) string {
	p.t.Helper()
	f := p.frame(title)
	return f.lines[max(0, f.cursor())]
}

// secret is the name under the list's cursor, as it is drawn.
func (p *player) secret() string {
	p.t.Helper()
	if words := strings.Fields(strings.TrimLeft(p.under("Secrets"), " ▌✓")); len(words) > 0 {
		return words[0]
	}
	return ""
}

// goesTo moves a frame's cursor down to the first line, from the top, that has a text.
func (p *player) goesTo(title, text string) *player {
	p.t.Helper()
	p.send("g")
	for last := ""; ; p.send("j") {
		p.wait(40 * time.Millisecond)
		switch now := fmt.Sprint(p.frame(title)); {
		case strings.Contains(p.under(title), text):
			return p
		case now == last:
			p.t.Fatalf("no line of %s has %q on\n%s", title, text, p.screen)
		default:
			last = now
		}
	}
}

// asked reports whether a dialog has the keys: the last line says then how it is closed.
func (p *player) asked() bool { return strings.HasSuffix(strings.TrimSpace(p.next()), "esc closes") }

// next is what the next frame will show, with its colours left out: the terminal is a little behind.
func (p *player) next() string {
	p.pass(0)
	return ansi.Strip(p.drawn())
}

// drawn is what the next frame will show.
func (p *player) drawn() string {
	p.turn.Lock()
	defer p.turn.Unlock()
	return p.model.View().Content
}

// row is the first line of the screen that has text.
func (p *player) row(text string) string {
	for _, l := range strings.Split(p.screen.String(), "\n") {
		if strings.Contains(l, text) {
			return l
		}
	}
	p.t.Helper()
	p.t.Fatalf("no line has %q on\n%s", text, p.screen)
	return ""
}

// resize gives the terminal another size.
func (p *player) resize(w, h int) *player {
	p.screen.mu.Lock()
	p.screen.emu.Resize(w, h)
	p.screen.mu.Unlock()
	p.program.Send(tea.WindowSizeMsg{Width: w, Height: h})
	return p.wait(200 * time.Millisecond)
}

// counted is how many secrets the header tells of, and how many of them that are deleted.
func (p *player) counted() (secrets, deleted int) {
	p.t.Helper()
	p.pass(0)
	header, _, _ := strings.Cut(p.screen.String(), "\n")
	found := regexp.MustCompile(`([\d,]+)[…+]?(?: secrets)? +(\d+) deleted`).FindStringSubmatch(header)
	if found == nil {
		p.t.Fatalf("the header counts nothing: %s", header)
	}
	secrets, _ = strconv.Atoi(strings.ReplaceAll(found[1], ",", ""))
	deleted, _ = strconv.Atoi(found[2])
	return secrets, deleted
}

// calls is how many calls of an operation reached the service.
func (p *player) calls(op string) int { return p.server.Calls()[op] }

// golden compares the whole screen with a file.
func (p *player) golden(name string) *player {
	p.t.Helper()
	path := filepath.Join("testdata", "screens", name+".txt")
	got := p.screen.String() + "\n"
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			p.t.Fatal(err)
		}
		return p
	}
	want, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if string(want) != got {
		p.t.Errorf("%s differs; go test ./model -update writes it anew. The screen is\n%s", path, got)
	}
	return p
}

// everything is the model as any debugging print would show it.
func (p *player) everything() string { return fmt.Sprintf("%+v\n%#v", p.model, p.model) }

func ctx() context.Context { return context.Background() }
