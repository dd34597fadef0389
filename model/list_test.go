package model

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

func TestRowsAreThereWithTheFirstPageAndUsableWhileTheRestComes(t *testing.T) {
	play(t, setting{seed: slow(2 * time.Second), noFirst: true}, func(p *player) {
		p.becomes(time.Second, "listing…").wait(2100*time.Millisecond).sees("100… secrets", "not read")
		p.press("j j /").types("api").sees("49 of 100").becomes(2*time.Second, "300… secrets", "130 of 300")
		p.wait(20*time.Second).sees("997 secrets", "3 deleted", "1 of 3").seesNot("997… secrets", "listing…")
	})
}

func TestTheCursorStaysOnItsSecretWhateverArrives(t *testing.T) {
	play(t, setting{seed: slow(2 * time.Second), noFirst: true}, func(p *player) {
		p.wait(2100 * time.Millisecond).press("j j j")
		name := p.secret()
		line := slices.Index(strings.Split(p.screen.String(), "\n"), p.row("▌"))
		for range 8 {
			p.wait(2 * time.Second)
			if got := p.secret(); got != name {
				t.Fatalf("the cursor went from %s to %s", name, got)
			}
		}
		p.sees("997 secrets")
		if now := slices.Index(strings.Split(p.screen.String(), "\n"), p.row("▌")); now != line {
			t.Errorf("the row under the cursor moved from line %d to %d", line, now)
		}
	})
}

func TestALaterPageThatFailsLeavesTheRowsAndOffersARetry(t *testing.T) {
	play(t, setting{seed: func(s *local.Server) {
		s.SeedGenerated(500)
		var n atomic.Int32 // both ends of a listing call
		s.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "ListSecrets" {
					if n.Add(1) == 3 {
						s.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListSecrets": true} })
					}
				}
			}
		})
	}}, func(p *player) {
		p.sees("partial", "needs secretsmanager:ListSecrets").wait(13 * time.Second).sees("ctrl+r lists again")
		if active, _ := p.counted(); active == 0 || active == 500 {
			t.Errorf("%d rows of a partial list", active)
		}
		p.server.Set(func(k *local.Knobs) { k.Deny = nil; k.OnCall = nil })
		p.press("ctrl+r").sees("499 secrets").seesNot("partial")
	})
}

func TestARefreshDoublesNothingAndDropsWhatIsGone(t *testing.T) {
	play(t, setting{native: true}, func(p *player) {
		be := aws.Open(aws.Options{Transport: p.server.Transport()})
		p.press("/").types("stripe").press("enter j").sees("prod/payments/stripe")
		for _, name := range []string{"dev/payments/stripe", "shared/smtp/relay"} {
			if _, err := be.Delete(ctx(), p.arn(name), backend.Deletion{Force: true}); err != nil {
				t.Fatal(err)
			}
		}
		before := p.secret()
		p.press("ctrl+r").sees("212 secrets")
		if now := p.secret(); now != before {
			t.Errorf("the refresh moved the cursor from %s to %s", before, now)
		}
		p.press("ctrl+r").wait(time.Second).sees("212 secrets", "2 of 212")
	})
}

func TestAListThatLagsDoesNotDropWhatIsStillThere(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue("made-up"))}, func(p *player) {
		p.sees("2 secrets")
		p.server.Set(func(k *local.Knobs) { k.ListLag = time.Hour })
		p.press("ctrl+r").wait(2*time.Second).sees("2 secrets", "app/canary", "app/other")
	})
}

func TestFindingKnowsNamesDescriptionsAndTags(t *testing.T) {
	play(t, setting{}, func(p *player) {
		for query, row := range map[string]string{
			"prodstripe":           "prod/payments/stripe",
			"'smtp":                "shared/smtp/relay",
			"^shared/smtp relay$":  "shared/smtp/relay",
			"live account":         "prod/payments/stripe",
			"tag:team=payments db": "billing/db",
			"jwt !staging":         "prod/identity/jwt-signing",
		} {
			p.press("/ ctrl+u").types(query).press("enter").sees(row)
			found, n := regexp.MustCompile(` (\d+) of 214 `).FindStringSubmatch(p.frame("Secrets").lines[0]), 0
			if found != nil {
				n, _ = strconv.Atoi(found[1])
			}
			if n == 0 || n > 60 {
				t.Errorf("%q finds %d", query, n)
			}
			p.press("esc").sees("find")
		}
		p.press("/").types("nothing-like-this").sees("nothing matches", "0 of 214")
		p.press("esc").sees("by name")
	})
}

func TestAFilterThatFindsOnlyDeletedOnesSaysSo(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("mailgun").sees("D shows 1 in the other view")
		p.press("enter D").sees("prod/old/mailgun", "safe for 3d 2", "1 of 5")
	})
}

func TestTheDeletedViewIsNotEmptiedByAFilterOfTheOtherView(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("jwt").press("enter D").sees("prod/orders/db", "prod/old/mailgun")
		p.press("D").sees("prod/identity/jwt-signing", "of 214")
	})
}

func TestSortingAndTreeKeepTheCursorOnItsSecret(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("smtp/relay").press("enter esc").sees("shared/smtp/relay")
		for _, keys := range []string{"s c", "s c", "s a", "s r", "s n"} {
			if now := p.press(keys).secret(); now != "shared/smtp/relay" {
				t.Fatalf("%q moved the cursor to %s", keys, now)
			}
		}
		p.press("t").sees("▸ dev/", "▸ prod/", "▸ staging/").seesNot("shared/smtp/relay  ")
		p.press("g enter").sees("▾ ")
		p.press("h").seesNot("▾ ")
		p.press("t").sees("by name")
	})
}

func TestTheTreeCountsTruly(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("t")
		total := 0
		for _, line := range p.frame("Secrets").lines[1:] {
			words := strings.Fields(strings.TrimLeft(line, " ▌"))
			switch {
			case len(words) == 3 && words[0] == "▸":
				n, _ := strconv.Atoi(words[2])
				total += n
			case len(words) > 0:
				total++
			}
		}
		if total != 214 {
			t.Errorf("the folders hold %d of 214", total)
		}
		p.press("/").types("stripe").sees("▾ payments/").press("enter")
	})
}

func TestPastingIntoTheFindLineIsTextAndNothingElse(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/")
		p.send("\x1b[200~D\x1b]52;c;eA==\x07q\u202er\x1b[201~")
		p.wait(300*time.Millisecond).sees(`<U+202E>`, "Active │ Deleted 5")
		if p.press("esc").foot(); !strings.Contains(p.foot(), "D deleted") {
			t.Errorf("pasted text acted as keys:\n%s", p.screen)
		}
		p.send("\x1b[200~qD\x1b[201~")
		p.wait(300*time.Millisecond).sees("Secrets", "by name")
	})
}

func TestAnEmptyAccountSaysSo(t *testing.T) {
	play(t, setting{seed: func(*local.Server) {}, noFirst: true}, func(p *player) {
		p.becomes(time.Second, "no secrets here", "0 secrets", "@ tells").press("D").sees("nothing is scheduled for deletion")
		p.press("v").sees("no secret is selected")
	})
}

func TestMarksAreCountedAndDropped(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("/").types("'payments/stripe").press("enter *").sees("✓ 3 marked").press("*").seesNot("marked")
		p.press("space").sees("✓ 1 marked").press("esc").seesNot("marked")
	})
}

func TestALargeAccountStaysUsable(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a large account")
	}
	play(t, setting{seed: func(s *local.Server) { s.SeedGenerated(20_000) }}, func(p *player) {
		p.sees(fmt.Sprintf("%s secrets", "19,909"))
		p.press("G g /").types("prod stripe").sees(" of 19,909").press("enter")
	})
}
