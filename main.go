// Strongroom is a terminal browser for AWS Secrets Manager.
package main

import (
	"fmt"
	"os"

	tea "charm.land/bubbletea/v2"
)

type starting struct{}

func (starting) Init() tea.Cmd { return nil }
func (s starting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && (k.String() == "q" || k.String() == "ctrl+c") {
		return s, tea.Quit
	}
	return s, nil
}
func (starting) View() tea.View {
	v := tea.NewView("strongroom\n\nq quits")
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(starting{}, tea.WithFPS(30)).Run(); err != nil {
		fmt.Fprintln(os.Stderr, "strongroom:", err)
		os.Exit(1)
	}
}
