package ui_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"strongroom/ui"
)

func TestButtonsOnALowNarrowScreenKeepTheKeyThatActs(t *testing.T) {
	for label, want := range map[string]string{
		"save":                            "cancel esc       save ctrl+s",
		"to its value":                    "cancel esc   to its value ctrl+s",
		"review the change":               "cancel   review the change ctrl+s",
		"replace what is there with this": "cancel\nreplace what is there with this",
	} {
		b := ui.Box{W: 36, Buttons: []ui.Button{{Label: "cancel", Key: "esc"}, {Label: label, Key: "ctrl+s"}}}
		lines := b.Inside(ui.Plain(), 10)
		for i, l := range lines {
			if ui.Width(l) != b.W {
				t.Errorf("%s: %q is not as wide as the box", label, l)
			}
			lines[i] = strings.TrimSpace(ansi.Strip(l))
		}
		if got := strings.TrimSpace(strings.Join(lines, "\n")); got != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
}

func TestAButtonIsPressedWhereItIsSeenOnALowNarrowScreen(t *testing.T) {
	const w, h = 40, 10
	b := ui.Box{W: 36, Buttons: []ui.Button{{Label: "cancel", Key: "esc", Focus: true}, {Label: "delete for good", Key: "ctrl+s"}}}
	for y, line := range b.Over(ui.Plain(), ui.Pad(nil, w, h), w) {
		for n, label := range []string{"cancel", "delete"} {
			at := strings.Index(ansi.Strip(line), label)
			if at < 0 {
				continue
			}
			x := ui.Width(ansi.Strip(line)[:at])
			if of, i, _ := b.Hit(x, y, w, h); of != ui.InButtons || i != n {
				t.Errorf("%s at %d, %d is part %d, button %d", label, x, y, of, i)
			}
		}
	}
}
