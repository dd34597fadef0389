package ui

import (
	"slices"

	"strongroom/keymap"
)

// Button is a word to press in a dialog, with the key that presses it and what it does.
type Button struct {
	Label string
	Key   string
	Do    keymap.Action
	Focus bool
	// Ends: what it does cannot be taken back, or is dangerous.
	Ends bool
}

// place is where a button stands: its row, and its cells there.
type place struct{ row, from, to int }

// spacing is how a row of buttons is spread: the mark of the one in focus, and the cells between two.
type spacing struct {
	mark string
	gap  int
}

func loose() spacing { return spacing{" ▸ ", 3} }
func tight() spacing { return spacing{"▸", 1} }

func (s spacing) width(b Button) int {
	w := Width(s.mark) + Width(b.Label) + 1
	if b.Key != "" {
		w += Width(b.Key) + 1
	}
	return w
}

// row is how wide buttons are beside each other.
func (s spacing) row(buttons []Button) int {
	whole := 1 - s.gap
	for _, b := range buttons {
		whole += s.width(b) + s.gap
	}
	return whole
}

// shown are the buttons on a screen h lines high, and how they are spread. On a low one that is too narrow for all of their row they
// move together, then keys go before words: that of the safe one first.
func (b Box) shown(h int) ([]Button, spacing) {
	if h > LowScreens || loose().row(b.Buttons) <= b.W {
		return b.Buttons, loose()
	}
	out := slices.Clone(b.Buttons)
	for i := range out {
		if tight().row(out) <= b.W {
			break
		}
		out[i].Key = ""
	}
	return out, tight()
}

// places are where the buttons of a box stand: beside each other where there is room, else one below the other.
func (b Box) places(h int) (out []place) {
	buttons, spread := b.shown(h)
	whole := spread.row(buttons)
	at := 1
	for i, button := range buttons {
		w := spread.width(button)
		if whole > b.W {
			out = append(out, place{i, 1, min(b.W, 1+w)})
			continue
		}
		out = append(out, place{0, at, at + w})
		at += w + spread.gap
	}
	return out
}

// buttonRows are the rows of the buttons; the one in focus has a mark and stands out.
func (b Box) buttonRows(th *Theme, h int) (rows []string) {
	buttons, spread := b.shown(h)
	var l *Line
	row := -1
	for i, at := range b.places(h) {
		if at.row != row {
			if l != nil {
				rows = append(rows, l.String())
			}
			l, row = NewLine(b.W, th.Text), at.row
		}
		button := buttons[i]
		st, mark, label := th.Styles, Blank(Width(spread.mark)), th.Strong
		if button.Focus {
			st, mark, label = th.Sel, spread.mark, th.Sel.Accent
		}
		if button.Ends {
			label = st.Urgent
		}
		l.To(at.from).Add(label, mark+button.Label+" ")
		if button.Key != "" {
			l.Add(st.Dim, button.Key+" ")
		}
	}
	if l != nil {
		rows = append(rows, l.String())
	}
	return rows
}
