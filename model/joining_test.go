package model

import (
	"fmt"
	"strings"
	"testing"

	"strongroom/backend"
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
		shows := func(p *player, times int) {
			p.t.Helper()
			s := p.screen.String()
			if got := strings.Count(s, string(letter)) + strings.Count(s, fmt.Sprintf("<U+%04X>", letter)); got != times*n {
				p.t.Errorf("of %d letters %U the screen shows %d\n%s", times*n, letter, got, s)
			}
		}
		set := setting{w: 120, h: 44, seed: seedOne(backend.TextValue(`{"k":"` + value + `"}`))}
		play(t, set, func(p *player) {
			p.press("tab V").sees("1 key")
			shows(p, 1)
		})
		play(t, setting{w: 120, h: 44, seed: seedOne(backend.TextValue(value))}, func(p *player) {
			p.press("tab V").sees("wiped in")
			shows(p, 1)
			p.press("e").sees("edit app/canary")
			shows(p, 1)
		})
		play(t, set, func(p *player) {
			p.press("e enter ctrl+o").sees("keeps")
			shows(p, 1)
			p.press("esc T").sees("the whole value as text")
			shows(p, 1)
		})
		play(t, setting{w: 120, h: 44, seed: seedVersions(`{"k":"made-up"}`, `{"k":"`+value+`"}`)}, func(p *player) {
			p.press("3 j = y V").sees("1 changed", "made-up")
			shows(p, 1)
		})
		play(t, setting{w: 120, h: 44, seed: seedOne(backend.TextValue("made-up"))}, func(p *player) {
			p.press("e ctrl+u").types("\x1b[F").press("ctrl+u").types(strings.Repeat(string(letter), 2))
			p.colleague("app/canary", strings.Repeat(string(letter), 3))
			p.press("ctrl+s enter v").sees("theirs", "yours")
			if s := p.screen.String(); strings.Count(s, string(letter))+strings.Count(s, fmt.Sprintf("<U+%04X>", letter)) < 5 {
				t.Errorf("the conflict shows\n%s", s)
			}
		})
	}
}
