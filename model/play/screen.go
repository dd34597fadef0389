package play

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/charmbracelet/x/vt"
)

// screen is an emulated terminal that also keeps every byte it was sent.
type screen struct {
	cooked bool // a line feed begins a new line, which off a terminal nobody else makes of it
	mu     sync.Mutex
	emu    *vt.Emulator
	bytes  bytes.Buffer
	never  []forbidden
	broken string // the first screen that showed what it must not
	last   looked
}

// looked is what was seen on the screen when it was looked at last: it stands there until something is sent, or its size changes.
type looked struct {
	sent, w, h int
	drawn      string
	shows      string // with the text of each frame, "" while nobody has asked for it
}

// now is what is seen, for who holds the screen's lock.
func (s *screen) now() *looked {
	if sent, w, h := s.bytes.Len(), s.emu.Width(), s.emu.Height(); s.last.drawn == "" || s.last.sent != sent || s.last.w != w || s.last.h != h {
		lines := strings.Split(s.emu.String(), "\n")
		for i := range lines {
			lines[i] = strings.TrimRight(lines[i], " ")
		}
		s.last = looked{sent: sent, w: w, h: h, drawn: strings.Join(lines, "\n")}
	}
	return &s.last
}

// forbidden is a text that must not be sent any more.
type forbidden struct {
	text string
	from int // what was sent before does not count, or was looked at
}

// NewScreen is an emulated terminal.
func NewScreen(w, h int) *screen {
	s := &screen{emu: vt.NewEmulator(w, h), cooked: true}
	go func() { _, _ = io.Copy(io.Discard, s.emu) }() // a reply nobody reads would block the emulator
	return s
}

// Write takes what the program prints.
func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes.Write(b)
	drawn := b
	if s.cooked {
		drawn = bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
	}
	_, err := s.emu.Write(drawn)
	s.look()
	return len(b), err
}

// forbid lets no text be sent from now on.
func (s *screen) forbid(texts []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range texts {
		s.never = append(s.never, forbidden{text, s.bytes.Len()})
	}
	s.look()
}

// look looks for what must not be sent: among the bytes, and on the screen, which most texts reach in pieces.
func (s *screen) look() {
	if len(s.never) == 0 || s.broken != "" {
		return
	}
	drawn := s.now().drawn
	for i, n := range s.never {
		if strings.Contains(drawn, n.text) || bytes.Contains(s.bytes.Bytes()[n.from:], []byte(n.text)) {
			s.broken = fmt.Sprintf("%q was sent:\n%s", n.text, drawn)
		}
		s.never[i].from = max(n.from, s.bytes.Len()-len(n.text)+1)
	}
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now().drawn
}

// frame is a box that is drawn: a pane or a dialog.
type frame struct {
	X, Y, w, H int
	Title      string   // its upper border, and the tabs where they have a line below it
	Lines      []string // what stands inside, as far down as its left side is drawn
}

// Width is how many columns it has.
func (s *screen) Width() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.emu.Width()
}

// cursor is the line with the cursor, -1 where there is none.
func (f frame) cursor() int {
	return slices.IndexFunc(f.Lines, func(l string) bool { return strings.HasPrefix(strings.TrimSpace(l), "▌") })
}

// Shows is the screen as it stands, and below it the text of each frame as it reads without the line breaks.
func (s *screen) Shows() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if now.shows == "" {
		now.shows = now.drawn
		for _, f := range framesOf(s.cells()) {
			now.shows += "\n" + strings.Join(strings.Fields(strings.Join(f.Lines, " ")), " ")
		}
	}
	return now.shows
}

// Frames are all that are drawn, from the upper left to the lower right.
func (s *screen) Frames() []frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	return framesOf(s.cells())
}

func framesOf(cells [][]string) (all []frame) {
	for y, row := range cells {
		for x, c := range row {
			if c != "╭" {
				continue
			}
			w := slices.Index(row[x:], "╮") + 1
			if w == 0 {
				continue
			}
			f := frame{X: x, Y: y, w: w, Title: strings.Join(row[x:x+w], "")}
			for _, below := range cells[y+1:] {
				if f.H++; below[x] != "│" {
					break
				}
				f.Lines = append(f.Lines, strings.Join(below[x+1:x+w-1], ""))
			}
			if f.H++; len(f.Lines) > 0 && strings.Contains(f.Lines[0], "│ Info │") {
				f.Title += f.Lines[0]
			}
			all = append(all, f)
		}
	}
	return all
}

// cells are the screen's cells, for who holds its lock; the second one of a wide letter is empty.
func (s *screen) cells() [][]string {
	rows := make([][]string, s.emu.Height())
	for y := range rows {
		rows[y] = make([]string, s.emu.Width())
		for x := range rows[y] {
			if c := s.emu.CellAt(x, y); c != nil {
				rows[y][x] = c.Content
			}
		}
	}
	return rows
}

// Sent is everything printed so far.
func (s *screen) Sent() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.bytes.Bytes())
}

func (s *screen) Close() {
	if c, ok := s.emu.InputPipe().(io.Closer); ok {
		_ = c.Close()
	}
}

// Remembers is what has left the screen at its top, which a terminal keeps.
func (s *screen) Remembers() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, line := range s.emu.Scrollback().Lines() {
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "\n")
}
