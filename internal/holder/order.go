// Package holder is a small second process of the same binary that outlives the program: it holds a copied secret, or remembers it
// by its receipt, and takes it off the clipboard at its time, whatever became of the program. Nothing of it is in arguments or
// environment: order, text and words go through pipes.
package holder

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"time"

	"strongroom/model/clip"
)

// order is what a holder is started with. The text follows it.
type order struct {
	Duty    string
	Tool    string        // that reaches the clipboard, of the duty watch
	Life    time.Duration // 0 for a text that may stay
	Receipt []byte        // of a secret
	Size    int           // bytes of the text
}

// Duties.
const (
	// own hands out the text as the X server's clipboard.
	own = "own"
	// look takes the text off the X server's clipboard if somebody gives it there.
	look = "look"
	// watch takes the text off a clipboard that a tool reaches.
	watch = "watch"
	// guard takes the text off the terminal's clipboard if the program ends without doing it.
	guard = "guard"
)

// word is what the two tell each other later, a byte each. An outcome of package clip is a word too.
type word byte

// Words of the program.
const (
	written   word = 'w' // the text is there: its time begins now
	clearNow  word = 'c' // take it off now, and say what became of it
	away      word = 'a' // something else may have been copied, which nobody could tell from it
	dismissed word = 'd' // there is nothing to do any more
)

// Words of the holder.
const (
	ready  word = 'r' // it holds, or watches
	unable word = 'u' // it cannot, and ends
)

// fromOutcome and toOutcome carry what became of a text.
func fromOutcome(o clip.Outcome) word { return word('0' + o) }
func (w word) toOutcome() clip.Outcome {
	return clip.Outcome(w - '0')
}

var errOrder = errors.New("this is no order")

// mostText is what a copy may have, bytes.
const mostText = 64 << 20

// send writes an order and its text.
func (o order) send(w io.Writer, text []byte) error {
	o.Size = len(text)
	line, err := json.Marshal(o)
	if err == nil {
		_, err = w.Write(append(line, '\n'))
	}
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}

// readOrder reads what send wrote.
func readOrder(r *bufio.Reader) (o order, receipt clip.Receipt, text []byte, err error) {
	line, err := r.ReadSlice('\n')
	if err == nil {
		err = json.Unmarshal(line, &o)
	}
	if err == nil && (o.Size < 0 || o.Size > mostText) {
		err = errOrder
	}
	if err != nil {
		return o, receipt, nil, err
	}
	if o.Receipt != nil {
		if receipt, err = clip.FromPipe(o.Receipt); err != nil {
			return o, receipt, nil, err
		}
	}
	text = make([]byte, o.Size)
	_, err = io.ReadFull(r, text)
	return o, receipt, text, err
}
