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

const buttonGap = 3

func (b Button) width() int {
	w := 3 + Width(b.Label) + 1
	if b.Key != "" {
		w += Width(b.Key) + 1
	}
	return w
}

// shown are the buttons on a screen h lines high. On a low one that is too narrow for all of their row the keys go before the words.
func (b Box) shown(h int) []Button {
	if h > LowScreens || b.row() <= b.W {
		return b.Buttons
	}
	out := slices.Clone(b.Buttons)
	for i := range out {
		out[i].Key = ""
	}
	return out
}

// row is how wide the buttons are beside each other.
func (b Box) row() int {
	whole := 1 - buttonGap
	for _, button := range b.Buttons {
		whole += button.width() + buttonGap
	}
	return whole
}

// places are where the buttons of a box stand: beside each other where there is room, else one below the other.
func (b Box) places(h int) (out []place) {
	b.Buttons = b.shown(h)
	whole := b.row()
	at := 1
	for i, button := range b.Buttons {
		if whole > b.W {
			out = append(out, place{i, 1, min(b.W, 1+button.width())})
			continue
		}
		out = append(out, place{0, at, at + button.width()})
		at += button.width() + buttonGap
	}
	return out
}

// buttonRows are the rows of the buttons; the one in focus has a mark and stands out.
func (b Box) buttonRows(th *Theme, h int) (rows []string) {
	b.Buttons = b.shown(h)
	var l *Line
	row := -1
	for i, at := range b.places(h) {
		if at.row != row {
			if l != nil {
				rows = append(rows, l.String())
			}
			l, row = NewLine(b.W, th.Text), at.row
		}
		button := b.Buttons[i]
		st, mark, label := th.Styles, "   ", th.Strong
		if button.Focus {
			st, mark, label = th.Sel, " ▸ ", th.Sel.Accent
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
