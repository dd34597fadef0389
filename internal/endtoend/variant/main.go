//go:build unix

// Variant is Strongroom under circumstances that no flag asks for, for tests. Its first argument names them, the others are
// Strongroom's own.
package main

import (
	"os"

	tea "charm.land/bubbletea/v2"

	"strongroom/internal/cli"
)

func main() {
	here := cli.ThisMachine()
	if len(os.Args) > 2 { // else it is the process that watches over the terminal
		switch os.Args[1] {
		case "no-shared-memory":
			here.Memory = ""
		case "brittle":
			here.Wrap = func(m tea.Model) tea.Model { return fragile{m} }
		}
	}
	os.Exit(cli.Main(os.Args[min(2, len(os.Args)):], here))
}

// canary stands for a secret, as terminal.Canary does.
const canary = "CANARY-5f0c1d77"

// fragile is the real model, in which one key panics.
type fragile struct{ tea.Model }

func (f fragile) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "f12" {
		panic(canary)
	}
	m, cmd := f.Model.Update(msg)
	return fragile{m}, cmd
}
