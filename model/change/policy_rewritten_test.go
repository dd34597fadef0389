package change_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

// rewriting is a service that keeps policies in a form of its own, as AWS does.
func rewriting(s *local.Server) {
	play.SeedGoverned(s)
	s.Set(func(k *local.Knobs) { k.RewritePolicies = true })
}

func TestAPolicyThatTheServiceHasRewrittenIsStillTheOneThatWasSaved(t *testing.T) {
	play.Game(t, play.Setting{Seed: rewriting}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy of app/canary")
		if got := stored(p); got == edited() || !backend.SamePolicy(got, edited()) {
			t.Errorf("the policy is %s", got)
		}
		p.Press("u").Wait(time.Second).Press("y").Wait(2 * time.Second).Sees("undone: ")
		if got := stored(p); !backend.SamePolicy(got, play.Governed) {
			t.Errorf("after the undo the policy is %s", got)
		}
		p.Press("x").Wait(time.Second).Press("y").Wait(time.Second).Sees("deleted the policy of app/canary")
		p.Press("u").Wait(time.Second).Press("y").Wait(2 * time.Second).Sees("undone: ")
		if got := stored(p); !backend.SamePolicy(got, play.Governed) {
			t.Errorf("after the undo of the delete the policy is %s", got)
		}
	})
}

func TestAChangeOfAPolicysFormIsSavedAndUndone(t *testing.T) {
	turned := strings.Replace(play.Governed, `"secretsmanager:GetSecretValue","secretsmanager:DescribeSecret"`, `"secretsmanager:DescribeSecret","secretsmanager:GetSecretValue"`, 1)
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		p.PolicyOf("^app/canary$").Press("e").Wait(time.Second)
		erases(p).Pastes(turned).Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy of app/canary")
		if got := stored(p); got != turned {
			t.Errorf("the policy is %s", got)
		}
		p.Press("u").Wait(time.Second).Press("y").Wait(2 * time.Second).Sees("undone: ")
		if got := stored(p); got != play.Governed {
			t.Errorf("after the undo the policy is %s", got)
		}
	})
}
