package ui_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"strongroom/ui"
)

// border is the upper border of a panel w cells wide.
func border(p ui.Panel, w int) string { return ansi.Strip(p.Draw(ui.Plain(), nil, w, 3)[0]) }

func TestATitleIsShownWholeBeforeAllTabsAre(t *testing.T) {
	p := ui.Panel{Title: "prod/payments/stripe", Tabs: []string{"Value", "Info", "Tags 4", "Replicas 0", "Rotation", "Policy"}, Tab: 5}
	for w, shows := range map[int]string{
		120: "─ Value │ Info │ Tags 4 │ Replicas 0 │ Rotation │ Policy ╮",
		81:  "╭ prod/payments/stripe ─ Value │ Info │ Tags 4 │ Replicas 0 │ Rotation │ Policy ╮",
		80:  "─ Value│Info│Tags 4│Replicas 0│Rotation│Policy ╮",
		67:  "╭ prod/payments/stripe ────",
		41:  "╭ prod/payments/stripe ─ ‹ Policy 6/6 › ╮",
		32:  "‹ Policy 6/6 › ╮",
		20:  "╮",
	} {
		if is := border(p, w); !strings.Contains(is, shows) || ui.Width(is) != w {
			t.Errorf("%d wide it is %q, want %q", w, is, shows)
		}
		whole := strings.Contains(border(p, w), p.Title)
		if whole != (w >= 41) && w != 20 {
			t.Errorf("%d wide the title is shown whole: %v in %q", w, whole, border(p, w))
		}
	}
	if is := border(p, 20); strings.Contains(is, "6/6") {
		t.Errorf("no title is left: %q", is)
	}
}

func TestAClickOnATabLeadsToItAndOneOnAnArrowToItsNeighbour(t *testing.T) {
	p := ui.Panel{Title: "prod/payments/stripe", Tabs: []string{"Value", "Info", "Tags 4", "Replicas 0", "Rotation", "Policy"}, Tab: 5}
	at := func(w int, text string) int {
		head, _, there := strings.Cut(border(p, w), text)
		if !there {
			t.Fatalf("%d wide there is no %q in %q", w, text, border(p, w))
		}
		return p.TabAt(ui.Plain(), ui.Width(head), 0, w)
	}
	for _, w := range []int{120, 74} {
		for i, name := range p.Tabs {
			if is := at(w, name); is != i {
				t.Errorf("%d wide a click on %s leads to %d", w, name, is)
			}
		}
		if is := at(w, "│"); is != -1 {
			t.Errorf("%d wide a click between two tabs leads to %d", w, is)
		}
	}
	for text, want := range map[string]int{"‹": 4, "Policy": 5, "›": 0, "6/6": -1} {
		if is := at(50, text); is != want {
			t.Errorf("a click on %s leads to %d, want %d", text, is, want)
		}
	}
	if is := p.TabAt(ui.Plain(), 1, 0, 120); is != -1 {
		t.Errorf("a click on the title leads to %d", is)
	}
}

func TestTabsOfALineOfTheirOwnAreTheSameWhateverTheTitleIs(t *testing.T) {
	tabs := []string{"Value", "Info", "Tags 4", "Replicas 0", "Rotation", "Policy"}
	line := func(title string, w int) string {
		return ansi.Strip(ui.Panel{Title: title, Tabs: tabs, Below: true}.Draw(ui.Plain(), nil, w, 14)[1])
	}
	long := strings.Repeat("a-name/", 30)
	for _, w := range []int{60, 72, 120} {
		if !ui.TabsBelow(ui.Inner(w, 14)) {
			t.Fatalf("%d wide there is no room for them", w)
		}
		if is := line("a", w); is != line(long, w) || !strings.Contains(is, "Value │ Info │ Tags 4 │ Replicas 0 │ Rotation │ Policy") || ui.Width(is) != w {
			t.Errorf("%d wide the tabs are %q, and below a long title %q", w, is, line(long, w))
		}
		if is := border(ui.Panel{Title: "a", Tabs: tabs, Below: true}, w); strings.Contains(is, "Value") {
			t.Errorf("the border has them too: %q", is)
		}
		p := ui.Panel{Title: "a", Tabs: tabs, Below: true}
		for i, name := range tabs {
			head, _, _ := strings.Cut(line("a", w), name)
			if at := ui.Width(head); p.TabAt(ui.Plain(), at, 1, w) != i || p.TabAt(ui.Plain(), at, 0, w) != -1 {
				t.Errorf("a click on %s leads to %d, and one above it to %d", name, p.TabAt(ui.Plain(), at, 1, w), p.TabAt(ui.Plain(), at, 0, w))
			}
		}
	}
}
