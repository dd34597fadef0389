package list_test

import (
	"testing"
	"time"

	"strongroom/model/play"
)

func TestWhoOpensASecretByItsNameHasTheKeysOfTheList(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("2 o").Wait(time.Second).Types("prod/payments/stripe").Press("enter").Wait(time.Second).Sees("prod/payments/stripe", "space mark")
	})
}
