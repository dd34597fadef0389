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
	"strongroom/internal/tools"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestAClickOnABorderHitsNothing(t *testing.T) {
	for i, c := range []struct {
		what string
		w, h int
		keys string
	}{
		{"three panes", 120, 36, ""},
		{"three panes, scrolled", 120, 36, "G ctrl+u"},
		{"the value", 120, 36, "v V G"},
		{"the versions", 120, 36, "3 j j G"},
		{"the versions over the detail", 90, 20, "3 G"},
		{"two panes", 90, 24, "V G"},
		{"low", 90, 13, "G"},
		{"one pane", 60, 20, "G"},
		{"one pane, the value", 60, 20, "V G"},
		{"one pane, the versions", 60, 20, "3 G"},
		{"an edit", 120, 36, "e"},
		{"a comparison", 120, 36, "3 j ="},
	} {
		if tools.Spares(i, 3) {
			continue
		}
		t.Run(c.what, func(t *testing.T) {
			play.Game(t, play.Setting{W: c.w, H: c.h, Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
				p.Becomes(time.Second, "app/0").Wait(time.Second).Press("g").Wait(time.Second).Press(c.keys).Wait(time.Second)
				drawn := strings.Split(p.Screen.String(), "\n")
				before := p.Drawn()
				for y, line := range drawn[:len(drawn)-1] { // what the footer names can be hit
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
		p.Press("g V").Wait(time.Second).SelectsEachRow("Value", `^[ ▌] (v|key-)`, 1)
		p.Press("3 G").Wait(time.Second).SelectsEachRow("Versions", `^[ ▌] [○●▸]`, 1)
		p.Press("g j = y").Sees("≠ v").Press("j enter G").SelectsEachRow("Compare", `^[ ▌] [≠=]`, 1)
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two", "three")}, func(p *play.Player) {
		p.Press("3").SelectsEachRow("Versions", `^[ ▌] [○●▸]`, 1)
	})
	play.Game(t, play.Setting{}, func(p *play.Player) { // below a notice
		p.TimelineOf("^prod/billing/db$").Sees("rotation stuck")
		for _, text := range []string{"AWSPREVIOUS", "AWSPENDING", "AWSCURRENT", "no value yet"} {
			label := map[string]string{"no value yet": "AWSPENDING"}[text]
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
		for y := 20 - 1 - lines - 1; y < 19; y++ {
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

func TestTheWheelScrollsWhatIsUnderItAndMovesNoCursor(t *testing.T) {
	play.Game(t, play.Setting{W: 120, H: 30, Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second).Press("V").Wait(time.Second).Press("3 G enter 1")
		turns := func(titles ...string) {
			t.Helper()
			for _, title := range titles {
				before := p.Frame(title)
				if down := p.Wheel(title, tea.MouseWheelDown); down != 3 {
					t.Errorf("over %s it goes down by %d\n%s", title, down, p.Screen)
				}
				if down := p.Wheel(title, tea.MouseWheelUp); down != -3 {
					t.Errorf("over %s it goes up by %d\n%s", title, -down, p.Screen)
				}
				if now := p.Frame(title); fmt.Sprint(now) != fmt.Sprint(before) {
					t.Errorf("over %s it changed more than what is seen\n%s", title, p.Screen)
				}
			}
		}
		p.Press("3 g 1")
		turns("Value", "Versions", "Secrets")
		p.Press("2 ]").Wait(time.Second)
		p.Wheel("Info", tea.MouseWheelDown)
		p.Press("[ 1")
		p.Wheel("Secrets", tea.MouseWheelDown)
		p.Sees("app/004").SeesNot("▌ app/000", " app/002 ")
		if p.Press("ctrl+r").Wait(time.Second).Sees(" app/004 ").SeesNot(" app/002 "); !strings.Contains(p.Frame("Value").Title, " app/000 ") {
			t.Errorf("the wheel moved the cursor\n%s", p.Screen)
		}
		p.Press("j").Sees("▌ app/001").Press("k 3 g j = y j enter g").Sees("≠ v")
		turns("Compare")
	})
}

func TestADoubleClickOpensWhatItIsOn(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second)
		p.DoubleClicks(p.Cell(" app/003 ", "app/003"))
		if foot := p.Foot(); !strings.Contains(foot, "] next tab") || !strings.Contains(p.Frame("Value").Title, " app/003 ") {
			t.Errorf("the keys are %s\n%s", foot, p.Screen)
		}
		p.Clicks(p.Cell(" app/005 ", "app/005")).Wait(time.Second).Clicks(p.Cell(" app/005 ", "app/005")).Wait(50 * time.Millisecond)
		if foot := p.Foot(); !strings.Contains(foot, "space mark") {
			t.Errorf("two slow clicks opened it: the keys are %s", foot)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two", "three")}, func(p *play.Player) {
		p.DoubleClicks(p.Cell("AWSPREVIOUS", "AWSPREVIOUS"))
		p.Wait(time.Second).Sees("not the current version")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("t").DoubleClicks(p.Cell("▸ prod/", "prod/")).Sees("▾ prod/")
	})
}

func TestAClickOnAHintOfTheFooterDoesWhatItsKeyDoes(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			last := size[1] - 1
			on := func(text string) *play.Player {
				t.Helper()
				at := strings.Index(p.Foot(), text)
				if at < 0 {
					t.Fatalf("%q is not in %s", text, p.Foot())
				}
				return p.Clicks(len([]rune(p.Foot()[:at])), last).Wait(200 * time.Millisecond)
			}
			on("? help").Sees("Help").Press("esc")
			on("find").Types("stripe").Sees("stripe")
			on("clear").SeesNot("/ stripe")
			if before := p.Drawn(); p.Clicks(0, last).Wait(200*time.Millisecond).Drawn() != before {
				t.Error("a click beside the hints does something")
			}
		})
	}
}

func TestTheDividerCanBeDraggedAndStaysThere(t *testing.T) {
	play.Game(t, play.Setting{W: 120, H: 36}, func(p *play.Player) {
		at := divider(p)
		for _, c := range []struct{ to, want int }{{70, 70}, {30, 30}, {2, 23}, {118, 95}, {60, 60}} {
			if now := divider(p.Drags(at, 10, c.to, 12)); now != c.want {
				t.Fatalf("dragged to %d it is at %d, not %d\n%s", c.to, now, c.want, p.Screen)
			}
			at = c.want
		}
		for _, keys := range []string{"D", "A", "D", "t", "+", "+", "3", "1"} {
			if p.Press(keys).Wait(time.Second); divider(p) != at && divider(p) > 0 {
				t.Fatalf("after %s it is at %d\n%s", keys, divider(p), p.Screen)
			}
		}
		if now := divider(p.Resize(100, 30).Resize(120, 36)); now != at {
			t.Errorf("after another size it is at %d\n%s", now, p.Screen)
		}
		if now := divider(p.Drags(20, 10, 40, 10)); now != at {
			t.Errorf("a row can be dragged\n%s", p.Screen)
		}
	})
}

func TestWhatAClickPutTheCursorOnIsWhatKeysAreAbout(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second)
		p.Clicks(p.Cell("app/003", "app/003"))
		if p.Wait(time.Second); !strings.Contains(p.Frame("Value").Title, " app/003 ") {
			t.Errorf("a click puts the cursor on %s, and the detail is of %s", p.Secret(), p.Frame("Value").Title)
		}
		p.Press("g 3").Wait(time.Second)
		id := strings.Fields(p.Frame("Versions").Lines[2])[1]
		p.Clicks(p.Cell(id, id)).Wait(50 * time.Millisecond)
		p.Press("L").Sees("Labels of version " + strings.TrimSuffix(id, "…"))
	})
}

// Once the user has moved, nothing that arrives moves the cursor.
func TestWhatArrivesLaterMovesNoCursorThatTheMouseHasMoved(t *testing.T) {
	for name, points := range map[string]func(p *play.Player, title, text string){
		"the wheel": func(p *play.Player, title, text string) {
			p.Clicks(p.Cell(text, text))
			p.Wheels(p.Cell(text, text))
			x, y := p.Cell(title, title)
			p.Points(tea.MouseWheelMsg{X: x, Y: y + 2, Button: tea.MouseWheelUp})
		},
		"a click": func(p *play.Player, _, text string) { p.Clicks(p.Cell(text, text)) },
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

func TestAClickOnTheFoldedTimelineUnfoldsItAndMovesNoCursor(t *testing.T) {
	play.Game(t, play.Setting{W: 90, H: 20}, func(p *play.Player) {
		p.Press("/").Types("^prod/billing/db$").Press("enter").Wait(time.Second)
		f := p.Frame("Versions")
		p.Clicks(f.X+4, f.Y+1).Wait(time.Second)
		if row := p.Under("Versions"); p.Frame("Versions").H <= f.H || !strings.Contains(row, "AWSCURRENT") {
			t.Errorf("the cursor is on %s\n%s", row, p.Screen)
		}
	})
}

func TestAClickOnTheFindLineBeginsToTypeAndOneOnARowEndsIt(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Clicks(p.Cell("name ↑", "find")).Wait(50 * time.Millisecond)
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
				p.Points(tea.MouseClickMsg{X: x, Y: y, Button: b})
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
