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
