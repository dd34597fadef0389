package backend

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Ledger knows which values are alive: made, and not wiped yet. A value is in the ledger of the backend, the disk or the
// person that it came from, and what is made of it, its clones among them, is in the same one. A nil Ledger, which all have
// outside tests, knows nothing and costs nothing.
//
// It knows them by number: whoever prints the program with all that it can reach must not find the values here.
type Ledger struct {
	mu    sync.Mutex
	made  int
	alive map[int][]uintptr // the calls that led to each
}

// Value is NewValue of a value that is in the ledger.
func (l *Ledger) Value(b []byte, binary bool) Value {
	c := &cell{bytes: b, binary: binary, ledger: l, number: l.enter()}
	return Value{cell: func() *cell { return c }}
}

// Text is TextValue of a value that is in the ledger.
func (l *Ledger) Text(s string) Value { return l.Value([]byte(s), false) }

func (l *Ledger) enter() (number int) {
	if l == nil {
		return 0
	}
	const deep = 24
	callers := make([]uintptr, deep)
	callers = callers[:runtime.Callers(3, callers)]
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.alive == nil {
		l.alive = map[int][]uintptr{}
	}
	l.made++
	l.alive[l.made] = callers
	return l.made
}

func (l *Ledger) wiped(number int) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.alive, number)
}

// Made is how many values have been made so far.
func (l *Ledger) Made() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.made
}

// Alive says of each live value where it was made: the calls that led to it, the innermost first. It says nothing of the
// value.
func (l *Ledger) Alive() (made []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, callers := range l.alive {
		var calls []string
		for frames := runtime.CallersFrames(callers); ; {
			f, more := frames.Next()
			if name, ours := strings.CutPrefix(f.Function, "strongroom/"); ours {
				calls = append(calls, fmt.Sprintf("%s (%s:%d)", name, filepath.Base(f.File), f.Line))
			}
			if !more {
				break
			}
		}
		made = append(made, strings.Join(calls, " < "))
	}
	slices.Sort(made)
	return made
}
