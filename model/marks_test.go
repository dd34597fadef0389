package model

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
)

func TestAMarkGoesWithItsRow(t *testing.T) {
	play(t, setting{}, func(p *player) {
		rival := p.rival()
		arn := p.arn("shared/smtp/relay")
		p.at("shared/smtp/relay").press("space").sees("✓ 1 marked")
		_, err := rival.Delete(ctx(), arn, backend.Deletion{WindowDays: 7})
		p.does(err).press("g ctrl+r").sees("shared/smtp/relay is scheduled for deletion now: it is no longer marked").seesNot("1 marked")
		p.does(rival.Restore(ctx(), arn)).press("ctrl+r").wait(3 * time.Second)
		p.press("d").seesNot("Delete 0 secrets", "Delete shared/smtp/relay").press("esc")

		p.at("shared/smtp/relay").press("space").sees("✓ 1 marked")
		_, err = rival.Delete(ctx(), arn, backend.Deletion{Force: true})
		p.does(err).press("ctrl+r").sees("shared/smtp/relay is gone: it is no longer marked").seesNot("1 marked")
	})
}

func TestAMarkInTheDeletedViewGoesWithItsRow(t *testing.T) {
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("* ").sees("✓ 5 marked")
		p.does(p.rival().Restore(ctx(), p.arn("prod/orders/db"))).press("ctrl+r").sees("prod/orders/db is restored: it is no longer marked", "✓ 4 marked")
		p.press("R").sees("Restore 4 secrets").seesNot("prod/orders/db  ").press("esc")
		p.press("D").sees("4 marks dropped: what was marked is not in this view any more").press("D").seesNot("marked ·")
	})
}

func TestMarksOfAllRegionsGoWithThem(t *testing.T) {
	play(t, setting{w: 140, h: 36, change: deletedFirst}, func(p *player) {
		p.press("A").sees("6 deleted").press("*").sees("✓ 6 marked").press("A").sees("6 marks dropped").seesNot("marked ·")
	})
}

func TestWhatOneDoesOneselfIsNotToldAsALostMark(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("'payments/stripe").press("enter *").sees("✓ 3 marked").press("d").sees("Delete 3 secrets").press("y").sees("deleted all 3")
		p.seesNot("no longer marked", "dropped", "3 marked")
	})
}

func TestAFilterHidesMarksAndNamesThemBeforeAnythingIsDone(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("'payments/stripe").press("enter *").sees("✓ 3 marked")
		p.press("/ ctrl+u").types("'smtp").press("enter").sees("✓ 3 marked, 3 hidden").press("*").sees("✓ 4 marked, 3 hidden")
		p.press("d").sees("Delete 4 secrets", "prod/payments/stripe", "staging/payments/stripe", "dev/payments/stripe", "shared/smtp/relay", "3 of them, named first, are hidden by the filter").press("esc")
		p.press("/ esc").sees("✓ 4 marked").seesNot("hidden")
	})
	play(t, setting{change: deletedFirst}, func(p *player) {
		p.press("* /").types("mailgun").press("enter").sees("✓ 5 marked, 4 hidden").press("R").sees("Restore 5 secrets", "prod/orders/db", "4 of them, named first, are hidden by the filter")
	})
}

func TestMoreHiddenMarksThanADialogNamesAreNotActedOn(t *testing.T) {
	play(t, setting{seed: func(s *local.Server) {
		be := aws.Open(aws.Options{Transport: s.Transport()})
		for i := range 12 {
			if _, err := be.Create(ctx(), backend.NewSecret{Name: fmt.Sprintf("app/de-%02d", i), Value: backend.TextValue("made-up")}); err != nil {
				panic(err)
			}
		}
	}}, func(p *player) {
		p.press("*").sees("✓ 12 marked").press("/").types("de-01").press("enter").sees("✓ 12 marked, 11 hidden")
		p.press("d").sees("11 marked secrets are hidden by the filter, too many to name: / then esc shows them").seesNot("Delete 12")
		p.press("/ ctrl+u").types("'de-0").press("enter").sees("✓ 12 marked, 2 hidden").press("d").sees("Delete 12 secrets").press("esc")
		p.press("/ esc d").sees("Delete 12 secrets", "and 4 more").seesNot("named first")
	})
}

func TestMarkedReplicasAloneAreRefusedWithAReason(t *testing.T) {
	play(t, setting{seed: func(s *local.Server) {
		be := aws.Open(aws.Options{Transport: s.Transport()})
		for _, n := range []string{"app/de-a", "app/de-b"} {
			w, err := be.Create(ctx(), backend.NewSecret{Name: n, Value: backend.TextValue("made-up")})
			if err == nil {
				_, err = be.Replicate(ctx(), w.ARN, []backend.ReplicaTarget{{Region: "us-east-1"}}, false)
			}
			if err != nil {
				panic(err)
			}
		}
	}}, func(p *player) {
		p.press("*").sees("✓ 2 marked").press("d").sees("what is marked are replicas, or has some").seesNot("Delete 0")
	})
}

// Whatever a colleague does and whichever view is shown, a mark is on a row of the view.
func TestEveryMarkIsOnARowOfTheView(t *testing.T) {
	play(t, setting{h: 240, w: 120}, func(p *player) { // every row is in sight
		rival := p.rival()
		keys := strings.Fields("* D * ctrl+r j space D space j space k d esc A A D t t / esc * esc *")
		for i, k := range keys {
			switch i % 5 {
			case 1:
				_, _ = rival.Delete(ctx(), p.arn("dev/payments/stripe"), backend.Deletion{WindowDays: 7})
			case 3:
				_ = rival.Restore(ctx(), p.arn("dev/payments/stripe"))
			}
			p.press(k).press("ctrl+r").wait(2 * time.Second)
			marked := 0
			for _, line := range p.frame("Secrets").lines {
				if strings.HasPrefix(strings.TrimLeft(line, " ▌"), "✓") {
					marked++
				}
			}
			told := regexp.MustCompile(`✓ (\d+) marked(?:, (\d+) hidden)?`).FindStringSubmatch(p.screen.String())
			if told == nil {
				told = []string{"", "0", ""}
			}
			all, _ := strconv.Atoi(told[1])
			hidden, _ := strconv.Atoi(told[2])
			if marked != all-hidden {
				t.Fatalf("after %q %d rows have a mark, and %q is told\n%s", keys[:i+1], marked, told[0], p.screen)
			}
		}
	})
}
