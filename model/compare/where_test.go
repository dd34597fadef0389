package compare_test

import (
	"strings"
	"testing"

	"strongroom/model/play"
)

func TestAComparisonSaysWhereTwoValuesDifferOnceTheyAreShown(t *testing.T) {
	for _, c := range []struct{ older, newer, says string }{
		{`{"url":"postgres://app:made-up@db-1/orders"}`, `{"url":"postgres://web:made-up@db-2/orders"}`, "url differs in 2 places: characters 12–14 · character 27"},
		{`{"k":"made-up "}`, `{"k":"made-up"}`, "k differs at character 7, behind which 1 character is gone"},
		{`{"k":"- made-up"}`, `{"k":"made-up"}`, "k differs at the beginning, where 2 characters are gone"},
		{`{"k":"made-up"}`, `{"k":"made-up日本"}`, "k differs at characters 8–9"},
		{`{"k":"1 made 2 made 3 made 4 made 5"}`, `{"k":"6 made 7 made 8 made 9 made 0"}`, "k differs in 5 places: character 1 · character 8 · character 15 · …"},
		{"host = a\nport = 5432\n", "host = a\nport = 5433\n", "line 2 differs at character 11"},
	} {
		for _, w := range []int{120, 60} {
			play.Game(t, play.Setting{W: w, H: 24, Seed: play.SeedVersions(c.older, c.newer)}, func(p *play.Player) {
				p.Press("3 j = y").Sees("1 changed").SeesNot("differs")
				p.Press("g j k")
				for range 3 {
					if strings.Contains(p.Under("Compare ·"), "≠") || strings.Contains(p.Under("Compare ·"), "-") {
						break
					}
					p.Press("j")
				}
				p.Press("v")
				if says := c.says; w == 120 || len(says) < 56 {
					p.Sees(says)
				}
				play.CheckLayout(t, p, w)
				p.Press("v").SeesNot("differs")
			})
		}
	}
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"k":"abc"}`, `{"k":"xyz","n":"new"}`)}, func(p *play.Player) {
		p.Press("3 j = y V").Sees("abc", "xyz").SeesNot("differs").Press("j").SeesNot("differs") // nothing in common, and nothing to compare with
	})
}

func TestBothSidesAreInSightOnTheSmallestScreen(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10, Seed: play.SeedVersions(`{"key":"made-up-1"}`, `{"key":"made-up-2"}`)}, func(p *play.Player) {
		p.Press("3 j = y").Sees("1 changed").Press("V").Sees("key differs at character 9", "made-up-1", "made-up-2")
		play.CheckLayout(t, p, 40)
	})
}

func TestOfKeysThatAreAlikeEachHasItsNumber(t *testing.T) {
	seed := play.SeedVersions(`{"k":"made-up-1","k":"made-up-2","z":{"k":1}}`, `{"k":"made-up-1","k":"made-up-3","k":"made-up-4","z":{"k":2}}`)
	play.Game(t, play.Setting{W: 80, H: 24, Seed: seed}, func(p *play.Player) {
		p.Press("3 j = y").Sees("≠ k#2", "+ k#3", "≠   k ").SeesNot("k#1").Press("V").Sees("- k#2", "+ k#3").Press("j").Sees("k#2 differs at character 9")
	})
}
