package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestABadAnswerIsAnErrorAndNeverAnEmptyValue(t *testing.T) {
	for kind, words := range map[local.FaultKind]string{
		local.EmptyObject: "the answer makes no sense", local.HTMLOK: "the answer makes no sense", local.Truncated: "", local.Reset: "could not reach",
		local.BadGateway: "the service failed", local.ServerError: "the service failed", local.Hang: "no answer in time",
		local.QuotaReached: "a quota is used up", local.BadKeys: "the credentials were refused",
	} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
			p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "GetSecretValue", Kind: kind, N: -1}} })
			p.Press("v").Wait(40*time.Second).Sees("could not reveal app/canary", words, "tries again")
			p.Press("c").Wait(40 * time.Second)
			if p.Board.Holds() != "" {
				t.Errorf("fault %d: something was copied", kind)
			}
			p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.Press("v").Sees(play.Canary)
		})
	}
}

func TestDeniedIsLocalAndNamesTheAction(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true, "DescribeSecret": true} })
		p.Press("v").Sees("access denied", "needs secretsmanager:GetSecretValue", "0 decrypts")
		p.Press("ctrl+r ]").Sees("needs secretsmanager:DescribeSecret", "shown is what the list told", "app/canary")
		p.Press("1 j").Sees("app/other")
	})
}

func TestAKeyThatCannotBeUsedIsExplained(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("ledger-export").Press("enter v").Sees("the KMS key cannot be used", "kms:Decrypt")
	})
}

func TestASecretWithoutAValueSaysSo(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("sandbox/placeholder").Press("enter v").Sees("no value yet", "e puts the first one in").SeesNot("could not").Press("]").Sees("none: this secret has no value yet")
	})
}

func TestAFreshLoginGoesOnWithoutARestart(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Expired = true })
		p.Press("ctrl+r").Sees("the login has expired", "log in again", "214")
		p.Server.Set(func(k *local.Knobs) { k.Expired = false })
		p.Press("ctrl+r").Sees("214 secrets").SeesNot("expired")
	})
}

func TestNothingBlocksTheKeys(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Latency = 9 * time.Second })
		p.Press("v")
		for _, key := range []string{"1", "j", "k", "?", "esc", "/", "esc", "D", "D"} {
			at := time.Now()
			before := len(p.Screen.Sent())
			p.Send(play.BytesOf(key))
			for len(p.Screen.Sent()) == before && time.Since(at) < 2*time.Second {
				p.Wait(10 * time.Millisecond)
			}
			if took := time.Since(at); took > 150*time.Millisecond {
				t.Errorf("%s was answered after %v", key, took)
			}
			p.Wait(200 * time.Millisecond)
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
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(v)), Native: true}, func(p *play.Player) {
				p.Press("c").Sees("copied app/canary")
				if p.Board.Holds() != v {
					t.Errorf("copied %d bytes of %d", len(p.Board.Holds()), len(v))
				}
				p.Press("V G g ctrl+d")
				play.CheckLayout(t, p, 120)
			})
		})
	}
}

func TestABinaryValueIsDescribedAndNotCopiedAsText(t *testing.T) {
	play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
		p.Press("/").Types("keystore-p12").Press("enter v").Sees("PKCS#12 key store", "2,389 bytes", "sha-256")
		p.Press("c").Sees("a binary value cannot go on a text clipboard")
		p.Wait(31 * time.Second).Sees("wiped").SeesNot("2,389")
	})
}

func TestAWindowTooSmallSaysSo(t *testing.T) {
	play.Game(t, play.Setting{W: 39, H: 9, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "needs 40 x 10", "39 x 9")
	})
	for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {200, 60}} {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			play.CheckLayout(t, p, size[0])
			for _, keys := range []string{"D", "enter", "]", "]", "esc", "D", "/", "esc", "t", "t", "enter", "V"} {
				p.Press(keys)
				play.CheckLayout(t, p, size[0])
			}
			for _, keys := range []string{"?", "esc", "!", "esc", "@", "esc", ":", "esc", "C", "esc", "1", "s", "esc"} {
				p.Press(keys)
			}
			play.CheckLayout(t, p, size[0])
		})
	}
}

func TestAListingThatAProxyAnswersSaysWhichKeyTriesAgain(t *testing.T) {
	for _, kind := range []local.FaultKind{local.HTMLOK, local.Truncated, local.EmptyObject} {
		play.Game(t, play.Setting{}, func(p *play.Player) {
			p.Breaks(local.Fault{Op: "ListSecrets", Kind: kind, N: -1})
			p.Press("ctrl+r").Wait(10*time.Second).Sees("✗ could not list secrets", "then ctrl+r")
		})
	}
}
