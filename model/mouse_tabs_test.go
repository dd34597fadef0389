package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/model/play"
)

func TestAClickOnAnotherTabMovesNoCursorOfTheValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedMany, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/0").Wait(time.Second).Press("V").Wait(time.Second)
		name := p.Secret()
		before := p.Under(name)
		f := p.Press("]").Sees("kms key").Details()
		p.Clicks(f.X+4, f.Y+8).Press("[")
		if now := p.Sees("JSON · 61 keys").Under(name); now != before {
			t.Errorf("it was on %s, and is on %s", before, now)
		}
	})
}

func TestAClickOnATabTurnsToIt(t *testing.T) {
	play.Game(t, play.Setting{W: 150, H: 36}, func(p *play.Player) {
		in := func(line, tab string) *play.Player {
			p.Clicks(p.Cell(line, tab))
			return p.Wait(200 * time.Millisecond)
		}
		turn := func(tab string) *play.Player { return in("Policy", tab) }
		click := func(tab string) *play.Player { return in("╭", tab) }
		turn("Info").Sees("kms key").SeesNot("not read")
		turn("Tags").Sees("cost-centre").SeesNot("kms key")
		turn("Value").Sees("not read").SeesNot("cost-centre")
		click("Deleted").Sees("prod/orders/db", "≥ 2h")
		click("Deleted").Sees("≥ 2h") // it is shown already
		click("Active").SeesNot("≥ 2h")
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
		hit("Value", "] next tab")
		hit("Secrets", "space mark")
		p.Press("e").Sees("edit app/canary").Press("1")
		hit("Secrets", "space mark")
		hit("edit app/canary", "ctrl+s save")
	})
}

// What is clicked on is what is looked at: it stays where it is.
func TestAClickInAPolicyMovesNothingThatIsSeen(t *testing.T) {
	for _, size := range [][2]int{{200, 24}, {160, 18}, {120, 24}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedGoverned}, func(p *play.Player) {
			p.Press("2 [").Wait(time.Second).Sees("Policy")
			still := strings.NewReplacer("▌", " ", "▸", " ", "▾", " ")
			rows := func(x int) (out string) { // of the column that is clicked on
				for _, l := range p.Frame("app/canary").Lines {
					l, r := []rune(still.Replace(l)), x >= size[0]/4
					if at := slices.Index(l, '│'); at >= 0 && r {
						l = l[at:]
					} else if at >= 0 {
						l = l[:at]
					}
					out += string(l) + "\n"
				}
				return out
			}
			f := p.Frame("app/canary")
			for y := 1; y < len(f.Lines); y++ { // above are the tabs
				for _, x := range []int{4, len([]rune(f.Lines[y])) * 2 / 3} {
					before := rows(x)
					p.Clicks(f.X+1+x, f.Y+1+y).Wait(time.Second)
					if after := rows(x); after != before {
						t.Errorf("%v: a click at %d,%d turned\n%s\ninto\n%s", size, x, y, before, after)
						return
					}
				}
			}
		})
	}
}
