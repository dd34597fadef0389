// Package clip puts texts on clipboards, and takes secrets off again where they still hold them, by a clock of its own. It
// keeps no text: what was copied is remembered as a keyed hash.
package clip

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"time"
)

// Board is this machine's clipboard.
type Board interface {
	// Name is of the tool that reaches it.
	Name() string
	// Write puts b on the clipboard. It takes no longer than Deadline. After an error the text may be there all the same, or
	// still arrive.
	Write(ctx context.Context, b []byte, s Stay) error
	// ClearIfOurs empties the clipboard if it holds what the receipt is for. It takes no longer than Deadline.
	ClearIfOurs(ctx context.Context, r Receipt) (Outcome, error)
}

// Stay is how long a text may be on a clipboard. The zero Stay is for what is no secret, and may stay.
type Stay struct {
	// Life is counted from when the text is there. A board that outlives this process ends it by itself.
	Life    time.Duration
	Receipt Receipt
	// Gone is called where the board knows before anybody asks that the text is no longer there; nil for nobody.
	Gone func()
}

// Secret reports whether the text may not stay.
func (s Stay) Secret() bool { return s.Life > 0 }

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

// IsAsGiven is Is for what a tool or a display gives back, which may end its lines as Windows does, or put a line end behind the text.
func (r Receipt) IsAsGiven(content []byte) bool {
	plain := bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	defer clear(plain)
	return r.Is(content) || r.Is(plain) || r.Is(bytes.TrimSuffix(plain, []byte("\n")))
}

// ForPipe is the receipt as another process of this program reads it with FromPipe.
func (r Receipt) ForPipe() []byte { return append(r.key[:], r.sum[:]...) }

// FromPipe reads a receipt.
func FromPipe(b []byte) (r Receipt, err error) {
	if len(b) != len(r.key)+len(r.sum) {
		return r, errors.New("no receipt")
	}
	r.of = true
	copy(r.sum[:], b[copy(r.key[:], b):])
	return r, nil
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
