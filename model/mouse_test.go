package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/pane"
)

// clicks presses the left button at a cell.
func (p *player) clicks(x, y int) *player {
	p.program.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	p.pass(0)
	return p
}

// wheels turns the wheel at a cell.
func (p *player) wheels(x, y int) *player {
	p.program.Send(tea.MouseWheelMsg{X: x, Y: y, Button: tea.MouseWheelDown})
	p.pass(0)
	return p
}

// pointed is all that a click can move.
func (p *player) pointed() string {
	m := p.model
	return fmt.Sprint(m.inPane, m.list.at, m.list.scroll, m.list.view, m.list.typing, m.detail.tab, m.detail.value.scroll, m.timeline.at, m.timeline.scroll,
		m.timeline.unfolded, m.compare.scroll)
}

// seedMany makes a first secret with many keys and many versions, and more secrets than a screen has rows.
func seedMany(s *local.Server) {
	be := aws.Open(aws.Options{Transport: s.Transport()})
	var fields []string
	for i := range 60 {
		fields = append(fields, fmt.Sprintf(`"key-%02d":"made-up-%d"`, i, i))
	}
	for v := range 30 {
		value := backend.TextValue(fmt.Sprintf(`{"v":%d,%s}`, v, strings.Join(fields, ",")))
		var err error
		if v == 0 {
			_, err = be.Create(ctx(), backend.NewSecret{Name: "app/000", Value: value})
		} else {
			_, err = be.Put(ctx(), "app/000", backend.NewVersion{Value: value, Stages: []string{fmt.Sprintf("v%02d", v%15), backend.Current}[:1+v%2]})
		}
		if err != nil {
			panic(err)
		}
	}
	for i := 1; i < 90; i++ {
		if _, err := be.Create(ctx(), backend.NewSecret{Name: fmt.Sprintf("app/%03d", i), Value: backend.TextValue("made-up")}); err != nil {
			panic(err)
		}
	}
}

func TestAClickOnABorderHitsNothing(t *testing.T) {
	for _, c := range []struct {
		what string
		w, h int
		keys string
	}{
		{"three panes", 120, 36, ""},
		{"three panes, scrolled", 120, 36, "G ctrl+u"},
		{"the value", 120, 36, "v V G"},
		{"the versions", 120, 36, "3 j j G"},
		{"the versions over the detail", 90, 24, "3 G"},
		{"two panes", 90, 24, "V G"},
		{"low", 90, 13, "G"},
		{"one pane", 60, 20, "G"},
		{"one pane, the value", 60, 20, "V G"},
		{"one pane, the versions", 60, 20, "3 G"},
		{"an edit", 120, 36, "e"},
		{"a comparison", 120, 36, "3 j ="},
	} {
		t.Run(c.what, func(t *testing.T) {
			play(t, setting{w: c.w, h: c.h, seed: seedMany, noFirst: true}, func(p *player) {
				p.becomes(time.Second, "app/0").wait(time.Second).press("g").wait(time.Second).press(c.keys).wait(time.Second)
				drawn := strings.Split(p.screen.String(), "\n")
				before := p.pointed()
				for y, line := range drawn {
					for x, r := range []rune(line) {
						if !strings.ContainsRune("╭╮╰╯│─", r) && y > 0 && y < len(drawn)-2 || y > 0 && y < len(drawn)-2 && inTabs(line, x) {
							continue
						}
						if x > 1 && x < c.w-2 && r == '─' && x%7 != 0 { // a border's middle is like its neighbour
							continue
						}
						p.clicks(x, y)
						p.wheels(x, y)
						if after := p.pointed(); after != before {
							t.Fatalf("a click at %d,%d (%c) changed\n%s\nto\n%s\n%s", x, y, r, before, after, p.screen)
						}
					}
				}
			})
		})
	}
}

// inTabs reports whether a column is at the tabs of an upper border.
func inTabs(line string, x int) bool {
	at := len([]rune(line[:max(0, strings.Index(line, "Active"))]))
	detail := len([]rune(line[:max(0, strings.LastIndex(line, "Value │"))]))
	return strings.Contains(line, "Active") && x >= at-1 && x <= at+22 || strings.Contains(line, "Value │") && x >= detail-1
}

func TestAClickSelectsTheRowItIsOn(t *testing.T) {
	play(t, setting{seed: seedMany, noFirst: true}, func(p *player) {
		p.becomes(time.Second, "app/0").wait(time.Second).press("G ctrl+u k k").wait(time.Second)
		a := p.model.areas()
		for y := a.list.y + 2; y < a.list.y+a.list.h-1; y++ {
			p.clicks(4, y)
			s, _ := p.model.list.selected()
			if row := strings.Split(p.screen.String(), "\n")[y]; !strings.Contains(row, s.Name) {
				t.Fatalf("a click on line %d selected %s:\n%s", y, s.Name, row)
			}
		}
		p.press("g V").wait(time.Second)
		a = p.model.areas()
		for y := a.detail.y + 3; y < a.detail.y+a.detail.h-1; y++ {
			p.clicks(a.detail.x+4, y)
			v := &p.model.detail.value
			if row, want := strings.Split(p.screen.String(), "\n")[y], v.doc.Label(v.lines[v.scroll.Pos].field); !strings.Contains(row, want) {
				t.Fatalf("a click on line %d selected %s:\n%s", y, want, row)
			}
		}
		p.press("3 G").wait(time.Second)
		a = p.model.areas()
		for y := a.timeline.y + 1; y < a.timeline.y+a.timeline.h-1; y++ {
			before := p.model.timeline.scroll
			p.clicks(a.timeline.x+4, y)
			if now := p.model.timeline.scroll; now.Top != before.Top || now.Pos != before.Pos && now.Pos-now.Top != y-a.timeline.y-1-p.model.timeline.notices() {
				t.Fatalf("a click on line %d went from %+v to %+v\n%s", y, before, now, p.screen)
			}
		}
	})
}

func TestAClickOnAMessageHitsNoRowBelowIt(t *testing.T) {
	play(t, setting{w: 60, h: 20, seed: seedMany, noFirst: true}, func(p *player) {
		p.becomes(time.Second, "app/0").wait(time.Second)
		p.program.Send(pane.Said{Text: strings.Repeat("could not do it, for many reasons; ", 8), Kind: pane.Failure, Stay: time.Hour})
		p.wait(time.Second)
		lines := len(p.model.statusLines())
		if lines < 3 {
			t.Fatalf("the message takes %d lines\n%s", lines, p.screen)
		}
		before := p.pointed()
		for y := 20 - 1 - lines - 1; y < 20; y++ {
			for _, x := range []int{0, 1, 5, 30, 59} {
				p.clicks(x, y)
				if after := p.pointed(); after != before {
					t.Fatalf("a click at %d,%d changed\n%s\nto\n%s\n%s", x, y, before, after, p.screen)
				}
			}
		}
		p.clicks(5, 20-1-lines-2)
		if p.pointed() == before {
			t.Errorf("the last row in sight cannot be clicked\n%s", p.screen)
		}
	})
}
