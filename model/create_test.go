package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

func TestANewSecretIsMadeOfKeysAndValues(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").sees("New secret", "account 1234-5678-9012 · eu-west-1", "beside app/canary").wait(time.Second)
		p.types("new/db").press("tab tab").types("made up").press("tab tab").types("env=prod").press("tab enter").sees("new secret app/new/db")
		p.types("user").press("enter").types("u").press("enter a").types("pass").press("enter").types(canary).press("enter").seesNot(canary)
		p.press("ctrl+s").sees("Create app/new/db", "description: made up", "tags: env=prod", "user", "pass", "new").seesNot(canary)
		if p.calls("CreateSecret") != 3 {
			t.Errorf("%d creates before the yes", p.calls("CreateSecret"))
		}
		p.press("enter").sees("created app/new/db", "3 secrets")
		if got := p.stored("app/new/db"); got != `{"user": "u", "pass": "`+canary+`"}` {
			t.Errorf("stored is %s", got)
		}
		p.press("u").sees("delete app/new/db, with a window of 30 days").press("y").sees("undone", "2 deleted")
	})
}

func TestANewTextKeepsEveryByte(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").wait(time.Second).types("text").press("tab space").sees("text").press("shift+tab shift+tab shift+tab enter").sees("new secret app/text")
		p.pastes("a\tb\n\n").press("ctrl+s").sees("Create app/text", "  new").seesNot("longer").press("enter").sees("created app/text")
		if got := p.stored("app/text"); got != "a\tb\n\n" {
			t.Errorf("stored is %q", got)
		}
	})
}

func TestANameIsCheckedWhileItIsTyped(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").wait(time.Second).types("ü").sees("cannot be in a name").press("backspace").types("x-abc123").sees("ends in a hyphen and six characters")
		p.press(strings.TrimSpace(strings.Repeat("backspace ", 8))).types("canary").sees("exists already").press(strings.TrimSpace(strings.Repeat("backspace ", 6)))
		p.types("gone").sees("is scheduled for deletion").press(strings.TrimSpace(strings.Repeat("backspace ", 4))).types("o").press("ctrl+e").sees("app/other")
		p.press("shift+tab shift+tab").press("enter").sees("new secret app/other").press("esc esc").seesNot("new secret app/other")
		p.press("n").wait(time.Second).press(strings.TrimSpace(strings.Repeat("backspace ", 8))).press("tab tab tab tab").types("aws:x=1").press("tab enter").sees("a secret needs a name").types("x").press("tab tab tab").types("alias").press("tab tab enter").sees("alias/")
		if n := p.calls("CreateSecret"); n != 3 {
			t.Errorf("%d creates", n)
		}
	})
}

func TestATombstoneIsRestoredWithTheNewValueAndKeepsItsARN(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		arn := p.arn("app/gone")
		p.press("n").names("app/gone").sees("new secret app/gone").types("k").press("enter").types("v").press("enter ctrl+s")
		p.sees("app/gone is scheduled for deletion", "recommended", "another name", "account 1234-5678-9012").wait(time.Second).press("r").sees("restored app/gone with a new version", "0 deleted")
		if got := p.stored("app/gone"); got != `{"k": "v"}` || p.arn("app/gone") != arn {
			t.Errorf("stored is %s under %s", got, p.arn("app/gone"))
		}
		p.press("u").sees("move AWSCURRENT back").press("y").sees("undone")
		if got := p.stored("app/gone"); got != "made-up before" {
			t.Errorf("undone, it is %s", got)
		}
	})
}

func TestATombstoneIsReplacedForGoodOnlyForItsTypedName(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.ForceDelay = 20 * time.Second })
		arn := p.arn("app/gone")
		p.press("n").names("app/gone").types("k").press("enter").types("v").press("enter ctrl+s").wait(time.Second).press("d").sees("Delete for good: app/gone").wait(time.Second)
		p.press("enter").sees("that is not the name")
		if p.calls("DeleteSecret") != 1 {
			t.Error("deleted without the name")
		}
		p.types("app/gone").press("enter").wait(10*time.Second).sees("saving…").wait(25*time.Second).sees("0 deleted", "app/gone").seesNot("new secret")
		if got := p.stored("app/gone"); got != `{"k": "v"}` || p.arn("app/gone") == arn {
			t.Errorf("stored is %s under %s", got, p.arn("app/gone"))
		}
	})
}

func TestANameThatExistsBecomesAnEditOrGetsAnotherName(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").names("app/canary").types("user").press("enter").types("mine").press("enter ctrl+s").sees("app/canary exists already").wait(time.Second)
		p.press("e").sees("now an edit of the secret that exists").press("ctrl+s").sees("Save app/canary", "user", "2 keys will disappear").press("enter").sees("saved app/canary")
		if got := p.stored("app/canary"); got != `{"user": "mine"}` {
			t.Errorf("stored is %s", got)
		}
		p.press("n").names("app/other").types("k").press("enter").types("v").press("enter ctrl+s").wait(time.Second).press("a").names("app/third").sees("Create app/third").press("enter").sees("created app/third")
	})
}

func TestANewSecretLikeAnotherHasItsKeysAndNoValue(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("N").sees("New secret like app/canary", "env=prod").wait(time.Second).types("2").press("tab tab tab tab enter").sees("new secret app/canary2", "user", "port", "1 decrypt").press("V").seesNot(canary)
		p.press("ctrl+s").sees("Create app/canary2", "description: the one", "tags: env=prod").press("enter").sees("created app/canary2")
		if got := p.stored("app/canary2"); got != `{"user":"","port":null,"on":{"x":""}}` {
			t.Errorf("stored is %s", got)
		}
	})
}

func TestAFailedCreateKeepsTheValueAndALostReplyMakesOneSecret(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.press("n").names("app/new").types("k").press("enter").types("v").press("enter ctrl+s").sees("Create app/new")
		p.server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "CreateSecret", Kind: local.Reset, N: -1, After: true}, {Op: "DescribeSecret", Kind: local.Reset, N: -1}}
		})
		p.press("enter").wait(time.Minute).sees("not saved")
		p.server.Set(func(k *local.Knobs) { k.Faults = nil })
		for range 3 {
			p.press("ctrl+s").wait(time.Second).press("enter").wait(time.Second)
		}
		p.sees("created app/new")
		if n, _ := p.versions("app/new"); n != 1 {
			t.Errorf("%d versions", n)
		}
	})
}

func TestANewSecretLikeAnotherHasAllItsTags(t *testing.T) {
	seed := func(s *local.Server) {
		seedOne(backend.TextValue("{}"))(s)
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if err := c.Tag(ctx(), "app/canary", []backend.Tag{{Key: "team", Value: "a,b"}, {Key: "k=v", Value: "x"}}); err != nil {
			panic(err)
		}
	}
	play(t, setting{seed: seed}, func(p *player) {
		p.press("N").sees("New secret like app/canary", "env=prod", "and 2 more").wait(time.Second).types("2").press("tab tab tab tab enter").sees("new secret app/canary2")
		p.press("a").types("k").press("enter").types("v").press("enter ctrl+s").sees("Create app/canary2", "team=a,b").press("enter").sees("created app/canary2")
		d, err := aws.Open(aws.Options{Transport: p.server.Transport()}).Describe(ctx(), "app/canary2")
		if err != nil || len(d.Tags) != 3 {
			t.Errorf("%v %v", d.Tags, err)
		}
	})
}

func TestAHalfDoneRevivalIsReviewedAgainstTheRealValueAndIsOneVersion(t *testing.T) {
	for name, fault := range map[string]func(p *player){
		"the put": func(p *player) {
			p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.ServerError, N: -1}} })
		},
		"the move": func(p *player) {
			p.server.Set(func(k *local.Knobs) {
				k.OnCall = func(op, _ string) {
					if op == "PutSecretValue" {
						p.server.Set(func(k *local.Knobs) {
							k.Faults = []local.Fault{{Op: "UpdateSecretVersionStage", Kind: local.ServerError, N: -1}}
						})
					}
				}
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedBuried}, func(p *player) {
				p.press("n").names("app/buried").types("newkey").press("enter").types("v").press("enter ctrl+s").sees("is scheduled for deletion").wait(time.Second)
				fault(p)
				p.press("r").wait(time.Minute).sees("it is restored, and this value is now an edit of it")
				p.server.Set(func(k *local.Knobs) { k.Faults, k.OnCall = nil, nil })
				p.press("ctrl+s").sees("Save app/buried", "newkey", "old", "1 key will disappear").press("enter").sees("saved app/buried")
				if n, private := p.versions("app/buried"); n != 2 || private != nil {
					t.Errorf("%d versions, labels %v", n, private)
				}
				if got := p.stored("app/buried"); got != `{"newkey": "v"}` {
					t.Errorf("stored is %s", got)
				}
			})
		})
	}
}

func TestARevivedSecretThatCannotBeReadIsNotReviewedBlindly(t *testing.T) {
	play(t, setting{seed: seedBuried}, func(p *player) {
		p.press("n").names("app/buried").types("newkey").press("enter").types("v").press("enter ctrl+s").wait(time.Second)
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true, "GetSecretValue": true} })
		p.press("r").wait(time.Minute).sees("it is restored, but its value could not be read").press("ctrl+s").sees("app/buried exists already").wait(time.Second)
		p.server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.press("e").sees("now an edit of the secret that exists").press("ctrl+s").sees("1 key will disappear").press("enter").sees("saved app/buried")
	})
}

func TestANewSecretThatCannotBeDescribedIsListedAndTakenBackAllTheSame(t *testing.T) {
	play(t, setting{seed: seedTombstone}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
		p.press("n").names("app/new").types("k").press("enter").types("v").press("enter ctrl+s").sees("Create app/new").press("enter")
		p.sees("created app/new", "could not be described", "3 secrets").press("u").sees("delete app/new, with a window of 30 days")
	})
}

func TestWhatRulesLockIsNotAskedForAndTypedFirst(t *testing.T) {
	locked := func(name string) func(*Options) {
		return func(o *Options) {
			o.Guard = backend.NewGuard([]backend.Protection{{Name: name, ReadOnly: true}}, o.Backend.Where)
		}
	}
	for _, all := range []string{"", "**"} {
		play(t, setting{seed: seedTombstone, change: locked(all)}, func(p *player) {
			p.press("n").sees("this place is read-only by a rule of the configuration: U unlocks it").seesNot("New secret").press("N").seesNot("New secret")
		})
	}
	play(t, setting{seed: seedTombstone, change: locked("app/prod/**")}, func(p *player) {
		p.press("n").sees("New secret").wait(time.Second).types("prod/x").sees("app/prod/x is read-only by a rule").press("shift+tab shift+tab enter").seesNot("new secret app/prod/x")
		p.press(strings.TrimSpace(strings.Repeat("backspace ", 6))).types("dev").press("shift+tab shift+tab enter").sees("new secret app/dev")
	})
}
