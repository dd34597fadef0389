package model_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/pane"
	"strongroom/model/play"
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
			play.Game(t, play.Setting{W: c.w, H: c.h, Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
				p.Becomes(time.Second, "app/0").Wait(time.Second).Press("g").Wait(time.Second).Press(c.keys).Wait(time.Second)
				drawn := strings.Split(p.Screen.String(), "\n")
				before := p.Drawn()
				for y, line := range drawn {
					clicked := ""
					for x, r := range []rune(line) {
						if !strings.ContainsRune("╭╮╰╯│─", r) && y > 0 && y < len(drawn)-2 || y > 0 && y < len(drawn)-2 && play.InTabs(line, x) {
							continue
						}
						if x > 1 && x < c.w-2 && r == '─' && x%7 != 0 { // a border's middle is like its neighbour
							continue
						}
						p.Clicks(x, y)
						p.Wheels(x, y)
						clicked += fmt.Sprintf(" %d (%c)", x, r)
					}
					if p.Pass(0); p.Drawn() != before {
						t.Fatalf("a click in line %d at one of%s changed\n%s\nto\n%s", y, clicked, strings.Join(drawn, "\n"), p.Next())
					}
				}
			})
		})
	}
}

func TestAClickSelectsTheRowItIsOn(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second).Press("G ctrl+u k k").Wait(time.Second)
		p.SelectsEachRow("Secrets", `^[ ▌] app/`, 1)
		p.Press("g V").Wait(time.Second).SelectsEachRow("Value│", `^[ ▌] (v|key-)`, 1)
		p.Press("3 G").Wait(time.Second).SelectsEachRow("Versions", `^[ ▌] [○●▸]`, 1)
		p.Press("g j = y").Sees("≠ v").Press("j enter G").SelectsEachRow("Compare", `^[ ▌] [≠=]`, 1)
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("3").SelectsEachRow("Versions", `^[ ▌] [○●▸]`, 2)
	})
	play.Game(t, play.Setting{}, func(p *play.Player) { // below a notice
		p.TimelineOf("^prod/billing/db$").Sees("rotation stuck")
		for _, text := range []string{"AWSPREVIOUS", "AWSPENDING", "1 Nov 1999", "AWSCURRENT", "no value yet"} {
			label := map[string]string{"1 Nov 1999": "AWSPREVIOUS", "no value yet": "AWSPENDING"}[text]
			if row := p.Clicks(p.Cell(text, text)).Wait(50 * time.Millisecond).Under("Versions"); !strings.Contains(row, cmp.Or(label, text)) {
				t.Errorf("a click on %s selects %s", text, row)
			}
		}
	})
}

func TestAClickOnAMessageHitsNoRowBelowIt(t *testing.T) {
	play.Game(t, play.Setting{W: 60, H: 20, Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second)
		p.Program.Send(pane.Said{Text: strings.Repeat("could not do it, for many reasons; ", 8), Kind: pane.Failure, Stay: time.Hour})
		p.Wait(time.Second)
		screen := strings.Split(p.Screen.String(), "\n")
		lines := 20 - 1 - slices.IndexFunc(screen, func(l string) bool { return strings.HasPrefix(l, "╰") }) - 1
		if lines < 3 {
			t.Fatalf("the message takes %d lines\n%s", lines, p.Screen)
		}
		before := p.Drawn()
		for y := 20 - 1 - lines - 1; y < 20; y++ {
			for _, x := range []int{0, 1, 5, 30, 59} {
				p.Clicks(x, y)
				if p.Drawn() != before {
					t.Fatalf("a click at %d,%d changed\n%s\nto\n%s", x, y, p.Screen, p.Next())
				}
			}
		}
		p.Clicks(5, 20-1-lines-2)
		if p.Drawn() == before {
			t.Errorf("the last row in sight cannot be clicked\n%s", p.Screen)
		}
	})
}

func TestTheWheelMovesTheCursorOfThePaneItIsOver(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second).Press("V").Wait(time.Second).Press("1")
		turns := func(by int, titles ...string) {
			t.Helper()
			for _, title := range titles {
				if down := p.Wheel(title, tea.MouseWheelDown); down != by {
					t.Errorf("over %s it goes down by %d\n%s", title, down, p.Screen)
				}
				if down := p.Wheel(title, tea.MouseWheelUp); down != -by {
					t.Errorf("over %s it goes up by %d\n%s", title, -down, p.Screen)
				}
			}
		}
		turns(3, "Value│")
		turns(1, "Versions")
		turns(3, "Secrets")
		p.Press("3 j = y j enter g").Sees("≠ v")
		turns(3, "Compare")
		p.Press("esc 1 e").Sees("edit app/000")
		turns(0, "edit app/000")
	})
}

func TestWhatTheMousePutTheCursorOnIsWhatKeysAreAbout(t *testing.T) {
	for name, points := range map[string]func(p *play.Player, title, text string){
		"the wheel": func(p *play.Player, title, _ string) { p.Wheel(title, tea.MouseWheelDown) },
		"a click":   func(p *play.Player, _, text string) { p.Clicks(p.Cell(text, text)) },
	} {
		play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
			p.Becomes(time.Second, "app/0").Wait(time.Second)
			points(p, "Secrets", "app/003")
			if p.Wait(time.Second); !strings.Contains(p.Frame("Value│").Title, " app/003 ") {
				t.Errorf("%s puts the cursor on %s, and the detail is of %s", name, p.Secret(), p.Frame("Value│").Title)
			}
			p.Press("g 3").Wait(time.Second)
			points(p, "Versions", strings.Fields(p.Frame("Versions").Lines[2])[1])
			p.Wait(50 * time.Millisecond)
			id := strings.Fields(strings.TrimLeft(p.Under("Versions"), " ▌"))[1]
			p.Press("L").Sees("Labels of version " + strings.TrimSuffix(id, "…"))
		})
	}
}

// Once the user has moved, nothing that arrives moves the cursor.
func TestWhatArrivesLaterMovesNoCursorThatTheMouseHasMoved(t *testing.T) {
	for name, points := range map[string]func(p *play.Player, title, text string){
		"the wheel": func(p *play.Player, title, _ string) { p.Wheel(title, tea.MouseWheelDown) },
		"a click":   func(p *play.Player, _, text string) { p.Clicks(p.Cell(text, text)) },
	} {
		play.Game(t, play.Setting{Seed: play.Slow(2 * time.Second), NoFirst: true}, func(p *play.Player) {
			p.Wait(2100 * time.Millisecond)
			points(p, "Secrets", strings.Fields(p.Frame("Secrets").Lines[4])[0])
			before := p.Wait(50 * time.Millisecond).Secret()
			if now := p.Wait(20 * time.Second).Secret(); now != before {
				t.Errorf("%s puts the cursor on %s, and then it is on %s", name, before, now)
			}
		})
		play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two", "three")}, func(p *play.Player) {
			p.Moves(backend.LabelMove{Label: "kept", To: p.IDs()[backend.Previous]})
			p.Press("ctrl+r").Wait(time.Second)
			points(p, "Versions", "AWSPREVIOUS")
			before := p.Wait(50 * time.Millisecond).Under("Versions")
			p.Colleague("app/canary", "four")
			if now := p.Press("ctrl+r").Wait(time.Second).Under("Versions"); strings.Fields(now)[2] != strings.Fields(before)[2] {
				t.Errorf("%s puts the cursor on %s, and then it is on %s", name, before, now)
			}
		})
	}
}

func TestAClickOnAnotherTabMovesNoCursorOfTheValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second).Press("V").Wait(time.Second)
		before := p.Under("Value│")
		f := p.Press("]").Sees("kms key").Frame("Value│")
		p.Clicks(f.X+4, f.Y+8).Press("[")
		if now := p.Sees("JSON · 61 keys").Under("Value│"); now != before {
			t.Errorf("it was on %s, and is on %s", before, now)
		}
	})
}

func TestAClickOnTheFoldedTimelineUnfoldsItAndMovesNoCursor(t *testing.T) {
	play.Game(t, play.Setting{W: 90, H: 24}, func(p *play.Player) {
		p.Press("/").Types("^prod/billing/db$").Press("enter").Wait(time.Second)
		f := p.Frame("Versions")
		p.Clicks(f.X+4, f.Y+1).Wait(time.Second)
		if row := p.Under("Versions"); p.Frame("Versions").H <= f.H || !strings.Contains(row, "AWSCURRENT") {
			t.Errorf("the cursor is on %s\n%s", row, p.Screen)
		}
	})
}

func TestAClickOnATabTurnsToIt(t *testing.T) {
	play.Game(t, play.Setting{W: 150, H: 36}, func(p *play.Player) {
		click := func(tab string) *play.Player { p.Clicks(p.Cell("╭", tab)); return p.Wait(200 * time.Millisecond) }
		click("Info").Sees("kms key").SeesNot("not read")
		click("Tags").Sees("cost-centre").SeesNot("kms key")
		click("Value│").Sees("not read").SeesNot("cost-centre")
		click("Deleted").Sees("prod/orders/db", "safe for")
		click("Deleted").Sees("safe for") // it is shown already
		click("Active").SeesNot("safe for")
	})
}

func TestAClickOnAnArrowTurnsToTheNextTabWhereOneIsShown(t *testing.T) {
	play.Game(t, play.Setting{W: 80, H: 24}, func(p *play.Player) {
		click := func(sign string) *play.Player { p.Clicks(p.Cell("╭", sign)); return p.Wait(200 * time.Millisecond) }
		p.Sees("‹ Value 1/6 ›")
		click("› ╮").Sees("‹ Info 2/6 ›", "kms key")
		click("‹").Sees("‹ Value 1/6 ›")
		click("‹").Sees("‹ Policy 6/6 ›", "no resource policy")
		click("› ╮").Sees("‹ Value 1/6 ›")
	})
}

func TestAClickGivesTheKeysToThePaneThatItHits(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two", "three")}, func(p *play.Player) {
		hit := func(title, key string) {
			t.Helper()
			f := p.Frame(title)
			p.Clicks(f.X+2, f.Y+f.H-2).Wait(50 * time.Millisecond)
			if !strings.Contains(p.Foot(), key) {
				t.Errorf("after a click into %s the keys are %s", title, p.Foot())
			}
		}
		hit("Versions", "L labels")
		hit("Value│", "] next tab")
		hit("Secrets", "space mark")
		p.Press("e").Sees("edit app/canary").Press("1")
		hit("Secrets", "space mark")
		hit("edit app/canary", "ctrl+s review")
	})
}

func TestAClickOnTheFindLineBeginsToTypeAndOneOnARowEndsIt(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Clicks(p.Cell("by name", "find")).Wait(50 * time.Millisecond)
		p.Types("stripe").Sees("/ stripe", "prod/payments/stripe", "enter keep")
		p.Clicks(p.Cell("staging/payments/stripe", "staging/payments/stripe")).Wait(50 * time.Millisecond)
		if p.Sees("v reveal"); p.Secret() != "staging/payments/stripe" {
			t.Errorf("the cursor is on %s", p.Secret())
		}
	})
}

func TestTheOtherButtonsDoNothing(t *testing.T) {
	play.Game(t, play.Setting{W: 150, H: 36}, func(p *play.Player) {
		before := p.Drawn()
		for _, b := range []tea.MouseButton{tea.MouseRight, tea.MouseMiddle} {
			for _, text := range []string{"dev/billing/db", "Info", "Deleted 5 ╮", "AWSPREVIOUS"} {
				x, y := p.Cell(text, text)
				p.Program.Send(tea.MouseClickMsg{X: x, Y: y, Button: b})
			}
		}
		if p.Pass(0); p.Drawn() != before {
			t.Errorf("they changed the screen to\n%s", p.Next())
		}
	})
}

func TestASecondClickOnWhatIsFoldedUnfoldsIt(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		x, y := p.Press("t").Cell("▸ prod/", "prod/")
		p.Clicks(x, y).Wait(50 * time.Millisecond).Sees("▸ prod/")
		p.Clicks(x, y).Wait(50*time.Millisecond).Sees("▾ prod/", "▸ payments/")
		p.Clicks(x, y).Wait(50 * time.Millisecond).Sees("▸ prod/")
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two", "three")}, func(p *play.Player) {
		x, y := p.Cell("1 without a label", "1 without")
		p.Clicks(x, y).Wait(50 * time.Millisecond).Sees("▸ 1 without a label")
		p.Clicks(x, y).Wait(50 * time.Millisecond).Sees("▾ 1 without a label")
		p.Clicks(x, y).Wait(50 * time.Millisecond).Sees("▸ 1 without a label")
	})
}
