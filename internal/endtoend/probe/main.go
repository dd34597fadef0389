//go:build unix

// Probe is the smallest program that shows a secret and can go wrong in every way. It runs under the real lifecycle, for tests.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/internal/program"
)

// canary stands for the secret, as terminal.Canary does.
const canary = "CANARY-5f0c1d77"

// probe shows the secret until it is told to hide it, and does what a key stands for.
type probe struct {
	life   *program.Lifecycle
	hidden bool
	state  string
	size   string
	spun   atomic.Int64
}

type hide struct{}
type leaveNow struct{}
type fell struct{}
type back struct{}

func (p *probe) Init() tea.Cmd { return nil }

func (p *probe) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case hide:
		p.hidden = true
	case leaveNow:
		p.hidden = true
		return p, tea.Quit
	case back:
		p.state = "back again"
	case tea.WindowSizeMsg:
		p.size = fmt.Sprintf("%dx%d", msg.Width, msg.Height)
	case fell:
		p.state = "editor ended"
	case tea.KeyPressMsg:
		return p, p.key(msg.String())
	}
	return p, nil
}

func (p *probe) key(key string) tea.Cmd {
	p.state = "key " + key
	switch key {
	case "q":
		return tea.Quit
	case "v":
		p.hidden = false
	case "u":
		panic("in Update " + canary)
	case "w":
		p.state = "panic"
	case "c":
		return func() tea.Msg { panic("in a command " + canary) }
	case "b":
		return tea.Sequence(nil, tea.Batch(func() tea.Msg { return nil }, func() tea.Msg { panic("in a batch " + canary) }))
	case "g":
		go func() { panic("in a goroutine " + canary) }()
	case "G":
		go func() { panic("in a goroutine " + strings.Repeat(canary, 2<<20/len(canary))) }()
	case "h": // the machine is busy: what else the program does is late
		for range 4 {
			go func() {
				for n := 0; ; n++ {
					p.spun.Store(int64(n))
				}
			}()
		}
	case "m":
		return func() tea.Msg { select {} }
	case "s":
		time.Sleep(time.Hour)
	case "ctrl+z":
		if !program.CanSuspend() {
			p.state = "nobody would continue it"
			return nil
		}
		return func() tea.Msg { p.life.Suspend(); return nil }
	case "e":
		return p.life.HandOver(exec.Command("/bin/sh", "-c", "echo editor runs; exec /bin/sleep 1000"), p.fell)
	case "E":
		p.life.Back = func() { time.Sleep(500 * time.Millisecond) } // the machine is busy when the editor has ended
		return p.key("e")
	case "r":
		return p.life.HandOver(exec.Command("sh", "-c", "stty raw -echo; printf '\\033[?1;66;1000h'; kill -9 $$"), p.fell)
	case "R":
		return p.life.HandOver(exec.Command("sh", "-c", "trap '' HUP; stty raw -echo; echo editor runs; while :; do sleep 1; done"), p.fell)
	case "t":
		return p.life.HandOver(exec.Command("true"), p.fell)
	}
	return nil
}

// fell is what an editor brings back.
func (p *probe) fell(error) tea.Msg { return fell{} }

func (p *probe) View() tea.View {
	if p.state == "panic" {
		panic("in View " + canary)
	}
	secret := canary
	if p.hidden {
		secret = "••••"
	}
	v := tea.NewView("probe\n" + secret + "\n" + p.state + "\n" + p.size)
	v.AltScreen, v.ReportFocus, v.MouseMode = os.Getenv("PROBE_FLOWS") != "lines", true, tea.MouseModeCellMotion
	return v
}

func main() {
	if program.WatchTerminal() {
		return
	}
	program.Harden()
	p := &probe{}
	p.life = program.New(program.Messages{
		Conceal: func() tea.Msg { return hide{} }, Quit: func() tea.Msg { return leaveNow{} }, Resumed: func() tea.Msg { return back{} },
	})
	p.life.Flows = os.Getenv("PROBE_FLOWS") != "" // the framework draws; "lines": below what stands there
	status, err := p.life.Run(p)
	if err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
	}
	fmt.Println("after the end,", p.state)
	os.Exit(status)
}
