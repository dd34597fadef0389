package model

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// confirm asks one question and carries its own consequence.
type confirm struct {
	title string
	body  func(f pane.Frame, w int) []string // lines exactly w wide
	yes   string
	no    string // what No is called; "" is cancel
	onYes tea.Cmd
	onNo  bool                      // the No button has the focus
	quits bool                      // yes ends the program
	also  map[keymap.Action]tea.Cmd // further answers
}

// Act answers the question.
func (c *confirm) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.Yes:
		return c.onYes, true
	case keymap.No:
		return nil, true
	case keymap.NextField, keymap.PrevField, keymap.Up, keymap.Down:
		c.onNo = !c.onNo
	case keymap.Press:
		if c.onNo {
			return nil, true
		}
		return c.onYes, true
	default:
		if cmd, ok := c.also[a]; ok {
			return cmd, true
		}
	}
	return nil, false
}

// View draws question and buttons. Where the screen is too small for all of the question, its end goes, not the buttons.
func (c *confirm) View(f pane.Frame, w, h int) ui.Box {
	iw := min(72, w-8)
	body := append([]string{ui.Blank(iw)}, c.body(f, iw)...)
	body = append(body, ui.Blank(iw))
	if room := h - 3; len(body) > room {
		body = slices.DeleteFunc(body, func(l string) bool { return l == ui.Blank(iw) })
		body = body[:min(len(body), room)]
	}
	no := c.no
	if no == "" {
		no = "cancel"
	}
	return ui.Box{Title: c.title, W: iw, Lines: append(body, ui.Buttons(f.Th, iw, []ui.Button{
		{Label: c.yes, Key: f.Keys.Key(keymap.Dialog, keymap.Yes), Focus: !c.onNo},
		{Label: no, Key: "esc", Focus: c.onNo}}))}
}

// option is one line of a choice.
type option struct {
	key   string // a letter that picks it at once, "" for none
	label string // safe text
	hint  string // safe text
	do    func() tea.Cmd
}

// choice lets the user pick one of several things; with typing, what is typed narrows them.
type choice struct {
	title   string
	head    string // what stands above the options, safe text
	options []option
	typing  bool
	calm    bool // no option has a consequence that is not asked about first
	typed   string
	scroll  pane.Scroll
}

func (c *choice) visible() (out []option) {
	words := strings.Fields(strings.ToLower(c.typed))
	for _, o := range c.options {
		text, fits := strings.ToLower(o.label+" "+o.hint), true
		for _, w := range words {
			fits = fits && strings.Contains(text, w)
		}
		if fits {
			out = append(out, o)
		}
	}
	return out
}

func (c *choice) Harmless() bool { return c.calm }

// Act moves and picks.
func (c *choice) Act(a keymap.Action) (tea.Cmd, bool) {
	shown := c.visible()
	c.scroll.N = len(shown)
	switch {
	case c.scroll.Move(a):
	case a == keymap.No:
		return nil, true
	case a == keymap.Press && len(shown) > 0:
		c.scroll.Clamp()
		return shown[c.scroll.Pos].do(), true
	}
	return nil, false
}

// Key picks by letter, or takes what is typed.
func (c *choice) Key(k tea.KeyPressMsg) (tea.Cmd, bool, bool) {
	if !c.typing {
		for _, o := range c.options {
			if o.key != "" && k.String() == o.key {
				return o.do(), true, true
			}
		}
		return nil, false, false
	}
	switch {
	case k.Text != "":
		c.typed = ui.Text(c.typed + k.Text)
	case k.Code == tea.KeyBackspace && c.typed != "":
		r := []rune(c.typed)
		c.typed = string(r[:len(r)-1])
	default:
		return nil, false, false
	}
	c.scroll.To(0)
	return nil, false, true
}

// View draws the options that fit.
func (c *choice) View(f pane.Frame, w, h int) ui.Box {
	iw := min(76, w-8)
	var lines []string
	if c.head != "" {
		lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Strong, c.head).String(), ui.Blank(iw))
	}
	if c.typing {
		lines = append(lines, ui.NewLine(iw, f.Th.Text).Add(f.Th.Accent, " › ").Add(f.Th.Strong, c.typed).Add(f.Th.Accent, "▏").String())
	}
	shown := c.visible()
	labelW := 0
	for _, o := range shown {
		labelW = max(labelW, ui.Width(o.label))
	}
	whole := 0 // lines for the hint under the cursor, where a row has no room for one
	for _, o := range shown {
		if min(labelW, iw*2/3)+ui.Width(o.hint)+8 > iw {
			whole = max(whole, 1+len(ui.Wrap(o.hint, iw-6)))
		}
	}
	if h < 12+whole {
		whole = 0
	}
	c.scroll.N, c.scroll.H = len(shown), max(1, min(len(shown), h-8-whole))
	c.scroll.Clamp()
	for i := c.scroll.Top; i < min(len(shown), c.scroll.Top+c.scroll.H); i++ {
		o := shown[i]
		lines = append(lines, ui.OptionRow(f.Th, o.key, o.label, o.hint, min(labelW, iw*2/3), i == c.scroll.Pos, iw))
	}
	if whole > 0 {
		var hint []string
		for _, part := range append([]string{""}, ui.Wrap(shown[c.scroll.Pos].hint, iw-6)...) {
			hint = append(hint, ui.NewLine(iw, f.Th.Text).Gap(3).Add(f.Th.Dim, part).String())
		}
		lines = append(lines, ui.Pad(hint, iw, whole)...)
	}
	if len(shown) == 0 {
		lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(3).Add(f.Th.Dim, "nothing by that name").String())
	}
	return ui.Box{Title: c.title, Lines: lines, W: iw, Foot: "enter picks · esc closes"}
}

// pager shows lines that may be longer than the screen.
type pager struct {
	title  string
	lines  func(f pane.Frame, w int) []string // lines exactly w wide
	width  int
	top    int
	most   int // the last top that makes sense, from the last View
	height int
	foot   string
}

func (p *pager) Harmless() bool { return true }

// Act scrolls and closes.
func (p *pager) Act(a keymap.Action) (tea.Cmd, bool) {
	step := map[keymap.Action]int{keymap.Up: -1, keymap.Down: 1, keymap.HalfUp: -p.height / 2, keymap.HalfDown: p.height / 2,
		keymap.PageUp: -p.height, keymap.PageDown: p.height, keymap.Top: -1 << 30, keymap.Bottom: 1 << 30}
	switch a {
	case keymap.No, keymap.Press:
		return nil, true
	default:
		p.top = max(0, min(p.top+step[a], p.most))
	}
	return nil, false
}

// View draws the lines in sight.
func (p *pager) View(f pane.Frame, w, h int) ui.Box {
	iw := min(p.width, w-8)
	lines := p.lines(f, iw)
	p.height = max(1, h-6)
	p.most = max(0, len(lines)-p.height)
	p.top = min(p.top, p.most)
	foot := "esc closes"
	if p.foot != "" {
		foot = p.foot + " · " + foot
	}
	if p.most > 0 {
		foot = "j k scroll · " + foot
	}
	return ui.Box{Title: p.title, Lines: lines[p.top:min(len(lines), p.top+p.height)], W: iw, Foot: foot}
}
