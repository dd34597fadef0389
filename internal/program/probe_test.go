//go:build unix

package program

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/internal/endtoend/terminal"
)

const probeVariable = "STRONGROOM_TEST_PROBE"

// TestMain runs the tests; a process that a test has started from this binary is a probe or its watcher instead.
func TestMain(m *testing.M) {
	if WatchTerminal() {
		return
	}
	if os.Getenv(probeVariable) != "" {
		os.Exit(probed())
	}
	os.Exit(terminal.RunTests(m))
}

// probe is the smallest program that shows a secret and can go wrong in every way; it runs under the real lifecycle.
type probe struct {
	life   *Lifecycle
	hidden bool
	state  string
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
		panic("in Update " + terminal.Canary)
	case "w":
		p.state = "panic"
	case "c":
		return func() tea.Msg { panic("in a command " + terminal.Canary) }
	case "b":
		return tea.Sequence(nil, tea.Batch(func() tea.Msg { return nil }, func() tea.Msg { panic("in a batch " + terminal.Canary) }))
	case "g":
		go func() { panic("in a goroutine " + terminal.Canary) }()
	case "G":
		go func() { panic("in a goroutine " + strings.Repeat(terminal.Canary, 2<<20/len(terminal.Canary))) }()
	case "m":
		return func() tea.Msg { select {} }
	case "s":
		time.Sleep(time.Hour)
	case "ctrl+z":
		if !CanSuspend() {
			p.state = "nobody would continue it"
			return nil
		}
		return func() tea.Msg { p.life.Suspend(); return nil }
	case "e":
		return tea.Exec(p.life.HandOver(exec.Command("sh", "-c", "echo editor runs; exec sleep 1000")), func(error) tea.Msg { return fell{} })
	case "t":
		return tea.Exec(p.life.HandOver(exec.Command("true")), func(error) tea.Msg { return fell{} })
	}
	return nil
}

func (p *probe) View() tea.View {
	if p.state == "panic" {
		panic("in View " + terminal.Canary)
	}
	secret := terminal.Canary
	if p.hidden {
		secret = "••••"
	}
	v := tea.NewView("probe\n" + secret + "\n" + p.state)
	v.AltScreen, v.ReportFocus, v.MouseMode = true, true, tea.MouseModeCellMotion
	return v
}

// probed is the probe's main.
func probed() int {
	Harden()
	p := &probe{}
	life := New(Messages{
		Conceal: func() tea.Msg { return hide{} }, Quit: func() tea.Msg { return leaveNow{} }, Resumed: func() tea.Msg { return back{} },
	})
	p.life = life
	status, err := life.Run(p, tea.WithFPS(60))
	if err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
	}
	fmt.Println("after the end")
	return status
}

// startProbe runs this test binary as a probe, and waits until it shows its secret.
func startProbe(t *testing.T, tools ...string) *terminal.Terminal {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return terminal.Start(t, terminal.Session{Program: self, Env: []string{probeVariable + "=1"}, Tools: tools}).Sees("probe", terminal.Canary)
}

// startDeaf is startProbe where SIGHUP is ignored from the beginning, as nohup does.
func startDeaf(t *testing.T) *terminal.Terminal {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return terminal.Start(t, terminal.Session{Program: "/bin/sh", Args: []string{"-c", "trap '' HUP; exec " + self}, Env: []string{probeVariable + "=1"}}).Sees(terminal.Canary)
}

// startProbeShell runs a shell with job control, where the probe is a program to call.
func startProbeShell(t *testing.T) *terminal.Terminal {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return terminal.StartShell(t, "probe", self, probeVariable+"=1")
}
