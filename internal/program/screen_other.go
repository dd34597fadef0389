//go:build !unix

package program

import (
	"os"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// screen is Bubble Tea's own here.
type screen struct{}

func openScreen() (*screen, error) { return &screen{}, nil }

func (*screen) options() []tea.ProgramOption {
	opts := []tea.ProgramOption{tea.WithFPS(30)}
	if os.Getenv("NO_COLOR") != "" { // the framework only takes 1 and true
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	return opts
}

func (*screen) resized(func(tea.Msg)) {}
func (*screen) show(tea.View)         {}
func (*screen) heard(tea.Msg)         {}
func (*screen) does(tea.Msg) bool     { return false }
func (*screen) take() error           { return nil }
func (*screen) giveBack()             {}
func (*screen) close()                {}
