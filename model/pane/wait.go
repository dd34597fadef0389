package pane

import (
	"context"
	"iter"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Pump is a command that waits for the next element of a sequence, again and again. Once it is first carried out, the sequence is
// followed in the background; wrap makes the message, and the last one has ended set. A panic on the way becomes an error.
func Pump[T, M any](ctx context.Context, seq iter.Seq2[T, error], wrap func(v T, ended bool, err error) M) tea.Cmd {
	out := make(chan M)
	var none T
	send := func(m M) bool {
		select {
		case out <- m:
			return true
		case <-ctx.Done():
			return false
		}
	}
	follow := func() {
		defer close(out)
		defer func() {
			if recover() != nil {
				send(wrap(none, true, ErrPanic))
			}
		}()
		for v, err := range seq {
			if err != nil {
				send(wrap(none, true, err))
				return
			}
			if !send(wrap(v, false, nil)) {
				return
			}
		}
		send(wrap(none, true, nil))
	}
	begin := sync.OnceFunc(func() { go follow() })
	next := Next(out)
	return func() tea.Msg { begin(); return next() }
}

// Next waits for the next message.
func Next[M any](messages <-chan M) tea.Cmd {
	return func() tea.Msg {
		if m, ok := <-messages; ok {
			return m
		}
		return nil
	}
}

// Say puts something on the status line.
func Say(kind Tone, text string) tea.Cmd {
	return func() tea.Msg { return Said{Text: text, Kind: kind} }
}

// After sends msg once d has passed, unless the program ends before.
func After(ctx context.Context, d time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}

// Pause waits for d, and reports whether ctx let it.
func Pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
