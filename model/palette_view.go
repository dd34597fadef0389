package model

import (
	"fmt"
	"slices"
	"strings"

	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// The lines of the palette that do not scroll: what is typed above, and below what is said of the row under the cursor.
const (
	paletteHead = 1
	paletteFoot = 2
)

// lines are what is listed: rows by their place in shown, and -1-n for the heading above the n-th.
func (p *palette) lines() (out []int) {
	for i, r := range p.shown {
		if i == 0 || p.shown[i-1].under(p.plain()) != r.under(p.plain()) {
			out = append(out, -1-i)
		}
		out = append(out, i)
	}
	return out
}

// plain reports that nothing is typed.
func (p *palette) plain() bool { return p.typed.Text() == "" }

// under is a row's heading. Where it was sought only those apart stand that cannot run.
func (r paletteRow) under(plain bool) string {
	switch {
	case plain:
		return r.group.String()
	case r.group == refusedAction:
		return refusedAction.String()
	}
	return "found"
}

// foot is how many lines are left to what is said of the row under the cursor.
func (p *palette) foot(h int) int {
	if h < 14 {
		return 1
	}
	return paletteFoot + 1
}

// Resize works out which lines are in sight; the list keeps its height, whatever is typed.
func (p *palette) Resize(w, h int) {
	p.h = max(1, ui.Box{Title: "Actions", W: p.inner(w)}.Room(h)-paletteHead-p.foot(h))
	lines := p.lines()
	at := slices.Index(lines, p.at)
	if at > 0 && lines[at-1] < 0 {
		at-- // with its heading
	}
	p.top = max(0, min(p.top, at, len(lines)-p.h))
	if below := slices.Index(lines, p.at); below >= p.top+p.h {
		p.top = below - p.h + 1
	}
}

// inner is as wide as most of what actions do takes in a line, where that leaves something of the panes in sight.
func (p *palette) inner(w int) int { return dialog.Width(max(84, w*3/5), w) }

// View draws the rows in sight: the word, what it does or why not, and its key.
func (p *palette) View(f pane.Frame, w, h int) ui.Box {
	box := ui.Box{Title: "Actions", W: p.inner(w), Foot: f.Key(keymap.Press) + " does it"}
	l := ui.NewLine(box.W, f.Th.Text).Add(f.Th.Accent, " › ")
	box.Spots = [][]ui.Spot{{l.Typed(f.Th.Strong, p.typed, box.W-16, true)}}
	if p.plain() {
		l.Add(f.Th.Faint, "what do you want to do?")
	}
	box.Lines = append(box.Lines, l.Right(ui.Span{Role: f.Th.Dim, Text: fmt.Sprintf("%d ", len(p.shown))}).String())
	lines := p.lines()
	labelW, keyW := p.widths(box.W)
	var list []string
	for _, n := range lines[min(len(lines), p.top):min(len(lines), p.top+p.h)] {
		if n < 0 {
			list = append(list, ui.Heading(f.Th, p.shown[-1-n].under(p.plain()), box.W))
			continue
		}
		r := p.shown[n]
		list = append(list, ui.ActionRow{Label: r.Label, Text: r.says(), Key: keymap.Spell(r.Keys[0]), LabelW: labelW, KeyW: keyW, Cursor: n == p.at, Refused: r.why != ""}.Draw(f.Th, box.W))
	}
	if len(p.shown) == 0 {
		list = append(list, ui.NewLine(box.W, f.Th.Text).Gap(3).Add(f.Th.Dim, "nothing by that name").String())
	}
	box.Lines = append(box.Lines, ui.Pad(list, box.W, p.h)...)
	box.Lines = append(box.Lines, ui.Pad(p.whole(f, box.W, p.foot(h)), box.W, p.foot(h))...)
	return box
}

// says is what stands beside the word.
func (r paletteRow) says() string {
	switch {
	case r.why != "":
		return ui.Text(r.why)
	case r.group == elsewhereAction, r.group == openAction:
		return strings.TrimPrefix(r.in.Here(), "in ") + " · " + r.Help
	}
	return r.Help
}

// whole is all that is said of the row under the cursor.
func (p *palette) whole(f pane.Frame, w, most int) (out []string) {
	if len(p.shown) == 0 {
		return nil
	}
	r := p.shown[p.at]
	role := f.Th.Text
	if r.why != "" {
		role = f.Th.Warn
	}
	if most > 1 {
		out = append(out, ui.Rule(f.Th, w))
	}
	for _, part := range ui.Wrap(r.says(), w-4) {
		if len(out) < most {
			out = append(out, ui.NewLine(w, f.Th.Text).Gap(2).Add(role, part).String())
		}
	}
	return out
}

// widths are those of the words and of the keys, the same whatever is typed.
func (p *palette) widths(w int) (label, key int) {
	for _, r := range p.rows {
		label, key = max(label, ui.Width(r.Label)), max(key, ui.Width(keymap.Spell(r.Keys[0])))
	}
	return min(label, w/2), min(key, w/4)
}
