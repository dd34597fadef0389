package clip

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"strongroom/backend"
)

// watch takes off what is due, until nothing is left.
func (k *Keeper) watch() {
	for {
		wait, ok := k.startDue()
		if !ok {
			return
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-k.ctx.Done():
			timer.Stop()
			return
		}
	}
}

// startDue begins with whatever is due, and tells how long there is nothing to do; ok is false once nothing is left.
func (k *Keeper) startDue() (wait time.Duration, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.slips) == 0 {
		k.watching = false
		return 0, false
	}
	now := k.now()
	wait = round
	for _, s := range k.slips {
		switch {
		case s.working:
		case s.gone, s.next.Over(now):
			s.working, s.gone = true, false
			go k.takeOff(s)
		default:
			wait = min(wait, s.next.Left(now))
		}
	}
	return wait, true
}

// takeOff takes one secret off one board, or says when to try again.
func (k *Keeper) takeOff(s *slip) {
	switch s.board {
	case onNative:
		o, err := k.native.ClearIfOurs(k.ctx, s.receipts[0])
		k.settle(s, o, err)
	case inTmux:
		o, err := k.sweep(k.ctx, s)
		k.settle(s, o, err)
	default:
		a := k.ask()
		o := k.clearTerminal(s, a)
		clear(a.content) // it may be the secret
		k.settle(s, o, nil)
	}
}

// sweep removes tmux's own copies of a text, of which there is none only if it has had time to make one.
func (k *Keeper) sweep(ctx context.Context, s *slip) (Outcome, error) {
	n, err := SweepTmux(ctx, s.receipts[0])
	switch {
	case n > 0:
		return Cleared, nil
	case err == nil && backend.Elapsed(s.written, k.now()) >= late:
		return NotOurs, nil
	case err == nil:
		return Unknown, ErrSilent
	}
	return Unknown, err
}

// ask has the terminal asked by whoever hears the news, and waits for the answer. Nobody answers while the terminal is
// somebody else's.
func (k *Keeper) ask() answer {
	c := make(chan answer, 1)
	k.mu.Lock()
	k.asking = c
	k.mu.Unlock()
	k.tell(News{Ask: true})
	timer := time.NewTimer(AskTime)
	defer timer.Stop()
	select {
	case a := <-c:
		return a
	case <-timer.C:
	case <-k.ctx.Done():
	}
	return answer{}
}

// clearTerminal empties the terminal's clipboard where it says that it holds the secret. Most terminals do not say: while
// nothing else can have been copied there it is emptied all the same, otherwise it might be somebody's own text.
func (k *Keeper) clearTerminal(s *slip, a answer) Outcome {
	outcome := Cleared
	err := k.terminal.write(nil, func() error {
		k.mu.Lock()
		defer k.mu.Unlock()
		switch {
		case !slices.Contains(k.slips, s):
			return ErrReplaced
		case a.known && !slices.ContainsFunc(s.receipts, func(r Receipt) bool { return r.Is(a.content) }):
			outcome = NotOurs
			return ErrReplaced
		case !a.known && s.away:
			outcome = Unknown
			return ErrReplaced
		}
		return nil
	})
	if err != nil && !errors.Is(err, ErrReplaced) {
		outcome = Unknown
	}
	return outcome
}

// settle takes in what became of a try.
func (k *Keeper) settle(s *slip, o Outcome, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ctx.Err() != nil || !slices.Contains(k.slips, s) { // Close goes on with it; or another copy has taken its place
		s.working = false
		return
	}
	over := o == Cleared || o == NotOurs || s.board == onTerminal
	if !over {
		if s.tries++; errors.Is(err, ErrSilent) {
			s.tries-- // what it still does may come, however late
		}
		over = s.tries >= mostTries
		s.working, s.next = false, backend.NewLifetime(k.now(), s.wait)
		s.wait = min(2*s.wait, lastWait)
	}
	if over {
		k.remove(func(other *slip) bool { return other == s })
	}
	switch {
	case s.board == inTmux:
		return
	case o == Unknown || o == NotOurs:
		if !s.sure && s.board == onNative || s.told {
			return // it was never there, as far as anybody knows; or it was told
		}
	case o == Failed && s.told:
		return
	}
	s.told = true
	k.tell(News{What: s.what, Outcome: o})
}

// Leave ends copying, and takes a secret off the terminal's clipboard while the terminal still listens. Where something else
// may be on it, nobody can be asked any more.
func (k *Keeper) Leave() {
	k.mu.Lock()
	k.closed = true
	there := slices.ContainsFunc(k.slips, func(s *slip) bool { return s.board == onTerminal && !s.away })
	k.left = k.left || slices.ContainsFunc(k.slips, func(s *slip) bool { return s.board == onTerminal && s.away })
	k.mu.Unlock()
	if there {
		_ = k.terminal.Empty()
	}
	k.drop(func(s *slip) bool { return s.board == onTerminal }) // and whoever guards it, not before it is done
}

// Left reports whether a secret may still be on the terminal's clipboard, which was left alone at the end.
func (k *Keeper) Left() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.left
}

// Close takes off whatever is still on a clipboard, within ctx. A copy that is under way is stopped first.
func (k *Keeper) Close(ctx context.Context) {
	k.mu.Lock()
	k.closed = true
	k.mu.Unlock()
	k.cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		k.Leave()
		var all sync.WaitGroup
		defer all.Wait()
		for _, s := range k.rest() {
			all.Go(func() { k.lastTry(ctx, s) })
		}
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

func (k *Keeper) rest() []*slip {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.slips)
}

// lastTry takes a secret off as often as it takes, and gives up on a clipboard that answers with nothing but errors.
func (k *Keeper) lastTry(ctx context.Context, s *slip) {
	errs := 0
	for pause := 20 * time.Millisecond; ctx.Err() == nil && errs < 2; pause = min(2*pause, 200*time.Millisecond) {
		var o Outcome
		var err error
		if s.board == inTmux {
			o, err = k.sweep(ctx, s)
		} else {
			o, err = k.native.ClearIfOurs(ctx, s.receipts[0])
		}
		if o == Cleared || o == NotOurs {
			k.drop(func(other *slip) bool { return other == s })
			return
		}
		if !errors.Is(err, ErrSilent) {
			errs++
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}
