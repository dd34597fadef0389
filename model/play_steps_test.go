package model

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
)

// turns gives the terminal another size, and lets no time pass.
func (p *player) turns(w, h int) {
	p.screen.mu.Lock()
	p.screen.emu.Resize(w, h)
	p.screen.mu.Unlock()
	p.program.Send(tea.WindowSizeMsg{Width: w, Height: h})
}

// ends waits for the program's end.
func (p *player) ends() {
	p.t.Helper()
	select {
	case <-p.done:
		p.quit = true
	case <-time.After(10 * time.Second):
		p.t.Fatalf("it did not end:\n%s", p.screen)
	}
}

// names a new secret in the open dialog, and goes on.
func (p *player) names(name string) *player {
	p.t.Helper()
	p.sees("New secret")
	p.wait(time.Second).press(strings.TrimSpace(strings.Repeat("backspace ", 20))).types(name)
	return p.press("shift+tab shift+tab enter")
}

// rapidly presses keys without a pause, each as a key of its own.
func (p *player) rapidly(keys string) *player {
	p.t.Helper()
	for _, k := range strings.Fields(keys) {
		p.send(bytesOf(k))
		p.pass(quick)
	}
	return p
}

// takes gives the edit of a binary value the bytes of a file.
func (p *player) takes(path string) *player {
	p.t.Helper()
	return p.press("f").sees("From a file: ").wait(time.Second).types(path).press("enter")
}

func (p *player) pastes(text string) *player {
	p.t.Helper()
	return p.types("\x1b[200~" + text + "\x1b[201~")
}

// copyRows copies each row of the tab in force and returns what was copied, by the row's label.
func (p *player) copyRows() map[string][]string {
	p.t.Helper()
	out := map[string][]string{}
	p.press("g")
	label := ""
	for last := ""; ; {
		f := p.frame("│ Info │")
		if fmt.Sprint(f) == last { // the last row
			return out
		}
		last = fmt.Sprint(f)
		if l := strings.TrimSpace(string([]rune(f.lines[f.cursor()])[2:15])); l != "" {
			label = l
		}
		p.board.put("what was there before")
		p.press("c j")
		out[label] = append(out[label], p.board.holds())
	}
}

// foot is the last line of the screen.
func (p *player) foot() string {
	lines := strings.Split(p.screen.String(), "\n")
	return lines[len(lines)-1]
}

// savesAs saves the edit, and says what must be stored then.
func (p *player) savesAs(want string) *player {
	p.t.Helper()
	p.press("ctrl+s").sees("Save app/canary").press("enter").sees("saved")
	if got := p.stored("app/canary"); got != want {
		p.t.Errorf("stored is %q, want %q", got, want)
	}
	return p
}

// countsHome tells of which secrets the header counts others than are in this region, "" for none. While all regions are shown
// those that are deleted are counted together.
func (p *player) countsHome() string {
	p.t.Helper()
	active, deleted := 0, 0
	for page, err := range p.rival().List(ctx(), backend.Query{}) {
		p.does(err)
		for _, s := range page.Secrets {
			if s.Deleted.IsZero() {
				active++
			} else {
				deleted++
			}
		}
	}
	secrets, gone := p.counted()
	switch {
	case secrets != active:
		return fmt.Sprintf("%d secrets, which are %d", secrets, active)
	case gone != deleted && !strings.Contains(p.screen.String(), "regions ·"):
		return fmt.Sprintf("%d deleted, which are %d", gone, deleted)
	}
	return ""
}

// opens types an id into the dialog.
func (p *player) opens(id string) *player {
	p.t.Helper()
	return p.press("o").sees("name or ARN").types(id).press("enter").wait(time.Second)
}

// rows counts the rows in sight with a name.
func (p *player) rows(name string) (n int) {
	p.t.Helper()
	for _, line := range p.frame("Secrets").lines {
		if words := strings.Fields(strings.TrimLeft(line, " ▌✓")); len(words) > 0 && words[0] == name {
			n++
		}
	}
	return n
}

// arnCopied is the ARN under the list's cursor, as it goes to the clipboard.
func (p *player) arnCopied() string {
	p.t.Helper()
	p.press("1 C a").sees("copied")
	return p.board.holds()
}

func (p *player) does(err error) *player {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	return p
}

// at puts the cursor on a secret.
func (p *player) at(name string) *player {
	p.t.Helper()
	p.press("/ ctrl+u").types(name).press("enter").sees(name)
	return p.press("/ esc")
}

// metadataOpens opens the sheet, with the details read.
func (p *player) metadataOpens() *player {
	p.t.Helper()
	return p.wait(pane.RestDelay * 2).press("i").sees("Description and KMS key").wait(time.Second)
}

// seesOnly fails where any value but one of the twins is on the screen, or that one is not.
func (p *player) seesOnly(n int) *player {
	p.t.Helper()
	for i := range twinRows() {
		if i == n {
			p.sees(twin(i))
		} else {
			p.seesNot(twin(i))
		}
	}
	return p
}

// deletedShown reports whether the list shows what is scheduled for deletion: the footer says then what D leads to.
func (p *player) deletedShown() bool {
	p.pass(0)
	return strings.Contains(p.foot(), "D active")
}

func (p *player) toView(deleted bool) *player {
	if p.deletedShown() != deleted {
		p.send("D")
		p.wait(40 * time.Millisecond)
	}
	return p
}

// tagsOpen goes to the Tags tab, with the details read.
func (p *player) tagsOpen() *player {
	return p.wait(pane.RestDelay * 2).press("2 ] ]").wait(time.Second)
}

// timelineOf goes to the one secret and into its timeline.
func (p *player) timelineOf(name string) *player {
	p.t.Helper()
	p.press("/").types(name)
	return p.press("enter 3").wait(pane.RestDelay * 2)
}

// inTheForm opens the form of one JSON text.
func inTheForm(t *testing.T, text string, game func(p *player)) {
	t.Helper()
	play(t, setting{seed: seedOne(backend.TextValue(text))}, func(p *player) {
		p.press("e").sees("edit app/canary")
		game(p)
	})
}

// file makes a file, and returns its path.
func file(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// twinRows are the lines on which its values stand, by number.
func twinRows() map[int]int { return map[int]int{1: 0, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 8, 8: 9} }

func twin(n int) string { return fmt.Sprintf("twin-%d", n) }

// onTwin plays with the cursor of the detail pane on one of the values, which was read and is masked.
func onTwin(t *testing.T, n int, game func(p *player)) {
	t.Helper()
	play(t, setting{w: 150, h: 44, native: true, seed: seedOne(backend.TextValue(twins))}, func(p *player) {
		p.press("v").sees("JSON · 7 keys").press("g")
		for range twinRows()[n] {
			p.press("j")
		}
		game(p)
	})
}

// toldAt is a client of another place than the demo's.
type toldAt struct {
	backend.Backend
	where backend.Where
}

func (e toldAt) Where() backend.Where { return e.where }

func deletedFirst(o *Options) { o.Deleted = true }

// quick is longer than a lone escape takes to be told from the beginning of a key, and shorter than the arming of a dialog.
const quick = 110 * time.Millisecond

// twins is a text in which what is called alike is not the same: a path is no place, and keys stand more than once.
const twins = `{"a.b":"twin-1","a":{"b":"twin-2","":"twin-3"},"k":"twin-4","k":"twin-5","l[0]":"twin-6","l":["twin-7"],"k":"twin-8"}`
