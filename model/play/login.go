package play

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"strongroom/backend/disk"
	"strongroom/model"
)

// login is a user's directories, which outlast the program.
type login struct {
	t    *testing.T
	Root string
	Run  int // counts the programs that were killed
}

// Plant leaves a draft as an earlier run would.
func (l *login) Plant(d disk.Draft) {
	l.t.Helper()
	s := l.drafts().Slot()
	if err := s.Keep(1, d); err != nil {
		l.t.Fatal(err)
	}
	s.Leave()
}

func (l *login) State() string { return filepath.Join(l.Root, fmt.Sprint("state", l.Run)) }

func (l *login) drafts() *disk.Drafts {
	l.t.Helper()
	run := filepath.Join(l.Root, "run")
	if err := os.MkdirAll(run, 0o700); err != nil {
		l.t.Fatal(err)
	}
	return disk.OpenDrafts(l.State(), run, nil)
}

func (l *login) With(o *model.Options) { o.Drafts = l.drafts() }

// Files are the drafts that lie on the disk.
func (l *login) Files() []string {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.State(), "drafts", "*.age"))
	if err != nil {
		l.t.Fatal(err)
	}
	return files
}

// Holds reads all of them, to tell whether anything was written.
func (l *login) Holds() (all string) {
	l.t.Helper()
	for _, f := range l.Files() {
		b, err := os.ReadFile(f)
		if err != nil {
			l.t.Fatal(err)
		}
		all += f + string(b)
	}
	return all
}

// Clean fails the test where any plaintext of the canary lies in a file.
func (l *login) Clean() {
	l.t.Helper()
	seen := 0
	err := filepath.WalkDir(l.Root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		seen++
		b, err := os.ReadFile(path)
		if found := Leaks(append(b, path...)); found != nil {
			l.t.Errorf("%s holds %v", path, found)
		}
		return err
	})
	if err != nil || seen == 0 {
		l.t.Errorf("%d files were searched: %v", seen, err)
	}
}

// NewLogin is a login session with a state directory of its own.
func NewLogin(t *testing.T) *login { return &login{t: t, Root: t.TempDir()} }

// Again starts the next program of a login on the same service.
func (p *Player) Again(l *login, game func(p *Player)) {
	p.T.Helper()
	next := NewPlayer(p.T, Setting{W: 120, H: 36, Change: l.With, Server: p.Server})
	defer next.End()
	next.Starts()
	game(next)
}

// Killed ends the program as kill -9 does: what it has written stays, its locks do not, and nobody tells it.
func (p *Player) Killed(l *login) {
	p.T.Helper()
	p.Between()
	left := l.Files()
	l.Run++
	to := filepath.Join(l.State(), "drafts")
	if err := os.MkdirAll(to, 0o700); err != nil {
		p.T.Fatal(err)
	}
	for _, f := range left {
		b, err := os.ReadFile(f)
		if err != nil {
			p.T.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(f)), b, 0o600); err != nil {
			p.T.Fatal(err)
		}
	}
	p.Dies()
}

// Dies ends the program without a word to it, as a panic does.
func (p *Player) Dies() {
	p.Program.Kill()
	<-p.Done
	p.Quit, p.dead = true, true
	p.cut() // a process takes its calls with it
}

// Signalled ends the program as HUP, TERM or a lost terminal do.
func (p *Player) Signalled() {
	p.T.Helper()
	p.Program.Send(model.Quit{})
	if err := <-p.Done; err != nil {
		p.T.Fatal(err)
	}
	p.Quit = true
	p.Pass(0)
}

// Resumes goes on with the only draft there is.
func (p *Player) Resumes() *Player {
	p.T.Helper()
	decrypts := p.Calls("GetSecretValue")
	p.Sees("1 draft ").Press("b").Sees("Unsaved edits", "resume enter").Wait(time.Second).Press("enter").Sees("resumed as it was", "0 decrypts").SeesNot("1 draft ")
	if n := p.Calls("GetSecretValue") - decrypts; n != 0 {
		p.T.Errorf("resuming cost %d decrypts", n)
	}
	return p
}

// DraftTime is how long a change to an edit may be without a draft.
const DraftTime = time.Second
