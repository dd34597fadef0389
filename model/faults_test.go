package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestABadAnswerIsAnErrorAndNeverAnEmptyValue(t *testing.T) {
	for kind, words := range map[local.FaultKind]string{
		local.EmptyObject: "the answer makes no sense", local.HTMLOK: "the answer makes no sense", local.Truncated: "", local.Reset: "could not reach",
		local.BadGateway: "the service failed", local.ServerError: "the service failed", local.Hang: "no answer in time",
		local.QuotaReached: "a quota is used up", local.BadKeys: "the credentials were refused",
	} {
		play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
			p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "GetSecretValue", Kind: kind, N: -1}} })
			p.press("v").wait(40*time.Second).sees("could not reveal app/canary", words, "tries again")
			p.press("c").wait(40 * time.Second)
			if p.board.holds() != "" {
				t.Errorf("fault %d: something was copied", kind)
			}
			p.server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.press("v").sees(canary)
		})
	}
}

func TestDeniedIsLocalAndNamesTheAction(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true, "DescribeSecret": true} })
		p.press("v").sees("access denied", "needs secretsmanager:GetSecretValue", "0 decrypts")
		p.press("ctrl+r ]").sees("needs secretsmanager:DescribeSecret", "shown is what the list told", "app/canary")
		p.press("1 j").sees("app/other")
	})
}

func TestAKeyThatCannotBeUsedIsExplained(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("ledger-export").press("enter v").sees("the KMS key cannot be used", "kms:Decrypt")
	})
}

func TestASecretWithoutAValueSaysSo(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("sandbox/placeholder").press("enter v").sees("there is no value").press("]").sees("none: this secret has no value yet")
	})
}

func TestAFreshLoginGoesOnWithoutARestart(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Expired = true })
		p.press("ctrl+r").sees("the login has expired", "log in again", "214")
		p.server.Set(func(k *local.Knobs) { k.Expired = false })
		p.press("ctrl+r").sees("214 secrets").seesNot("expired")
	})
}

func TestNothingBlocksTheKeys(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Latency = 9 * time.Second })
		p.press("v")
		for _, key := range []string{"1", "j", "k", "?", "esc", "/", "esc", "D", "D"} {
			at := time.Now()
			before := len(p.screen.sent())
			p.send(bytesOf(key))
			for len(p.screen.sent()) == before && time.Since(at) < 2*time.Second {
				p.wait(10 * time.Millisecond)
			}
			if took := time.Since(at); took > 150*time.Millisecond {
				t.Errorf("%s was answered after %v", key, took)
			}
			p.wait(200 * time.Millisecond)
		}
	})
}

func TestAwkwardValuesAreShownAndCopiedExactly(t *testing.T) {
	for name, v := range map[string]string{
		"escape sequences": "made-up\x1b[2J\x1b]52;c;eA==\x07\u009d0;x\u009c", "CRLF": "a\r\nb\r\n", "a tab": "a\tb", "64 KiB in one line": strings.Repeat("x", 65536),
		"twelve thousand lines": strings.Repeat("ab\n", 12000), "JSON with a hostile key": "{\"k\\u001b[31m\u202e\":\"v\"}", "blank": " ", "a scalar": "12345678901234567890",
		"not JSON": "{", "wide": strings.Repeat("東京", 300),
	} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedOne(backend.TextValue(v)), native: true}, func(p *player) {
				p.press("c").sees("copied app/canary")
				if p.board.holds() != v {
					t.Errorf("copied %d bytes of %d", len(p.board.holds()), len(v))
				}
				p.press("V G g ctrl+d")
				checkLayout(t, p, 120)
			})
		})
	}
}

func TestABinaryValueIsDescribedAndNotCopiedAsText(t *testing.T) {
	play(t, setting{native: true}, func(p *player) {
		p.press("/").types("keystore-p12").press("enter v").sees("PKCS#12 key store", "2,389 bytes", "sha-256")
		p.press("c").sees("a binary value cannot go on a text clipboard")
		p.wait(31 * time.Second).sees("wiped").seesNot("2,389")
	})
}

func TestAWindowTooSmallSaysSo(t *testing.T) {
	play(t, setting{w: 39, h: 9, noFirst: true}, func(p *player) {
		p.becomes(time.Second, "needs 40 x 10", "39 x 9")
	})
	for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {200, 60}} {
		play(t, setting{w: size[0], h: size[1]}, func(p *player) {
			checkLayout(t, p, size[0])
			for _, keys := range []string{"D", "enter", "]", "]", "esc", "D", "/", "esc", "t", "t", "enter", "V"} {
				p.press(keys)
				checkLayout(t, p, size[0])
			}
			for _, keys := range []string{"?", "esc", "!", "esc", "@", "esc", ":", "esc", "C", "esc", "1", "s", "esc"} {
				p.press(keys)
			}
			checkLayout(t, p, size[0])
		})
	}
}
