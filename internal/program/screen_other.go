//go:build !unix

package program

import tea "charm.land/bubbletea/v2"

// screen is Bubble Tea's own here: there is none of these.
type screen struct{}

func openScreen() (*screen, error) { return nil, nil }

func (*screen) options() []tea.ProgramOption { return nil }
func (*screen) resized(func(tea.Msg))        {}
func (*screen) show(tea.View)                {}
func (*screen) heard(tea.Msg)                {}
func (*screen) does(tea.Msg) bool            { return false }
func (*screen) take() error                  { return nil }
func (*screen) giveBack()                    {}
func (*screen) close()                       {}
