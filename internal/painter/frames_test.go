//go:build unix

package painter

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// written is what is written, for whoever looks at it from elsewhere.
type written struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *written) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(b)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

func TestTheFirstFrameWaitsForNothingAndTheNextOnesAreAGapApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal written
		f := NewFrames(&terminal, New([]string{"TERM=xterm-256color"}, colorprofile.TrueColor, 20, 3))
		defer f.Close()
		begun := false
		go func() { f.Begun(); begun = true }()
		show := func(text string) {
			f.Show(tea.NewView(text))
			synctest.Wait()
		}
		f.Take()
		synctest.Wait()
		show("")
		if terminal.String() != "" || begun {
			t.Errorf("%q is drawn before there is anything to be seen", terminal.String())
		}
		show("one")
		if !strings.Contains(terminal.String(), "one") || !begun {
			t.Error("the first frame waits")
		}
		show("two")
		if strings.Contains(terminal.String(), "two") {
			t.Error("the second frame follows at once")
		}
		time.Sleep(Gap)
		synctest.Wait()
		if !strings.Contains(terminal.String(), "two") {
			t.Error("the second frame never comes")
		}
	})
}

func TestNobodyWaitsForAFrameThatNeverComes(t *testing.T) {
	f := NewFrames(&bytes.Buffer{}, New(nil, colorprofile.TrueColor, 20, 3))
	f.Close()
	f.Begun()
}
