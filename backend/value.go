package backend

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"sync"
)

// Value is a secret's bytes, which cannot be printed by accident. Copies share the bytes: wiping one wipes all.
// The zero Value holds nothing.
//
// The bytes live behind a closure: fmt, encoding/json and reflecting dumpers follow pointers and unexported fields,
// but no one follows a func.
type Value struct{ cell func() *cell }

type cell struct {
	mu     sync.Mutex
	bytes  []byte
	binary bool
	gone   bool
	ledger *Ledger
	number int // in the ledger
}

const redacted = "[secret]"

// NewValue takes ownership of b, which the caller must not use again. binary tells how the service keeps it
// (SecretBinary rather than SecretString).
func NewValue(b []byte, binary bool) Value { return (*Ledger)(nil).Value(b, binary) }

// TextValue makes a Value of a text. The string itself cannot be wiped: use it for made-up text and user input.
func TextValue(s string) Value { return NewValue([]byte(s), false) }

// Use lends the bytes to f, and reports whether there were any: a wiped or zero Value calls nothing.
// f must neither keep nor change them, nor call a method of the same Value.
func (v Value) Use(f func(b []byte)) bool {
	if v.cell == nil {
		return false
	}
	c := v.cell()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone {
		return false
	}
	f(c.bytes)
	return true
}

// UseBoth lends the bytes of two values, which may be one, and reports whether both had any.
func UseBoth(a, b Value, f func(a, b []byte)) (ok bool) {
	if a.cell != nil && b.cell != nil && a.cell() == b.cell() {
		return a.Use(func(x []byte) { f(x, x) })
	}
	a.Use(func(x []byte) { ok = b.Use(func(y []byte) { f(x, y) }) })
	return ok
}

// Wipe overwrites the bytes and lets them go. What the runtime or a library copied before is out of reach:
// this shortens a value's life, it does not erase memory.
func (v Value) Wipe() {
	if v.cell == nil {
		return
	}
	c := v.cell()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone {
		return
	}
	clear(c.bytes[:cap(c.bytes)])
	c.bytes, c.gone = nil, true
	c.ledger.wiped(c.number)
}

// Held reports whether the value still has its bytes.
func (v Value) Held() bool { return v.Use(func([]byte) {}) }

// Binary reports whether the service keeps the value as SecretBinary.
func (v Value) Binary() bool { return v.cell != nil && v.cell().binary }

// Len is the length in bytes, 0 once wiped.
func (v Value) Len() (n int) {
	v.Use(func(b []byte) { n = len(b) })
	return n
}

// Clone copies the bytes into a Value of its own life.
func (v Value) Clone() (out Value) {
	v.Use(func(b []byte) { out = v.Like(bytes.Clone(b), v.cell().binary) })
	return out
}

// Like is a Value of other bytes, which it takes ownership of, in the ledger that v is in.
func (v Value) Like(b []byte, binary bool) Value { return v.Ledger().Value(b, binary) }

// Ledger is the one that the value is in, nil for none.
func (v Value) Ledger() *Ledger {
	if v.cell == nil {
		return nil
	}
	return v.cell().ledger
}

// Sum is the SHA-256 of the bytes; ok is false for a wiped or zero Value.
func (v Value) Sum() (sum [sha256.Size]byte, ok bool) {
	ok = v.Use(func(b []byte) { sum = sha256.Sum256(b) })
	return sum, ok
}

// Equal reports whether both hold the same bytes. Two values that hold nothing are not equal.
func (v Value) Equal(w Value) bool {
	a, ok := v.Sum()
	b, ok2 := w.Sum()
	return ok && ok2 && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// String and its kin keep the bytes out of every printer that asks.
func (v Value) String() string { return redacted }

// GoString redacts %#v.
func (v Value) GoString() string { return redacted }

// Format redacts every verb.
func (v Value) Format(f fmt.State, _ rune) { fmt.Fprint(f, redacted) }

// MarshalText redacts encoders, JSON among them.
func (v Value) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue redacts slog.
func (v Value) LogValue() slog.Value { return slog.StringValue(redacted) }
