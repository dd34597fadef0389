package list_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestNoRowOfAnotherRegionComesIntoTheHomeList(t *testing.T) {
	play.Game(t, play.Setting{W: 140, H: 36}, func(p *play.Player) {
		p.Press("D A").Sees("4 regions", "ing-2025", "us-east-1").Press("/").Types("cdn-signing").Press("enter R y").Sees("restored shared/edge/cdn-signing-2025")
		p.Press("D").Wait(time.Second).Press("ctrl+r").Wait(5 * time.Second).Press("ctrl+r").Wait(pane.StayLong)
		if wrong := p.CountsHome(); wrong != "" {
			t.Errorf("the list of eu-west-1 has %s\n%s", wrong, p.Screen)
		}
		p.SeesNot("cdn-signing-2025").Sees("214 secrets")
		p.Press("u y").Sees("undone").Wait(time.Second).Press("ctrl+r").Wait(5 * time.Second)
		if wrong := p.CountsHome(); wrong != "" {
			t.Errorf("after the undo the list of eu-west-1 has %s", wrong)
		}
	})
}

func TestWhateverIsPressedTheHomeListHoldsThisRegion(t *testing.T) {
	for seed := range uint64(4) {
		play.Game(t, play.Setting{W: 140, H: 36}, func(p *play.Player) {
			rng := rand.New(rand.NewPCG(seed, 3))
			keys := strings.Split("D|A|A|D A|R y|R y|u y|d y|ctrl+r|j|G|g|enter|esc|1|2|w esc|t|space|*", "|")
			trail := ""
			for range 60 {
				k := keys[rng.IntN(len(keys))]
				trail += " " + k
				p.Press(k)
				p.Wait(time.Duration(rng.IntN(3)) * time.Second)
				if wrong := p.CountsHome(); wrong != "" {
					t.Fatalf("seed %d: after%s the list of eu-west-1 has %s\n%s", seed, trail, wrong, p.Screen)
				}
			}
		})
	}
}

func TestANameThatMayNotBeDescribedIsMarkedAndNotCounted(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.Denying("ListSecrets", "DescribeSecret", "ListSecretVersionIds"), NoFirst: true, Native: true}, func(p *play.Player) {
		p.Becomes(time.Second, "access denied").Opens("no/such").Sees("opened no/such unseen", "not known to exist").SeesNot("1+ secrets", "1 secret ")
		p.Opens("no/such").Opens(" no/such ")
		if n := p.Rows("no/such"); n != 1 {
			t.Errorf("%d rows of one name", n)
		}
		p.Press("v").Sees("no/such is not there: its row is dropped").Wait(time.Second)
		if n := p.Rows("no/such"); n != 0 {
			t.Errorf("the name is still there, %d times", n)
		}
		p.Opens("prod/payments/stripe").Sees("not known to exist").Press("c").Sees("copied prod/payments/stripe").Sees("may not be described")
		p.Press("ctrl+r").Wait(2 * time.Second).Sees("may not be described")
	})
}

func TestAnOpenedNameBecomesItsSecretOnceItIsListed(t *testing.T) {
	for _, id := range []string{"prod/payments/stripe", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/payments/stripe"} {
		play.Game(t, play.Setting{Seed: play.Denying("ListSecrets", "DescribeSecret", "ListSecretVersionIds"), NoFirst: true, Native: true}, func(p *play.Player) {
			p.Becomes(time.Second, "access denied").Opens("zzz/no").Opens(id).Sees("not known to exist").Press("space").GoesTo("Secrets", "prod/payments/stripe")
			p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret", "ListSecretVersionIds") })
			p.Press("ctrl+r").Sees("214 secrets").Wait(5 * time.Second)
			p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
			p.Sees("214 secrets", "✓ 1 marked")
			if row := p.Under("Secrets"); !strings.HasPrefix(row, "▌✓prod/payments/stripe ") || p.Rows("prod/payments/stripe") != 1 {
				t.Errorf("%s: the cursor is on %s\n%s", id, row, p.Screen)
			}
			if arn := p.CopiedARN(); arn != p.ARN("prod/payments/stripe") {
				t.Errorf("%s: the row's ARN is %s", id, arn)
			}
			if p.Press("G"); p.Rows("zzz/no") != 0 {
				t.Error("a name that the whole list lacks stays for ever")
			}
		})
	}
}

func TestAnOpenedNameBecomesItsSecretOnceItIsDescribed(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.Denying("ListSecrets", "DescribeSecret", "ListSecretVersionIds"), NoFirst: true, Native: true}, func(p *play.Player) {
		p.Becomes(time.Second, "access denied").Opens("prod/payments/stripe").Opens("zzz/no").Opens("dev/payments/stripe").Sees("not known to exist")
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListSecrets") })
		p.Press("ctrl+r").Wait(5 * time.Second).SeesNot("not known to exist")
		if p.Secret() != "dev/payments/stripe" || p.Rows("prod/payments/stripe") != 1 || p.Rows("dev/payments/stripe") != 1 || p.Rows("zzz/no") != 0 {
			t.Errorf("the cursor is on %s\n%s", p.Secret(), p.Screen)
		}
		if arn := p.CopiedARN(); arn != p.ARN("dev/payments/stripe") {
			t.Errorf("the row's ARN is %s", arn)
		}
		p.Sees("2+ secrets")
		be := aws.Open(aws.Options{Transport: p.Server.Transport()})
		if _, err := be.Delete(play.Ctx(), p.ARN("prod/payments/stripe"), backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+r").Wait(5 * time.Second).Sees("prod/payments/stripe is not there: its row is dropped")
		if p.Rows("prod/payments/stripe") != 0 {
			t.Error("a secret that is gone keeps its row")
		}
	})
}

func TestAListedSecretThatIsOpenedHasOneRow(t *testing.T) {
	play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
		p.Sees("214 secrets")
		arn := p.ARN("prod/payments/stripe")
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret", "ListSecretVersionIds") })
		for _, id := range []string{"prod/payments/stripe", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/payments/stripe", arn} {
			p.Press("g").Opens(id).Sees("opened prod/payments/stripe unseen")
			if copied := p.CopiedARN(); p.Rows("prod/payments/stripe") != 1 || p.Secret() != "prod/payments/stripe" || copied != arn {
				t.Errorf("%s: %d rows, the cursor on %s, %s", id, p.Rows("prod/payments/stripe"), p.Secret(), copied)
			}
			p.Sees("214 secrets").SeesNot("not known to exist")
		}
		p.Sees("214 secrets").Opens("zzz/no").Sees("not known to exist", "214 secrets").Press("ctrl+r").Wait(5 * time.Second).Sees("zzz/no is not there: its row is dropped")
	})
}

func TestASecretOfAnotherRegionIsAGuest(t *testing.T) {
	play.Game(t, play.Setting{W: 140, H: 36}, func(p *play.Player) {
		us := aws.Open(aws.Options{Transport: p.Server.Transport(), Region: "us-east-1"})
		w, err := us.Create(play.Ctx(), backend.NewSecret{Name: "edge/here", Value: backend.TextValue("made-up")})
		if err != nil {
			t.Fatal(err)
		}
		p.Opens(w.ARN).Sees("opened edge/here", "us-east-1", "214 secrets")
		p.Press("ctrl+r").Wait(5*time.Second).Sees("edge/here", "214 secrets").Press("D D A").Wait(time.Second).Sees("214 secrets")
		if _, err := us.Delete(play.Ctx(), w.ARN, backend.Deletion{Force: true}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+r").Wait(5 * time.Second).Sees("edge/here is not there: its row is dropped")
		if p.Rows("edge/here") != 0 {
			t.Error("a guest that is gone keeps its row")
		}
	})
}

func TestTheActivityGuessesNoNameFromAPartialARN(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.Denying("DescribeSecret", "ListSecretVersionIds")}, func(p *play.Player) {
		p.Opens("arn:aws:secretsmanager:eu-west-1:123456789012:secret:no/db-master").Sees("opened no/db-master unseen").Press("!").Sees("describe             no/db-master", "could not describe no/db-master: access denied").Press("esc")
	})
}
