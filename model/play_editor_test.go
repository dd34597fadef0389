package model

import (
	"bytes"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/edit"
)

// otherEditor is the user's own editor as a test has it: it makes of a text what it is told to, and takes its time.
type otherEditor struct {
	edit.Editor
	makes func(text string) string
	fails error
	takes time.Duration
	got   []string
	p     *player
	saw   string // the screen while it ran
}

func (o *otherEditor) run(v backend.Value, then func(backend.Value, error) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		time.Sleep(max(o.takes, 100*time.Millisecond))
		if o.p != nil {
			o.saw = o.p.screen.String()
		}
		var text []byte
		v.Use(func(b []byte) { text = bytes.Clone(b) })
		in := v.Ledger()
		v.Wipe()
		o.got = append(o.got, string(text))
		if o.fails != nil && o.makes == nil {
			return then(backend.Value{}, o.fails)
		}
		if o.fails != nil {
			return then(in.Text(o.makes(string(text))), o.fails)
		}
		return then(in.Text(o.makes(string(text))), nil)
	}
}

// beside plays with an own editor that makes something of what it gets.
func beside(t *testing.T, v backend.Value, makes func(string) string, game func(p *player, o *otherEditor)) {
	t.Helper()
	o := &otherEditor{Editor: edit.Editor{Name: "vim"}, makes: makes}
	o.Run = o.run
	play(t, setting{seed: seedOne(v), change: func(m *Options) { m.Editor = &o.Editor }}, func(p *player) {
		o.p = p
		game(p, o)
	})
}

func swap(from, to string) func(string) string {
	return func(s string) string { return strings.Replace(s, from, to, 1) }
}
