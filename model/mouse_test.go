package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
)

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
