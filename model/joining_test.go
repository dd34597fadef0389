package model_test

import (
	"fmt"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/model/play"
)

// Letters that terminals would draw in one place are spelled out beside each other: a line is full sooner than its letters tell.
func TestALineOfJoiningLettersIsWrappedWhereverItIsShown(t *testing.T) {
	const n = 40
	for _, letter := range []rune{0x1112, 0x1f1e9, 0x1f467} { // a half of Hangul syllables, of flags, a person
		value, glue := "", ""
		if letter == 0x1f467 {
			glue = "\u200d"
		}
		value = strings.Repeat(string(letter)+glue, n)
		shows := func(p *play.Player, times int) {
			p.T.Helper()
			s := p.Screen.String()
			if got := strings.Count(s, string(letter)) + strings.Count(s, fmt.Sprintf("<U+%04X>", letter)); got != times*n {
				p.T.Errorf("of %d letters %U the screen shows %d\n%s", times*n, letter, got, s)
			}
		}
		set := play.Setting{W: 120, H: 44, Seed: play.SeedOne(backend.TextValue(`{"k":"` + value + `"}`))}
		play.Game(t, set, func(p *play.Player) {
			p.Press("tab V").Sees("1 key")
			shows(p, 1)
		})
		play.Game(t, play.Setting{W: 120, H: 44, Seed: play.SeedOne(backend.TextValue(value))}, func(p *play.Player) {
			p.Press("tab V").Sees("wiped in")
			shows(p, 1)
			p.Press("e").Sees("edit app/canary")
			shows(p, 1)
		})
		play.Game(t, set, func(p *play.Player) {
			p.Press("e enter ctrl+o").Sees("enter keep")
			shows(p, 1)
			p.Press("esc T").Sees("the whole value as text")
			shows(p, 1)
		})
		play.Game(t, play.Setting{W: 120, H: 44, Seed: play.SeedVersions(`{"k":"made-up"}`, `{"k":"`+value+`"}`)}, func(p *play.Player) {
			p.Press("3 j = y V").Sees("1 changed", "made-up")
			shows(p, 1)
		})
		play.Game(t, play.Setting{W: 120, H: 44, Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
			p.Press("e ctrl+u").Types("\x1b[F").Press("ctrl+u").Types(strings.Repeat(string(letter), 2))
			p.Colleague("app/canary", strings.Repeat(string(letter), 3))
			p.Press("ctrl+s enter v").Sees("theirs", "yours")
			if s := p.Screen.String(); strings.Count(s, string(letter))+strings.Count(s, fmt.Sprintf("<U+%04X>", letter)) < 5 {
				t.Errorf("the conflict shows\n%s", s)
			}
		})
	}
}
