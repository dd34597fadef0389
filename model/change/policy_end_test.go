package change_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

func TestTheNextStartSaysWhatBecameOfAPolicy(t *testing.T) {
	deletes := func(p *play.Player) { p.PolicyOf("^app/canary$").Press("x") }
	saves := func(p *play.Player) { edits(p).Press("ctrl+s") }
	for _, c := range []struct {
		op, says string
		begins   func(p *play.Player)
	}{
		{"PutResourcePolicy", "changing the policy of app/canary: it has a policy of 3 statements: look at it", saves},
		{"DeleteResourcePolicy", "deleting the policy of app/canary: it has no policy", deletes},
	} {
		file := disk.OpenUnfinished(t.TempDir() + "/state/unfinished.json")
		with := func(o *model.Options) { o.Unfinished = file }
		var server *local.Server
		synctest.Test(t, func(t *testing.T) {
			p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Seed: play.SeedGoverned, Change: with})
			server = p.Server
			c.begins(p.Starts())
			p.Wait(time.Second).Slowly(c.op, time.Second)
			p.Press("y").Program.Send(model.Quit{})
			p.Ended()
			p.End()
			soon, cancel := context.WithTimeout(play.Ctx(), 2*time.Second)
			defer cancel()
			p.Model.Close(soon)
			time.Sleep(time.Minute) // the call ends, and nobody listens
		})
		synctest.Test(t, func(t *testing.T) {
			p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Server: server, Change: with})
			defer p.End()
			p.Becomes(time.Second, "the program ended while "+c.says)
		})
	}
}

func TestAnUndoWhoseAnswerWasLostLooksBeforeItTriesAgain(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("saved the policy")
		p.Breaks(local.Fault{Op: "PutResourcePolicy", Kind: local.Reset, N: -1, After: true}, local.Fault{Op: "DescribeSecret", Kind: local.Reset, N: -1})
		p.Press("u").Wait(time.Second).Press("y").Becomes(3*time.Minute, "whether this is undone is not known")
		p.Breaks()
		sent := p.Calls("PutResourcePolicy")
		p.Press("u").Wait(time.Second).Press("y").Wait(3 * time.Second).Sees("undone: changed the policy of app/canary")
		if n := p.Calls("PutResourcePolicy"); n != sent || stored(p) != play.Governed {
			t.Errorf("it was sent %d times more, and the policy is %s", n-sent, stored(p))
		}
	})
}

func TestAConflictThatWasSeenIsNoneWhenSavingFailsForAnotherReason(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedGoverned}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second)
		p.Does(p.Rival().PutPolicy(play.Ctx(), "app/canary", theirs, true))
		p.Press("y").Wait(time.Second).Sees("Somebody else has changed")
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("PutResourcePolicy") })
		p.Press("ctrl+s").Wait(time.Second).Press("y").Wait(time.Second).Sees("access denied")
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("ctrl+s").Wait(time.Second).SeesNot("Somebody else").Sees("- role theirs").Press("y").Wait(time.Second).Sees("saved the policy")
	})
}

func TestWhatWasCheckedIsTheTextThatIsSaved(t *testing.T) {
	slow := func(be backend.Backend) backend.Backend { return &slowFinder{Backend: be} }
	play.Game(t, play.Setting{Seed: play.SeedGoverned, Through: slow}, func(p *play.Player) {
		edits(p).Press("ctrl+s").Wait(time.Second).Sees("AWS checks it…").Press("esc").Wait(time.Second)
		p.Send("\x1b[1;5H") // ctrl+home
		p.Wait(time.Second).Press("right").Types(" ").Press("ctrl+s").Wait(5 * time.Second)
		p.Sees("AWS checks it…").Wait(10 * time.Second).Sees("AWS finds nothing wrong") // the answer to the first text says it is wrong
	})
}

// slowFinder takes its time, and finds something wrong in what it is asked first.
type slowFinder struct {
	backend.Backend
	asked int
}

func (f *slowFinder) ValidatePolicy(_ context.Context, _, text string) ([]backend.PolicyFinding, error) {
	f.asked++
	n := f.asked
	time.Sleep(8 * time.Second)
	if n == 1 && strings.Contains(text, "made-up") {
		return []backend.PolicyFinding{{Check: "MADE_UP", Message: "the first text is wrong"}}, nil
	}
	return nil, nil
}
