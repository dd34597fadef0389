//go:build unix

package holder

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// busily takes a clipboard over with the canary, as a program that remembers copies does, and answers the first question late. lost counts
// how often it is taken off again.
func busily(t *testing.T, display string, late time.Duration) (lost *atomic.Int32) {
	t.Helper()
	c, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	atom := func(name string) xproto.Atom {
		r, err := xproto.InternAtom(c, false, uint16(len(name)), name).Reply()
		if err != nil {
			t.Fatal(err)
		}
		return r.Atom
	}
	clipboard, text := atom("CLIPBOARD"), atom("UTF8_STRING")
	w, err := xproto.NewWindowId(c)
	if err != nil {
		t.Fatal(err)
	}
	xproto.CreateWindow(c, 0, w, xproto.Setup(c).DefaultScreen(c).Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0, 0, nil)
	xproto.SetSelectionOwner(c, w, clipboard, xproto.TimeCurrentTime)
	lost = new(atomic.Int32)
	go func() {
		for answers := 0; ; {
			e, err := c.WaitForEvent()
			if e == nil && err == nil {
				return
			}
			switch e := e.(type) {
			case xproto.SelectionRequestEvent:
				if answers++; answers == 1 {
					time.Sleep(late)
				}
				xproto.ChangeProperty(c, xproto.PropModeReplace, e.Requestor, e.Property, text, 8, uint32(len(canary)), []byte(canary))
				told := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property}
				xproto.SendEvent(c, false, e.Requestor, 0, string(told.Bytes()))
			case xproto.SelectionClearEvent:
				lost.Add(1)
			}
		}
	}()
	return lost
}

// One that is busy for a moment has the secret all the same.
func TestWhoeverTakesASecretOverAndIsSlowToTellLosesItAtItsTime(t *testing.T) {
	t.Parallel()
	at := places(t)["X11"]
	runProgram(t, nil, at.env...).copies(canary, 6*time.Second)
	lost := busily(t, strings.TrimPrefix(at.env[0], "DISPLAY="), 1200*time.Millisecond)
	until(t, "it is taken off", func() bool { return lost.Load() > 0 })
}
