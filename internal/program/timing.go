package program

import (
	"fmt"
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
)

// Watched is a model of which it is noted what it is told and how long it takes: one line for each message, view and end of a
// command. A line holds the name of a type and times, and nothing of what is in a message: neither a text nor a key.
func Watched(m tea.Model, note func(line string)) tea.Model {
	w := &watching{note: note, began: time.Now()}
	return watched{m, w}
}

// watching writes the lines.
type watching struct {
	note  func(line string)
	began time.Time
}

// took notes what began at a time and has just ended.
func (w *watching) took(what string, began time.Time) {
	w.note(fmt.Sprintf("%10.3f %s %.3f ms", time.Since(w.began).Seconds(), what, float64(time.Since(began).Microseconds())/1000))
}

// typeName is how the program's source calls a message's type; generated or outside text cannot be in it.
func typeName(msg tea.Msg) string {
	if msg == nil {
		return "nil"
	}
	if a, is := msg.(interface{ Answers() tea.Msg }); is {
		msg = a.Answers()
	}
	return reflect.TypeOf(msg).String()
}

type watched struct {
	tea.Model
	*watching
}

func (w watched) Init() tea.Cmd { return w.cmd(w.Model.Init()) }

func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	began := time.Now()
	m, cmd := w.Model.Update(msg)
	w.took("update "+typeName(msg), began)
	return watched{m, w.watching}, w.cmd(cmd)
}

func (w watched) View() tea.View {
	began := time.Now()
	defer w.took("view", began)
	return w.Model.View()
}

func (w watched) cmd(c tea.Cmd) tea.Cmd { return pane.Through(c, w.run) }

func (w watched) run(c tea.Cmd) tea.Msg {
	began := time.Now()
	msg := c()
	w.took("command "+typeName(msg), began)
	return msg
}
