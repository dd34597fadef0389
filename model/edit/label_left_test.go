package edit_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/change"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// deniesMoves denies every move of a label from the nth on.
func deniesMoves(p *play.Player, nth int) {
	fromMove(p, nth, func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecretVersionStage": true} })
}

// fromMove sets knobs as the nth move of a label comes.
func fromMove(p *play.Player, nth int, set func(*local.Knobs)) {
	moves := 0
	p.Server.Set(func(k *local.Knobs) {
		k.OnCall = func(op, _ string) {
			if op == "UpdateSecretVersionStage" {
				if moves++; moves == nth {
					p.Server.Set(set)
				}
			}
		}
	})
}

func deniesNothing(p *play.Player) {
	p.Server.Set(func(k *local.Knobs) { k.Deny, k.OnCall, k.Faults = nil, nil, nil })
}

// pinned gives a version of app/canary a label of the user's own, which nothing here may take off.
func pinned(p *play.Player) {
	p.Moves(backend.LabelMove{Label: "strongroom-mine", To: p.IDs()[backend.Current]})
}

// cleansUp takes the label off in the timeline, and that alone.
func cleansUp(p *play.Player) {
	p.T.Helper()
	deniesNothing(p)
	before := p.IDs()
	p.Wait(5*time.Second).Press("1 ctrl+r").Wait(time.Second).Press("3").Sees("left by a save", "x takes it off", "x clean up")
	p.Press("x").Sees("Take off what a save has left", "app/canary", "Readers do not see it", "strongroom-mine").Wait(time.Second).Press("y").Wait(time.Second).SeesNot("left by a save")
	after := p.IDs()
	for label, id := range before {
		private := label == backend.PrivateLabel(id)
		if is, there := after[label]; there == private || there && is != id {
			p.T.Errorf("%s was on %s, and is on %q", label, id, is)
		}
	}
	if len(before) != len(after)+1 {
		p.T.Errorf("before %v, after %v", before, after)
	}
	p.Press("x").Sees("no save has left a label on these versions")
}

func TestALabelThatIsLeftIsToldBesideWhatTheRoleMayNot(t *testing.T) {
	play.Game(t, play.Setting{W: 240, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
		pinned(p)
		p.Press("e j enter").Types("new").Press("enter ctrl+s").Sees("Save the value")
		deniesMoves(p, 2) // the first asks whether labels may be moved, the second moves AWSCURRENT
		p.Press("enter").Sees("this role may not move labels", "waits under the label strongroom-", "saving again or dropping it takes that off")
		p.Press("ctrl+s").Sees("weaker: this role may not move labels").Wait(time.Second).Press("enter")
		p.Sees("saved app/canary", "the save's label strongroom-", "is left on version", "could not be taken off: needs", "3 then")
		if got := p.Stored("app/canary"); !strings.Contains(got, `"new"`) {
			t.Errorf("it says saved, and current is %s", got)
		}
		cleansUp(p)
	})
}

func TestHoweverASaveEndsItsLabelIsTold(t *testing.T) {
	edits := func(p *play.Player) {
		p.Press("e j enter").Types("new").Press("enter ctrl+s").Sees("Save the value").Wait(time.Second)
	}
	const told = "the save's label strongroom-"
	for name, plays := range map[string]func(p *play.Player){
		"saved": func(p *play.Player) {
			edits(p)
			deniesMoves(p, 3)
			p.Press("enter").Sees("saved app/canary", told, "could not be taken off: needs")
		},
		"in a conflict": func(p *play.Player) {
			edits(p)
			p.Colleague("app/canary", strings.Replace(play.Pretty, "old", "theirs", 1))
			deniesMoves(p, 3)
			p.Press("enter").Sees("somebody else saved version", "waits under the label strongroom-", "could not be taken off (needs")
			p.Press("esc").Wait(time.Second).Press("esc").Wait(time.Second).Press("y").Sees(told)
		},
		"the colleague's value is the same": func(p *play.Player) {
			edits(p)
			p.Colleague("app/canary", strings.Replace(play.Pretty, "old", "new", 1))
			deniesMoves(p, 3)
			p.Press("enter").Sees("somebody else has saved the same value", told)
		},
		"discarded": func(p *play.Player) {
			edits(p)
			deniesMoves(p, 2)
			p.Press("enter").Sees("waits under the label strongroom-").Press("esc").Wait(time.Second).Press("y").Sees(told, "could not be taken off: needs", "3 then x takes it off")
		},
		"stopped and discarded": func(p *play.Player) {
			edits(p)
			fromMove(p, 2, func(k *local.Knobs) {
				k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.Hang, N: -1}}
			})
			p.Press("enter").Wait(time.Second).Press("esc").Sees("not saved: stopped", "waits under the label strongroom-")
			deniesNothing(p)
			deniesMoves(p, 1)
			p.Press("esc").Wait(time.Second).Press("y").Sees(told)
		},
		"another text is saved": func(p *play.Player) {
			edits(p)
			p.Breaks(local.Fault{Op: "UpdateSecretVersionStage", Kind: local.ServerError, N: -1})
			p.Press("enter").Wait(time.Minute).Sees("not saved", "waits under the label strongroom-")
			deniesNothing(p)
			deniesMoves(p, 1)
			p.Press("enter ctrl+u").Types("newer").Press("enter ctrl+s").Wait(time.Second).Press("enter").Sees(told)
			p.Press("ctrl+s").Wait(time.Second).Press("enter").Sees("saved app/canary")
		},
	} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{W: 240, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
				pinned(p)
				plays(p)
				cleansUp(p)
			})
		})
	}
}

func TestADraftKeepsInMindThatALabelMayBeLeft(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{W: 240, H: 36, Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		pinned(p)
		p.Press("e j enter").Types("new").Press("enter ctrl+s").Sees("Save the value").Wait(time.Second)
		deniesMoves(p, 2)
		p.Press("enter").Sees("waits under the label strongroom-").Wait(2 * play.DraftTime).Killed(l)
		p.Again(l, func(p *play.Player) {
			p.Resumes().Sees("may wait under the label strongroom-").Press("esc").Wait(time.Second).Press("y").Sees("is left on version", "could not be taken off")
			cleansUp(p)
		})
	})
}

func TestADroppedDraftTellsOfItsLabel(t *testing.T) {
	l := play.NewLogin(t)
	play.Game(t, play.Setting{W: 240, H: 36, Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		pinned(p)
		p.Press("e j enter").Types("new").Press("enter ctrl+s").Sees("Save the value").Wait(time.Second)
		deniesMoves(p, 2)
		p.Press("enter").Sees("waits under the label strongroom-").Wait(2 * play.DraftTime).Killed(l)
		p.Again(l, func(p *play.Player) {
			p.Press("b").Sees("Unsaved edits").Wait(time.Second).Press("x").Sees("Drop an unsaved edit").Wait(time.Second).Press("y").Sees("dropped an unsaved edit", "the save's label strongroom-", "3 then x")
			cleansUp(p)
		})
	})
}

func TestARestoredSecretWhoseValueWasNotSavedTellsOfTheLabel(t *testing.T) {
	play.Game(t, play.Setting{W: 240, H: 36, Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Wait(time.Second).Types("gone").Press("shift+tab shift+tab enter").Sees("new secret app/gone")
		p.Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees("The name is scheduled for deletion").Wait(time.Second)
		deniesMoves(p, 2)
		p.Press("r").Sees("it is restored, and this value is now an edit of it", "waits under the label strongroom-")
		p.Press("esc").Wait(time.Second).Press("y").Sees("is left on version", "could not be taken off")
		deniesNothing(p)
		p.Wait(5*time.Second).Press("1 ctrl+r").Wait(time.Second).Press("3 x").Sees("Take off what a save has left", "app/gone").Wait(time.Second).Press("y").Wait(time.Second)
		if n, private := p.Versions("app/gone"); n != 2 || private != nil {
			t.Errorf("%d versions, labels %v", n, private)
		}
	})
}

// left leaves the label of a save on app/canary, as a run that was killed does.
func left(p *play.Player) string {
	p.T.Helper()
	token := change.NewToken()
	if _, err := p.Rival().Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.TextValue("made-up"), Stages: []string{backend.PrivateLabel(token)}, Token: token}); err != nil {
		p.T.Fatal(err)
	}
	return token
}

func TestALabelOfAnEarlierRunIsRecognisedLater(t *testing.T) {
	for name, plays := range map[string]func(p *play.Player){
		"at a look": func(p *play.Player) { p.Press("ctrl+r") },
		"after a change": func(p *play.Player) {
			p.MetadataOpens().Types("x").Press("tab tab enter").Wait(time.Second).Press("enter").Sees("is left on version", "3 then x")
		},
	} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{W: 240, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
				pinned(p)
				left(p)
				plays(p)
				cleansUp(p)
			})
		})
	}
}

func TestASaveThatWasKilledIsToldWithItsLabelAtTheNextStart(t *testing.T) {
	file := disk.OpenUnfinished(t.TempDir() + "/unfinished.json")
	l := play.NewLogin(t)
	play.Game(t, play.Setting{W: 240, H: 36, Seed: play.JSONSecret(), Change: l.With}, func(p *play.Player) {
		pinned(p)
		left(p)
		err := file.Leave([]disk.Unfinished{{Place: disk.DraftPlace{Kind: "demo", Account: local.Account, Region: "eu-west-1"}, Operation: backend.OpPut, Doing: "saving",
			ARN: p.ARN("app/canary"), Name: "app/canary", At: time.Now()}})
		if err != nil {
			t.Fatal(err)
		}
		next := play.NewPlayer(t, play.Setting{W: 240, H: 36, Server: p.Server, Change: func(o *model.Options) { o.Unfinished = file }})
		defer next.End()
		next.Starts().Wait(time.Second).Sees("the program ended while saving app/canary", "the save's label strongroom-", "3 then x takes it off")
		cleansUp(next)
	})
}

func TestWhereTheRoleMayNotTheDialogSaysWhatOneThatMayRuns(t *testing.T) {
	play.Game(t, play.Setting{W: 240, H: 36, Native: true, Seed: play.JSONSecret(), Change: func(o *model.Options) {
		o.Backend = play.ToldAt{Backend: o.Place.Backend, At: backend.Where{Kind: "AWS", Region: "eu-west-1", Named: "prod"}}
	}}, func(p *play.Player) {
		token := left(p)
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecretVersionStage": true} })
		p.Press("ctrl+r").Wait(time.Second).Press("3").Wait(time.Second).Press("x").Wait(time.Second).Sees("A role that may not move labels asks one that may", "aws --profile prod --region eu-west-1")
		p.Press("c").SeesNot("Take off what").Wait(time.Second)
		want := "aws --profile prod --region eu-west-1 secretsmanager update-secret-version-stage --secret-id " + p.ARN("app/canary") + " --version-stage " + backend.PrivateLabel(token) + " --remove-from-version-id " + token
		if got := p.Board.Holds(); got != want {
			t.Errorf("the clipboard has\n%s, want\n%s", got, want)
		}
		p.Press("x").Wait(time.Second)
		p.Press("y").Sees("could not", "nothing was changed", "needs secretsmanager:UpdateSecretVersionStage")
		if p.IDs()[backend.PrivateLabel(token)] != token {
			t.Error("the label is gone")
		}
	})
}
