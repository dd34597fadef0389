package pane

import (
	"reflect"

	tea "charm.land/bubbletea/v2"
)

// Through is a command that is carried out by run, and so are those that its message holds (batches and sequences).
func Through(c tea.Cmd, run func(tea.Cmd) tea.Msg) tea.Cmd {
	if c == nil {
		return nil
	}
	return func() tea.Msg {
		return within(run(c), func(c tea.Cmd) tea.Cmd { return Through(c, run) })
	}
}

// within makes of the commands inside a message others. Bubble Tea keeps the type of its sequences to itself, so it is known by its shape.
func within(msg tea.Msg, made func(tea.Cmd) tea.Cmd) tea.Msg {
	v := reflect.ValueOf(msg)
	if msg == nil || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	for i := range v.Len() {
		if c, ok := v.Index(i).Interface().(tea.Cmd); ok && c != nil {
			v.Index(i).Set(reflect.ValueOf(made(c)))
		}
	}
	return msg
}
