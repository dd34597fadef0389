package model_test

import (
	"testing"
	"time"

	"strongroom/model"
	"strongroom/model/play"
)

// Until the user does something the cursor is on the best match of what has come. Whatever is done to a secret, or looked at of it, it
// stays on that one.
func TestPagesThatComeLeaveTheCursorOnTheSecretThatSomethingIsDoneTo(t *testing.T) {
	ways := map[string]func(o *model.Options){
		"a filter":    func(o *model.Options) { o.Filter = "key" },
		"the deleted": play.DeletedFirst,
	}
	for what, does := range map[string]func(p *play.Player){
		"enter":                 func(p *play.Player) { p.Press("enter") },
		"a value is read":       func(p *play.Player) { p.Press("v") },
		"a copy":                func(p *play.Player) { p.Press("c") },
		"another pane":          func(p *play.Player) { p.Press("2") },
		"the next pane":         func(p *play.Player) { p.Press("tab") },
		"where this is":         func(p *play.Player) { p.Press("@").Wait(time.Second).Press("esc") },
		"every action":          func(p *play.Player) { p.Press(":").Wait(time.Second).Press("esc") },
		"a click on its values": func(p *play.Player) { p.Clicks(80, 12) },
	} {
		for way, change := range ways {
			t.Run(way+", "+what, func(t *testing.T) {
				play.Game(t, play.Setting{Seed: play.Slow(2 * time.Second), NoFirst: true, Change: change}, func(p *play.Player) {
					first := ""
					for first == "" || first == "/" { // the find line
						first = p.Wait(100 * time.Millisecond).Secret()
					}
					if does(p); p.Secret() != first {
						t.Fatalf("it goes from %s to %s itself", first, p.Secret())
					}
					if p.Wait(20 * time.Second); p.Secret() != first {
						t.Errorf("the cursor went from %s to %s\n%s", first, p.Secret(), p.Screen)
					}
				})
			})
		}
	}
}
