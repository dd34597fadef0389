package edit_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

func TestANewSecretIsMadeOfKeysAndValues(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Sees("New secret", "account 1234-5678-9012 · eu-west-1", "beside app/canary").Wait(time.Second)
		p.Types("new/db").Press("tab tab").Types("made up").Press("tab tab").Types("env=prod").Press("tab enter").Sees("new secret app/new/db")
		p.Types("user").Press("enter").Sees("+ user", "••••").Types("u").Press("enter a").Types("pass").Press("enter").Types(play.Canary).Press("enter").SeesNot(play.Canary)
		p.Press("ctrl+s").Sees("╭ Create a secret ─", "app/new/db", "description: made up", "tags: env=prod", "user", "pass", "new").SeesNot(play.Canary)
		if p.Calls("CreateSecret") != 3 {
			t.Errorf("%d creates before the yes", p.Calls("CreateSecret"))
		}
		p.Press("enter").Sees("created app/new/db", "3 secrets")
		if got := p.Stored("app/new/db"); got != `{"user": "u", "pass": "`+play.Canary+`"}` {
			t.Errorf("stored is %s", got)
		}
		p.Press("u").Sees("delete app/new/db, with a window of 30 days").Press("y").Sees("undone", "2 deleted")
	})
}

func TestANewTextKeepsEveryByte(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Wait(time.Second).Types("text").Press("tab space").Sees("text").Press("shift+tab shift+tab shift+tab enter").Sees("new secret app/text")
		p.Pastes("a\tb\n\n").Press("ctrl+s").Sees("Create a secret", "app/text", "  new").SeesNot("longer").Press("enter").Sees("created app/text")
		if got := p.Stored("app/text"); got != "a\tb\n\n" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestANameIsCheckedWhileItIsTyped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Wait(time.Second).Types("ü").Sees("cannot be in a name").Press("backspace").Types("x-abc123").Sees("ends in a hyphen and six characters")
		p.Press(strings.TrimSpace(strings.Repeat("backspace ", 8))).Types("canary").Sees("exists already").Press(strings.TrimSpace(strings.Repeat("backspace ", 6)))
		p.Types("gone").Sees("is scheduled for deletion").Press(strings.TrimSpace(strings.Repeat("backspace ", 4))).Types("o").Press("ctrl+e").Sees("app/other")
		p.Press("shift+tab shift+tab").Press("enter").Sees("new secret app/other").Press("esc esc").SeesNot("new secret app/other")
		p.Press("n").Wait(time.Second).Press(strings.TrimSpace(strings.Repeat("backspace ", 8))).Press("tab tab tab tab").Types("aws:x=1").Press("tab enter").Sees("a secret needs a name").Types("x").Press("tab tab tab").Types("alias").Press("tab tab enter").Sees("alias/")
		if n := p.Calls("CreateSecret"); n != 3 {
			t.Errorf("%d creates", n)
		}
	})
}

func TestATombstoneIsRestoredWithTheNewValueAndKeepsItsARN(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		arn := p.ARN("app/gone")
		p.Press("n").Names("app/gone").Sees("new secret app/gone").Types("k").Press("enter").Types("v").Press("enter ctrl+s")
		p.Sees("The name is scheduled for deletion", "recommended", "another name", "account 1234-5678-9012").Wait(time.Second).Press("r").Sees("restored app/gone with a new version", "0 deleted")
		if got := p.Stored("app/gone"); got != `{"k": "v"}` || p.ARN("app/gone") != arn {
			t.Errorf("stored is %s under %s", got, p.ARN("app/gone"))
		}
		p.Press("u").Sees("move AWSCURRENT back").Press("y").Sees("undone")
		if got := p.Stored("app/gone"); got != "made-up before" {
			t.Errorf("undone, it is %s", got)
		}
	})
}

func TestATombstoneIsReplacedForGoodOnlyForItsTypedName(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.ForceDelay = 20 * time.Second })
		arn := p.ARN("app/gone")
		p.Press("n").Names("app/gone").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second).Press("d").Sees("Delete for good").Wait(time.Second)
		p.Press("enter").Sees("that is not the name")
		if p.Calls("DeleteSecret") != 1 {
			t.Error("deleted without the name")
		}
		p.Types("app/gone").Press("enter").Wait(10*time.Second).Sees("saving…").Wait(25*time.Second).Sees("0 deleted", "app/gone").SeesNot("new secret")
		if got := p.Stored("app/gone"); got != `{"k": "v"}` || p.ARN("app/gone") == arn {
			t.Errorf("stored is %s under %s", got, p.ARN("app/gone"))
		}
	})
}

func TestANameThatExistsBecomesAnEditOrGetsAnotherName(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Names("app/canary").Types("user").Press("enter").Types("mine").Press("enter ctrl+s").Sees("app/canary exists already").Wait(time.Second)
		p.Press("e").Sees("now an edit of the secret that exists").Press("ctrl+s").Sees("Save the value", "user", "2 keys will disappear").Press("enter").Sees("saved app/canary")
		if got := p.Stored("app/canary"); got != `{"user": "mine"}` {
			t.Errorf("stored is %s", got)
		}
		p.Press("n").Names("app/other").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second).Press("a").Names("app/third").Sees("Create a secret", "app/third").Press("enter").Sees("created app/third")
	})
}

func TestANewSecretLikeAnotherHasItsKeysAndNoValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("N").Sees("New secret like another", "env=prod").Wait(time.Second).Types("2").Press("tab tab tab tab enter").Sees("new secret app/canary2", "user", "port", "1 decrypt").Press("V").SeesNot(play.Canary)
		p.Press("ctrl+s").Sees("Create a secret", "app/canary2", "description: the one", "tags: env=prod").Press("enter").Sees("created app/canary2")
		if got := p.Stored("app/canary2"); got != `{"user":"","port":null,"on":{"x":""}}` {
			t.Errorf("stored is %s", got)
		}
	})
}

func TestAFailedCreateKeepsTheValueAndALostReplyMakesOneSecret(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Press("n").Names("app/new").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees("Create a secret", "app/new")
		p.Server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: -1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: -1}}
		})
		p.Press("enter").Wait(time.Minute).Sees("not saved")
		p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
		for range 3 {
			if strings.Contains(p.Shows(), "created app/new") {
				break
			}
			p.Press("ctrl+s").Wait(time.Second).Press("enter").Wait(time.Second)
		}
		p.Sees("created app/new")
		if n, _ := p.Versions("app/new"); n != 1 {
			t.Errorf("%d versions", n)
		}
	})
}

func TestANewSecretLikeAnotherHasAllItsTags(t *testing.T) {
	seed := func(s *local.Server) {
		play.SeedOne(backend.TextValue("{}"))(s)
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if err := c.Tag(play.Ctx(), "app/canary", []backend.Tag{{Key: "team", Value: "a,b"}, {Key: "k=v", Value: "x"}}); err != nil {
			panic(err)
		}
	}
	play.Game(t, play.Setting{Seed: seed}, func(p *play.Player) {
		p.Press("N").Sees("New secret like another", "env=prod", "and 2 more").Wait(time.Second).Types("2").Press("tab tab tab tab enter").Sees("new secret app/canary2")
		p.Press("a").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees("Create a secret", "app/canary2", "team=a,b").Press("enter").Sees("created app/canary2")
		d, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Describe(play.Ctx(), "app/canary2")
		if err != nil || len(d.Tags) != 3 {
			t.Errorf("%v %v", d.Tags, err)
		}
	})
}

func TestAHalfDoneRevivalIsReviewedAgainstTheRealValueAndIsOneVersion(t *testing.T) {
	for name, fault := range map[string]func(p *play.Player){
		"the put": func(p *play.Player) {
			p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.ServerError, N: -1}} })
		},
		"the move": func(p *play.Player) {
			p.Server.Set(func(k *local.Knobs) {
				k.OnCall = func(op, _ string) {
					if op == "PutSecretValue" {
						p.Server.Set(func(k *local.Knobs) {
							k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.ServerError, N: -1}}
						})
					}
				}
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedBuried}, func(p *play.Player) {
				p.Press("n").Names("app/buried").Types("newkey").Press("enter").Types("v").Press("enter ctrl+s").Sees("is scheduled for deletion").Wait(time.Second)
				fault(p)
				p.Press("r").Wait(time.Minute).Sees("it is restored, and this value is now an edit of it")
				p.Server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
				p.Press("ctrl+s").Sees("Save the value", "newkey", "old", "1 key will disappear").Press("enter").Sees("saved app/buried")
				if n, private := p.Versions("app/buried"); n != 2 || private != nil {
					t.Errorf("%d versions, labels %v", n, private)
				}
				if got := p.Stored("app/buried"); got != `{"newkey": "v"}` {
					t.Errorf("stored is %s", got)
				}
			})
		})
	}
}

func TestARevivedSecretThatCannotBeReadIsNotReviewedBlindly(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedBuried}, func(p *play.Player) {
		p.Press("n").Names("app/buried").Types("newkey").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true, "GetSecretValue": true} })
		p.Press("r").Wait(time.Minute).Sees("it is restored, but its value could not be read").Press("ctrl+s").Sees("app/buried exists already").Wait(time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("e").Sees("now an edit of the secret that exists").Press("ctrl+s").Sees("1 key will disappear").Press("enter").Sees("saved app/buried")
	})
}

func TestANewSecretThatCannotBeDescribedIsListedAndTakenBackAllTheSame(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedTombstone}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.Press("n").Names("app/new").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Sees("Create a secret", "app/new").Press("enter")
		p.Sees("created app/new", "could not be described", "3 secrets").Press("u").Sees("delete app/new, with a window of 30 days")
	})
}

func TestWhatRulesLockIsNotAskedForAndTypedFirst(t *testing.T) {
	locked := func(name string) func(*model.Options) {
		return func(o *model.Options) {
			o.Guard = backend.NewGuard([]backend.Protection{{Name: name, ReadOnly: true}}, o.Backend.Where)
		}
	}
	for _, all := range []string{"", "**"} {
		play.Game(t, play.Setting{Seed: play.SeedTombstone, Change: locked(all)}, func(p *play.Player) {
			p.Press("n").Sees("this place is read-only by a rule of the configuration: U unlocks it").SeesNot("New secret").Press("N").SeesNot("New secret")
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedTombstone, Change: locked("app/prod/**")}, func(p *play.Player) {
		p.Press("n").Sees("New secret").Wait(time.Second).Types("prod/x").Sees("app/prod/x is read-only by a rule").Press("shift+tab shift+tab enter").SeesNot("new secret app/prod/x")
		p.Press(strings.TrimSpace(strings.Repeat("backspace ", 6))).Types("dev").Press("shift+tab shift+tab enter").Sees("new secret app/dev")
	})
}
