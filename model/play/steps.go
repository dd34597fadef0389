package play

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/pane"
)

// Turns gives the terminal another size, and lets no time pass.
func (p *Player) Turns(w, h int) {
	p.Screen.mu.Lock()
	p.Screen.emu.Resize(w, h)
	p.Screen.mu.Unlock()
	p.Program.Send(tea.WindowSizeMsg{Width: w, Height: h})
}

// Ends waits for the program's end.
func (p *Player) Ends() {
	p.T.Helper()
	select {
	case <-p.Done:
		p.Quit = true
	case <-time.After(10 * time.Second):
		p.T.Fatalf("it did not end:\n%s", p.Screen)
	}
}

// Names a new secret in the open dialog, and goes on.
func (p *Player) Names(name string) *Player {
	p.T.Helper()
	p.Sees("New secret")
	p.Wait(time.Second).Press(strings.TrimSpace(strings.Repeat("backspace ", 20))).Types(name)
	return p.Press("ctrl+s")
}

// Rapidly presses keys without a pause, each as a key of its own.
func (p *Player) Rapidly(keys string) *Player {
	p.T.Helper()
	for _, k := range strings.Fields(keys) {
		p.Send(BytesOf(k))
		p.Pass(Quick)
	}
	return p
}

// Takes gives the edit of a binary value the bytes of a file.
func (p *Player) Takes(path string) *Player {
	p.T.Helper()
	return p.Press("f").Sees("From a file").Wait(time.Second).Types(path).Press("enter")
}

// Pastes pastes a text as terminals do that mark it.
func (p *Player) Pastes(text string) *Player {
	p.T.Helper()
	return p.Types("\x1b[200~" + text + "\x1b[201~")
}

// Details is the frame of the detail pane, which has all its tabs in its first line, or one in the border and how many there are.
func (p *Player) Details() frame {
	p.T.Helper()
	for _, f := range p.Screen.Frames() {
		if strings.Contains(strings.ReplaceAll(f.Title, " ", ""), "│Info│") || strings.Contains(f.Title, "‹") && strings.Contains(f.Title, "/6") {
			return f
		}
	}
	p.T.Fatalf("no frame shows details on\n%s", p.Screen)
	return frame{}
}

// CopyRows copies each row of the tab in force and returns what was copied, by the row's label.
func (p *Player) CopyRows() map[string][]string {
	p.T.Helper()
	out := map[string][]string{}
	p.Press("g")
	label := ""
	for last := ""; ; {
		f := p.Details()
		if fmt.Sprint(f) == last { // the last row
			return out
		}
		last = fmt.Sprint(f)
		if l := strings.TrimSpace(string([]rune(f.Lines[f.cursor()])[2:15])); l != "" {
			label = l
		}
		p.Board.Put("what was there before")
		p.Press("c j")
		out[label] = append(out[label], p.Board.Holds())
	}
}

// Foot is the last line of the screen.
func (p *Player) Foot() string {
	lines := strings.Split(p.Screen.String(), "\n")
	return lines[len(lines)-1]
}

// SavesAs saves the edit, and says what must be stored then.
func (p *Player) SavesAs(want string) *Player {
	p.T.Helper()
	p.Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved")
	if got := p.Stored("app/canary"); got != want {
		p.T.Errorf("stored is %q, want %q", got, want)
	}
	return p
}

// CountsHome tells of which secrets the header counts others than are in this region, "" for none. While all regions are shown
// those that are deleted are counted together.
func (p *Player) CountsHome() string {
	p.T.Helper()
	active, deleted := 0, 0
	for page, err := range p.Rival().List(Ctx(), backend.Query{}) {
		p.Does(err)
		for _, s := range page.Secrets {
			if s.Deleted.IsZero() {
				active++
			} else {
				deleted++
			}
		}
	}
	secrets, gone := p.Counted()
	switch {
	case secrets != active:
		return fmt.Sprintf("%d secrets, which are %d", secrets, active)
	case gone != deleted && !strings.Contains(p.Screen.String(), " regions"):
		return fmt.Sprintf("%d deleted, which are %d", gone, deleted)
	}
	return ""
}

// Opens types an id into the dialog.
func (p *Player) Opens(id string) *Player {
	p.T.Helper()
	return p.Press("o").Sees("name or ARN").Types(id).Press("enter").Wait(time.Second)
}

// Rows counts the rows in sight with a name.
func (p *Player) Rows(name string) (n int) {
	p.T.Helper()
	for _, line := range p.Frame("Secrets").Lines {
		if words := strings.Fields(strings.TrimLeft(line, " ▌✓")); len(words) > 0 && words[0] == name {
			n++
		}
	}
	return n
}

// CopiedARN is the ARN under the list's cursor, as it goes to the clipboard.
func (p *Player) CopiedARN() string {
	p.T.Helper()
	p.Press("1 C a").Sees("copied")
	return p.Board.Holds()
}

// Does fails where what a test did itself went wrong.
func (p *Player) Does(err error) *Player {
	p.T.Helper()
	if err != nil {
		p.T.Fatal(err)
	}
	return p
}

// At puts the cursor on a secret.
func (p *Player) At(name string) *Player {
	p.T.Helper()
	p.Press("/ ctrl+u").Types(name).Press("enter").Sees(name)
	return p.Press("/ esc")
}

// MetadataOpens opens the sheet, with the details read.
func (p *Player) MetadataOpens() *Player {
	p.T.Helper()
	return p.Wait(pane.RestDelay * 2).Press("i").Sees("Description and KMS key").Wait(time.Second)
}

// SeesOnly fails where any value but one of the twins is on the screen, or that one is not.
func (p *Player) SeesOnly(n int) *Player {
	p.T.Helper()
	for i := range TwinRows() {
		if i == n {
			p.Sees(Twin(i))
		} else {
			p.SeesNot(Twin(i))
		}
	}
	return p
}

// DeletedShown reports whether the list shows what is scheduled for deletion: the footer says then what D leads to.
func (p *Player) DeletedShown() bool {
	p.Pass(0)
	return strings.Contains(p.Foot(), "D active")
}

// ToView goes to the Active or the Deleted view.
func (p *Player) ToView(deleted bool) *Player {
	if p.DeletedShown() != deleted {
		p.Send("D")
		p.Wait(40 * time.Millisecond)
	}
	return p
}

// TagsOpen goes to the Tags tab, with the details read.
func (p *Player) TagsOpen() *Player {
	return p.Wait(pane.RestDelay * 2).Press("2 ] ]").Wait(time.Second)
}

// PolicyOf goes to the one secret and to its Policy tab.
func (p *Player) PolicyOf(name string) *Player {
	p.T.Helper()
	p.Press("/").Types(name)
	return p.Press("enter").Wait(pane.RestDelay * 2).Press("2 [").Wait(time.Second)
}

// RotationOf goes to the one secret and to its Rotation tab.
func (p *Player) RotationOf(name string) *Player {
	p.T.Helper()
	p.Press("/").Types(name)
	return p.Press("enter").Wait(pane.RestDelay * 2).Press("2 ] ] ] ]").Wait(time.Second)
}

// TimelineOf goes to the one secret and into its timeline.
func (p *Player) TimelineOf(name string) *Player {
	p.T.Helper()
	p.Press("/").Types(name)
	return p.Press("enter 3").Wait(pane.RestDelay * 2)
}

// InTheForm opens the form of one JSON text.
func InTheForm(t *testing.T, text string, game func(p *Player)) {
	t.Helper()
	Game(t, Setting{Seed: SeedOne(backend.TextValue(text))}, func(p *Player) {
		p.Press("e").Sees("edit app/canary")
		game(p)
	})
}

// File makes a file, and returns its path.
func File(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TwinRows are the lines on which its values stand, by number.
func TwinRows() map[int]int { return map[int]int{1: 0, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 8, 8: 9} }

// SomeTwins are as many of them as a plain run tries: the first, one between, and one in an array.
func SomeTwins() iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := range TwinRows() {
			if !tools.LeavesOut(n+2, 3) && !yield(n) {
				return
			}
		}
	}
}

// Twin is the name of one of the rows that read alike.
func Twin(n int) string { return fmt.Sprintf("twin-%d", n) }

// OnTwin plays with the cursor of the detail pane on one of the values, which was read and is masked.
func OnTwin(t *testing.T, n int, game func(p *Player)) {
	t.Helper()
	Game(t, Setting{W: 150, H: 44, Native: true, Seed: SeedOne(backend.TextValue(Twins))}, func(p *Player) {
		p.Press("v").Sees("JSON · 7 keys").Press("g")
		for range TwinRows()[n] {
			p.Press("j")
		}
		game(p)
	})
}

// ToldAt is a client of another place than the demo's.
type ToldAt struct {
	backend.Backend
	At backend.Where
}

// Where is the place that was told.
func (e ToldAt) Where() backend.Where { return e.At }

// DeletedFirst starts in the Deleted view.
func DeletedFirst(o *model.Options) { o.Deleted = true }

// Quick is longer than a lone escape takes to be told from the beginning of a key, and shorter than the arming of a dialog.
const Quick = 110 * time.Millisecond

// Twins is a text in which what is called alike is not the same: a path is no place, and keys stand more than once.
const Twins = `{"a.b":"twin-1","a":{"b":"twin-2","":"twin-3"},"k":"twin-4","k":"twin-5","l[0]":"twin-6","l":["twin-7"],"k":"twin-8"}`

// ReplicasOpen goes to the Replicas tab of the secret under the cursor, with the details read.
func (p *Player) ReplicasOpen() *Player {
	return p.Wait(pane.RestDelay * 2).Press("2 ] ] ]").Wait(time.Second)
}
