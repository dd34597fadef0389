package model_test

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model"
)

// stage is a program with a whole listing in it, without a terminal, and with what its commands lead to.
type stage struct {
	*model.Model
	messages chan tea.Msg
	over     <-chan struct{}
}

// staged starts a program on a screen of w by h cells, with generated secrets in its service and what else seed puts there, and waits
// for its listing.
func staged(t testing.TB, secrets, w, h int, seed func(*local.Server)) *stage {
	t.Helper()
	server := local.New(local.Knobs{})
	server.SeedGenerated(secrets)
	seed(server)
	journal := backend.NewJournal(aws.Open(aws.Options{Transport: server.Transport(), Kind: "demo", PagesPerSecond: 1e6}), time.Now)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	s := &stage{Model: bare(journal), messages: make(chan tea.Msg), over: ctx.Done()}
	s.Update(tea.WindowSizeMsg{Width: w, Height: h})
	s.run(s.Init())
	for !s.listed() {
		for n := 0; n < 100 && s.hears(50*time.Millisecond); n++ {
		}
	}
	return s
}

// run carries a command out, and what it leads to.
func (s *stage) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, cmd := range batch {
				s.run(cmd)
			}
			return
		}
		select {
		case s.messages <- msg:
		case <-s.over:
		}
	}()
}

// tell gives the program a message.
func (s *stage) tell(msg tea.Msg) {
	_, cmd := s.Update(msg)
	s.run(cmd)
}

// hears gives the program the next message of its own, unless none comes for so long.
func (s *stage) hears(d time.Duration) (any bool) {
	select {
	case msg := <-s.messages:
		s.tell(msg)
		return true
	case <-time.After(d):
		return false
	}
}

// listed reports whether the header counts all secrets.
func (s *stage) listed() bool {
	header, _, _ := strings.Cut(s.View().Content, "\n")
	return !strings.ContainsAny(header, "…?")
}

// rests waits until nothing has come for a moment.
func (s *stage) rests() {
	for s.hears(100 * time.Millisecond) {
	}
}

// presses presses keys one after the other, "type:text" types a text, and waits after each until nothing more comes of it.
func (s *stage) presses(keys ...string) {
	for _, key := range keys {
		text, types := strings.CutPrefix(key, "type:")
		if !types {
			s.tell(keyOf(key))
			s.rests()
			continue
		}
		for _, letter := range text {
			s.tell(keyOf(string(letter)))
		}
		s.rests()
	}
}

// keyOf is a key as the framework tells it, by its name.
func keyOf(name string) tea.KeyPressMsg {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "down": tea.KeyDown, "up": tea.KeyUp, "backspace": tea.KeyBackspace}
	if code, is := named[name]; is {
		return tea.KeyPressMsg{Code: code, Text: map[string]string{"space": " "}[name]}
	}
	if letter, ctrl := strings.CutPrefix(name, "ctrl+"); ctrl {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	letter := []rune(name)
	return tea.KeyPressMsg{Code: letter[0], Text: name}
}
