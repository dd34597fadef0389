package program

import (
	"errors"
	"os/exec"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/disk"
)

// SharedMemory is the directory in memory that Linux has for everybody.
const SharedMemory = "/dev/shm"

// Editor edits values in the user's own editor. Each value has a directory of its own for that time, which is gone before
// anybody hears of the result, and at the latest when the program ends.
type Editor struct {
	command editorCommand
	place   disk.Place
	life    *Lifecycle

	mu   sync.Mutex
	open map[*disk.Scratch]bool
}

// NewEditor looks for the editor and for a place. Where there is none, the error says why, and there is nothing to run.
func NewEditor(life *Lifecycle, env func(string) string, places []disk.Place, windows bool) (*Editor, error) {
	e := &Editor{place: disk.BestPlace(places), life: life, open: map[*disk.Scratch]bool{}}
	var err error
	e.command, err = findEditor(env, exec.LookPath, windows)
	return e, err
}

// Name is what its program is called; outside text.
func (e *Editor) Name() string { return e.command.name }

// Known: it is told to keep no copies, and heeds it. Of any other one nobody here knows.
func (e *Editor) Known() bool { return e.command.known }

// Disk is the directory on a disk in which a value would lie, "" where it lies in memory.
func (e *Editor) Disk() string {
	if e.place.Disk {
		return e.place.Dir
	}
	return ""
}

// Run hands a value to the editor, and then what came back to the model.
func (e *Editor) Run(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd {
	s := &stay{editor: e, v: v, err: errors.New("the terminal could not be handed over")}
	s.childCommand = &childCommand{Cmd: exec.Command(e.command.args[0], e.command.args[1:]...), life: e.life}
	return e.life.lend(s, func(error) tea.Msg {
		v.Wipe()
		return then(s.got, s.err)
	})
}

// Close removes whatever directory is still there.
func (e *Editor) Close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for s := range e.open {
		_ = s.Remove()
	}
	clear(e.open)
}

func (e *Editor) hold(s *disk.Scratch) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.open[s] = true
}

func (e *Editor) drop(s *disk.Scratch) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = s.Remove()
	delete(e.open, s)
}

// stay is one value's stay in the editor.
type stay struct {
	*childCommand
	editor *Editor
	v, got backend.Value
	err    error
}

// Run is called with the terminal free for the editor.
func (s *stay) Run() error {
	began := time.Now()
	s.got, s.err = s.edit()
	time.Sleep(settleTime - time.Since(began))
	return s.err
}

func (s *stay) edit() (backend.Value, error) {
	file, err := disk.NewScratch(s.editor.place, s.v, disk.ExtensionOf(s.v))
	if err != nil {
		return backend.Value{}, err
	}
	s.editor.hold(file)
	defer s.editor.drop(file)
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
	e := &backend.Error{Op: "edit in " + s.editor.command.name, Kind: backend.ErrState, Message: "it could not be started"}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		e.Message = "it ended with " + exit.ProcessState.String()
	}
	return e
}
