package model

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"strongroom/backend/disk"
)

// login is a user's directories, which outlast the program.
type login struct {
	t    *testing.T
	root string
	run  int // counts the programs that were killed
}

// plant leaves a draft as an earlier run would.
func (l *login) plant(d disk.Draft) {
	l.t.Helper()
	s := l.drafts().Slot()
	if err := s.Keep(1, d); err != nil {
		l.t.Fatal(err)
	}
	s.Leave()
}

func (l *login) state() string { return filepath.Join(l.root, fmt.Sprint("state", l.run)) }

func (l *login) drafts() *disk.Drafts {
	l.t.Helper()
	run := filepath.Join(l.root, "run")
	if err := os.MkdirAll(run, 0o700); err != nil {
		l.t.Fatal(err)
	}
	return disk.OpenDrafts(l.state(), run)
}

func (l *login) with(o *Options) { o.Drafts = l.drafts() }

// files are the drafts that lie on the disk.
func (l *login) files() []string {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.state(), "drafts", "*.age"))
	if err != nil {
		l.t.Fatal(err)
	}
	return files
}

// holds reads all of them, to tell whether anything was written.
func (l *login) holds() (all string) {
	l.t.Helper()
	for _, f := range l.files() {
		b, err := os.ReadFile(f)
		if err != nil {
			l.t.Fatal(err)
		}
		all += f + string(b)
	}
	return all
}

// clean fails the test where any plaintext of the canary lies in a file.
func (l *login) clean() {
	l.t.Helper()
	seen := 0
	err := filepath.WalkDir(l.root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		seen++
		b, err := os.ReadFile(path)
		if found := leaks(append(b, path...)); found != nil {
			l.t.Errorf("%s holds %v", path, found)
		}
		return err
	})
	if err != nil || seen == 0 {
		l.t.Errorf("%d files were searched: %v", seen, err)
	}
}

func newLogin(t *testing.T) *login { return &login{t: t, root: t.TempDir()} }

// again starts the next program of a login on the same service.
func (p *player) again(l *login, game func(p *player)) {
	p.t.Helper()
	next := newPlayer(p.t, setting{w: 120, h: 36, change: l.with, server: p.server})
	defer next.end()
	next.starts()
	game(next)
}

// killed ends the program as kill -9 does: what it has written stays, its locks do not, and nobody tells it.
func (p *player) killed(l *login) {
	p.t.Helper()
	p.between()
	left := l.files()
	l.run++
	to := filepath.Join(l.state(), "drafts")
	if err := os.MkdirAll(to, 0o700); err != nil {
		p.t.Fatal(err)
	}
	for _, f := range left {
		b, err := os.ReadFile(f)
		if err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(f)), b, 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
	p.dies()
}

// dies ends the program without a word to it, as a panic does.
func (p *player) dies() {
	p.program.Kill()
	<-p.done
	p.quit, p.dead = true, true
	p.cut() // a process takes its calls with it
}

// signalled ends the program as HUP, TERM or a lost terminal do.
func (p *player) signalled() {
	p.t.Helper()
	p.program.Send(Quit{})
	if err := <-p.done; err != nil {
		p.t.Fatal(err)
	}
	p.quit = true
	p.pass(0)
}

// resumes goes on with the only draft there is.
func (p *player) resumes() *player {
	p.t.Helper()
	decrypts := p.calls("GetSecretValue")
	p.sees("1 draft ").press("r").sees("Unsaved edits", "enter resumes it").wait(time.Second).press("enter").sees("resumed as it was", "0 decrypts").seesNot("1 draft ")
	if n := p.calls("GetSecretValue") - decrypts; n != 0 {
		p.t.Errorf("resuming cost %d decrypts", n)
	}
	return p
}

// draftTime is how long a change to an edit may be without a draft.
const draftTime = time.Second
