package play

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Sees looks once, when everything that needs no time has settled.
func (p *Player) Sees(texts ...string) *Player {
	p.T.Helper()
	p.Pass(0)
	if text, ok := p.lacks(texts); ok {
		p.T.Fatalf("does not see %q on\n%s", text, p.Screen)
	}
	return p
}

// SeesNot looks once.
func (p *Player) SeesNot(texts ...string) *Player {
	p.T.Helper()
	p.Pass(0)
	shows := p.Shows()
	for _, text := range texts {
		if strings.Contains(shows, text) {
			p.T.Fatalf("sees %q on\n%s", text, p.Screen)
		}
	}
	return p
}

// Becomes waits, for at most d, until the screen shows all texts: for what takes time. What is there already is sees' to tell,
// but before the first key: nobody knows how far a program has come that has only just been started.
func (p *Player) Becomes(d time.Duration, texts ...string) *Player {
	p.T.Helper()
	p.Pass(0)
	text, lacks := p.lacks(texts)
	if !lacks && p.sent != "" {
		p.T.Fatalf("sees %q already on\n%s", texts, p.Screen)
	}
	for ; lacks; text, lacks = p.lacks(texts) {
		if d <= 0 {
			p.T.Fatalf("still does not see %q on\n%s", text, p.Screen)
		}
		step := min(d, 50*time.Millisecond)
		p.Pass(step)
		d -= step
	}
	if p.sent == "" {
		p.Pass(400 * time.Millisecond) // what the terminal answers at the start is no key
	}
	return p
}

// lacks is the first of the texts that the screen does not show.
func (p *Player) lacks(texts []string) (text string, lacks bool) {
	shows := p.Shows()
	for _, text := range texts {
		if !strings.Contains(shows, text) {
			return text, true
		}
	}
	return "", false
}

// Never fails the game where a text is sent to the terminal from now on, in one piece or in several.
func (p *Player) Never(texts ...string) *Player {
	p.Pass(0)
	p.Screen.forbid(texts)
	return p
}

// Shows is the screen as it stands, and below it the text of each frame as it reads without the line breaks.
func (p *Player) Shows() string { return p.Screen.Shows() }

// Frame is the first one on the screen with a text in its upper border.
func (p *Player) Frame(title string) frame {
	p.T.Helper()
	p.Pass(0)
	frames := p.Screen.Frames()
	i := slices.IndexFunc(frames, func(f frame) bool { return strings.Contains(f.Title, title) })
	if i < 0 {
		p.T.Fatalf("no frame has the title %q on\n%s", title, p.Screen)
	}
	return frames[i]
}

// Under is the line under the cursor in a frame.
func (p *Player) Under(title string) string {
	p.T.Helper()
	f := p.Frame(title)
	return f.Lines[max(0, f.cursor())]
}

// Secret is the name under the list's cursor, as it is drawn.
func (p *Player) Secret() string {
	p.T.Helper()
	if words := strings.Fields(strings.TrimLeft(p.Under("Secrets"), " ▌✓")); len(words) > 0 {
		return words[0]
	}
	return ""
}

// Asked reports whether a dialog has the keys: the last line says then how it is closed, or is its own.
func (p *Player) Asked() bool {
	lines := strings.Split(strings.TrimRight(p.Next(), " \n"), "\n")
	foot := strings.TrimSpace(lines[len(lines)-1])
	return strings.Contains(foot, "╰") || strings.HasPrefix(foot, "esc ") && strings.HasSuffix(foot, "ctrl+c quit") && !strings.HasPrefix(foot, "esc clear ")
}

// Next is what the next frame will show, with its colours left out: the terminal is a little behind.
func (p *Player) Next() string {
	p.Pass(0)
	return ansi.Strip(p.Drawn())
}

// Drawn is what the next frame will show.
func (p *Player) Drawn() string {
	p.turn.Lock()
	defer p.turn.Unlock()
	return p.Model.View().Content
}

// Row is the first line of the screen that has text.
func (p *Player) Row(text string) string {
	for _, l := range strings.Split(p.Screen.String(), "\n") {
		if strings.Contains(l, text) {
			return l
		}
	}
	p.T.Helper()
	p.T.Fatalf("no line has %q on\n%s", text, p.Screen)
	return ""
}

// Counted is how many secrets the header tells of, and how many of them that are deleted.
func (p *Player) Counted() (secrets, deleted int) {
	p.T.Helper()
	p.Pass(0)
	header, _, _ := strings.Cut(p.Screen.String(), "\n")
	found := regexp.MustCompile(`([\d,]+)[…+]?(?: secrets?)? +(\d+|\?)[…+]? deleted`).FindStringSubmatch(header)
	if found == nil {
		p.T.Fatalf("the header counts nothing: %s", header)
	}
	secrets, _ = strconv.Atoi(strings.ReplaceAll(found[1], ",", ""))
	deleted, _ = strconv.Atoi(found[2])
	return secrets, deleted
}

// Calls is how many calls of an operation reached the service.
func (p *Player) Calls(op string) int { return p.Server.Calls()[op] }

// Golden compares the whole screen with a file.
func (p *Player) Golden(name string) *Player {
	p.T.Helper()
	path := filepath.Join("testdata", "screens", name+".txt")
	got := p.Screen.String() + "\n"
	p.eachLineEndsPlain()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			p.T.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			p.T.Fatal(err)
		}
		return p
	}
	want, err := os.ReadFile(path)
	if err != nil {
		p.T.Fatal(err)
	}
	if string(want) != got {
		p.T.Errorf("%s differs; go test ./model -update writes it anew. The screen is\n%s", path, got)
	}
	return p
}

// eachLineEndsPlain holds what drawing a line at a time rests on: no line's style goes on in the next.
func (p *Player) eachLineEndsPlain() {
	p.T.Helper()
	for y, line := range strings.Split(p.Model.View().Content, "\n") {
		cells := uv.NewStyledString(line + "x").Lines(ansi.WcWidth)[0]
		if last := cells[len(cells)-1]; !last.Style.IsZero() || !last.Link.IsZero() {
			p.T.Errorf("line %d ends in a style: %q", y, line)
		}
	}
}

// Everything is the model as any debugging print would show it.
func (p *Player) Everything() string { return fmt.Sprintf("%+v\n%#v", p.Model, p.Model) }
