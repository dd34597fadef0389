package play

import (
	"bytes"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model"
	"strongroom/model/pane"
)

// OtherEditor is the user's own editor as a test has it: it makes of a text what it is told to, and takes its time.
type OtherEditor struct {
	pane.Editor
	Makes func(text string) string
	Fails error
	Takes time.Duration
	Got   []string
	p     *Player
	Saw   string // the screen while it ran
}

// Edit makes of a text what it is told to.
func (o *OtherEditor) Edit(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		time.Sleep(max(o.Takes, 100*time.Millisecond))
		if o.p != nil {
			o.Saw = o.p.Screen.String()
		}
		var text []byte
		v.Use(func(b []byte) { text = bytes.Clone(b) })
		in := v.Ledger()
		v.Wipe()
		o.Got = append(o.Got, string(text))
		if o.Fails != nil && o.Makes == nil {
			return then(backend.Value{}, o.Fails)
		}
		if o.Fails != nil {
			return then(in.Text(o.Makes(string(text))), o.Fails)
		}
		return then(in.Text(o.Makes(string(text))), nil)
	}
}

// Beside plays with an own editor that makes something of what it gets.
func Beside(t *testing.T, v backend.Value, makes func(string) string, game func(p *Player, o *OtherEditor)) {
	t.Helper()
	o := &OtherEditor{Editor: pane.Editor{Name: "vim"}, Makes: makes}
	o.Run = o.Edit
	Game(t, Setting{Seed: SeedOne(v), Change: func(m *model.Options) { m.Editor = &o.Editor }}, func(p *Player) {
		o.p = p
		game(p, o)
	})
}

// Swap replaces a piece of a text once.
func Swap(from, to string) func(string) string {
	return func(s string) string { return strings.Replace(s, from, to, 1) }
}
