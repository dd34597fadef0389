package model

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// themes lets the user try how things look: what the cursor is on is worn at once, and left again by esc.
type themes struct {
	*dialog.Choice
	wear    func(ui.Scheme)
	was     ui.Scheme
	schemes map[string]ui.Scheme // by the options' labels
}

// asTerminal and configured are what themes without a name of their own are called.
const asTerminal, configured = "as the terminal", "yours"

// themesDialog offers the themes that ship, and the user's own where the configuration has one.
func (m *Model) themesDialog() pane.Dialog {
	d := &themes{Choice: &dialog.Choice{Title: "Theme", Calm: true}, was: m.looks.scheme, schemes: map[string]ui.Scheme{}}
	d.wear = func(s ui.Scheme) {
		m.looks.scheme = s
		m.look()
	}
	if len(m.opts.Theme.Own) > 0 {
		d.offer(configured, "what the configuration says", m.opts.Theme)
	}
	d.offer(asTerminal, "dark or light, as the terminal is", ui.Scheme{})
	for _, s := range ui.Schemes() {
		d.offer(s.Name, s.About, s)
	}
	return d
}

func (d *themes) offer(name, about string, s ui.Scheme) {
	d.schemes[name] = s
	if s.Name == d.was.Name && len(s.Own) == len(d.was.Own) {
		d.Scroll.N, d.Scroll.Pos = len(d.Options)+1, len(d.Options)
	}
	d.Options = append(d.Options, dialog.Option{Label: name, Hint: about, Do: func() tea.Cmd { return func() tea.Msg { return kept(name) } }})
}

// kept says what is worn for this session, and how it stays.
func kept(name string) pane.Said {
	said := pane.Said{Text: "theme: " + name, Hint: "for this session; to keep it: [theme] name = \"" + name + "\" in the configuration", Kind: pane.Good, Stay: pane.StayLong}
	switch name {
	case configured:
		said.Hint = "as the configuration has it"
	case asTerminal:
		said.Hint = "for this session; to keep it: no [theme] in the configuration"
	}
	return said
}

// Act moves, and shows at once what it has moved to.
func (d *themes) Act(a keymap.Action) (cmd tea.Cmd, closed bool) {
	if cmd, closed = d.Choice.Act(a); closed && a == keymap.No {
		d.wear(d.was)
		return cmd, closed
	}
	d.show()
	return cmd, closed
}

// Click keeps what lies there, and Wheel moves: what either comes to is worn too.
func (d *themes) Click(line, x int) (cmd tea.Cmd, closed bool) {
	cmd, closed = d.Choice.Click(line, x)
	d.show()
	return cmd, closed
}

func (d *themes) Wheel(down bool) {
	d.Choice.Wheel(down)
	d.show()
}

func (d *themes) show() {
	if o, on := d.Here(); on {
		d.wear(d.schemes[o.Label])
	}
}

// Resize keeps room for the swatch.
func (d *themes) Resize(w, h int) { d.Choice.Resize(w, d.room(h)) }

// room is the height of the screen that the choice has for itself: on a low one nearly all of it, so that there is something to choose from.
func (d *themes) room(h int) int {
	const low, more = 16, 4
	return max(h-d.swatchLines(h), min(low, h+more))
}

// swatchLines is how many lines the swatch has on a screen h cells high, 0 where there is no room for it.
func (d *themes) swatchLines(h int) int {
	const lines = 5
	if h < len(d.Options)+lines+8 {
		return 0
	}
	return lines
}

// View draws what there is to choose from, and below it what it looks like.
func (d *themes) View(f pane.Frame, w, h int) ui.Box {
	box := d.Choice.View(f, w, d.room(h))
	if d.swatchLines(h) > 0 {
		box.Lines = append(append(box.Lines, ui.Blank(box.W)), ui.Swatch(f.Th, box.W)...)
	}
	box.Foot = f.Key(keymap.Press) + " keeps it for this session"
	box.Leave.Label = "go back"
	return box
}
