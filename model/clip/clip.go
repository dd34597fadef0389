// Package clip puts a text on the clipboard, and takes it off again only if it is still the one that was put there.
// It keeps no text: what was copied is remembered as a keyed hash.
package clip

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
)

// Board is a clipboard: this machine's own, or the terminal's.
type Board interface {
	// Native is the name of the tool that reaches this machine's clipboard, "" where only the terminal can be asked.
	Native() string
	// Note is what the user should know about copying here, "" for nothing.
	Note() string
	// Receipt remembers a text without keeping it.
	Receipt(b []byte) Receipt
	// Write puts b on the clipboard. It takes no longer than Deadline. After an error the text may still arrive late, so
	// the receipt is good either way.
	Write(ctx context.Context, b []byte) (Receipt, error)
	// ClearIfOurs empties the clipboard if it holds what the receipt is for. It takes no longer than Deadline.
	ClearIfOurs(ctx context.Context, r Receipt) (Outcome, error)
}

// Receipt remembers a text without keeping it. The zero Receipt is for no text.
type Receipt struct {
	key, sum [sha256.Size]byte
	of       bool
}

// NewReceipt remembers b under a key of its own: two receipts for one text have nothing in common.
func NewReceipt(b []byte) Receipt {
	r := Receipt{of: true}
	_, _ = rand.Read(r.key[:]) // never fails
	r.sum = r.hash(b)
	return r
}

// Is reports whether content is what was copied.
func (r Receipt) Is(content []byte) bool {
	sum := r.hash(content)
	return r.of && hmac.Equal(sum[:], r.sum[:])
}

func (r Receipt) hash(b []byte) (sum [sha256.Size]byte) {
	h := hmac.New(sha256.New, r.key[:])
	_, _ = h.Write(b)
	h.Sum(sum[:0])
	return sum
}

// Outcome is what became of a text that was to be taken off the clipboard.
type Outcome int

// Outcomes.
const (
	// Unknown: the clipboard could not be read, and was left alone.
	Unknown Outcome = iota
	// Cleared: it held the text, and was seen not to hold it any more.
	Cleared
	// NotOurs: it holds something else, which was left alone.
	NotOurs
	// Failed: it holds the text and could not be emptied.
	Failed
)

// Terminal is the clipboard of the terminal (OSC 52). The caller writes and reads it, through the program that draws; nothing
// tells whether it was obeyed.
type Terminal struct {
	note string
	tmux bool // it is tmux, which keeps a copy of its own
}

// Native is "".
func (Terminal) Native() string { return "" }

// Note tells what multiplexers make of it.
func (t Terminal) Note() string { return t.note }

// Receipt remembers a text without keeping it.
func (Terminal) Receipt(b []byte) Receipt { return NewReceipt(b) }

// Write writes nothing: it is the caller who can.
func (Terminal) Write(_ context.Context, b []byte) (Receipt, error) { return NewReceipt(b), nil }

// ClearIfOurs cannot tell.
func (Terminal) ClearIfOurs(context.Context, Receipt) (Outcome, error) { return Unknown, nil }
