package pane

import (
	"reflect"

	tea "charm.land/bubbletea/v2"
)

// Within makes of the commands inside a message others. Bubble Tea keeps the type of its sequences to itself, so it is known by its shape.
func Within(msg tea.Msg, made func(tea.Cmd) tea.Cmd) tea.Msg {
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
