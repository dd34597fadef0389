// Bare is a list of lines in the framework as it comes: what the bench measures Strongroom against, for what is the framework's own.
package main

import (
	"fmt"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
)

const lines = 1000

type list struct{ cursor, top, width, height int }

func (l list) Init() tea.Cmd { return nil }

func (l list) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		l.width, l.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		switch msg.String() {
		case "q", "ctrl+c":
			return l, tea.Quit
		case "j":
			l.cursor = min(l.cursor+1, lines-1)
		case "k":
			l.cursor = max(l.cursor-1, 0)
		}
	}
	l.top = max(min(l.top, l.cursor), l.cursor-l.height+1)
	return l, nil
}

func (l list) View() tea.View {
	var b strings.Builder
	for i := l.top; i < min(lines, l.top+l.height); i++ {
		mark, end := "  ", "\n"
		if i == l.cursor {
			mark = "> "
		}
		if i == l.top+l.height-1 {
			end = ""
		}
		fmt.Fprintf(&b, "%sprod/payments/service-%04d/api-key%s", mark, i, end)
	}
	v := tea.NewView(b.String())
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(list{}).Run(); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}
