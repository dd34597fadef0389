package main

import (
	"errors"
	"os/exec"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/model"
)

// sharedMemory is the directory in memory that Linux has for everybody.
const sharedMemory = "/dev/shm"

// outside edits values in the user's own editor. Each value has a directory of its own for that time, which is gone before
// anybody hears of the result, and at the latest when the program ends.
type outside struct {
	ed    editor
	place disk.Place
	life  *lifecycle

	mu   sync.Mutex
	open map[*disk.Scratch]bool
}

// newOutside looks for the editor and for a place; missing is why there is none.
func newOutside(env func(string) string, places []disk.Place, windows bool) (*outside, *model.Editor) {
	o := &outside{place: disk.BestPlace(places), open: map[*disk.Scratch]bool{}}
	ed, err := findEditor(env, exec.LookPath, windows)
	if err != nil {
		return o, &model.Editor{Missing: err.Error()}
	}
	o.ed = ed
	out := &model.Editor{Name: ed.name, Unknown: !ed.known, Run: o.run}
	if o.place.Disk {
		out.Disk = o.place.Dir
	}
	return o, out
}

// run hands a value to the editor, and then what came back to the model.
func (o *outside) run(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd {
	s := &stay{outside: o, v: v, err: errors.New("the terminal could not be handed over")}
	s.childCommand = &childCommand{Cmd: exec.Command(o.ed.args[0], o.ed.args[1:]...), life: o.life}
	return tea.Exec(s, func(error) tea.Msg {
		v.Wipe()
		return then(s.got, s.err)
	})
}

// close removes whatever directory is still there.
func (o *outside) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for s := range o.open {
		_ = s.Remove()
	}
	clear(o.open)
}

func (o *outside) hold(s *disk.Scratch) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open[s] = true
}

func (o *outside) drop(s *disk.Scratch) {
	o.mu.Lock()
	defer o.mu.Unlock()
	_ = s.Remove()
	delete(o.open, s)
}

// stay is one value's stay in the editor.
type stay struct {
	*childCommand
	outside *outside
	v, got  backend.Value
	err     error
}

// Run is called with the terminal free for the editor.
func (s *stay) Run() error {
	began := time.Now()
	s.got, s.err = s.edit()
	time.Sleep(settleTime - time.Since(began))
	return s.err
}

func (s *stay) edit() (backend.Value, error) {
	file, err := disk.NewScratch(s.outside.place, s.v, disk.ExtensionOf(s.v))
	if err != nil {
		return backend.Value{}, err
	}
	s.outside.hold(file)
	defer s.outside.drop(file)
	s.Args = append(s.Args, file.Path)
	// What was saved before a signal ended Strongroom and the editor counts: the edit takes it along.
	if err := s.childCommand.Run(); err != nil && !s.life.leaving() {
		saved, readErr := file.Read() // it is not taken over, but it is not lost either
		if readErr != nil {
			saved = backend.Value{}
		}
		return saved, s.failed(err)
	}
	return file.Read()
}

// failed says how the editor ended, without what it or the system says of a file.
func (s *stay) failed(err error) error {
	e := &backend.Error{Op: "edit in " + s.outside.ed.name, Kind: backend.ErrState, Message: "it could not be started"}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		e.Message = "it ended with " + exit.ProcessState.String()
	}
	return e
}
