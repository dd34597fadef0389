package edit_test

import (
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/model/play"
)

func TestAClickInAnEditPutsTheCursorThere(t *testing.T) {
	five := play.SeedOne(backend.TextValue(`{"a":"1","b":"2","c":"3","d":"4","e":"5"}`))
	for _, size := range [][2]int{{120, 36}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: five, NoFirst: true}, func(p *play.Player) {
			p.Wait(time.Second).Press("e").Sees("5 keys")
			x, y := p.Cell("  c  ", "c  ")
			p.Clicks(x, y).Wait(100 * time.Millisecond).Sees("▌  c ").Press("enter").Types("new")
			p.Press("enter ctrl+s").Sees("c ", "save").SeesNot("disappear").Press("enter").Wait(time.Second)
			if got := p.Stored("app/canary"); got != `{"a":"1","b":"2","c":"new","d":"4","e":"5"}` {
				t.Errorf("it is %s", got)
			}
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("one\nmade-up two\nthree"))}, func(p *play.Player) {
		p.Press("e").Wait(time.Second).Sees("made-up two")
		x, y := p.Cell("made-up two", "two")
		p.Clicks(x, y).Wait(100 * time.Millisecond).Types("X")
		x, y = p.Cell("three", "ree")
		p.Clicks(x, y).Wait(100*time.Millisecond).Types("Y").Wait(100*time.Millisecond).Sees("made-up Xtwo", "thYree")
	})
}
