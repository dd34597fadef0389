package model

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
)

// palette lists every action of the program, and does the one that is picked: here, or where it belongs.
type palette struct {
	rows  []paletteRow
	typed *dialog.Input
	shown []paletteRow // what matches, in order
	at    int
	top   int // of the lines in sight
	h     int // how many lines there are
}

// paletteRow is an action, where it is one, and why it cannot run now, "" where it can; safe text.
type paletteRow struct {
	keymap.Binding
	in    keymap.Scope
	group paletteGroup
	idle  bool // it can run, and does nothing
	why   string
}

// paletteGroup is where an action stands.
type paletteGroup int

const (
	recentAction paletteGroup = iota
	hereAction
	elsewhereAction
	openAction // where something has to be open first: only who types sees them
	refusedAction
)

func (g paletteGroup) String() string {
	return [...]string{"recent", "here", "elsewhere", "where it is open", "not now"}[g]
}

// mostRecent is how many of the actions that were picked last come first.
const mostRecent = 3

// picked is the user's choice.
type picked struct {
	action keymap.Action
	in     keymap.Scope
}

// paletteDialog has every action there is.
func (m *Model) paletteDialog() pane.Dialog {
	p := &palette{typed: dialog.NewInput(m.Keys, "")}
	scope, on := m.scope(), m.shown()
	rows, in := m.Keys.All(scope)
	for i, b := range rows {
		if b.Action != keymap.Palette {
			p.rows = append(p.rows, m.paletteRow(b, in[i], scope, on))
		}
	}
	slices.SortStableFunc(p.rows, func(a, b paletteRow) int {
		if a.group == recentAction && b.group == recentAction {
			return slices.Index(m.recent, a.Action) - slices.Index(m.recent, b.Action)
		}
		if a.group == b.group && a.idle != b.idle {
			return map[bool]int{true: 1, false: -1}[a.idle]
		}
		return int(a.group - b.group)
	})
	p.look()
	return p
}

// paletteRow asks whoever answers for an action whether it can run.
func (m *Model) paletteRow(b keymap.Binding, in, here keymap.Scope, on *pane.Shown) paletteRow {
	r := paletteRow{Binding: b, in: in, group: hereAction}
	switch {
	case in == here:
		r.why, r.idle = m.unavailable(b.Action, on), !m.worthShowing(b.Action, on)
	case !slices.Contains(keymap.Panes(), in) && !slices.Contains(keymap.Tabs(), in):
		r.group = openAction
		return r
	default:
		r.group = elsewhereAction
		there := *on
		if there.Focus = paneOf(in); keymap.PaneOf(in) == in { // what a tab shows is known once it is turned to
			r.why = m.unavailable(b.Action, &there)
		}
	}
	switch {
	case r.why != "":
		r.group = refusedAction
	case slices.Contains(m.recent, b.Action):
		r.group = recentAction
	}
	return r
}

// pick does what was chosen, where it belongs.
func (m *Model) pick(p picked) tea.Cmd {
	m.recent = append([]keymap.Action{p.action}, slices.DeleteFunc(m.recent, func(a keymap.Action) bool { return a == p.action })...)
	m.recent = m.recent[:min(len(m.recent), mostRecent)]
	switch here := m.scope(); {
	case p.in == here:
	case slices.Contains(keymap.Panes(), p.in) || slices.Contains(keymap.Tabs(), p.in):
		m.goTo(p.in)
	default:
		return pane.Say(pane.Warning, "that is only possible "+p.in.Here())
	}
	return m.act(p.action)
}

// look works out what matches: first where the word itself does, then another word for it, then what is said of it.
func (p *palette) look() {
	words := strings.Fields(strings.ToLower(p.typed.Text()))
	p.at, p.top = 0, 0
	if len(words) == 0 {
		p.shown = slices.DeleteFunc(slices.Clone(p.rows), func(r paletteRow) bool { return r.group == openAction || pane.Moves(r.Action) })
		return
	}
	var found [3][]paletteRow
	for _, r := range p.rows {
		if n := r.matches(words); n >= 0 {
			found[n] = append(found[n], r)
		}
	}
	p.shown = slices.Concat(found[:]...)
	slices.SortStableFunc(p.shown, func(a, b paletteRow) int { return int(max(a.group, elsewhereAction) - max(b.group, elsewhereAction)) })
}

// matches is how well a row has all words: 0 in its own word, 1 in another word for it, 2 in what is said of it, -1 not.
func (r paletteRow) matches(words []string) int {
	texts := []string{r.Label, r.Label + " " + r.Action.Words() + " " + string(r.Action), r.Label + " " + r.Action.Words() + " " + string(r.Action) + " " + r.Help}
	return slices.IndexFunc(texts, func(text string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(strings.ToLower(text), w) })
	})
}

// Harmless: whatever acts asks first, or could be pressed as a key.
func (p *palette) Harmless() bool { return true }

// Lenient: what only looks or moves may be picked amid other keys.
func (p *palette) Lenient(_ tea.KeyPressMsg, a keymap.Action) bool {
	return a == keymap.Press && len(p.shown) > 0 && !p.shown[p.at].Action.Acts()
}

// Act moves and picks.
func (p *palette) Act(a keymap.Action) (tea.Cmd, bool) {
	s := pane.Scroll{Pos: p.at, N: len(p.shown), H: p.h}
	switch {
	case a == keymap.No:
		return nil, true
	case a == keymap.NextField:
		a = keymap.Down
	case a == keymap.PrevField:
		a = keymap.Up
	case a == keymap.Press && len(p.shown) > 0:
		to := picked{p.shown[p.at].Action, p.shown[p.at].in}
		return func() tea.Msg { return to }, true
	}
	if s.Move(a) {
		p.at = s.Pos
	}
	return nil, false
}

// Key narrows what is listed.
func (p *palette) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	before := p.typed.Text()
	taken := p.typed.Key(k)
	if p.typed.Text() != before {
		p.look()
	}
	return nil, taken
}

// Paste narrows it too.
func (p *palette) Paste(text string) tea.Cmd {
	p.typed.PasteLine(text)
	p.look()
	return nil
}

// Wheel moves.
func (p *palette) Wheel(down bool) { p.Act(pane.WheelMove(down)) }

// Click picks what lies there. What is said below of the row under the cursor is no row.
func (p *palette) Click(line, _ int) (tea.Cmd, bool) {
	lines, row := p.lines(), line-paletteHead
	at := p.top + row
	if row < 0 || row >= p.h || at >= len(lines) || lines[at] < 0 {
		return nil, false
	}
	p.at = lines[at]
	return p.Act(keymap.Press)
}
