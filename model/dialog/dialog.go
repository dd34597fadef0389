// Package dialog is the kinds of dialogs, and the editors of texts in them. It knows no secret.
package dialog

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/ui"
)

// Option is one line of a choice.
type Option struct {
	Key   string // a letter that picks it at once, "" for none
	Label string // safe text
	Hint  string // safe text
	Dim   bool   // it is there, and not what one would choose
	Do    func() tea.Cmd
	match [][2]int // what of Label was typed
	// Plain: it only looks or moves. The key that picks it need not have come by itself.
	Plain bool
	ID    any // what it stands for where options come and go, nil where its label tells
}

// is reports whether two options are the same, whatever is said of them.
func (o Option) is(other Option) bool {
	if o.ID != nil || other.ID != nil {
		return o.ID == other.ID
	}
	return o.Label == other.Label
}

// Choice lets the user pick one of several things; with typing, what is typed narrows them.
type Choice struct {
	Title   string
	Subject []string // names of what it is about, whole; safe text
	Where   string   // where that is, "" for here; safe text
	Options []Option
	Typing  bool
	Calm    bool        // no option has a consequence that is not asked about first
	Keys    *keymap.Map // where it is typed into
	typed   *Input
	moved   bool // by the user, off the best option
	Scroll  pane.Scroll
}

// visible are the options that what was typed leaves, the best one first.
func (c *Choice) visible() (out []Option) {
	if c.Typed() == "" {
		return c.Options
	}
	among := make([]find.Named, len(c.Options))
	for i, o := range c.Options {
		among[i] = find.Named{Name: o.Label, About: o.Hint}
	}
	for _, chosen := range find.Choose(c.Typed(), among) {
		o := c.Options[chosen.At]
		for _, s := range chosen.Name {
			o.match = append(o.match, [2]int{s.From, s.To})
		}
		out = append(out, o)
	}
	return out
}

// Here is the option under the cursor, as far as there is one.
func (c *Choice) Here() (o Option, on bool) {
	shown := c.visible()
	if at := c.Scroll.Pos; at >= 0 && at < len(shown) {
		return shown[at], true
	}
	return o, false
}

// Offer lets other options be offered. A cursor that the user has moved stays on its option as long as there is that.
func (c *Choice) Offer(anew func()) {
	was, on := c.Here()
	anew()
	if !c.moved || !on {
		return
	}
	shown := c.visible()
	c.Scroll.N = len(shown)
	if at := slices.IndexFunc(shown, was.is); at >= 0 {
		c.Scroll.Keep(at)
	}
}

// Typed is what was typed to narrow them.
func (c *Choice) Typed() string {
	if c.typed == nil {
		return ""
	}
	return c.typed.Text()
}

func (c *Choice) input() *Input {
	if c.typed == nil {
		c.typed = NewInput(c.Keys, "")
	}
	return c.typed
}

// Harmless reports that no option has a consequence by itself.
func (c *Choice) Harmless() bool { return c.Calm }

// Act moves and picks.
func (c *Choice) Act(a keymap.Action) (tea.Cmd, bool) {
	shown := c.visible()
	c.Scroll.N = len(shown)
	switch {
	case c.Scroll.Move(a):
		c.moved = true
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
	before := c.Typed()
	if !c.Typing || !c.input().Key(k) {
		return nil, false
	}
	if c.Typed() != before {
		c.toBest()
	}
	return nil, true
}

// Paste takes a pasted line, where it is typed into.
func (c *Choice) Paste(text string) tea.Cmd {
	if c.Typing {
		c.input().PasteLine(text)
		c.toBest()
	}
	return nil
}

// toBest goes to what fits best what is typed, and stays with that.
func (c *Choice) toBest() {
	c.moved = false
	c.Scroll.To(0)
}

// head is the box without its body.
func (c *Choice) head(w int) ui.Box {
	return ui.Box{Title: c.Title, Subject: c.Subject, Where: c.Where, W: c.Inner(w)}
}

// Above is how many lines of the body stand above the options.
func (c *Choice) above() int {
	if c.Typing {
		return 1
	}
	return 0
}

// Wheel moves.
func (c *Choice) Wheel(down bool) {
	c.moved = true
	c.Scroll.Move(pane.WheelMove(down))
}

// Click picks the option at a line of the body.
func (c *Choice) Click(line, _ int) (tea.Cmd, bool) {
	at, shown := c.Scroll.At(line - c.above())
	if !shown {
		return nil, false
	}
	c.Scroll.To(at)
	return c.Act(keymap.Press)
}

// Resize works out which options fit.
func (c *Choice) Resize(w, h int) {
	if c.Typing {
		c.input()
	}
	shown := c.visible()
	c.Scroll.N, c.Scroll.H = len(shown), max(1, min(len(shown), c.head(w).Room(h-2)-c.above()-c.hintLines(shown, w, h)))
	c.Scroll.Clamp()
}

// row is how an option is drawn beside labels up to labelW cells wide.
func (o Option) row(labelW int) ui.OptionRow {
	return ui.OptionRow{Key: o.Key, Label: o.Label, Hint: o.Hint, Match: o.match, LabelW: labelW, Dim: o.Dim}
}

// Inner is the width inside of it: that of its widest row, where the screen is wide.
func (c *Choice) Inner(w int) int {
	const usual = 76
	most := max(usual, w*3/5)
	labelW, widest := c.labelWidth(c.Options, most), usual
	for _, o := range c.Options {
		widest = max(widest, o.row(labelW).Whole())
	}
	return Width(min(widest, most), w)
}

// labelWidth is the width of the column of labels.
func (c *Choice) labelWidth(shown []Option, iw int) (widest int) {
	for _, o := range shown {
		widest = max(widest, ui.Width(o.Label))
	}
	return min(widest, iw*2/3)
}

// mostHint is how many lines a hint may have.
const mostHint = 2

// hintLines is how many lines there are for the hint under the cursor, where a row has no room for one.
func (c *Choice) hintLines(shown []Option, w, h int) (lines int) {
	iw := c.Inner(w)
	labelW := c.labelWidth(shown, iw)
	for _, o := range shown {
		if o.row(labelW).Cut(iw) {
			lines = max(lines, 1+min(mostHint, len(ui.Wrap(o.Hint, iw-6))))
		}
	}
	if h < 12+lines {
		return 0
	}
	return lines
}

// View draws the options that fit.
func (c *Choice) View(f pane.Frame, w, h int) ui.Box {
	iw, b := c.Inner(w), c.head(w)
	var lines []string
	if c.Typing {
		l := ui.NewLine(iw, f.Th.Text).Add(f.Th.Accent, " › ")
		b.Spots = [][]ui.Spot{{l.Typed(f.Th.Strong, c.input(), iw-4, true)}}
		lines = append(lines, l.String())
	}
	shown := c.visible()
	labelW := c.labelWidth(shown, iw)
	for i := c.Scroll.Top; i < min(len(shown), c.Scroll.Top+c.Scroll.H); i++ {
		row := shown[i].row(labelW)
		row.Cursor = i == c.Scroll.Pos
		lines = append(lines, row.Draw(f.Th, iw))
	}
	if whole := c.hintLines(shown, w, h); whole > 0 {
		var hint []string
		if o := shown[c.Scroll.Pos]; o.row(labelW).Cut(iw) { // else its row says it
			parts := ui.Wrap(o.Hint, iw-6)
			if len(parts) > mostHint {
				parts = append(parts[:mostHint-1], strings.Join(parts[mostHint-1:], " "))
			}
			for _, part := range append([]string{""}, parts...) {
				hint = append(hint, ui.NewLine(iw, f.Th.Text).Gap(2).Add(f.Th.Dim, part).String())
			}
		}
		lines = append(lines, ui.Pad(hint, iw, whole)...)
	}
	if len(shown) == 0 {
		lines = append(lines, ui.NewLine(iw, f.Th.Text).Gap(3).Add(f.Th.Dim, "nothing by that name").String())
	}
	b.Lines, b.Foot = lines, f.Key(keymap.Press)+" picks"
	return b
}

// Hints are the parts of a dialog's hint as one.
func Hints(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

// ScrollHint names the keys that scroll.
func ScrollHint(f pane.Frame) string {
	return f.Keys.Key(keymap.Dialog, keymap.Down) + " " + f.Keys.Key(keymap.Dialog, keymap.Up) + " scroll"
}

// Lead is a key of the panes that a pager's text names. It does there what it says, as if nothing were in front; closed ends the pager.
type Lead struct {
	In     keymap.Scope
	Action keymap.Action
	Do     func() (cmd tea.Cmd, closed bool)
}

// Pager shows lines that may be longer than the screen.
type Pager struct {
	Title string
	// Subject are the names of what it is about, whole, and Where where that is; safe text.
	Subject []string
	Where   string
	Lines   func(th *ui.Theme, w int) []string // lines exactly w wide
	Width   int
	Foot    string
	Keys    *keymap.Map   // of Leads
	Leads   func() []Lead // the keys that its text names now; nil for none
	top     int
	most    int // the last top that makes sense
	height  int
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

// Picks reports whether a key is one that the text names.
func (p *Pager) Picks(k tea.KeyPressMsg) bool { return p.lead(k) != nil }

// Pick does what the text says of a key.
func (p *Pager) Pick(k tea.KeyPressMsg) (tea.Cmd, bool) { return p.lead(k)() }

func (p *Pager) lead(k tea.KeyPressMsg) func() (tea.Cmd, bool) {
	if p.Leads == nil {
		return nil
	}
	for _, l := range p.Leads() {
		if a, _ := p.Keys.Resolve(l.In, k.String()); a == l.Action {
			return l.Do
		}
	}
	return nil
}

// Resize works out how far it can be scrolled.
func (p *Pager) Resize(w, h int) {
	p.height = p.head(w).Room(h)
	p.most = max(0, len(p.Lines(ui.Plain(), p.inner(w)))-p.height)
	p.top = min(p.top, p.most)
}

func (p *Pager) inner(w int) int { return Width(p.Width, w) }

// head is the box without its body.
func (p *Pager) head(w int) ui.Box {
	return ui.Box{Title: p.Title, Subject: p.Subject, Where: p.Where, W: p.inner(w)}
}

// Wheel scrolls.
func (p *Pager) Wheel(down bool) { p.Act(pane.WheelMove(down)) }

// View draws the lines in sight.
func (p *Pager) View(f pane.Frame, w, h int) ui.Box {
	iw := p.inner(w)
	lines := p.Lines(f.Th, iw)
	foot := p.Foot
	if p.most > 0 {
		foot = Hints(ScrollHint(f), foot)
	}
	b := p.head(w)
	b.Lines, b.Foot = lines[min(len(lines), p.top):min(len(lines), p.top+p.height)], foot
	return b
}
