// Package dialog is the kinds of dialogs, and the editors of texts in them. It knows no secret.
package dialog

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Confirm asks one question and carries its own consequence.
type Confirm struct {
	pane.Sizeless
	Title string
	Body  func(f pane.Frame, w int) []string // lines exactly w wide
	Yes   string
	No    string // what No is called; "" is cancel
	OnYes tea.Cmd
	OnNo  bool                      // the No button has the focus
	Quits bool                      // yes ends the program
	Also  map[keymap.Action]tea.Cmd // further answers
}

// Act answers the question.
func (c *Confirm) Act(a keymap.Action) (tea.Cmd, bool) {
	switch a {
	case keymap.Yes:
		return c.OnYes, true
	case keymap.No:
		return nil, true
	case keymap.NextField, keymap.PrevField, keymap.Up, keymap.Down:
		c.OnNo = !c.OnNo
	case keymap.Press:
		if c.OnNo {
			return nil, true
		}
		return c.OnYes, true
	default:
		if cmd, ok := c.Also[a]; ok {
			return cmd, true
		}
	}
	return nil, false
}

// View draws question and buttons. Where the screen is too small for all of the question, its end goes, not the buttons.
func (c *Confirm) View(f pane.Frame, w, h int) ui.Box {
	iw := min(72, w-8)
	body := append([]string{ui.Blank(iw)}, c.Body(f, iw)...)
	body = append(body, ui.Blank(iw))
	if room := h - 3; len(body) > room {
		body = slices.DeleteFunc(body, func(l string) bool { return l == ui.Blank(iw) })
		body = body[:min(len(body), room)]
	}
	no := c.No
	if no == "" {
		no = "cancel"
	}
	return ui.Box{Title: c.Title, W: iw, Lines: append(body, ui.Buttons(f.Th, iw, []ui.Button{
		{Label: c.Yes, Key: f.Keys.Key(keymap.Dialog, keymap.Yes), Focus: !c.OnNo},
		{Label: no, Key: f.Key(keymap.No), Focus: c.OnNo}}))}
}

// Option is one line of a choice.
type Option struct {
	Key   string // a letter that picks it at once, "" for none
	Label string // safe text
	Hint  string // safe text
	Do    func() tea.Cmd
	// Plain: it only looks or moves. The key that picks it need not have come by itself.
	Plain bool
}

// Choice lets the user pick one of several things; with typing, what is typed narrows them.
type Choice struct {
	Title   string
	Where   string // where what it is about is, "" for here; safe text
	Options []Option
	Typing  bool
	Calm    bool // no option has a consequence that is not asked about first
	typed   string
	Scroll  pane.Scroll
}

// visible are the options that have every word that was typed, first those whose own name has them.
func (c *Choice) visible() []Option {
	words := strings.Fields(strings.ToLower(c.typed))
	var named, out []Option
	for _, o := range c.Options {
		lacks := func(text string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(strings.ToLower(text), w) })
		}
		switch {
		case !lacks(o.Label):
			named = append(named, o)
		case !lacks(o.Label + " " + o.Hint):
			out = append(out, o)
		}
	}
	return append(named, out...)
}

// Typed is what was typed to narrow them.
func (c *Choice) Typed() string { return c.typed }

// Harmless reports that no option has a consequence by itself.
func (c *Choice) Harmless() bool { return c.Calm }

// Act moves and picks.
func (c *Choice) Act(a keymap.Action) (tea.Cmd, bool) {
	shown := c.visible()
	c.Scroll.N = len(shown)
	switch {
	case c.Scroll.Move(a):
	case a == keymap.No:
		return nil, true
	case a == keymap.Press && len(shown) > 0:
		c.Scroll.Clamp()
		return shown[c.Scroll.Pos].Do(), true
	}
	return nil, false
}

// letter is the option that a letter picks at once, nil for none.
func (c *Choice) letter(k tea.KeyPressMsg) *Option {
	if c.Typing {
		return nil
	}
	for i, o := range c.Options {
		if o.Key != "" && k.String() == o.Key {
			return &c.Options[i]
		}
	}
	return nil
}

// Lenient reports whether what a key picks is plain.
func (c *Choice) Lenient(k tea.KeyPressMsg, a keymap.Action) bool {
	if o := c.letter(k); o != nil {
		return o.Plain
	}
	shown := c.visible()
	return a == keymap.Press && len(shown) > 0 && shown[max(0, min(c.Scroll.Pos, len(shown)-1))].Plain
}

// Picks reports whether a letter picks an option.
func (c *Choice) Picks(k tea.KeyPressMsg) bool { return c.letter(k) != nil }

// Pick picks by letter.
func (c *Choice) Pick(k tea.KeyPressMsg) (tea.Cmd, bool) { return c.letter(k).Do(), true }

// Key takes what is typed.
func (c *Choice) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case !c.Typing:
		return nil, false
	case k.Text != "":
		c.typed = ui.Text(c.typed + k.Text)
	case k.Code == tea.KeyBackspace && c.typed != "":
		r := []rune(c.typed)
		c.typed = string(r[:len(r)-1])
	default:
		return nil, false
	}
	c.Scroll.To(0)
	return nil, true
}

// Resize works out which options fit.
func (c *Choice) Resize(w, h int) {
	shown := c.visible()
	c.Scroll.N, c.Scroll.H = len(shown), max(1, min(len(shown), h-8-c.hintLines(shown, w, h)))
	c.Scroll.Clamp()
}

// inner is the width inside of it.
func (c *Choice) inner(w int) int { return min(76, w-8) }

// labelWidth is the width of the column of labels.
func (c *Choice) labelWidth(shown []Option, iw int) (widest int) {
	for _, o := range shown {
		widest = max(widest, ui.Width(o.Label))
	}
	return min(widest, iw*2/3)
}

// hintLines is how many lines there are for the hint under the cursor, where a row has no room for one.
func (c *Choice) hintLines(shown []Option, w, h int) (lines int) {
	iw := c.inner(w)
	labelW := c.labelWidth(shown, iw)
	for _, o := range shown {
		if labelW+ui.Width(o.Hint)+8 > iw {
			lines = max(lines, 1+len(ui.Wrap(o.Hint, iw-6)))
		}
	}
	if h < 12+lines {
		return 0
	}
	return lines
}

// View draws the options that fit.
func (c *Choice) View(f pane.Frame, w, h int) ui.Box {
	iw := c.inner(w)
	var lines []string
	if c.Where != "" {
		lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(1).Add(f.Th.Strong, ui.FitPlace(c.Where, iw-2)).String(), ui.Blank(iw))
	}
	if c.Typing {
		lines = append(lines, ui.NewLine(iw, f.Th.Text).Add(f.Th.Accent, " › ").Add(f.Th.Strong, c.typed).Add(f.Th.Accent, "▏").String())
	}
	shown := c.visible()
	labelW := c.labelWidth(shown, iw)
	for i := c.Scroll.Top; i < min(len(shown), c.Scroll.Top+c.Scroll.H); i++ {
		o := shown[i]
		lines = append(lines, ui.OptionRow(f.Th, o.Key, o.Label, o.Hint, labelW, i == c.Scroll.Pos, iw))
	}
	if whole := c.hintLines(shown, w, h); whole > 0 {
		var hint []string
		for _, part := range append([]string{""}, ui.Wrap(shown[c.Scroll.Pos].Hint, iw-6)...) {
			hint = append(hint, ui.NewLine(iw, f.Th.Text).Gap(3).Add(f.Th.Dim, part).String())
		}
		lines = append(lines, ui.Pad(hint, iw, whole)...)
	}
	if len(shown) == 0 {
		lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(3).Add(f.Th.Dim, "nothing by that name").String())
	}
	return ui.Box{Title: c.Title, Lines: lines, W: iw, Foot: f.Key(keymap.Press) + " picks · " + f.Key(keymap.No) + " closes"}
}

// Pager shows lines that may be longer than the screen.
type Pager struct {
	Title  string
	Lines  func(th *ui.Theme, w int) []string // lines exactly w wide
	Width  int
	Foot   string
	top    int
	most   int // the last top that makes sense
	height int
}

// Harmless: there is nothing to answer.
func (p *Pager) Harmless() bool { return true }

// Act scrolls and closes.
func (p *Pager) Act(a keymap.Action) (tea.Cmd, bool) {
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

// Resize works out how far it can be scrolled.
func (p *Pager) Resize(w, h int) {
	p.height = max(1, h-6)
	p.most = max(0, len(p.Lines(ui.Plain(), p.inner(w)))-p.height)
	p.top = min(p.top, p.most)
}

func (p *Pager) inner(w int) int { return min(p.Width, w-8) }

// View draws the lines in sight.
func (p *Pager) View(f pane.Frame, w, h int) ui.Box {
	iw := p.inner(w)
	lines := p.Lines(f.Th, iw)
	foot := f.Key(keymap.No) + " closes"
	if p.Foot != "" {
		foot = p.Foot + " · " + foot
	}
	if p.most > 0 {
		foot = f.Keys.Key(keymap.Dialog, keymap.Down) + " " + f.Keys.Key(keymap.Dialog, keymap.Up) + " scroll · " + foot
	}
	return ui.Box{Title: p.Title, Lines: lines[min(len(lines), p.top):min(len(lines), p.top+p.height)], W: iw, Foot: foot}
}
