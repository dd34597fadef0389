package change_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/change"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

const aKey = "1234abcd-12ab-34cd-56ef-1234567890ab"

func TestDescriptionAndKeyAreChangedAfterAReviewAndNoVersionIsMade(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.JSONSecret()}, func(p *play.Player) {
			was, _ := p.Versions("app/canary")
			p.MetadataOpens().Sees("app/canary", "account 1234-5678-9012 · eu-west-1", "the one▏")
			p.Types(", again").Press("tab").Types(aKey).Sees("kms:GenerateDataKey", "kms:Decrypt", "symmetric").Press("enter enter")
			p.Sees("Change the description and the KMS key", "account 1234-5678-9012 · eu-west-1", "the one", "becomes", "the one, again", "aws/secretsmanager", aKey)
			if p.Calls("UpdateSecret") != 0 {
				t.Error("a review wrote something")
			}
			p.Wait(time.Second).Press("y").Sees("changed the description and the KMS key of app/canary").SeesNot("becomes", "Description and KMS key")
			if d := p.Described(); d.Description != "the one, again" || d.KMSKey != aKey {
				t.Errorf("it is %+v", change.MetadataOf(d.Secret))
			}
			p.Press("u").Sees(`u will put back the description "the one"`, "aws/secretsmanager").Press("y").Sees("undone")
			if d := p.Described(); d.Description != "the one" || d.KMSKey != "" {
				t.Errorf("undone, it is %+v", change.MetadataOf(d.Secret))
			}
			if n, _ := p.Versions("app/canary"); n != was || p.Calls("GetSecretValue") != 0 {
				t.Errorf("%d versions, were %d", n, was)
			}
		})
	}
}

func TestEnterInTheReviewOfAnotherKeyWritesNothing(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.MetadataOpens().Press("tab").Types("alias/x").Press("enter enter").Sees("becomes").Wait(time.Second).Types(strings.Repeat("\r", 250)).Wait(time.Second).Sees("alias/x")
		if n := p.Calls("UpdateSecret"); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

func TestWhatTheServiceWouldRefuseIsSaidWhileItIsTyped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.MetadataOpens().Press("shift+tab shift+tab enter").Sees("nothing is changed").Press("tab tab").Pastes(strings.Repeat("ü", 2042)).Sees("2049 characters, a description has at most 2048")
		p.Press("backspace").SeesNot("at most").Press("tab").Types("payments").Sees("not a KMS key").Press("ctrl+u").Types("alias/").Sees("an alias is alias/").Press("ctrl+u")
		p.Types("arn:aws:kms:us-east-1:123456789012:key/" + aKey).Sees("that key is in us-east-1, the secret in eu-west-1").Press("tab enter").SeesNot("becomes")
		if n := p.Calls("UpdateSecret"); n != 0 {
			t.Errorf("%d writes", n)
		}
		p.Press("ctrl+u tab enter").Sees("becomes", "üüü", "more lines").Wait(time.Second).Press("y").Sees("changed the description of")
		if got := p.Described().Description; got != "the one"+strings.Repeat("ü", 2041) {
			t.Errorf("%d bytes arrived", len(got))
		}
	})
}

func TestAColleaguesDescriptionIsNeverTrampled(t *testing.T) {
	theirs, key := "theirs", "alias/theirs"
	for _, by := range []backend.MetadataChange{{Description: &theirs}, {KMSKey: &key}} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.MetadataOpens().Types(" of mine").Press("tab enter enter").Sees("becomes").Wait(time.Second)
			p.Redescribes(by)
			p.Press("enter").Sees("somebody else changed it", "is now: ", "theirs", "the one of mine")
			if d := p.Described(); d.Description == "the one of mine" || p.Calls("UpdateSecret") != 1 {
				t.Fatalf("trampled: %+v", change.MetadataOf(d.Secret))
			}
			p.Press("enter").Sees("becomes", "the one of mine").Wait(time.Second).Press("y").Sees("changed the description of")
			d := p.Described()
			if want := map[bool]string{true: key}[by.KMSKey != nil]; d.Description != "the one of mine" || d.KMSKey != want {
				t.Errorf("seen and saved, it is %+v, the key was to be %q", change.MetadataOf(d.Secret), want)
			}
		})
	}
}

func TestAnUndoOfADescriptionDoesNotTrampleEither(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.MetadataOpens().Types("!").Press("tab tab enter").Wait(time.Second).Press("y").Sees("changed the description")
		theirs, key := "theirs", "alias/theirs"
		p.Redescribes(backend.MetadataChange{KMSKey: &key})
		p.Press("u y").Sees("undone: changed the description")
		if d := p.Described(); d.Description != "the one" || d.KMSKey != key {
			t.Errorf("what the change had not touched was put back too: %+v", change.MetadataOf(d.Secret))
		}
		p.MetadataOpens().Types("!").Press("tab tab enter").Wait(time.Second).Press("y").Sees("changed the description")
		p.Redescribes(backend.MetadataChange{Description: &theirs})
		p.Press("u y").Sees("nothing was undone: the description is now theirs")
		if d := p.Described(); d.Description != theirs {
			t.Errorf("trampled: %q", d.Description)
		}
	})
}

func TestAFailedChangeOfMetadataKeepsWhatWasTyped(t *testing.T) {
	for _, c := range []struct {
		knobs local.Knobs
		says  string
	}{
		{local.Knobs{Deny: map[string]bool{"UpdateSecret": true}}, "needs secretsmanager:UpdateSecret"},
		{local.Knobs{Deny: map[string]bool{"DescribeSecret": true}}, "needs secretsmanager:DescribeSecret"},
		{local.Knobs{KMS: map[string]local.KMSFault{"alias/mine": local.KMSDenied}}, "needs kms:GenerateDataKey, kms:Encrypt and kms:Decrypt on the key"},
		{local.Knobs{Faults: []local.Fault{{Op: "UpdateSecret", Kind: local.ServerError, N: -1}}}, "the service failed"},
	} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.MetadataOpens().Types(" of mine").Press("tab").Types("alias/mine").Press("enter enter").Sees("becomes").Wait(time.Second)
			p.Server.Set(func(k *local.Knobs) { k.Deny, k.KMS, k.Faults = c.knobs.Deny, c.knobs.KMS, c.knobs.Faults })
			p.Press("y").Wait(30*time.Second).Sees(c.says, "Nothing is changed", "the one of mine", "alias/mine")
			p.Server.Set(func(k *local.Knobs) { k.Deny, k.KMS, k.Faults = nil, nil, nil })
			p.Press("enter").Wait(time.Second).Press("y").Sees("changed the description and the KMS key")
			if d := p.Described(); d.Description != "the one of mine" || d.KMSKey != "alias/mine" {
				t.Errorf("it is %+v", change.MetadataOf(d.Secret))
			}
		})
	}
}

func TestAChangeThatFailsBehindAClosedSheetKeepsWhatWasTypedToo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.MetadataOpens().Types(" of mine").Press("tab tab enter").Wait(time.Second)
		p.Server.Set(func(k *local.Knobs) {
			k.LatencyOf, k.Deny = map[string]time.Duration{"UpdateSecret": 5 * time.Second}, map[string]bool{"UpdateSecret": true}
		})
		p.Press("y").Sees("saving…").Types("nq y").Sees("saving…").Press("esc").SeesNot("saving…").Press("i").Sees("a change of app/canary is still being written").Wait(6*time.Second).Sees("i has what you typed", "needs secretsmanager:UpdateSecret").SeesNot("Description and KMS key")
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf, k.Deny = nil, nil })
		p.Press("i").Sees("the one of mine", "needs secretsmanager:UpdateSecret").Wait(time.Second).Press("enter").Wait(time.Second).Press("y").Sees("changed the description")
		p.MetadataOpens().SeesNot("needs secretsmanager")
	})
}

func TestAnAnswerThatGetsLostDoesNotDecideTheDescriptionDoes(t *testing.T) {
	for _, kind := range []local.FaultKind{local.Reset, local.HTMLOK, local.Truncated} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.MetadataOpens().Types("!").Press("tab tab enter").Wait(time.Second)
			p.Server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "UpdateSecret", Kind: kind, N: -1, After: true}} })
			p.Press("y").Wait(30 * time.Second).SeesNot("Description and KMS key")
			p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.Press("u").Sees(`put back the description "the one"`).Press("y").Sees("undone")
		})
	}
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { // neither the answer nor the state is known
		p.MetadataOpens().Types("!").Press("tab tab enter").Wait(time.Second)
		p.Server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "UpdateSecret", Kind: local.Reset, N: -1, After: true}}
			k.OnCall = func(op, _ string) {
				if op == "UpdateSecret" {
					p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
				}
			}
		})
		p.Press("y").Wait(30*time.Second).Sees("Whether it was written is not known", "the one!")
		p.Server.Set(func(k *local.Knobs) { k.Faults, k.OnCall, k.Deny = nil, nil, nil })
		p.Press("enter").Wait(time.Second).Press("y").Sees("changed the description")
		if n, _ := p.Versions("app/canary"); n != 1 || p.Described().Description != "the one!" {
			t.Errorf("%d versions, %q", n, p.Described().Description)
		}
	})
}

func TestWhatTheServiceDoesNotTakeIsSaid(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { o.Backend = deaf{Backend: o.Backend} }}, func(p *play.Player) {
		p.MetadataOpens().Press("ctrl+u tab tab enter").Sees("(none)").Wait(time.Second).Press("y").Sees("still shows the old description of app/canary", "may lag, or ignore this")
		p.Press("u y").Sees("undone")
		if n := p.Calls("UpdateSecret"); n != 0 {
			t.Errorf("%d writes arrived", n)
		}
	})
}

func TestOneChangeHasOneTokenHoweverOftenItIsTried(t *testing.T) {
	log := &tokens{}
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { log.Backend, o.Backend = o.Backend, log }}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecret": true} })
		p.MetadataOpens().Types("!").Press("tab tab enter").Wait(time.Second).Press("y").Sees("access denied").Press("enter").Wait(time.Second).Press("y").Sees("access denied")
		p.Press("tab tab").Types("?").Press("tab tab enter").Wait(time.Second).Press("y").Sees("access denied")
		if got := log.sent; len(got) != 3 || got[0] != got[1] || got[1] == got[2] || len(got[0]) < 32 {
			t.Errorf("tokens %q", got)
		}
	})
}

// tokens keeps the tokens of updates.
type tokens struct {
	backend.Backend
	sent []string
}

func (b *tokens) Update(ctx context.Context, id string, c backend.MetadataChange) error {
	b.sent = append(b.sent, c.Token)
	return b.Backend.Update(ctx, id, c)
}

// deaf is a service that says yes to a new description and forgets it.
type deaf struct{ backend.Backend }

func (d deaf) Update(_ context.Context, _ string, _ backend.MetadataChange) error { return nil }

func TestADescriptionThatDrivesTerminalsIsShownAndComesThroughUnharmed(t *testing.T) {
	hostile := "one\ntwo\t\x1b[31mred\u202eevil\u200b\r\n"
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		play.JSONSecret()(s)
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if err := c.Update(play.Ctx(), "app/canary", backend.MetadataChange{Description: &hostile}); err != nil {
			panic(err)
		}
	}}, func(p *play.Player) {
		p.MetadataOpens().Sees(`one\x0atwo\x09\x1b[31mred<U+202E>evil<U+200B>\x0d\x0a`).Press("tab").Types("alias/x").Press("enter enter").Wait(time.Second).Press("y").Sees("changed the KMS key")
		if got := p.Described().Description; got != hostile {
			t.Errorf("untouched, it came back as %q", got)
		}
		p.MetadataOpens().Press("backspace").Pastes("!\r").Press("tab tab enter").Sees(`<U+200B>!\x0a`).Wait(time.Second).Press("y").Sees("changed the description")
		if got, want := p.Described().Description, strings.TrimSuffix(hostile, "\r\n")+"!\n"; got != want {
			t.Errorf("it is %q, want %q", got, want)
		}
	})
}

func TestMetadataThatCannotBeChangedSaysWhy(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		for name, why := range map[string]string{"rds!db": "managed by rds", "cdn-signing": "a replica: change it in its primary region"} {
			p.Press("/").Types(name).Press("enter").Wait(pane.RestDelay * 2).Press("i").Sees(why).Press("2 ] ] a").Sees(why).Press("[ [ 1 esc").Wait(3 * time.Second)
		}
		p.Press("D").Wait(pane.RestDelay * 2).Press("i").Sees("is scheduled for deletion: R restores it first")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) { o.ReadOnly = true }}, func(p *play.Player) {
		p.Press("i").Sees("read-only: started with --read-only").Press("2 ] ] x").Sees("read-only")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret(), Change: func(o *model.Options) {
		o.Guard = backend.NewGuard([]backend.Protection{{Name: "app/**", ReadOnly: true}}, o.Backend.Where)
	}}, func(p *play.Player) {
		p.Press("i").Sees("is read-only by a rule").Press("2 ] ] enter").Sees("is read-only by a rule")
	})
	play.Game(t, play.Setting{Seed: func(*local.Server) {}, NoFirst: true}, func(p *play.Player) {
		p.Wait(time.Second).Press("i").Sees("no secret is selected")
	})
}
