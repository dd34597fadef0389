package model

import (
	"strongroom/backend"
	"strongroom/backend/document"
	"strongroom/model/clip"
	"strongroom/model/pane"
)

// Messages are facts of the past. What an answer carries first is the question that it answers.

// pageArrived is one page of a listing, or its end.
type pageArrived struct {
	ask   *pane.Question
	page  backend.Page
	err   error
	ended bool
}

// goneChecked tells which of the secrets missing from a new listing really are gone.
type goneChecked struct {
	ask   *pane.Question
	gone  []string
	alive []backend.Secret
}

// valueRevealed is a value that was read, with its shape. Whoever drops it wipes it.
type valueRevealed struct {
	ask *pane.Question
	r   backend.Revealed
	doc document.Document
	err error
}

// rested tells that the cursor has stayed on a secret for a moment.
type rested struct{ id *pane.Question }

// ticked is a wake-up that was asked for.
type ticked struct{ id *pane.Question }

// armed tells that a dialog has been on the screen, untouched, for a moment.
type armed struct{ id *pane.Question }

// copied is the result of putting something on the clipboard.
type copied struct {
	what string
	way  clip.Way
	err  error
}

// clipNews is what became of it later.
type clipNews struct{ clip.News }

// Conceal asks the program to hide every value: the next frame shows none.
type Conceal struct{}

// Resumed tells that the program was stopped and goes on: everything must be drawn anew.
type Resumed struct{}

// Quit asks the program to end as if the user had.
type Quit struct{}

// clipboardSilent tells that the terminal did not say in time what its clipboard holds.
type clipboardSilent struct{ id *pane.Question }

// versionsRested tells that the cursor has stayed on a secret for a moment, as the timeline counts it.
type versionsRested struct{ id *pane.Question }

// versionsArrived is one page of a secret's versions, or the end of them.
type versionsArrived struct {
	ask      *pane.Question
	versions []backend.Version
	err      error
	ended    bool
}
