package pane

import (
	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
)

// Editor is the user's own editor, as far as the program needs to know it.
type Editor struct {
	Name    string // "vim"; outside text
	Missing string // why there is none; outside text
	Unknown bool   // it may keep copies that nobody here can clean
	Disk    string // the directory on a disk in which the value would lie, "" where it lies in memory
	// Run hands a value, which it wipes, to the editor, and what was saved there to then, also where the editor has failed. Nothing is left of it by that time.
	Run func(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd
}
