package clip

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"strongroom/backend"
)

// Why a copy is not made.
var (
	// ErrReplaced: another one has been asked for meanwhile.
	ErrReplaced = errors.New("another copy was asked for meanwhile")
	// ErrClosed: the program ends.
	ErrClosed = errors.New("the program ends")
)

const (
	// AskTime is how long the one who is asked to ask the terminal may take, who may be asleep (News.Ask).
	AskTime = 3 * time.Second
	// round is how long the keeper sleeps at most while it has something to take off: a machine that was asleep too is noticed
	// within it.
	round = time.Second
	// firstWait and lastWait are between two tries to take a text off; each wait is twice the one before.
	firstWait, lastWait = time.Second, time.Minute
	// mostTries is how often a clipboard that answers with nothing but errors is tried.
	mostTries = 10
	// late is how long tmux may take to make its own copy.
	late = time.Second
)

// Way is the clipboard that a copy went to.
type Way int

// Ways.
const (
	NoWay Way = iota
	Native
	ThroughTerminal
)

// Keeper puts texts on clipboards and takes secrets off again. What it must take off it notes before it writes, for each
// clipboard by itself: a copy that fails on one and goes to the other, a tool that answers late and a program that ends before
// the answer leave nothing behind. It needs nobody to be awake: it looks at the time in a goroutine of its own. It may be used
// by several goroutines.
type Keeper struct {
	native   Board     // nil for none
	terminal *Terminal // never nil
	now      func() time.Time
	ctx      context.Context // ends with Close
	cancel   context.CancelFunc
	news     chan News
	turn     chan struct{} // of the copies to the machine's clipboard

	mu       sync.Mutex
	last     int // the number of the latest copy
	slips    []*slip
	watching bool
	closed   bool
	left     bool        // on the terminal, as far as anybody knows
	asking   chan answer // the terminal is being asked; nil while it is not
}

// board is where a text may be.
type board int

const (
	onNative board = iota
	onTerminal
	inTmux
)

// slip is a secret that may be on a board. It is plain data: whoever has it can take the secret off.
type slip struct {
	board    board
	copy     int // its number
	what     string
	receipts []Receipt // of more than one text where nothing tells which of them is there
	written  time.Time
	left     backend.Lifetime // what is left of the secret's time
	// sure: the board has taken it. away: something else may have been copied since. gone: the board says that it is off.
	sure, away, gone bool
	guard            Guard // nil for none

	working bool             // it is being taken off
	next    backend.Lifetime // until the next try
	wait    time.Duration
	tries   int
	told    bool // that it could not be taken off
}

// News is what happened to a secret after it was copied.
type News struct {
	What    string
	Outcome Outcome
	// Ask: the terminal should be asked what it holds, and the answer be given to Answer within AskTime.
	Ask bool
}

type answer struct {
	content []byte
	known   bool
}

// NewKeeper keeps this machine's clipboard, nil for none, and the terminal's. now reads both clocks of the machine.
func NewKeeper(native Board, terminal *Terminal, now func() time.Time) *Keeper {
	ctx, cancel := context.WithCancel(context.Background())
	return &Keeper{native: native, terminal: terminal, now: now, ctx: ctx, cancel: cancel, news: make(chan News, 32), turn: make(chan struct{}, 1)}
}

// Note is what the user should know about copying through this terminal, "" for nothing.
func (k *Keeper) Note() string { return k.terminal.note }

// News are what happens by itself. Nothing waits for a reader.
func (k *Keeper) News() <-chan News { return k.news }

func (k *Keeper) tell(n News) {
	select {
	case k.news <- n:
	default:
	}
}

// Copy is one text on its way.
type Copy struct {
	k       *Keeper
	n       int
	what    string
	life    time.Duration
	receipt Receipt
}

// Begin notes a copy before anything is written. life is how long a secret may stay, 0 for what is none.
func (k *Keeper) Begin(what string, text []byte, life time.Duration) *Copy {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last++
	c := &Copy{k, k.last, what, life, NewReceipt(text)}
	if k.native != nil {
		k.note(&slip{board: onNative, receipts: []Receipt{c.receipt}}, c)
	}
	return c
}

// note adds a slip where a copy is a secret. The keeper is locked.
func (k *Keeper) note(s *slip, c *Copy) {
	if c.life <= 0 || k.closed {
		return
	}
	s.copy, s.what, s.written, s.wait = c.n, c.what, k.now(), firstWait
	s.left = backend.NewLifetime(s.written, c.life)
	s.next = s.left
	k.slips = append(k.slips, s)
	if !k.watching {
		k.watching = true
		go k.watch()
	}
}

// remove takes slips away, and dismisses the guards of which none needs anything any more. The keeper is locked.
func (k *Keeper) remove(which func(*slip) bool) {
	var guards []Guard
	k.slips = slices.DeleteFunc(k.slips, func(s *slip) bool {
		over := which(s)
		if over && s.guard != nil {
			guards = append(guards, s.guard)
		}
		return over
	})
	for _, g := range guards {
		if !slices.ContainsFunc(k.slips, func(s *slip) bool { return s.guard == g }) {
			g.Dismiss()
		}
	}
}

// Write copies the text: to this machine's clipboard, and where that cannot be done to the terminal's. Of several copies that
// are on their way at once the latest is the one that stays.
func (c *Copy) Write(text []byte) (Way, error) {
	k := c.k
	if k.native != nil {
		switch err := k.writeNative(c, text); {
		case err == nil:
			return Native, nil
		case errors.Is(err, ErrClosed), errors.Is(err, ErrReplaced):
			return NoWay, err
		}
	}
	var guard Guard
	if c.life > 0 {
		guard = k.terminal.guarded(c.receipt)
	}
	if err := k.terminal.write(text, func() error { return k.noteTerminal(c, guard) }); err != nil {
		return NoWay, err
	}
	return ThroughTerminal, nil
}

// writeNative waits for its turn and then writes, if the copy is still wanted.
func (k *Keeper) writeNative(c *Copy, text []byte) error {
	k.turn <- struct{}{}
	defer func() { <-k.turn }()
	k.mu.Lock()
	err := k.unwanted(c)
	if err != nil {
		k.remove(func(s *slip) bool { return s.board == onNative && s.copy == c.n })
	}
	k.mu.Unlock()
	if err != nil {
		return err
	}
	if err := k.native.Write(k.ctx, text, c.stay()); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.remove(func(s *slip) bool { return s.board == onNative && s.copy < c.n }) // it holds nothing older any more
	for _, s := range k.slips {
		if s.board == onNative && s.copy == c.n {
			s.sure, s.left = true, backend.NewLifetime(k.now(), c.life)
			s.next = s.left
		}
	}
	return nil
}

// stay is how long the copy may be on this machine's clipboard.
func (c *Copy) stay() Stay {
	if c.life <= 0 {
		return Stay{}
	}
	return Stay{Life: c.life, Receipt: c.receipt, Gone: c.gone}
}

// gone has it looked into at once what became of a secret that the clipboard no longer holds.
func (c *Copy) gone() {
	c.k.mu.Lock()
	defer c.k.mu.Unlock()
	for _, s := range c.k.slips {
		s.gone = s.gone || s.board == onNative && s.copy == c.n
	}
}

// unwanted is why a copy is not to be made any more. The keeper is locked.
func (k *Keeper) unwanted(c *Copy) error {
	switch {
	case k.closed:
		return ErrClosed
	case c.n != k.last:
		return ErrReplaced
	}
	return nil
}

// noteTerminal notes a copy that goes to the terminal next, if it is still wanted.
func (k *Keeper) noteTerminal(c *Copy, guard Guard) error {
	receipts := []Receipt{c.receipt}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.unwanted(c); err != nil {
		if guard != nil {
			guard.Dismiss()
		}
		return err
	}
	k.remove(func(s *slip) bool {
		if s.board == inTmux { // which keeps each by itself
			s.next = backend.Lifetime{}
		}
		if s.board != onTerminal {
			return false
		}
		receipts = append(receipts, s.receipts...) // it may not have taken the new one
		return true
	})
	k.note(&slip{board: onTerminal, receipts: receipts, guard: guard}, c)
	if k.terminal.tmux {
		k.note(&slip{board: inTmux, receipts: receipts[:1], guard: guard}, c)
	}
	return nil
}

func (k *Keeper) drop(which func(*slip) bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.remove(which)
}

// Away: the user may have copied something else through the terminal, or into it.
func (k *Keeper) Away() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.slips {
		if s.board == onTerminal && !s.away {
			s.away = true
			if s.guard != nil {
				s.guard.Away()
			}
		}
	}
}

// Held is the latest secret that is on a clipboard, and what is left of its time.
func (k *Keeper) Held() (what string, left backend.Lifetime, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	for _, s := range slices.Backward(k.slips) {
		if (s.sure || s.board == onTerminal) && !s.working && !s.left.Over(now) {
			return s.what, s.left, true
		}
	}
	return "", backend.Lifetime{}, false
}

// Answer is what the terminal says that it holds; known is false where it does not say.
func (k *Keeper) Answer(content []byte, known bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.asking != nil {
		k.asking <- answer{content, known && len(content) > 0} // some multiplexers answer with nothing, whatever they hold
		k.asking = nil
	}
}
