package model_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestTheActivityTellsTheServicesCodeAndItsNumberOfTheRequest(t *testing.T) {
	play.Game(t, play.Setting{W: 120, H: 36}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("GetSecretValue") })
		p.Press("v").Wait(time.Second).Press("!").Wait(time.Second)
		text := strings.Join(strings.FieldsFunc(p.Screen.String(), func(r rune) bool { return r == ' ' || r == '\n' || r == '│' }), " ")
		if !regexp.MustCompile(`AccessDeniedException, request [0-9a-f]{8}-`).MatchString(text) {
			p.T.Errorf("it does not:\n%s", p.Screen)
		}
	})
}

func TestTheActivityNamesWhatWasReadOnEveryScreen(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.Press("/").Types("^prod/payments/stripe").Press("enter v").Wait(time.Second).Press("!")
			if row := p.Row(" reveal "); !strings.Contains(row, "prod/payments/stripe") || !strings.Contains(row, "1 decrypt") {
				t.Errorf("%d wide a row is %q", size[0], row)
			}
			if size[0] >= 80 {
				p.Sees("list the versions of prod/payments/stripe")
			}
		})
	}
}
