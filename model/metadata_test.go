package model

import (
	"context"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/change"
	"strongroom/backend/local"
	"strongroom/model/pane"
)

const aKey = "1234abcd-12ab-34cd-56ef-1234567890ab"

func TestDescriptionAndKeyAreChangedAfterAReviewAndNoVersionIsMade(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1], seed: jsonSecret()}, func(p *player) {
			was, _ := p.versions("app/canary")
			p.metadataOpens().sees("app/canary", "account 1234-5678-9012 · eu-west-1", "the one▏")
			p.types(", again").press("tab").types(aKey).sees("kms:GenerateDataKey", "kms:Decrypt", "symmetric").press("enter enter")
			p.sees("Change the description and the KMS key", "account 1234-5678-9012 · eu-west-1", "the one", "becomes", "the one, again", "aws/secretsmanager", aKey)
			if p.calls("UpdateSecret") != 0 {
				t.Error("a review wrote something")
			}
			p.wait(time.Second).press("y").sees("changed the description and the KMS key of app/canary").seesNot("becomes", "Description and KMS key")
			if d := p.described(); d.Description != "the one, again" || d.KMSKey != aKey {
				t.Errorf("it is %+v", change.MetadataOf(d.Secret))
			}
			p.press("u").sees(`u will put back the description "the one"`, "aws/secretsmanager").press("y").sees("undone")
			if d := p.described(); d.Description != "the one" || d.KMSKey != "" {
				t.Errorf("undone, it is %+v", change.MetadataOf(d.Secret))
			}
			if n, _ := p.versions("app/canary"); n != was || p.calls("GetSecretValue") != 0 {
				t.Errorf("%d versions, were %d", n, was)
			}
		})
	}
}

func TestEnterInTheReviewOfAnotherKeyWritesNothing(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.metadataOpens().press("tab").types("alias/x").press("enter enter").sees("becomes").wait(time.Second).types(strings.Repeat("\r", 250)).wait(time.Second).sees("alias/x")
		if n := p.calls("UpdateSecret"); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

func TestWhatTheServiceWouldRefuseIsSaidWhileItIsTyped(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.metadataOpens().press("shift+tab shift+tab enter").sees("nothing is changed").press("tab tab").pastes(strings.Repeat("ü", 2042)).sees("2049 characters, a description has at most 2048")
		p.press("backspace").seesNot("at most").press("tab").types("payments").sees("not a KMS key").press("ctrl+u").types("alias/").sees("an alias is alias/").press("ctrl+u")
		p.types("arn:aws:kms:us-east-1:123456789012:key/" + aKey).sees("that key is in us-east-1, the secret in eu-west-1").press("tab enter").seesNot("becomes")
		if n := p.calls("UpdateSecret"); n != 0 {
			t.Errorf("%d writes", n)
		}
		p.press("ctrl+u tab enter").sees("becomes", "üüü", "more lines").wait(time.Second).press("y").sees("changed the description of")
		if got := p.described().Description; got != "the one"+strings.Repeat("ü", 2041) {
			t.Errorf("%d bytes arrived", len(got))
		}
	})
}

func TestAColleaguesDescriptionIsNeverTrampled(t *testing.T) {
	theirs, key := "theirs", "alias/theirs"
	for _, by := range []backend.MetadataChange{{Description: &theirs}, {KMSKey: &key}} {
		play(t, setting{seed: jsonSecret()}, func(p *player) {
			p.metadataOpens().types(" of mine").press("tab enter enter").sees("becomes").wait(time.Second)
			p.redescribes(by)
			p.press("enter").sees("somebody else changed it", "is now: ", "theirs", "the one of mine")
			if d := p.described(); d.Description == "the one of mine" || p.calls("UpdateSecret") != 1 {
				t.Fatalf("trampled: %+v", change.MetadataOf(d.Secret))
			}
			p.press("enter").sees("becomes", "the one of mine").wait(time.Second).press("y").sees("changed the description of")
			d := p.described()
			if want := map[bool]string{true: key}[by.KMSKey != nil]; d.Description != "the one of mine" || d.KMSKey != want {
				t.Errorf("seen and saved, it is %+v, the key was to be %q", change.MetadataOf(d.Secret), want)
			}
		})
	}
}

func TestAnUndoOfADescriptionDoesNotTrampleEither(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.metadataOpens().types("!").press("tab tab enter").wait(time.Second).press("y").sees("changed the description")
		theirs, key := "theirs", "alias/theirs"
		p.redescribes(backend.MetadataChange{KMSKey: &key})
		p.press("u y").sees("undone: changed the description")
		if d := p.described(); d.Description != "the one" || d.KMSKey != key {
			t.Errorf("what the change had not touched was put back too: %+v", change.MetadataOf(d.Secret))
		}
		p.metadataOpens().types("!").press("tab tab enter").wait(time.Second).press("y").sees("changed the description")
		p.redescribes(backend.MetadataChange{Description: &theirs})
		p.press("u y").sees("nothing was undone: the description is now theirs")
		if d := p.described(); d.Description != theirs {
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
		play(t, setting{seed: jsonSecret()}, func(p *player) {
			p.metadataOpens().types(" of mine").press("tab").types("alias/mine").press("enter enter").sees("becomes").wait(time.Second)
			p.server.Set(func(k *local.Knobs) { k.Deny, k.KMS, k.Faults = c.knobs.Deny, c.knobs.KMS, c.knobs.Faults })
			p.press("y").wait(30*time.Second).sees(c.says, "Nothing is changed", "the one of mine", "alias/mine")
			p.server.Set(func(k *local.Knobs) { k.Deny, k.KMS, k.Faults = nil, nil, nil })
			p.press("enter").wait(time.Second).press("y").sees("changed the description and the KMS key")
			if d := p.described(); d.Description != "the one of mine" || d.KMSKey != "alias/mine" {
				t.Errorf("it is %+v", change.MetadataOf(d.Secret))
			}
		})
	}
}

func TestAChangeThatFailsBehindAClosedSheetKeepsWhatWasTypedToo(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.metadataOpens().types(" of mine").press("tab tab enter").wait(time.Second)
		p.server.Set(func(k *local.Knobs) {
			k.LatencyOf, k.Deny = map[string]time.Duration{"UpdateSecret": 5 * time.Second}, map[string]bool{"UpdateSecret": true}
		})
		p.press("y").sees("saving…").types("nq y").sees("saving…").press("esc").seesNot("saving…").press("i").sees("a change of app/canary is still being written").wait(6*time.Second).sees("i has what you typed", "needs secretsmanager:UpdateSecret").seesNot("Description and KMS key")
		p.server.Set(func(k *local.Knobs) { k.LatencyOf, k.Deny = nil, nil })
		p.press("i").sees("the one of mine", "needs secretsmanager:UpdateSecret").wait(time.Second).press("enter").wait(time.Second).press("y").sees("changed the description")
		p.metadataOpens().seesNot("needs secretsmanager")
	})
}

func TestAnAnswerThatGetsLostDoesNotDecideTheDescriptionDoes(t *testing.T) {
	for _, kind := range []local.FaultKind{local.Reset, local.HTMLOK, local.Truncated} {
		play(t, setting{seed: jsonSecret()}, func(p *player) {
			p.metadataOpens().types("!").press("tab tab enter").wait(time.Second)
			p.server.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "UpdateSecret", Kind: kind, N: -1, After: true}} })
			p.press("y").wait(30 * time.Second).seesNot("Description and KMS key")
			p.server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.press("u").sees(`put back the description "the one"`).press("y").sees("undone")
		})
	}
	play(t, setting{seed: jsonSecret()}, func(p *player) { // neither the answer nor the state is known
		p.metadataOpens().types("!").press("tab tab enter").wait(time.Second)
		p.server.Set(func(k *local.Knobs) {
			k.Faults = []local.Fault{{Op: "UpdateSecret", Kind: local.Reset, N: -1, After: true}}
			k.OnCall = func(op, _ string) {
				if op == "UpdateSecret" {
					p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"DescribeSecret": true} })
				}
			}
		})
		p.press("y").wait(30*time.Second).sees("Whether it was written is not known", "the one!")
		p.server.Set(func(k *local.Knobs) { k.Faults, k.OnCall, k.Deny = nil, nil, nil })
		p.press("enter").wait(time.Second).press("y").sees("changed the description")
		if n, _ := p.versions("app/canary"); n != 1 || p.described().Description != "the one!" {
			t.Errorf("%d versions, %q", n, p.described().Description)
		}
	})
}

func TestWhatTheServiceDoesNotTakeIsSaid(t *testing.T) {
	play(t, setting{seed: jsonSecret(), change: func(o *Options) { o.Backend = deaf{o.Backend} }}, func(p *player) {
		p.metadataOpens().press("ctrl+u tab tab enter").sees("(none)").wait(time.Second).press("y").sees("still shows the old description of app/canary", "may lag, or ignore this")
		p.press("u y").sees("undone")
		if n := p.calls("UpdateSecret"); n != 0 {
			t.Errorf("%d writes arrived", n)
		}
	})
}

func TestOneChangeHasOneTokenHoweverOftenItIsTried(t *testing.T) {
	log := &tokens{}
	play(t, setting{seed: jsonSecret(), change: func(o *Options) { log.Backend, o.Backend = o.Backend, log }}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"UpdateSecret": true} })
		p.metadataOpens().types("!").press("tab tab enter").wait(time.Second).press("y").sees("access denied").press("enter").wait(time.Second).press("y").sees("access denied")
		p.press("tab tab").types("?").press("tab tab enter").wait(time.Second).press("y").sees("access denied")
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
	play(t, setting{seed: func(s *local.Server) {
		jsonSecret()(s)
		c := aws.Open(aws.Options{Transport: s.Transport()})
		if err := c.Update(ctx(), "app/canary", backend.MetadataChange{Description: &hostile}); err != nil {
			panic(err)
		}
	}}, func(p *player) {
		p.metadataOpens().sees(`one\x0atwo\x09\x1b[31mred<U+202E>evil<U+200B>\x0d\x0a`).press("tab").types("alias/x").press("enter enter").wait(time.Second).press("y").sees("changed the KMS key")
		if got := p.described().Description; got != hostile {
			t.Errorf("untouched, it came back as %q", got)
		}
		p.metadataOpens().press("backspace").pastes("!\r").press("tab tab enter").sees(`<U+200B>!\x0a`).wait(time.Second).press("y").sees("changed the description")
		if got, want := p.described().Description, strings.TrimSuffix(hostile, "\r\n")+"!\n"; got != want {
			t.Errorf("it is %q, want %q", got, want)
		}
	})
}

func TestMetadataThatCannotBeChangedSaysWhy(t *testing.T) {
	play(t, setting{}, func(p *player) {
		for name, why := range map[string]string{"rds!db": "managed by rds", "cdn-signing": "a replica: change it in its primary region"} {
			p.press("/").types(name).press("enter").wait(pane.RestDelay * 2).press("i").sees(why).press("2 ] ] a").sees(why).press("[ [ 1 esc").wait(3 * time.Second)
		}
		p.press("D").wait(pane.RestDelay * 2).press("i").sees("is scheduled for deletion: R restores it first")
	})
	play(t, setting{seed: jsonSecret(), change: func(o *Options) { o.ReadOnly = true }}, func(p *player) {
		p.press("i").sees("read-only: started with --read-only").press("2 ] ] x").sees("read-only")
	})
	play(t, setting{seed: jsonSecret(), change: func(o *Options) {
		o.Guard = backend.NewGuard([]backend.Protection{{Name: "app/**", ReadOnly: true}}, o.Backend.Where)
	}}, func(p *player) {
		p.press("i").sees("is read-only by a rule").press("2 ] ] enter").sees("is read-only by a rule")
	})
	play(t, setting{seed: func(*local.Server) {}, noFirst: true}, func(p *player) {
		p.wait(time.Second).press("i").sees("no secret is selected")
	})
}
