package model

import (
	"testing"
	"time"

	"strongroom/backend/local"
)

func TestReadsWhoseAnswersGotLostAreCountedAsWhatTheyMayHaveBeen(t *testing.T) {
	for size, words := range map[[2]int][3]string{{120, 36}: {"up to 3 decrypts", "up to 4 decrypts", "up to 7 decrypts"},
		{50, 20}: {"≤ 3 dec", "≤ 4 dec", "≤ 7 dec"}} {
		play(t, setting{w: size[0], h: size[1], seed: jsonSecret(), noFirst: true}, func(p *player) {
			p.wait(time.Second)
			lose := func(kind local.FaultKind, n int) {
				p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "GetSecretValue", Kind: kind, N: n}} })
			}
			lose(local.Reset, 2)
			p.press("v").wait(3 * time.Second).sees(words[0])
			if n := p.calls("GetSecretValue"); n != 3 {
				t.Fatalf("%d reads were sent", n)
			}
			p.press("!").sees("1 to 3 decrypts · ", "AWSCURRENT").press("esc")
			p.wait(31 * time.Second).press("v").sees(words[1])
			lose(local.Reset, 3)
			p.wait(31 * time.Second).press("v").wait(5 * time.Second).sees(words[2])
			p.press("!").sees("2 to 7 decrypts")
			if size[0] > 100 {
				p.sees("up to 3 decrypts", " 1 decrypt ")
			}
			p.press("esc")
		})
	}
}
