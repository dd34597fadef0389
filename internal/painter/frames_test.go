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
	"github.com/charmbracelet/x/ansi"
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

// Some terminals have the clustering of graphemes on for everybody, or do not let it be switched.
func TestOnlyAClusteringThatWasOffIsSwitchedOnAndOffAgain(t *testing.T) {
	for _, c := range []struct {
		told     ansi.ModeSetting
		switched int
	}{{ansi.ModeReset, 1}, {ansi.ModeSet, 0}, {ansi.ModePermanentlySet, 0}, {ansi.ModeNotRecognized, 0}} {
		synctest.Test(t, func(t *testing.T) {
			var terminal written
			f := NewFrames(&terminal, New([]string{"TERM=xterm-256color"}, colorprofile.TrueColor, 20, 3))
			defer f.Close()
			f.Take()
			f.Show(tea.NewView("one"))
			synctest.Wait()
			f.Heard(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: c.told})
			time.Sleep(2 * Gap)
			f.GiveBack()
			on, off := strings.Count(terminal.String(), ansi.SetModeUnicodeCore), strings.Count(terminal.String(), ansi.ResetModeUnicodeCore)
			if on != c.switched || off != c.switched {
				t.Errorf("told %d it is switched on %d times and off %d times", c.told, on, off)
			}
		})
	}
}
