package play

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend/disk"
	"strongroom/internal/painter"
	"strongroom/model"
	"strongroom/model/pane"
)

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
	return DraftsIn(t, t.TempDir())
}

// DraftsIn is the place for drafts below a directory, in each call as another run of the program sees it.
func DraftsIn(t *testing.T, dir string) *disk.Drafts {
	t.Helper()
	run := filepath.Join(dir, "run")
	if err := os.MkdirAll(run, 0o700); err != nil {
		t.Fatal(err)
	}
	return disk.OpenDrafts(filepath.Join(dir, "state"), run, nil)
}

// ordered lets a test look at the model between two of its own steps: the program takes the turn for each message, the
// test whenever it lets time pass.
type ordered struct {
	*model.Model
	turn     *sync.Mutex
	t        *testing.T
	onlooker *onlooker
	frames   *painter.Frames // nil where the framework draws
}

// Stall is a message that keeps the loop for a while, as an editor does that has the terminal.
type Stall struct{ time.Duration }

func (o ordered) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if s, ok := msg.(Stall); ok {
		time.Sleep(s.Duration)
		return o, nil
	}
	if o.frames != nil {
		o.frames.Heard(msg)
	}
	o.turn.Lock()
	defer o.turn.Unlock()
	_, cmd := o.Model.Update(msg)
	return o, pane.Through(cmd, o.run)
}

func (o ordered) Init() tea.Cmd { return pane.Through(o.Model.Init(), o.run) }

// run has what a command asks of the renderer done by ours.
func (o ordered) run(c tea.Cmd) tea.Msg {
	msg := c()
	if o.frames != nil && o.frames.Does(msg) {
		return nil
	}
	return msg
}

func (o ordered) close() {
	if o.frames != nil {
		o.frames.Close()
	}
}

func (o ordered) View() tea.View {
	o.turn.Lock()
	defer o.turn.Unlock()
	v, changed := o.onlooker.draw(o.Model)
	if changed != "" {
		o.t.Errorf("drawing has changed the model: %s", changed)
	}
	if o.frames != nil {
		o.frames.Show(v)
	}
	return v
}

// Sure takes every key for one that came by itself, and every click for a mouse's, for those that do not come through the terminal.
type Sure struct{}

// Alone is true.
func (Sure) Alone(tea.KeyPressMsg) bool { return true }

// Pointed is true.
func (Sure) Pointed(tea.MouseMsg) bool { return true }

// Quiet is long.
func (Sure) Quiet() time.Duration { return time.Hour }
