package model

import (
	"context"
	"strongroom/backend"
	"strongroom/model/pane"

	tea "charm.land/bubbletea/v2"
)

// Messages are facts of the past. What an answer carries first is the question that it answers.

// ticked is a wake-up that was asked for.
type ticked struct{ id *pane.Question }

// Conceal asks the program to hide every value: the next frame shows none.
type Conceal struct{}

// Resumed tells that the program was stopped and goes on: everything must be drawn anew.
type Resumed struct{}

// Quit asks the program to end as if the user had.
type Quit struct{}

// aliasTold is what an account is called; "" where it does not tell.
type aliasTold struct{ account, alias string }

// askAlias asks for it. Nobody waits for that, and nobody misses it.
func askAlias(ctx context.Context, of backend.AccountAlias, account string) tea.Cmd {
	return func() tea.Msg {
		alias, _ := of.AccountAlias(ctx)
		return aliasTold{account, alias}
	}
}

func identify(ctx context.Context, be backend.Backend) tea.Cmd {
	return func() tea.Msg {
		id, err := be.Identity(ctx)
		return pane.Identified{ID: id, Err: err}
	}
}
