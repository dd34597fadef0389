//go:build unix

package program

import (
	"runtime/debug"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
)

// undrawn is a canvas on which the first frame stands once it is closed.
type undrawn struct {
	framework
	first chan struct{}
}

func (u undrawn) Begun() { <-u.first }

func TestNobodyIsAskedAndNothingCollectedBeforeTheFirstFrameStands(t *testing.T) {
	const usual = 100
	defer debug.SetGCPercent(debug.SetGCPercent(usual))
	synctest.Test(t, func(t *testing.T) {
		l := New(Messages{})
		on := undrawn{first: make(chan struct{})}
		l.screen = on
		asked := false
		c := shielded{screen: on}.cmd(func() tea.Msg { asked = true; return nil })
		l.spareTheFirst()
		go c()
		synctest.Wait()
		if percent := debug.SetGCPercent(-1); asked || percent != -1 {
			t.Errorf("before the first frame: asked is %t, and garbage is collected at %d%%", asked, percent)
		}
		close(on.first)
		synctest.Wait()
		if percent := debug.SetGCPercent(-1); !asked || percent != usual {
			t.Errorf("after the first frame: asked is %t, and garbage is collected at %d%%", asked, percent)
		}
	})
}

func TestTheSizeIsToldWhenItChangesAndNotWhenItIsAskedFor(t *testing.T) {
	s := &screen{send: func(msg tea.Msg) { t.Errorf("%v is told: all is drawn anew for it", msg) }}
	if !s.Does(tea.RequestWindowSize()) {
		t.Error("the framework is left to answer")
	}
}
