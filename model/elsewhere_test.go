package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
	"strongroom/ui"
)

// abroad plays with app/canary of another place, opened by its ARN, on a screen of a size.
func abroad(t *testing.T, a play.Abroad, size [2]int, s play.Setting, game func(p *play.Player)) {
	t.Helper()
	s.W, s.H, s.Seed, s.NoFirst = size[0], size[1], a.Seed, true
	play.Game(t, s, func(p *play.Player) {
		p.Becomes(time.Second, "app/here").Wait(time.Second).Opens(a.ARN("app/canary")).Sees("opened app/canary").Wait(pane.StayLong)
		game(p)
	})
}

var sizes = [][2]int{{40, 10}, {60, 20}, {120, 36}}

// everywhere plays so in each other place and at each size.
func everywhere(t *testing.T, s play.Setting, game func(p *play.Player, a play.Abroad)) {
	t.Helper()
	for i, a := range play.Abroads() {
		for n, size := range sizes {
			if tools.LeavesOut(i+n, 4) || tools.Spares((i+n)/4, 2) {
				continue
			}
			t.Run(fmt.Sprintf("%s at %dx%d", a.Called, size[0], size[1]), func(t *testing.T) {
				abroad(t, a, size, s, func(p *play.Player) { game(p, a) })
			})
		}
	}
}

// saysWhere fails where the dialog on the screen does not name the place, or names the session's.
func saysWhere(p *play.Player, a play.Abroad) {
	p.T.Helper()
	p.Sees(a.Called)
	for _, f := range p.Screen.Frames() {
		if text := f.Title + strings.Join(f.Lines, ""); strings.Contains(text, a.Called) && a.Region != "eu-west-1" && strings.Contains(text, "eu-west-1") {
			p.T.Errorf("the session's region is named\n%s", p.Screen)
		}
	}
}

// notOfASecret are the actions whose dialog is about no secret of the service, or about the session's own place.
var notOfASecret = []keymap.Action{keymap.Help, keymap.Palette, keymap.ShowActivity, keymap.WhereAmI, keymap.Sort, keymap.OpenSecret, keymap.NewSecret,
	keymap.NewLike, keymap.FollowPrimary, keymap.Quit, keymap.Suspend, keymap.Generate, keymap.Resume, keymap.Themes}

func TestWhateverAKeyAsksOfASecretElsewhereItSaysWhere(t *testing.T) {
	for scope, c := range map[keymap.Scope]struct {
		open string
		asks []keymap.Action // those that ask for certain
	}{
		keymap.List:     {"1", []keymap.Action{keymap.Delete, keymap.EditMetadata, keymap.CopyAs, keymap.EditOutside}},
		keymap.Detail:   {"2", []keymap.Action{keymap.Delete, keymap.EditMetadata, keymap.CopyAs, keymap.EditOutside}},
		keymap.Tags:     {"2 ] ]", []keymap.Action{keymap.AddTag, keymap.ChangeTag, keymap.RenameTag, keymap.RemoveTag}},
		keymap.Replicas: {"2 ] ] ]", []keymap.Action{keymap.AddReplica, keymap.AssociateReplica, keymap.RetryReplica, keymap.RemoveReplica, keymap.PromoteReplica, keymap.CompareReplica}},
		keymap.Timeline: {"3 j", []keymap.Action{keymap.Promote, keymap.Compare, keymap.Labels}},
		keymap.Edit:     {"e d", []keymap.Action{keymap.Save, keymap.Leave}},
	} {
		keys, asked := keymap.Default(), map[keymap.Action]bool{}
		setting := play.Setting{Change: func(o *model.Options) {
			o.Drafts, o.Editor = disk.OpenDrafts(t.TempDir(), "", nil), &pane.Editor{Name: "ed", Unknown: true}
		}}
		for i, b := range append(keys.Help(scope), keys.Help(keymap.Global)...) {
			if slices.Contains(notOfASecret, b.Action) || asked[b.Action] || !slices.Contains(c.asks, b.Action) && tools.Spares(i, 4) {
				continue
			}
			ownKey := "alias/mine" // no other account can use the default one
			presses := func(p *play.Player, a play.Abroad) {
				if scope == keymap.Replicas {
					play.Replicates(p.Server, a.Here(p.Server), a.ARN("app/canary"), "ap-south-1", "us-east-1")
					p.Does(a.Here(p.Server).Update(play.Ctx(), a.ARN("app/canary"), backend.MetadataChange{KMSKey: &ownKey}))
					p.Press("ctrl+r")
				}
				p.Press(c.open).Wait(time.Second).Press(b.Keys[0]).Wait(time.Second)
				if b.Action == keymap.AddReplica {
					p.Types("central").Wait(time.Second) // the session's region is offered besides
				}
			}
			abroad(t, play.Abroads()[0], sizes[1], setting, func(p *play.Player) {
				presses(p, play.Abroads()[0])
				asked[b.Action] = p.Asked()
			})
			if asked[b.Action] {
				everywhere(t, setting, func(p *play.Player, a play.Abroad) {
					presses(p, a)
					saysWhere(p, a)
				})
			}
		}
		for _, a := range c.asks {
			if !asked[a] {
				t.Errorf("in %s %s asks nothing", scope, a)
			}
		}
	}
}

// What is asked further on, the answers that lead there, and what is asked about it again.
func TestWhatLeadsFromADialogToTheNextSaysWhereTheSecretIs(t *testing.T) {
	noDrafts := play.Setting{Change: func(o *model.Options) { o.Drafts = disk.OpenDrafts(t.TempDir(), "", nil) }}
	changes := func(p *play.Player) { p.Press("e").Wait(time.Second).Press("j enter").Types("changed").Press("enter") }
	for what, c := range map[string]struct {
		setting play.Setting
		asks    func(p *play.Player, a play.Abroad)
	}{
		"the undo of a save": {asks: func(p *play.Player, a play.Abroad) {
			changes(p)
			p.Press("ctrl+s").Wait(time.Second).Press("enter").Wait(time.Second).Press("1 u")
		}},
		"the undo of a delete": {asks: func(p *play.Player, a play.Abroad) {
			p.Press("d").Wait(time.Second).Press("y").Wait(time.Second).Press("u")
		}},
		"the undo of a restore": {asks: func(p *play.Player, a play.Abroad) {
			p.Opens(a.ARN("app/gone")).Press("R").Wait(time.Second).Press("y").Wait(time.Second).Press("u")
		}},
		"a restore":        {asks: func(p *play.Player, a play.Abroad) { p.Opens(a.ARN("app/gone")).Press("R") }},
		"a delete at once": {asks: func(p *play.Player, a play.Abroad) { p.Opens(a.ARN("app/gone")).Press("d") }},
		"the undo of a promotion": {asks: func(p *play.Player, a play.Abroad) {
			p.Press("3 j p").Wait(time.Second).Press("y").Wait(time.Second).Press("1 u")
		}},
		"the undo of a tag": {asks: func(p *play.Player, a play.Abroad) {
			p.Press("2 ] ] x").Wait(time.Second).Press("y").Wait(time.Second).Press("1 u")
		}},
		"a label of one's own": {asks: func(p *play.Player, a play.Abroad) { p.Press("3 L").Wait(time.Second).Press("a").Wait(time.Second) }},
		"a label taken off": {asks: func(p *play.Player, a play.Abroad) {
			p.Press("3 L").Wait(time.Second).Press("a").Wait(time.Second).Types("mine").Press("enter").Wait(time.Second).Press("L").Wait(time.Second).Press("1")
		}},
		"a changed description": {asks: func(p *play.Player, a play.Abroad) {
			p.Press("i").Wait(time.Second).Types("made-up").Press("enter enter enter").Wait(time.Second)
		}},
		"a replica of a third account let go": {asks: func(p *play.Player, a play.Abroad) {
			p.Does(play.ReplicatesAbroad(p.Server, a)).Press("ctrl+r 2 ] ] ] x")
		}},
		"the undo of letting it go": {asks: func(p *play.Player, a play.Abroad) {
			p.Does(play.ReplicatesAbroad(p.Server, a)).Press("ctrl+r 2 ] ] ] x").Wait(time.Second).Press("y").Wait(time.Second).Press("1 u")
		}},
		"an edit that is left":   {setting: noDrafts, asks: func(p *play.Player, a play.Abroad) { changes(p); p.Press("esc") }},
		"an edit to quit with":   {setting: noDrafts, asks: func(p *play.Player, a play.Abroad) { changes(p); p.Press("ctrl+c") }},
		"a lock":                 {setting: play.Setting{Rules: []backend.Protection{{Name: "app/canary", ReadOnly: true}}}, asks: func(p *play.Player, a play.Abroad) { p.Press("U") }},
		"several to be restored": {asks: func(p *play.Player, a play.Abroad) { p.Opens(a.ARN("app/gone")).Press("* R") }},
	} {
		t.Run(what, func(t *testing.T) {
			everywhere(t, c.setting, func(p *play.Player, a play.Abroad) {
				c.asks(p, a)
				p.Wait(time.Second)
				saysWhere(p, a)
			})
		})
	}
}

// writes are the calls that change anything at the service.
var writes = []string{"CreateSecret", "PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage", "TagResource", "UntagResource", "DeleteSecret", "RestoreSecret",
	"RotateSecret", "CancelRotateSecret", "PutResourcePolicy", "DeleteResourcePolicy", "ReplicateSecretToRegions", "RemoveRegionsFromReplication", "StopReplicationToReplica"}

func TestARuleForAnotherAccountHoldsForItsSecretOpenedByARN(t *testing.T) {
	a := play.Abroads()[0]
	rules := []backend.Protection{{Account: "9999*", Label: "PAYMENTS", Colour: "red", ReadOnly: true}}
	for action, keys := range map[string]string{"edit": "e", "delete": "d", "promote": "3 j p", "labels": "3 j L", "description": "i", "tag": "2 ] ] a", "no tag": "2 ] ] x"} {
		abroad(t, a, sizes[2], play.Setting{Rules: rules}, func(p *play.Player) {
			p.Sees("PAYMENTS", "locked")
			p.Server.ResetCalls()
			if p.Press(keys).Wait(time.Second).Sees("app/canary is read-only by a rule of the configuration: U unlocks it"); p.Asked() {
				t.Errorf("%s asks\n%s", action, p.Screen)
			}
			for _, op := range writes {
				if n := p.Calls(op); n != 0 {
					t.Errorf("%s sent %d %s", action, n, op)
				}
			}
			p.Press("1").GoesTo("Secrets", "app/here").Wait(pane.StayLong).SeesNot("PAYMENTS", "locked").Press("d").Sees("Delete a secret")
		})
	}
	abroad(t, a, sizes[2], play.Setting{Rules: rules}, func(p *play.Player) {
		p.Press("U").Sees("account 9999-8888-7777 · us-east-1").Types("unlock").Press("enter").Wait(pane.StayLong).SeesNot("locked")
		p.Press("d").Sees("Delete a secret").Press("y").Sees("deleted app/canary")
	})
}

func TestUnlockingThisPlaceUnlocksNoOther(t *testing.T) {
	rules := []backend.Protection{{Name: "app/**", ReadOnly: true}}
	abroad(t, play.Abroads()[1], sizes[2], play.Setting{Rules: rules}, func(p *play.Player) {
		p.GoesTo("Secrets", "app/here").Press("U").Sees("account 1234-5678-9012 · eu-west-1").Types("unlock").Press("enter").Wait(pane.StayLong)
		p.Press("d").Sees("Delete a secret").Press("esc").GoesTo("Secrets", "canary").Sees("locked").Press("d").Sees("app/canary is read-only by a rule")
	})
}

func TestARuleForThisAccountSaysNothingOfAnother(t *testing.T) {
	rules := []backend.Protection{{Account: "123456789012", TypeName: true, ReadOnly: true, Label: "OURS"}}
	abroad(t, play.Abroads()[0], sizes[2], play.Setting{Rules: rules}, func(p *play.Player) {
		p.Press("d").Sees("Delete a secret").SeesNot("to be sure").Press("esc").GoesTo("Secrets", "app/here").Press("d").Sees("app/here is read-only by a rule")
	})
}

func TestANameIsTypedWhereARuleOfItsOwnAccountAsksForIt(t *testing.T) {
	rules := []backend.Protection{{Account: "999988887777", TypeName: true}}
	everywhere(t, play.Setting{Rules: rules}, func(p *play.Player, a play.Abroad) {
		p.Press("d").Wait(time.Second)
		if asks := strings.Contains(p.Shows(), "type app/canary"); asks != (a.Account == "999988887777") {
			p.T.Errorf("in %s it asks for the name: %v\n%s", a.Called, asks, p.Screen)
		}
	})
}

// where is what is said of a place where there is room for all of it.
func where(a play.Abroad) string {
	if a.Account == local.Account {
		return a.Region
	}
	return "account " + a.Called
}

// least is what is said of a place where there is room for one word.
func least(a play.Abroad) string {
	if a.Account == local.Account {
		return a.Region
	}
	return ui.Account(a.Account)
}

func TestARowOfAnotherPlaceSaysSoAtEverySize(t *testing.T) {
	everywhere(t, play.Setting{}, func(p *play.Player, a play.Abroad) {
		says := func(name string) {
			p.T.Helper()
			if row := p.Press("1").Wait(time.Second).GoesTo("Secrets", name).Under("Secrets"); !strings.Contains(row, least(a)) && (!strings.Contains(row, ui.RegionCode(a.Region)) || a.Account != local.Account) {
				p.T.Errorf("the row is %q\n%s", row, p.Screen)
			}
		}
		says("app/")
		p.Opens(a.ARN("app/gone")).Sees("opened app/gone")
		says("")
		p.Sees("safe 6d")
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret", "ListSecretVersionIds") })
		p.Opens(a.ARN("app/unknown")).Sees("opened app/unknown unseen")
		says("app/unknown")
	})
}

func TestTheFrameOfASecretElsewhereSaysWhereItIs(t *testing.T) {
	for what, keys := range map[string]string{"detail": "2", "versions": "3", "edit": "e", "compare": "3 j = y"} {
		t.Run(what, func(t *testing.T) {
			everywhere(t, play.Setting{}, func(p *play.Player, a play.Abroad) {
				p.Press(keys).Wait(pane.StayLong)
				if shows := p.Shows(); !strings.Contains(shows, "╰ "+least(a)) && !strings.Contains(shows, "╰ account "+a.Called) {
					p.T.Errorf("it does not say %s\n%s", a.Called, p.Screen)
				}
			})
		})
	}
}

func TestANameIsNotTakenBySomebodyElsesSecret(t *testing.T) {
	abroad(t, play.Abroads()[1], sizes[2], play.Setting{}, func(p *play.Player) {
		p.Press("n").Sees("New secret").Wait(time.Second).Press("ctrl+u").Types("app/canary").Sees("app/canary▏").SeesNot("exists already")
		p.Press("ctrl+u").Types("app/here").Sees("exists already")
	})
}

func TestTheAuditTrailOfAnotherAccountIsNotSaidToBeEmpty(t *testing.T) {
	a := play.Abroads()[1]
	abroad(t, a, sizes[2], play.Setting{}, func(p *play.Player) {
		p.Opens(a.ARN("app/gone")).Press("w").Sees("app/gone is in another account").SeesNot("no event")
	})
}
