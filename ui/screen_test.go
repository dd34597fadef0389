package ui

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// page shows a box of hostile texts; a turn shows the next ones.
type page struct {
	w, h, n int
	texts   []string
}

type turn struct{}

func (p page) Init() tea.Cmd { return nil }

func (p page) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(turn); ok {
		p.n++
	}
	return p, nil
}

func (p page) View() tea.View {
	v := tea.NewView(strings.Join(p.rows(), "\n"))
	v.AltScreen = true
	return v
}

// rows are the lines of the box: an end of each text to the left, its beginning to the right.
func (p page) rows() []string {
	rows := []string{"╭" + strings.Repeat("─", p.w-2) + "╮"}
	for i := range p.h - 2 {
		s := Text(p.texts[(p.n*(p.h-2)+i)%len(p.texts)])
		left := (p.w - 3) / 2
		rows = append(rows, "│"+FitLeft(s, left)+"│"+Fit(s, p.w-3-left)+"│")
	}
	return append(rows, Fit(fmt.Sprintf("╰─ page %d ", p.n), p.w-1)+"╯")
}

// display is a terminal that keeps the bytes it was sent.
type display struct {
	mu    sync.Mutex
	emu   *vt.Emulator
	bytes []byte
}

func (d *display) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.bytes = append(d.bytes, b...)
	_, err := d.emu.Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")))
	return len(b), err
}

func (d *display) line(y int) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var b strings.Builder
	for x := 0; x < d.emu.Width(); {
		c := d.emu.CellAt(x, y)
		if c == nil || c.Width == 0 {
			x++
			continue
		}
		b.WriteString(c.Content)
		x += c.Width
	}
	return b.String()
}

func TestHostileTextKeepsBordersStraight(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {200, 60}} {
		for _, clusters := range []bool{false, true} {
			t.Run(fmt.Sprintf("%dx%d/clusters=%v", size[0], size[1], clusters), func(t *testing.T) {
				turnPages(t, page{w: size[0], h: size[1], texts: hostile(t)}, clusters)
			})
		}
	}
}

func turnPages(t *testing.T, p page, clusters bool) {
	d := &display{emu: vt.NewEmulator(p.w, p.h)}
	drained := make(chan struct{})
	go func() { defer close(drained); _, _ = io.Copy(io.Discard, d.emu) }()
	program := tea.NewProgram(p, tea.WithInput(nil), tea.WithOutput(d), tea.WithWindowSize(p.w, p.h), tea.WithFPS(120),
		tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	done := make(chan error, 1)
	go func() { _, err := program.Run(); done <- err }()
	if clusters {
		program.Send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
	}
	for ; p.n*(p.h-2) < len(p.texts); p.n++ {
		checkPage(t, d, p)
		program.Send(turn{})
	}
	program.Quit()
	if err := <-done; err != nil {
		t.Error(err)
	}
	_ = d.emu.InputPipe().(io.Closer).Close()
	<-drained
	checkBytes(t, d.bytes)
}

func checkPage(t *testing.T, d *display, p page) {
	t.Helper()
	want := p.rows()
	for deadline := time.Now().Add(20 * time.Second); d.line(p.h-1) != want[p.h-1]; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("page %d did not appear, its last line is %q", p.n, d.line(p.h-1))
		}
	}
	for y, row := range want {
		if got := d.line(y); got != row {
			t.Errorf("line %d is\n%q, want\n%q", y, got, row)
		}
	}
}

// checkBytes finds what a renderer has no reason to send.
func checkBytes(t *testing.T, b []byte) {
	t.Helper()
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		own := r == '\x1b' || r == '\r' || r == '\n' || r == '\b' || r == '\t'
		if r == utf8.RuneError || !own && !unicode.IsPrint(r) {
			t.Fatalf("%U reached the terminal in %q", r, b[max(0, i-20):min(len(b), i+20)])
		}
		i += n
	}
	if bytes.Contains(b, []byte("\x1b]52")) || bytes.Contains(b, []byte("\x1b]8;")) || bytes.Contains(b, []byte("\x1b[8m")) {
		t.Error("a text's own sequence reached the terminal")
	}
}

func TestANameOfBlanksLooksLikeOne(t *testing.T) {
	row := ansi.Strip((&SecretRow{Name: "  "}).Draw(nil, NewTheme(true), 60))
	if !strings.Contains(row, `"  "`) {
		t.Errorf("it is drawn as %q", row)
	}
}
