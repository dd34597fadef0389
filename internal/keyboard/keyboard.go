// Package keyboard is the terminal as the program reads it. It knows of each key how it came: by itself, as from a finger, or
// amid other bytes, as from a paste; and of each click, whether a mouse can have sent it.
package keyboard

import (
	"bytes"
	"io"
	"os"
	"sync"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

const (
	// Still is how long nothing may have come before a key that came by itself.
	Still = 40 * time.Millisecond
	// AfterPaste is the silence after which what a paste brought is over. A paste may hold the mark that ends it, and
	// sequences without end that mean nothing.
	AfterPaste = 300 * time.Millisecond
	// afterPart is the silence after which the framework no longer waits for the rest of a sequence.
	afterPart = 100 * time.Millisecond
	// flood is how many bytes in one read no hand makes, marked as pasted or not.
	flood = 256
	// longestReport is more than any report of a mouse takes.
	longestReport = 32
	// kept is how many reads the framework can have taken before it hands over the keys of the first of them.
	kept = 4
)

// Reader is what the program reads its keys from. It keeps nothing back: suspending and the user's own editor hand the
// terminal over. It may be used by several goroutines.
type Reader struct {
	in      io.Reader
	silence silence

	mu      sync.Mutex
	decoder uv.EventDecoder
	reads   int
	last    time.Time // when the last byte was read
	part    bool      // it may have been the beginning of something
	pasting bool      // between the marks of a paste
	pasted  bool      // no silence has ended it yet
	flooded bool      // nor what came in one read as no keyboard sends it, but a wheel does
	tail    []byte    // the last few bytes, which may be the beginning of a mark
	cut     []byte    // what the last read had of a report of the mouse
	alone   []lone    // keys that came by themselves, and were not asked about yet
	pointed []point   // clicks and turns of the wheel that a mouse has sent, and that were not asked about yet
}

// lone is a key that came by itself, as the only one of a read.
type lone struct {
	key     uv.Key
	unnamed bool // a sequence for which only the terminal's own table has a name
	read    int
}

// point is a click or a turn of the wheel.
type point struct {
	msg  tea.MouseMsg
	read int
}

// silence tells how long nothing had come before what can be read now.
type silence interface {
	// begin tells that bytes will be taken, and taken that they have been.
	begin()
	taken()
	// before is how long nothing had come when the last read began; since is when something was taken before it.
	before(since time.Time) time.Duration
	// quiet is how long nothing has come by now.
	quiet(since time.Time) time.Duration
	close()
}

// File is a Reader of a terminal: all that the framework needs of one to bring it into raw mode and to be woken from a read.
type File struct {
	*Reader
	tty *os.File
}

// Open takes standard input, or the terminal itself where standard input is something else.
func Open() (*File, error) {
	tty := os.Stdin
	if !term.IsTerminal(int(tty.Fd())) {
		in, _, err := tea.OpenTTY()
		if err != nil {
			return nil, err
		}
		tty = in
	}
	return NewFile(tty), nil
}

// NewFile reads a terminal.
func NewFile(tty *os.File) *File { return &File{newReader(tty, watch(tty)), tty} }

// New reads what cannot be watched, such as a pipe: how long nothing came is then how long a read has waited.
func New(in io.Reader) *Reader { return newReader(in, &patience{}) }

func newReader(in io.Reader, s silence) *Reader {
	return &Reader{in: in, silence: s, last: time.Now()}
}

// Fd, Name and Write are the terminal's own.
func (f *File) Fd() uintptr                 { return f.tty.Fd() }
func (f *File) Name() string                { return f.tty.Name() }
func (f *File) Write(p []byte) (int, error) { return f.tty.Write(p) }

// Terminal is what is read, for those it is lent to.
func (f *File) Terminal() *os.File { return f.tty }

// Close ends the watching. The terminal stays open: it belongs to whoever started the program.
func (f *File) Close() error {
	f.silence.close()
	return nil
}

// Read reads, and notes what came how.
func (r *Reader) Read(p []byte) (int, error) {
	r.silence.begin()
	n, err := r.in.Read(p)
	if n > 0 {
		r.note(p[:n])
	}
	r.silence.taken()
	return n, err
}

// note takes in what one read gave.
func (r *Reader) note(p []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.silence.before(r.last)
	r.reads++
	r.last = time.Now()
	if before >= AfterPaste {
		r.pasted, r.flooded = false, false
	}
	if before >= afterPart {
		r.cut = nil
	}
	still := before >= Still && (!r.part || before >= afterPart)
	r.marks(p)
	var l lone
	var single bool
	l, single, r.part = r.read(p)
	free := !r.pasted && !r.pasting
	if single && still && free && !r.flooded {
		r.alone = append(r.alone, l)
	}
	mouse := free && r.points(p)
	if len(p) >= flood {
		r.flooded, r.pasted = true, r.pasted || !mouse
	}
}

// points notes what a mouse did in a read that brought nothing else, but for the focus that a click gives, and reports whether it is
// such a one. What a mouse does comes as it may: a press with its release and with the next one, and a wheel or a drag sends as much
// at once as fills a read, whose last report is cut then. So neither silence nor being alone is asked of it, and it is no flood to
// itself: what tells of a paste is a mark, and what no mouse sends.
func (r *Reader) points(p []byte) bool {
	text := append(r.cut, p...)
	var came []point
	for r.cut = nil; len(text) > 0; {
		n, event := r.decoder.Decode(text)
		switch event := event.(type) {
		case uv.MouseWheelEvent:
			came = append(came, point{tea.MouseWheelMsg(event), r.reads})
		case uv.MouseClickEvent:
			came = append(came, point{tea.MouseClickMsg(event), r.reads})
		case uv.MouseReleaseEvent, uv.MouseMotionEvent, uv.FocusEvent, uv.BlurEvent:
		default:
			if text[0] != ansi.ESC || len(text) > longestReport || len(bytes.Trim(text, "\x1b[<0123456789;")) > 0 {
				return false
			}
			r.cut, n = bytes.Clone(text), len(text)
		}
		text = text[n:]
	}
	r.pointed = append(r.pointed, came...)
	return true
}

// marks looks for those of a paste, which may lie across two reads.
func (r *Reader) marks(p []byte) {
	text := append(r.tail, p...)
	for {
		start, end := bytes.Index(text, []byte(ansi.BracketedPasteStart)), bytes.Index(text, []byte(ansi.BracketedPasteEnd))
		if start < 0 && end < 0 {
			break
		}
		at := max(start, end)
		if start >= 0 && end >= 0 {
			at = min(start, end)
		}
		r.pasted, r.pasting = true, at == start
		text = text[at+len(ansi.BracketedPasteStart):]
	}
	r.tail = bytes.Clone(text[max(0, len(text)-len(ansi.BracketedPasteStart)+1):])
}

// read tells whether some bytes are one key, and whether their end may be the beginning of something.
func (r *Reader) read(p []byte) (l lone, single, part bool) {
	n, event := r.decoder.Decode(p)
	if k, ok := event.(uv.KeyPressEvent); ok && n == len(p) {
		return lone{key: uv.Key(k), read: r.reads}, true, k.Code == uv.KeyEscape
	}
	if _, ok := event.(uv.UnknownEvent); ok && n == len(p) && p[0] == ansi.ESC && n <= 16 {
		return lone{unnamed: true, read: r.reads}, true, true
	}
	for len(p) > 0 {
		n, event := r.decoder.Decode(p)
		_, unknown := event.(uv.UnknownEvent)
		if part = unknown || event == nil; n == 0 {
			break
		}
		p = p[n:]
	}
	return lone{}, false, part
}

// Alone reports whether a key came by itself: as the only one of its read, with no byte before it for a moment, and with no
// paste behind it that no silence has ended. It is asked about every key once, in their order.
func (r *Reader) Alone(k tea.KeyPressMsg) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, l := range r.alone {
		if l.read > r.reads-kept && l.is(uv.Key(k)) {
			r.alone = r.alone[i+1:]
			return true
		}
	}
	return false
}

// Pointed reports whether a click or a turn of the wheel came from a mouse: in a read of nothing else, and with no paste behind it
// that no silence has ended. It is asked about each of them once, in their order.
func (r *Reader) Pointed(m tea.MouseMsg) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, p := range r.pointed {
		if p.read > r.reads-kept && p.msg == m {
			r.pointed = r.pointed[i+1:]
			return true
		}
	}
	return false
}

func (l lone) is(k uv.Key) bool {
	if l.unnamed {
		return k.Text == "" && k.Code > unicode.MaxRune
	}
	return l.key == k
}

// Quiet is how long nothing has come.
func (r *Reader) Quiet() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.silence.quiet(r.last)
}

// Lent tells that others have read the terminal: what comes now may have been meant for them.
func (r *Reader) Lent() {
	r.mu.Lock()
	r.last, r.pasted, r.alone, r.pointed = time.Now(), true, nil, nil
	r.pasting, r.part, r.tail, r.cut = false, false, nil, nil // the end of what had begun may have gone to them
	r.mu.Unlock()
	r.silence.taken()
}

// patience is the silence of what cannot be watched: how long a read waits.
type patience struct{ began time.Time }

func (w *patience) begin()                              { w.began = time.Now() }
func (w *patience) taken()                              {}
func (w *patience) before(time.Time) time.Duration      { return time.Since(w.began) }
func (w *patience) quiet(since time.Time) time.Duration { return time.Since(since) }
func (w *patience) close()                              {}
