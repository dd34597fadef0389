package model

import (
	"reflect"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// elsewhere takes a key that means nothing where the user is. One that has a single meaning in the other panes acts on the selected
// secret from here too; of others it is said where they mean what. No key is dead.
func (m *Model) elsewhere(s keymap.Scope, k tea.KeyPressMsg) tea.Cmd {
	all, one := m.Keys.Elsewhere(s, k.String())
	if one {
		if a := all[0].Action; m.heldBack(a, k) {
			m.holdBack(k)
			return nil
		}
		return m.actIn(all[0])
	}
	if s == keymap.Find && len(all) == 0 { // what holds everywhere does not where letters are text
		for _, b := range m.Keys.Help(keymap.Global) {
			if slices.Contains(b.Keys, k.String()) {
				all = []keymap.Meaning{{Binding: b, In: []keymap.Scope{keymap.List}}}
			}
		}
	}
	said := pane.Said{Text: m.meansElsewhere(s, k.String(), all), Kind: pane.Warning}
	if s == keymap.Dialog { // the next one is another
		said.Hint = m.Keys.Untyped(s, keymap.No) + " closes this dialog"
		m.status.setUntilKey(said, m.Now)
		return nil
	}
	m.Say(said)
	return nil
}

// inDialog gives the top dialog a key. Of one that means nothing there it is said so: also of one that means something in other dialogs,
// and has led to nothing that could be seen.
func (m *Model) inDialog(k tea.KeyPressMsg, a keymap.Action) tea.Cmd {
	d, may := m.dialogs.Top(), m.mayBeNothing(a)
	var before ui.Box
	if may {
		before = m.box()
		may = !names(before, keymap.Spell(k.String()))
	}
	cmd, is := m.dialogs.Key(k, a, m.alone)
	if may && is == dialog.Done && cmd == nil && m.dialogs.Top() == d && !m.HasNews() {
		if d.Resize(m.w, m.h); reflect.DeepEqual(before, m.box()) {
			is = dialog.Nothing
		}
	}
	switch is {
	case dialog.Held:
		m.holdBack(k)
	case dialog.Nothing:
		return m.elsewhere(keymap.Dialog, k)
	}
	return cmd
}

// names reports whether a box tells what a key does in it: why it does not now is told there too.
func names(box ui.Box, key string) bool {
	return strings.Contains(" "+box.Foot, " "+key+" ") || slices.ContainsFunc(box.Buttons, func(b ui.Button) bool { return b.Key == key })
}

// mayBeNothing reports whether some dialogs do nothing at an action. An answer that is refused stays refused, and that is told.
func (m *Model) mayBeNothing(a keymap.Action) bool {
	switch a {
	case keymap.Copy, keymap.Compare, keymap.Reveal, keymap.DropDraft, keymap.Complete, keymap.Generate, keymap.Toggle:
		return true
	case keymap.Yes, keymap.Save:
		_, types := m.dialogs.Top().(pane.Typist)
		return !types || len(m.box().Buttons) == 0
	}
	return false
}

// meansElsewhere says what a key is in other places than s, and of one that is nothing anywhere where the keys are told.
func (m *Model) meansElsewhere(s keymap.Scope, key string, all []keymap.Meaning) string {
	out := ui.Text(keymap.Spell(key)) + " means nothing " + s.Here()
	if s == keymap.Dialog { // what it is elsewhere can be done once this is closed
		return ui.Text(keymap.Spell(key)) + " means nothing here"
	}
	if len(all) == 0 {
		help := m.Keys.Key(keymap.Global, keymap.Help)
		if s.Covers() {
			return out
		}
		if s == keymap.Find { // where that key is text
			help = m.Keys.Key(s, keymap.KeepFind) + " " + help
		}
		return out + ": " + help + " lists the keys"
	}
	for i, meaning := range all {
		sign := ", "
		if i == 0 {
			sign = ": "
		}
		out += sign + meaning.Label + " " + heres(meaning.In)
	}
	return out
}

// heres are places as words: "in list, detail".
func heres(in []keymap.Scope) string {
	names := make([]string, len(in))
	for i, s := range in {
		names[i] = strings.TrimPrefix(s.Here(), "in ")
	}
	if text := strings.Join(names, ", "); in[0].Here() != names[0] {
		return "in " + text
	}
	return strings.Join(names, ", ")
}

// actIn has an action done as in another place: from one of the panes without going there, in a tab once that is turned to. What
// moves means the same in all panes, and moves where the user is.
func (m *Model) actIn(meaning keymap.Meaning) tea.Cmd {
	if pane.Moves(meaning.Action) {
		return m.act(meaning.Action)
	}
	in := meaning.In[len(meaning.In)-1] // the list comes first, and its marks are not meant
	if keymap.PaneOf(in) != in {
		m.goTo(in)
	}
	on := m.lookedAt()
	on.Focus = paneOf(in)
	return m.actOn(meaning.Action, on)
}

// goTo gives the keys to the pane of a scope, and turns to its tab.
func (m *Model) goTo(s keymap.Scope) {
	m.inPane = paneOf(s)
	if m.inPane == pane.Detail {
		m.detail.TurnTo(s)
	}
	m.arrange()
}

// paneOf is the pane that a scope belongs to.
func paneOf(s keymap.Scope) pane.Name {
	switch keymap.PaneOf(s) {
	case keymap.Detail:
		return pane.Detail
	case keymap.Timeline:
		return pane.Timeline
	case keymap.Comparing:
		return pane.Compare
	case keymap.Edit, keymap.Typing, keymap.Text, keymap.Bytes, keymap.Conflict:
		return pane.Edit
	}
	return pane.List
}
