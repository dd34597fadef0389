package model

import (
	"strings"
	"testing"
	"time"
)

func TestADeveloperFindsRevealsAndCopiesOneKey(t *testing.T) {
	play(t, setting{native: true}, func(p *player) {
		p.sees("214 secrets", "5 deleted", "0 decrypts", "not read")
		p.press("/").types("prodstripe").sees("prod/payments/stripe").press("enter")
		p.press("v").sees("JSON · 3 keys", "api_key", "••••••••••••", "1 decrypt").seesNot("made-up")
		p.press("v").sees("made-up-prod-api-key")
		p.press("j c").sees("copied webhook_secret", "clears in")
		if got := p.board.holds(); !strings.Contains(got, "webhook") {
			t.Errorf("the clipboard holds %q", got)
		}
		if n := p.calls("GetSecretValue"); n != 1 {
			t.Errorf("%d reads for one value", n)
		}
		p.wait(31 * time.Second).sees("wiped").seesNot("made-up")
		if got := p.board.holds(); got != "" {
			t.Errorf("the clipboard still holds %q after its time", got)
		}
	})
}

func TestTheOnCallEngineerRestoresTwoInUnderTenKeys(t *testing.T) {
	play(t, setting{change: func(o *Options) { o.Deleted = true }}, func(p *player) {
		p.sees("most urgent first", "prod/orders/db", "safe for 2h 1", "may go at any moment")
		p.press("space space R").sees("Restore 2 secrets", "account 1234-5678-9012 · eu-west-1")
		p.press("y").sees("restored all 2", "3 deleted", "216 secrets")
		if n := p.calls("RestoreSecret"); n != 2 {
			t.Errorf("%d restores reached the service", n)
		}
		if n := p.calls("GetSecretValue"); n != 0 {
			t.Errorf("restoring read %d values", n)
		}
	})
}
