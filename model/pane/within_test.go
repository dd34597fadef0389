package pane

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestACommandIsCarriedOutByWhoeverTakesItHoweverDeepItLies(t *testing.T) {
	tell := func(text string) tea.Cmd { return func() tea.Msg { return text } }
	c := Through(tea.Batch(tell("a"), tea.Sequence(tell("b"), tea.Batch(tell("c"), tell("d")))), func(c tea.Cmd) tea.Msg {
		if text, is := c().(string); is {
			return "taken " + text
		}
		return c()
	})
	told := map[any]int{}
	var run func(tea.Cmd)
	run = func(c tea.Cmd) {
		msg := c()
		if _, is := msg.(string); is {
			told[msg]++
			return
		}
		within(msg, func(c tea.Cmd) tea.Cmd { run(c); return c })
	}
	run(c)
	for _, text := range []string{"taken a", "taken b", "taken c", "taken d"} {
		if told[text] != 1 {
			t.Errorf("of four commands these are told: %v", told)
		}
	}
	if Through(nil, nil) != nil {
		t.Error("no command becomes one")
	}
}
