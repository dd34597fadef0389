package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAKeyWhoseOperationWasRefusedIsNotOfferedAgainForItsSecretAlone(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DeleteSecret", "GetSecretValue app/canary") })
		p.Press("d").Wait(time.Second).Press("y").Wait(time.Second).Sees("needs secretsmanager:DeleteSecret")
		if strings.Contains(p.Foot(), "d delete") {
			t.Errorf("the footer offers what was refused: %s", p.Foot())
		}
		p.Press("d").Sees("needs secretsmanager:DeleteSecret: refused at", "ctrl+r refreshes").SeesNot("Delete a secret")
		p.Press(":").Types("delete").Sees("needs secretsmanager:DeleteSecret").Press("esc")
		p.Press("j").Wait(time.Second).Press("d").Sees("Delete a secret").Press("esc k")
		p.Press("v").Sees("access denied").Press("1 j k").Wait(time.Second).Sees("not read", "needs secretsmanager:GetSecretValue: refused at").Press("c").Sees("needs secretsmanager:GetSecretValue: refused at")
		p.Press("2 ]").Wait(time.Second).Press("c").Sees("copied name by the terminal").Press("[") // a fact is no value
		p.Press("@").Sees("refused DeleteSecret, GetSecretValue", "allowed", "DescribeSecret", "--policy administer").Press("esc")
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("ctrl+r").Wait(time.Second).Press("v").Wait(time.Second).Sees("JSON · 4 keys").Press("@").SeesNot("refused").Press("esc 1 d").Sees("Delete a secret")
	})
}

func TestAValueThatIsHeldCanBeHiddenAfterItsReadWasRefused(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		p.Press("V").Wait(time.Second).Sees(play.Canary + "-newer")
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("GetSecretValue") })
		p.Press("3 j =").Wait(time.Second).Press("y").Wait(time.Second).Sees("needs secretsmanager:GetSecretValue").Press("esc 2 V").Wait(time.Second)
		p.SeesNot("refused at")
	})
}

func TestARefusedKeyIsNamedWithItsAction(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.KMS = map[string]local.KMSFault{"": local.KMSDenied} })
		p.Press("v").Wait(time.Second).Sees("kms:Decrypt").Press("v").Sees("needs kms:Decrypt on alias/aws/secretsmanager: refused at", "ctrl+r refreshes")
		p.Press("@").Sees("refused kms:Decrypt", "--policy read")
	})
}

func TestHelpShowsARefusedKeyDimWithTheReason(t *testing.T) {
	play.Game(t, play.Setting{H: 60, Seed: play.JSONSecret(), W: 120}, func(p *play.Player) {
		p.Press("?").Sees("copy the whole value").SeesNot("refused at")
		dim, plain := p.Styled("Help"), p.Styled("copy the whole value")
		p.Press("esc").Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("GetSecretValue app/canary") })
		p.Press("v").Wait(time.Second).Sees("access denied").Press("1 ?").Wait(time.Second).Sees("copy the whole value", "secretsmanager:GetSecretValue")
		if is := p.Styled("copy the whole value"); is == plain || is == dim {
			t.Errorf("a refused key is drawn as any other: %q", is)
		}
		if is := p.Styled("fuzzy over names"); is != plain {
			t.Errorf("a key that was not refused is drawn as %q", is)
		}
		p.Press("esc j").Wait(time.Second).Press("?").SeesNot("refused at")
	})
}
