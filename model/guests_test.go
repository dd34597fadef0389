package model

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/pane"
)

func TestNoRowOfAnotherRegionComesIntoTheHomeList(t *testing.T) {
	play(t, setting{w: 140, h: 36}, func(p *player) {
		p.press("D A").sees("4 regions", "cdn-signing-2025").press("/").types("cdn-signing").press("enter R y").sees("restored shared/edge/cdn-signing-2025")
		p.press("D").wait(time.Second).press("ctrl+r").wait(5 * time.Second).press("ctrl+r").wait(pane.StayLong)
		if wrong := p.countsHome(); wrong != "" {
			t.Errorf("the list of eu-west-1 has %s\n%s", wrong, p.screen)
		}
		p.seesNot("cdn-signing-2025").sees("214 secrets")
		p.press("u y").sees("undone").wait(time.Second).press("ctrl+r").wait(5 * time.Second)
		if wrong := p.countsHome(); wrong != "" {
			t.Errorf("after the undo the list of eu-west-1 has %s", wrong)
		}
	})
}

func TestWhateverIsPressedTheHomeListHoldsThisRegion(t *testing.T) {
	for seed := range uint64(4) {
		play(t, setting{w: 140, h: 36}, func(p *player) {
			rng := rand.New(rand.NewPCG(seed, 3))
			keys := strings.Split("D|A|A|D A|R y|R y|u y|d y|ctrl+r|j|G|g|enter|esc|1|2|w esc|t|space|*", "|")
			trail := ""
			for range 60 {
				k := keys[rng.IntN(len(keys))]
				trail += " " + k
				p.press(k)
				p.wait(time.Duration(rng.IntN(3)) * time.Second)
				if wrong := p.countsHome(); wrong != "" {
					t.Fatalf("seed %d: after%s the list of eu-west-1 has %s\n%s", seed, trail, wrong, p.screen)
				}
			}
		})
	}
}

func TestANameThatMayNotBeDescribedIsMarkedAndNotCounted(t *testing.T) {
	play(t, setting{seed: denying("ListSecrets", "DescribeSecret", "ListSecretVersionIds"), noFirst: true, native: true}, func(p *player) {
		p.becomes(time.Second, "access denied").opens("no/such").sees("opened no/such unseen", "not known to exist").seesNot("1+ secrets", "1 secrets")
		p.opens("no/such").opens(" no/such ")
		if n := p.rows("no/such"); n != 1 {
			t.Errorf("%d rows of one name", n)
		}
		p.press("v").sees("no/such is not there: its row is dropped").wait(time.Second)
		if n := p.rows("no/such"); n != 0 {
			t.Errorf("the name is still there, %d times", n)
		}
		p.opens("prod/payments/stripe").sees("not known to exist").press("c").sees("copied prod/payments/stripe").sees("may not be described")
		p.press("ctrl+r").wait(2 * time.Second).sees("may not be described")
	})
}

func TestAnOpenedNameBecomesItsSecretOnceItIsListed(t *testing.T) {
	for _, id := range []string{"prod/payments/stripe", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/payments/stripe"} {
		play(t, setting{seed: denying("ListSecrets", "DescribeSecret", "ListSecretVersionIds"), noFirst: true, native: true}, func(p *player) {
			p.becomes(time.Second, "access denied").opens("zzz/no").opens(id).sees("not known to exist").press("space").goesTo("Secrets", "prod/payments/stripe")
			p.server.Set(func(k *local.Knobs) { k.Deny = deny("DescribeSecret", "ListSecretVersionIds") })
			p.press("ctrl+r").sees("214 secrets").wait(5 * time.Second)
			p.server.Set(func(k *local.Knobs) { k.Deny = nil })
			p.sees("214 secrets", "✓ 1 marked")
			if row := p.under("Secrets"); !strings.HasPrefix(row, "▌✓prod/payments/stripe ") || p.rows("prod/payments/stripe") != 1 {
				t.Errorf("%s: the cursor is on %s\n%s", id, row, p.screen)
			}
			if arn := p.arnCopied(); arn != p.arn("prod/payments/stripe") {
				t.Errorf("%s: the row's ARN is %s", id, arn)
			}
			if p.press("G"); p.rows("zzz/no") != 0 {
				t.Error("a name that the whole list lacks stays for ever")
			}
		})
	}
}

func TestAnOpenedNameBecomesItsSecretOnceItIsDescribed(t *testing.T) {
	play(t, setting{seed: denying("ListSecrets", "DescribeSecret", "ListSecretVersionIds"), noFirst: true, native: true}, func(p *player) {
		p.becomes(time.Second, "access denied").opens("prod/payments/stripe").opens("zzz/no").opens("dev/payments/stripe").sees("not known to exist")
		p.server.Set(func(k *local.Knobs) { k.Deny = deny("ListSecrets") })
		p.press("ctrl+r").wait(5 * time.Second).seesNot("not known to exist")
		if p.secret() != "dev/payments/stripe" || p.rows("prod/payments/stripe") != 1 || p.rows("dev/payments/stripe") != 1 || p.rows("zzz/no") != 0 {
			t.Errorf("the cursor is on %s\n%s", p.secret(), p.screen)
		}
		if arn := p.arnCopied(); arn != p.arn("dev/payments/stripe") {
			t.Errorf("the row's ARN is %s", arn)
		}
		p.sees("2+ secrets")
		be := aws.Open(aws.Options{Transport: p.server.Transport()})
		if _, err := be.Delete(ctx(), p.arn("prod/payments/stripe"), backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		p.press("ctrl+r").wait(5 * time.Second).sees("prod/payments/stripe is not there: its row is dropped")
		if p.rows("prod/payments/stripe") != 0 {
			t.Error("a secret that is gone keeps its row")
		}
	})
}

func TestAListedSecretThatIsOpenedHasOneRow(t *testing.T) {
	play(t, setting{native: true}, func(p *player) {
		p.sees("214 secrets")
		arn := p.arn("prod/payments/stripe")
		p.server.Set(func(k *local.Knobs) { k.Deny = deny("DescribeSecret", "ListSecretVersionIds") })
		for _, id := range []string{"prod/payments/stripe", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/payments/stripe", arn} {
			p.press("g").opens(id).sees("opened prod/payments/stripe unseen")
			if copied := p.arnCopied(); p.rows("prod/payments/stripe") != 1 || p.secret() != "prod/payments/stripe" || copied != arn {
				t.Errorf("%s: %d rows, the cursor on %s, %s", id, p.rows("prod/payments/stripe"), p.secret(), copied)
			}
			p.sees("214 secrets").seesNot("not known to exist")
		}
		p.sees("214 secrets").opens("zzz/no").sees("not known to exist", "214 secrets").press("ctrl+r").wait(5 * time.Second).sees("zzz/no is not there: its row is dropped")
	})
}

func TestASecretOfAnotherRegionIsAGuest(t *testing.T) {
	play(t, setting{w: 140, h: 36}, func(p *player) {
		us := aws.Open(aws.Options{Transport: p.server.Transport(), Region: "us-east-1"})
		w, err := us.Create(ctx(), backend.NewSecret{Name: "edge/here", Value: backend.TextValue("made-up")})
		if err != nil {
			t.Fatal(err)
		}
		p.opens(w.ARN).sees("opened edge/here", "us-east-1", "214 secrets")
		p.press("ctrl+r").wait(5*time.Second).sees("edge/here", "214 secrets").press("D D A").wait(time.Second).sees("214 secrets")
		if _, err := us.Delete(ctx(), w.ARN, backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		p.press("ctrl+r").wait(5 * time.Second).sees("edge/here is not there: its row is dropped")
		if p.rows("edge/here") != 0 {
			t.Error("a guest that is gone keeps its row")
		}
	})
}

func TestTheActivityGuessesNoNameFromAPartialARN(t *testing.T) {
	play(t, setting{seed: denying("DescribeSecret", "ListSecretVersionIds")}, func(p *player) {
		p.opens("arn:aws:secretsmanager:eu-west-1:123456789012:secret:no/db-master").sees("opened no/db-master unseen").press("!").sees("describe        no/db-master", "could not describe no/db-master: access denied").press("esc")
	})
}
