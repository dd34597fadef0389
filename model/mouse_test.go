package model

import (
	"fmt"
	"regexp"
	"slices"
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
				before := p.drawn()
				for y, line := range drawn {
					clicked := ""
					for x, r := range []rune(line) {
						if !strings.ContainsRune("╭╮╰╯│─", r) && y > 0 && y < len(drawn)-2 || y > 0 && y < len(drawn)-2 && inTabs(line, x) {
							continue
						}
						if x > 1 && x < c.w-2 && r == '─' && x%7 != 0 { // a border's middle is like its neighbour
							continue
						}
						p.clicks(x, y)
						p.wheels(x, y)
						clicked += fmt.Sprintf(" %d (%c)", x, r)
					}
					if p.pass(0); p.drawn() != before {
						t.Fatalf("a click in line %d at one of%s changed\n%s\nto\n%s", y, clicked, strings.Join(drawn, "\n"), p.next())
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
		p.selectsEachRow("Secrets", `^[ ▌] app/`, 1)
		p.press("g V").wait(time.Second).selectsEachRow("Value │", `^[ ▌] (v|key-)`, 1)
		p.press("3 G").wait(time.Second).selectsEachRow("Versions", `^[ ▌] [○●▸]`, 1)
		p.press("g j = y").sees("≠ v").press("j enter G").selectsEachRow("Compare", `^[ ▌] [≠=]`, 1)
	})
	play(t, setting{seed: seedVersions("one", "two")}, func(p *player) {
		p.press("3").selectsEachRow("Versions", `^[ ▌] [○●▸]`, 2)
	})
}

// selectsEachRow clicks on one line of a frame after the other, and looks whether the cursor is on it then, if it is a row or
// belongs to one, which has so many lines; a click on any other line changes nothing.
func (p *player) selectsEachRow(title, row string, lines int) {
	p.t.Helper()
	is, rows := regexp.MustCompile(row), 0
	before := p.frame(title)
	for i, at := 0, before.cursor(); i < len(before.lines); i++ {
		for j := i; j > i-lines && j >= 0; j-- {
			if is.MatchString(before.lines[j]) {
				at = j
				rows++
				break
			}
		}
		p.clicks(before.x+4, before.y+1+i)
		now := p.wait(50 * time.Millisecond).frame(title)
		if now.cursor() != at {
			p.t.Fatalf("a click on line %d of %s selected line %d, not %d:\n%s", i, title, now.cursor(), at, p.screen)
		}
		for j, line := range now.lines {
			if is.MatchString(line) && strings.TrimLeft(line, " ▌") != strings.TrimLeft(before.lines[j], " ▌") {
				p.t.Fatalf("a click on line %d of %s changed what is shown:\n%s", i, title, p.screen)
			}
		}
	}
	if rows < 3 {
		p.t.Fatalf("%s has %d rows:\n%s", title, rows, p.screen)
	}
}

func TestAClickOnAMessageHitsNoRowBelowIt(t *testing.T) {
	play(t, setting{w: 60, h: 20, seed: seedMany, noFirst: true}, func(p *player) {
		p.becomes(time.Second, "app/0").wait(time.Second)
		p.program.Send(pane.Said{Text: strings.Repeat("could not do it, for many reasons; ", 8), Kind: pane.Failure, Stay: time.Hour})
		p.wait(time.Second)
		screen := strings.Split(p.screen.String(), "\n")
		lines := 20 - 1 - slices.IndexFunc(screen, func(l string) bool { return strings.HasPrefix(l, "╰") }) - 1
		if lines < 3 {
			t.Fatalf("the message takes %d lines\n%s", lines, p.screen)
		}
		before := p.drawn()
		for y := 20 - 1 - lines - 1; y < 20; y++ {
			for _, x := range []int{0, 1, 5, 30, 59} {
				p.clicks(x, y)
				if p.drawn() != before {
					t.Fatalf("a click at %d,%d changed\n%s\nto\n%s", x, y, p.screen, p.next())
				}
			}
		}
		p.clicks(5, 20-1-lines-2)
		if p.drawn() == before {
			t.Errorf("the last row in sight cannot be clicked\n%s", p.screen)
		}
	})
}

// wheel turns the wheel by one over the middle of a frame, and returns how far its cursor went down.
func (p *player) wheel(title string, button tea.MouseButton) int {
	p.t.Helper()
	f := p.frame(title)
	p.program.Send(tea.MouseWheelMsg{X: f.x + f.w/2, Y: f.y + 6, Button: button})
	return p.wait(50*time.Millisecond).frame(title).cursor() - f.cursor()
}

func TestTheWheelMovesTheCursorOfThePaneItIsOver(t *testing.T) {
	play(t, setting{seed: seedMany, noFirst: true}, func(p *player) {
		p.becomes(time.Second, "app/0").wait(time.Second).press("V").wait(time.Second).press("1")
		turns := func(by int, titles ...string) {
			t.Helper()
			for _, title := range titles {
				if down := p.wheel(title, tea.MouseWheelDown); down != by {
					t.Errorf("over %s it goes down by %d\n%s", title, down, p.screen)
				}
				if down := p.wheel(title, tea.MouseWheelUp); down != -by {
					t.Errorf("over %s it goes up by %d\n%s", title, -down, p.screen)
				}
			}
		}
		turns(3, "Value │")
		turns(1, "Versions")
		turns(3, "Secrets")
		p.press("3 j = y j enter g").sees("≠ v")
		turns(3, "Compare")
		p.press("esc 1 e").sees("edit app/000")
		turns(0, "edit app/000")
	})
}

// cell is the place of a text in a line of the screen.
func (p *player) cell(line, text string) (x, y int) {
	p.t.Helper()
	for y, l := range strings.Split(p.screen.String(), "\n") {
		if at := strings.Index(l, text); at >= 0 && strings.Contains(l, line) {
			return len([]rune(l[:at])), y
		}
	}
	p.t.Fatalf("there is no %q on\n%s", text, p.screen)
	return 0, 0
}

func TestAClickOnATabTurnsToIt(t *testing.T) {
	play(t, setting{}, func(p *player) {
		click := func(tab string) *player { p.clicks(p.cell("╭", tab)); return p.wait(200 * time.Millisecond) }
		click("Info").sees("kms key").seesNot("not read")
		click("Tags").sees("cost-centre").seesNot("kms key")
		click("Value │").sees("not read").seesNot("cost-centre")
		click("Deleted").sees("prod/orders/db", "safe for")
		click("Deleted").sees("safe for") // it is shown already
		click("Active").seesNot("safe for")
	})
}

func TestAClickGivesTheKeysToThePaneThatItHits(t *testing.T) {
	play(t, setting{seed: seedVersions("one", "two", "three")}, func(p *player) {
		hit := func(title, key string) {
			t.Helper()
			f := p.frame(title)
			p.clicks(f.x+2, f.y+f.h-2).wait(50 * time.Millisecond)
			if !strings.Contains(p.foot(), key) {
				t.Errorf("after a click into %s the keys are %s", title, p.foot())
			}
		}
		hit("Versions", "L labels")
		hit("Value │", "] next tab")
		hit("Secrets", "space mark")
		p.press("e").sees("edit app/canary").press("1")
		hit("Secrets", "space mark")
		hit("edit app/canary", "ctrl+s review")
	})
}

func TestAClickOnTheFindLineBeginsToTypeAndOneOnARowEndsIt(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.clicks(p.cell("by name", "find")).wait(50 * time.Millisecond)
		p.types("stripe").sees("/ stripe", "prod/payments/stripe", "enter keep")
		p.clicks(p.cell("staging/payments/stripe", "staging/payments/stripe")).wait(50 * time.Millisecond)
		if p.sees("v reveal"); p.secret() != "staging/payments/stripe" {
			t.Errorf("the cursor is on %s", p.secret())
		}
	})
}

func TestASecondClickOnWhatIsFoldedUnfoldsIt(t *testing.T) {
	play(t, setting{}, func(p *player) {
		x, y := p.press("t").cell("▸ prod/", "prod/")
		p.clicks(x, y).wait(50 * time.Millisecond).sees("▸ prod/")
		p.clicks(x, y).wait(50*time.Millisecond).sees("▾ prod/", "▸ payments/")
		p.clicks(x, y).wait(50 * time.Millisecond).sees("▸ prod/")
	})
	play(t, setting{seed: seedVersions("one", "two", "three")}, func(p *player) {
		x, y := p.cell("1 without a label", "1 without")
		p.clicks(x, y).wait(50 * time.Millisecond).sees("▸ 1 without a label")
		p.clicks(x, y).wait(50 * time.Millisecond).sees("▾ 1 without a label")
		p.clicks(x, y).wait(50 * time.Millisecond).sees("▸ 1 without a label")
	})
}
