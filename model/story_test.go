package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/model"
	"strongroom/model/play"
)

func TestADeveloperFindsRevealsAndCopiesOneKey(t *testing.T) {
	play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
		p.Sees("214 secrets", "5 deleted", "0 decrypts", "not read")
		p.Press("/").Types("prodstripe").Sees("prod/payments/stripe").Press("enter")
		p.Press("v").Sees("JSON · 3 keys", "api_key", "••••••••••••", "1 decrypt").SeesNot("made-up")
		p.Press("v").Sees("made-up-prod-api-key")
		p.Press("j c").Sees("copied webhook_secret", "━━━━━━ 30s")
		if got := p.Board.Holds(); !strings.Contains(got, "webhook") {
			t.Errorf("the clipboard holds %q", got)
		}
		if n := p.Calls("GetSecretValue"); n != 1 {
			t.Errorf("%d reads for one value", n)
		}
		p.Wait(31 * time.Second).Sees("wiped").SeesNot("made-up")
		if got := p.Board.Holds(); got != "" {
			t.Errorf("the clipboard still holds %q after its time", got)
		}
	})
}

func TestTheOnCallEngineerRestoresTwoInUnderTenKeys(t *testing.T) {
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.Deleted = true }}, func(p *play.Player) {
		p.Sees("deadline ↑", "prod/orders/db", "≥ 2h 1", "any moment")
		p.Press("space space R").Sees("Restore 2 secrets", "account 1234-5678-9012 · eu-west-1")
		p.Press("y").Sees("restored all 2", "3 deleted", "216 secrets")
		if n := p.Calls("RestoreSecret"); n != 2 {
			t.Errorf("%d restores reached the service", n)
		}
		if n := p.Calls("GetSecretValue"); n != 0 {
			t.Errorf("restoring read %d values", n)
		}
	})
}
