package model

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// helpRow is a row of the help: a binding, or where Action is empty a sign with what it means.
type helpRow struct {
	keymap.Binding
	sign    string
	refused string // why the service has refused what the action needs, "" where it has not
}

// helpGroup is rows under a heading.
type helpGroup struct {
	title string
	rows  []helpRow
}

// helpScreen is every key that means something where the user is, what one does first at its top; typing narrows it.
type helpScreen struct {
	keys   *keymap.Map
	groups []helpGroup
	typed  *dialog.Input
	does   []keymap.Action // of each line
	top    int
	most   int
	h      int
}

// helpDialog is told why the service has refused what an action needs, "" where it has not.
func helpDialog(keys *keymap.Map, scope keymap.Scope, refused func(keymap.Action) string) pane.Dialog {
	d := &helpScreen{keys: keys, groups: helpGroups(keys, scope), typed: dialog.NewInput(keys, "")}
	for _, g := range d.groups {
		for i := range g.rows {
			if r := &g.rows[i]; r.sign == "" {
				r.refused = refused(r.Action)
			}
		}
	}
	return d
}

// helpGroups are the rows of the help, from the one table.
func helpGroups(keys *keymap.Map, scope keymap.Scope) (groups []helpGroup) {
	first := helpGroup{title: "first of all"}
	here := helpGroup{title: scope.Here()}
	everywhere, moving := helpGroup{title: "everywhere"}, helpGroup{title: "moving"}
	var begun []keymap.Action
	if !scope.Covers() {
		begun = keymap.First()
	}
	all, global := keys.Help(scope), keys.Help(keymap.Global)
	for _, a := range begun {
		if i := slices.IndexFunc(append(all, global...), func(b keymap.Binding) bool { return b.Action == a }); i >= 0 {
			first.rows = append(first.rows, helpRow{Binding: append(all, global...)[i]})
		}
	}
	for _, b := range all {
		switch {
		case slices.Contains(begun, b.Action):
		case pane.Moves(b.Action):
			moving.rows = append(moving.rows, helpRow{Binding: b})
		default:
			here.rows = append(here.rows, helpRow{Binding: b})
		}
	}
	for _, b := range global {
		if !slices.Contains(begun, b.Action) {
			everywhere.rows = append(everywhere.rows, helpRow{Binding: b})
		}
	}
	return append([]helpGroup{first, here, everywhere, moving}, helpSigns()...)
}

// helpSigns are what is no key: how to find, and what signs mean.
func helpSigns() []helpGroup {
	rows := func(texts ...string) (out []helpRow) {
		for i := 0; i < len(texts); i += 2 {
			out = append(out, helpRow{Binding: keymap.Binding{Help: texts[i+1]}, sign: texts[i]})
		}
		return out
	}
	return []helpGroup{
		{"in the find line", rows("foo bar", "both, in any order, with letters left out between", "'exact ^start end$", "as it stands, at the beginning, at the end", "!not  a | b", "without it; the one or the other",
			"tag:env=prod", "by tag: tag:env= any value, tag:prod anywhere", "desc:word", "in the description", "owner:rds", "managed by that service", "is:rotating", "also managed, replicated, external, described, tagged, untagged",
			"arn:aws:…", "a pasted ARN, whole or in part")},
		{"signs", rows("⟳", "rotation is on", "⇄", "replicated: a primary or a replica", "✓", "marked", "!", "less than six hours are certain, or the shortest window is over",
			"safe for 3d 21h · ≤ 27d", "restorable for at least that long; the window ends within that many days, AWS does not tell when",
			"≥ 2h 13m left", "restorable for at least that long, which is less than two days", "3d 21h left", "the end of the window is known",
			"by the terminal", "copied through the terminal (OSC 52), which does not confirm it: where nothing arrives, allow it there")},
	}
}

// keys are what stands at the left.
func (r helpRow) keys() string {
	if r.sign != "" {
		return r.sign
	}
	return strings.Join(r.Spelled(), " ")
}

// has reports whether a row has all words.
func (r helpRow) has(words []string) bool {
	text := strings.ToLower(r.keys() + " " + r.Label + " " + r.Help + " " + r.Action.Words())
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// lines are all lines of what matches, and does the action that each tells of, "" for none.
func (d *helpScreen) lines(th *ui.Theme, w int) (out []string, does []keymap.Action) {
	words := strings.Fields(strings.ToLower(d.typed.Text()))
	for _, g := range d.groups {
		keyW, wordW := d.widths(g, w)
		told := false
		for _, r := range g.rows {
			if !r.has(words) {
				continue
			}
			if !told {
				if told = true; len(out) > 0 {
					out = append(out, ui.Blank(w))
				}
				out = append(out, ui.Heading(th, g.title, w))
				does = append(does, make([]keymap.Action, len(out)-len(does))...)
			}
			row := ui.HelpRow{Keys: r.keys(), Word: r.Label, Text: r.Help, Refused: r.refused}
			if r.sign != "" {
				out = append(out, row.Draw(th, min(25, w/3), 0, w)...)
			} else {
				out = append(out, row.Draw(th, keyW, wordW, w)...)
			}
			does = append(does, slices.Repeat([]keymap.Action{r.Action}, len(out)-len(does))...)
		}
	}
	if len(out) == 0 {
		out = append(out, ui.NewLine(w, th.Text).Gap(2).Add(th.Dim, "no key is told of in those words").String())
	}
	return out, does
}

// widths are those of the keys and of the words, which go where there is little room. All groups are alike where each has room for that.
func (d *helpScreen) widths(of helpGroup, w int) (key, word int) {
	alike := d.groups
	if w < 80 {
		alike = []helpGroup{of}
	}
	for _, g := range alike {
		for _, r := range g.rows {
			if r.sign == "" {
				key, word = max(key, ui.Width(r.keys())), max(word, ui.Width(r.Label))
			}
		}
	}
	if w < 60 {
		word = 0
	}
	return min(key, max(12, w/6)), min(word, 14)
}

// Harmless: there is nothing to answer.
func (d *helpScreen) Harmless() bool { return true }

// Act scrolls and closes.
func (d *helpScreen) Act(a keymap.Action) (tea.Cmd, bool) {
	step := map[keymap.Action]int{keymap.Up: -1, keymap.Down: 1, keymap.PrevField: -1, keymap.NextField: 1, keymap.HalfUp: -d.h / 2, keymap.HalfDown: d.h / 2,
		keymap.PageUp: -d.h, keymap.PageDown: d.h, keymap.Top: -1 << 30, keymap.Bottom: 1 << 30}
	switch {
	case a == keymap.No || a == keymap.Press:
		return nil, true
	default:
		d.top = max(0, min(d.top+step[a], d.most))
	}
	return nil, false
}

// Picks reports whether a key is the one that is named as long as nothing is typed.
func (d *helpScreen) Picks(k tea.KeyPressMsg) bool {
	a, _ := d.keys.Resolve(keymap.Global, k.String())
	return a == keymap.Palette && d.typed.Text() == ""
}

// Pick goes where any action is done by its name.
func (d *helpScreen) Pick(tea.KeyPressMsg) (tea.Cmd, bool) {
	return func() tea.Msg { return pane.Asked{Action: keymap.Palette} }, true
}

// Key narrows it.
func (d *helpScreen) Key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if d.Picks(k) {
		return nil, false
	}
	before := d.typed.Text()
	taken := d.typed.Key(k)
	if d.typed.Text() != before {
		d.top = 0
	}
	return nil, taken
}

// Paste narrows it too.
func (d *helpScreen) Paste(text string) tea.Cmd {
	d.typed.PasteLine(text)
	d.top = 0
	return nil
}

// Click does what the key does that a line tells of.
func (d *helpScreen) Click(line, _ int) (tea.Cmd, bool) {
	at := d.top + line - 1
	if at < 0 || at >= len(d.does) || line > d.h || d.does[at] == "" {
		return nil, false
	}
	return func() tea.Msg { return pane.Asked{Action: d.does[at]} }, true
}

// Wheel scrolls.
func (d *helpScreen) Wheel(down bool) { d.Act(pane.WheelMove(down)) }

func (d *helpScreen) inner(w int) int { return dialog.Width(92, w) }

// Resize works out how far it can be scrolled; it keeps its height, whatever is typed.
func (d *helpScreen) Resize(w, h int) {
	d.h = max(1, ui.Box{W: d.inner(w)}.Room(h)-1)
	lines, does := d.lines(ui.Plain(), d.inner(w))
	d.does = does
	d.most = max(0, len(lines)-d.h)
	d.top = min(d.top, d.most)
}

// View draws the lines in sight.
func (d *helpScreen) View(f pane.Frame, w, h int) ui.Box {
	box := ui.Box{Title: "Help", W: d.inner(w), Foot: f.Key(keymap.Down) + " " + f.Key(keymap.Up) + " scroll"}
	l := ui.NewLine(box.W, f.Th.Text).Add(f.Th.Accent, " › ")
	box.Spots = [][]ui.Spot{{l.Typed(f.Th.Strong, d.typed, box.W-6, true)}}
	if d.typed.Text() == "" {
		l.Add(f.Th.Faint, "type to find · "+f.Keys.Key(keymap.Global, keymap.Palette)+" does any action by name")
	}
	lines, _ := d.lines(f.Th, box.W)
	box.Lines = append([]string{l.String()}, ui.Pad(slices.Clone(lines[min(len(lines), d.top):min(len(lines), d.top+d.h)]), box.W, d.h)...)
	return box
}
