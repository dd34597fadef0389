package model_test

import (
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestReadsWhoseAnswersGotLostAreCountedAsWhatTheyMayHaveBeen(t *testing.T) {
	for size, words := range map[[2]int][3]string{{120, 36}: {"up to 3 decrypts", "up to 4 decrypts", "up to 7 decrypts"},
		{70, 20}: {"≤ 3 decrypts", "≤ 4 decrypts", "≤ 7 decrypts"}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.JSONSecret(), NoFirst: true}, func(p *play.Player) {
			p.Wait(time.Second)
			lose := func(kind local.FaultKind, n int) {
				p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "GetSecretValue", Kind: kind, N: n}} })
			}
			lose(local.Reset, 2)
			p.Press("v").Wait(3 * time.Second).Sees(words[0])
			if n := p.Calls("GetSecretValue"); n != 3 {
				t.Fatalf("%d reads were sent", n)
			}
			p.Press("!").Sees("1 to 3 decrypts · ", "AWSCURRENT").Press("esc")
			p.Wait(31 * time.Second).Press("v").Sees(words[1])
			lose(local.Reset, 3)
			p.Wait(31 * time.Second).Press("v").Wait(5 * time.Second).Sees(words[2])
			p.Press("!").Sees("2 to 7 decrypts")
			if size[0] > 100 {
				p.Sees("up to 3 decrypts", " 1 decrypt ")
			}
			p.Press("esc")
		})
	}
}
