package list_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAMarkGoesWithItsRow(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		rival := p.Rival()
		arn := p.ARN("shared/smtp/relay")
		p.At("shared/smtp/relay").Press("space").Sees("✓ 1 marked")
		_, err := rival.Delete(play.Ctx(), arn, backend.Deletion{WindowDays: 7})
		p.Does(err).Press("g ctrl+r").Sees("shared/smtp/relay is scheduled for deletion now: it is no longer marked").SeesNot("1 marked")
		p.Does(rival.Restore(play.Ctx(), arn)).Press("ctrl+r").Wait(3 * time.Second)
		if p.Press("d").SeesNot("Delete 0 secrets"); strings.Contains(strings.Join(p.Frame("Delete a secret").Lines, ""), "shared/smtp/relay") {
			t.Errorf("the mark has outlived its row:\n%s", p.Screen)
		}
		p.Press("esc")

		p.At("shared/smtp/relay").Press("space").Sees("✓ 1 marked")
		_, err = rival.Delete(play.Ctx(), arn, backend.Deletion{Force: true})
		p.Does(err).Press("ctrl+r").Sees("shared/smtp/relay is gone: it is no longer marked").SeesNot("1 marked")
	})
}

func TestAMarkInTheDeletedViewGoesWithItsRow(t *testing.T) {
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("* ").Sees("✓ 5 marked")
		p.Does(p.Rival().Restore(play.Ctx(), p.ARN("prod/orders/db"))).Press("ctrl+r").Sees("prod/orders/db is restored: it is no longer marked", "✓ 4 marked")
		p.Press("R").Sees("Restore 4 secrets").SeesNot("prod/orders/db  ").Press("esc")
		p.Press("D").Sees("4 marks dropped: what was marked is not in this view any more").Press("D").SeesNot("marked ·")
	})
}

func TestMarksOfAllRegionsGoWithThem(t *testing.T) {
	play.Game(t, play.Setting{W: 140, H: 36, Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("*").Sees("✓ 5 marked").Press("A").Sees("6 deleted", "✓ 5 marked")
		p.Press("*").Sees("✓ 6 marked").Press("A").Sees("6 marks dropped").SeesNot("marked ·")
	})
}

func TestWhatOneDoesOneselfIsNotToldAsALostMark(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("'payments/stripe").Press("enter *").Sees("✓ 3 marked").Press("d").Sees("Delete 3 secrets").Press("y").Sees("deleted all 3")
		p.SeesNot("no longer marked", "dropped", "3 marked")
	})
}

func TestAFilterHidesMarksAndNamesThemBeforeAnythingIsDone(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("'payments/stripe").Press("enter *").Sees("✓ 3 marked")
		p.Press("/ ctrl+u").Types("'smtp").Press("enter").Sees("✓ 3 marked, 3 hidden").Press("*").Sees("✓ 4 marked, 3 hidden")
		p.Press("d").Sees("Delete 4 secrets", "prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe", "shared/smtp/relay", "3 of them, named first, are hidden by the filter").Press("esc")
		p.Press("/ esc").Sees("✓ 4 marked").SeesNot("hidden")
	})
	play.Game(t, play.Setting{}, func(p *play.Player) { // what is deleted is not what the cursor is on
		p.Press("/").Types("'smtp/relay").Press("enter *").Sees("✓ 1 marked").Press("/ ctrl+u").Types("'prod/payments/stripe").Press("enter d")
		p.Sees("Delete a secret", "shared/smtp/relay", "it is marked, and hidden by the filter").Press("esc")
		p.Press("* d").Sees("Delete 2 secrets", "1 of them, named first, is hidden by the filter")
	})
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("/").Types("mailgun").Press("enter space / ctrl+u").Types("orders").Press("enter R").Sees("Restore a secret", "prod/old/mailgun", "it is marked, and hidden by the filter")
	})
	play.Game(t, play.Setting{Change: play.DeletedFirst}, func(p *play.Player) {
		p.Press("* /").Types("mailgun").Press("enter").Sees("✓ 5 marked, 4 hidden").Press("R").Sees("Restore 5 secrets", "prod/orders/db", "4 of them, named first, are hidden by the filter")
	})
}

func TestMoreHiddenMarksThanADialogNamesAreNotActedOn(t *testing.T) {
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		be := aws.Open(aws.Options{Transport: s.Transport()})
		for i := range 12 {
			if _, err := be.Create(play.Ctx(), backend.NewSecret{Name: fmt.Sprintf("app/de-%02d", i), Value: backend.TextValue("made-up")}); err != nil {
				panic(err)
			}
		}
	}}, func(p *play.Player) {
		p.Press("*").Sees("✓ 12 marked").Press("/").Types("de-01").Press("enter").Sees("✓ 12 marked, 11 hidden")
		p.Press("d").Sees("11 marked secrets are hidden by the filter, too many to name: / then esc shows them").SeesNot("Delete 12")
		p.Press("/ ctrl+u").Types("'de-0").Press("enter").Sees("✓ 12 marked, 2 hidden").Press("d").Sees("Delete 12 secrets").Press("esc")
		p.Press("/ esc d").Sees("Delete 12 secrets", "app/de-11").SeesNot("named first")
	})
}

func TestMarkedReplicasAloneAreRefusedWithAReason(t *testing.T) {
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		be := aws.Open(aws.Options{Transport: s.Transport()})
		for _, n := range []string{"app/de-a", "app/de-b"} {
			w, err := be.Create(play.Ctx(), backend.NewSecret{Name: n, Value: backend.TextValue("made-up")})
			if err == nil {
				_, err = be.Replicate(play.Ctx(), w.ARN, []backend.ReplicaTarget{{Region: "us-east-1"}}, false)
			}
			if err != nil {
				panic(err)
			}
		}
	}}, func(p *play.Player) {
		p.Press("*").Sees("✓ 2 marked").Press("d").Sees("what is marked are replicas, or has some").SeesNot("Delete 0")
	})
}

// Whatever a colleague does and whichever view is shown, a mark is on a row of the view.
func TestEveryMarkIsOnARowOfTheView(t *testing.T) {
	play.Game(t, play.Setting{H: 240, W: 120}, func(p *play.Player) { // every row is in sight
		rival := p.Rival()
		keys := strings.Fields("* D * ctrl+r j space D space j space k d esc A A D t t / esc * esc *")
		for i, k := range keys {
			switch i % 5 {
			case 1:
				_, _ = rival.Delete(play.Ctx(), p.ARN("dev/payments/stripe"), backend.Deletion{WindowDays: 7})
			case 3:
				_ = rival.Restore(play.Ctx(), p.ARN("dev/payments/stripe"))
			}
			p.Press(k).Press("ctrl+r").Wait(2 * time.Second)
			marked := 0
			for _, line := range p.Frame("Secrets").Lines {
				if strings.HasPrefix(strings.TrimLeft(line, " ▌"), "✓") {
					marked++
				}
			}
			told := regexp.MustCompile(`✓ (\d+) marked(?:, (\d+) hidden)?`).FindStringSubmatch(p.Screen.String())
			if told == nil {
				told = []string{"", "0", ""}
			}
			all, _ := strconv.Atoi(told[1])
			hidden, _ := strconv.Atoi(told[2])
			if marked != all-hidden {
				t.Fatalf("after %q %d rows have a mark, and %q is told\n%s", keys[:i+1], marked, told[0], p.Screen)
			}
		}
	})
}

// What every frame asks of the marked secrets is found out once, and anew once other ones are marked, or a rule says otherwise.
func TestARuleForOneOfTheMarkedSecretsHoldsForAsLongAsItIsMarkedAndLocked(t *testing.T) {
	const locked = "dev/analytics/db is read-only by a rule"
	play.Game(t, play.Setting{Rules: []backend.Protection{{Name: "dev/analytics/db", ReadOnly: true}}}, func(p *play.Player) {
		p.At("dev/analytics/api-token").Press("space d").Sees("Delete a secret").Press("esc")
		p.At("dev/analytics/db").Press("space d").Sees(locked).Press("*").Wait(time.Second).Press("d").Sees(locked)
		p.Press("esc").Wait(10 * time.Second)
		p.At("dev/analytics/redis").Press("space d").Sees("Delete a secret").Press("esc")
		p.At("dev/analytics/db").Press("space").Wait(10 * time.Second).Press("d").Sees(locked)
		p.At("dev/analytics/db").Press("U").Wait(time.Second).Types("unlock").Press("enter").Wait(10 * time.Second).Press("d").Sees("Delete 2 secrets")
	})
}

func TestWhereNothingButRegionsThatFailedIsShownThereIsNothingToMark(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListSecrets") })
		p.Press("D A").Wait(3*time.Second).Sees("4 failed", "us-east-1").Press("*").Sees("there is nothing to mark")
	})
}
