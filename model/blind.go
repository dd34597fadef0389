package model

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
)

// blind reports that nothing is drawn for want of room, or because the size is not known yet. What is not drawn cannot be
// answered: keys that only quit or suspend are all that works, values are masked, dialogs count as not seen.
func (m *Model) blind() bool { return m.w < minW || m.h < minH }

// resized takes in the window's size. A dialog that was not drawn meanwhile must be seen anew before keys may answer it.
func (m *Model) resized(w, h int) tea.Cmd {
	was := m.blind()
	if m.opts.Plain {
		return m.plainSized(w, h)
	}
	m.w, m.h = min(max(w, 0), 1000), min(max(h, 0), 500)
	switch {
	case m.blind():
		m.dialogs.Disarm()
	case was && m.dialogs.Len() > 0:
		return m.dialogs.Arm()
	}
	return nil
}

// blindKey follows a key while nothing is drawn.
func (m *Model) blindKey(k tea.KeyPressMsg) tea.Cmd {
	switch a, _ := m.resolve(m.scope(), k); a {
	case keymap.Suspend:
		return m.suspend()
	case keymap.Quit:
		return m.leave(pane.Leave{Why: pane.Wanted})
	}
	return nil
}

// noRoom is what stands on a screen that is too small for anything else.
func (m *Model) noRoom() string {
	size := fmt.Sprintf("strongroom needs %d x %d,\nthis window is %d x %d", minW, minH, m.w, m.h)
	quit := m.Keys.Key(m.scope(), keymap.Quit)
	switch {
	case m.isLeaving():
		return "ends once this is written; " + quit + "\nagain ends it now: " + strings.Join(m.Writes.Words(m.Elsewhere), ", ") + "\n" + size
	case m.asksUnseen() && m.asksToQuit():
		return quit + " again loses the edit\n" + size
	case m.asksUnseen():
		return size + "\n" + quit + " quits, but asks"
	case m.edit.Dirty():
		return size + "\n" + quit + " quits and keeps a draft"
	}
	return size + "\n" + quit + " quits"
}
