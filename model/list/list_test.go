package list_test

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
	"strongroom/model"
	"strongroom/model/play"
)

func TestRowsAreThereWithTheFirstPageAndUsableWhileTheRestComes(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.Slow(2 * time.Second), NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "listing…").Wait(2100*time.Millisecond).Sees("100… secrets", "not read")
		p.Press("j j /").Types("api").Sees("49… of 100…").Becomes(2*time.Second, "300… secrets", "130… of 300…")
		p.Wait(20*time.Second).Sees("997 secrets", "3 deleted", "1 of 3").SeesNot("997… secrets", "listing…")
	})
}

func TestTheCursorStaysOnItsSecretWhateverArrives(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.Slow(2 * time.Second), NoFirst: true}, func(p *play.Player) {
		p.Wait(2100 * time.Millisecond).Press("j j j")
		name := p.Secret()
		line := slices.Index(strings.Split(p.Screen.String(), "\n"), p.Row("▌"))
		for range 8 {
			p.Wait(2 * time.Second)
			if got := p.Secret(); got != name {
				t.Fatalf("the cursor went from %s to %s", name, got)
			}
		}
		p.Sees("997 secrets")
		if now := slices.Index(strings.Split(p.Screen.String(), "\n"), p.Row("▌")); now != line {
			t.Errorf("the row under the cursor moved from line %d to %d", line, now)
		}
	})
}

func TestALaterPageThatFailsLeavesTheRowsAndOffersARetry(t *testing.T) {
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
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
	}}, func(p *play.Player) {
		p.Sees("partial", "needs secretsmanager:ListSecrets").Wait(13 * time.Second).Sees("ctrl+r refreshes")
		if active, _ := p.Counted(); active == 0 || active == 500 {
			t.Errorf("%d rows of a partial list", active)
		}
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil; k.OnCall = nil })
		p.Press("ctrl+r").Sees("499 secrets").SeesNot("partial")
	})
}

func TestARefreshDoublesNothingAndDropsWhatIsGone(t *testing.T) {
	play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
		be := aws.Open(aws.Options{Transport: p.Server.Transport()})
		p.Press("/").Types("stripe").Press("enter j").Sees("prod/payments/stripe")
		for _, name := range []string{"dev/payments/stripe", "shared/smtp/relay"} {
			if _, err := be.Delete(play.Ctx(), p.ARN(name), backend.Deletion{Force: true}); err != nil {
				t.Fatal(err)
			}
		}
		before := p.Secret()
		p.Press("ctrl+r").Sees("212 secrets")
		if now := p.Secret(); now != before {
			t.Errorf("the refresh moved the cursor from %s to %s", before, now)
		}
		p.Press("ctrl+r").Wait(time.Second).Sees("212 secrets", "2 of 212")
	})
}

func TestAListThatLagsDoesNotDropWhatIsStillThere(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
		p.Sees("2 secrets")
		p.Server.Set(func(k *local.Knobs) { k.ListLag = time.Hour })
		p.Press("ctrl+r").Wait(2*time.Second).Sees("2 secrets", "app/canary", "app/other")
	})
}

func TestFindingKnowsNamesDescriptionsAndTags(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		for query, row := range map[string]string{
			"prodstripe":           "prod/payments/stripe",
			"'smtp":                "shared/smtp/relay",
			"^shared/smtp relay$":  "shared/smtp/relay",
			"live account":         "prod/payments/stripe",
			"tag:team=payments db": "billing/db",
			"jwt !staging":         "prod/identity/jwt-signing",
		} {
			p.Press("/ ctrl+u").Types(query).Press("enter").Sees(row)
			found, n := regexp.MustCompile(` (\d+) of 214 `).FindStringSubmatch(p.Screen.String()), 0
			if found != nil {
				n, _ = strconv.Atoi(found[1])
			}
			if n == 0 || n > 60 {
				t.Errorf("%q finds %d", query, n)
			}
			p.Press("esc").Sees("find")
		}
		p.Press("/").Types("nothing-like-this").Sees("nothing matches", "0 of 214")
		p.Press("esc").Sees("name ↑")
	})
}

func TestAFilterThatFindsOnlyDeletedOnesSaysSo(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("mailgun").Sees("enter D shows 1 in the other view", "esc clears the filter")
		p.Press("enter").Sees("D shows 1 in the other view").SeesNot("enter D").Press("D").Sees("prod/old/mailgun", "safe 3d 2", "1 of 5")
	})
}

func TestTheDeletedViewOpenedBeforeItsFirstPageBeginsWithTheMostUrgent(t *testing.T) {
	seed := func(s *local.Server) {
		s.SeedDemo()
		s.Set(func(k *local.Knobs) {
			k.PageSize, k.LatencyOf = 20, map[string]time.Duration{"ListSecrets": time.Second}
		})
	}
	play.Game(t, play.Setting{Seed: seed, NoFirst: true}, func(p *play.Player) {
		p.Wait(100*time.Millisecond).Press("D").Wait(time.Minute).Sees("5 deleted", "▌ staging…cy/ftp-gateway")
	})
}

func TestKeysBeforeTheFirstPageLeaveTheCursorToTheMostUrgent(t *testing.T) {
	seed := func(s *local.Server) {
		s.SeedDemo()
		s.Set(func(k *local.Knobs) {
			k.PageSize, k.LatencyOf = 20, map[string]time.Duration{"ListSecrets": time.Second}
		})
	}
	for _, keys := range []string{"/ a backspace enter", "/ a esc", "/ enter", "j", "t t", "s d s d", "*"} {
		t.Run(keys, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: seed, NoFirst: true}, func(p *play.Player) {
				p.Wait(100*time.Millisecond).Press("D").Press(keys).Wait(time.Minute).Sees("5 deleted", "▌ staging…cy/ftp-gateway")
			})
		})
	}
}

func TestTheDeletedViewIsNotEmptiedByAFilterOfTheOtherView(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("jwt").Press("enter D").Sees("prod/orders/db", "prod/old/mailgun")
		p.Press("D").Sees("prod/identity/jwt-signing", "of 214")
	})
}

func TestSortingAndTreeKeepTheCursorOnItsSecret(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("smtp/relay").Press("enter esc").Sees("shared/smtp/relay")
		for _, keys := range []string{"s c", "s c", "s a", "s r", "s n"} {
			if now := p.Press(keys).Secret(); now != "shared/smtp/relay" {
				t.Fatalf("%q moved the cursor to %s", keys, now)
			}
		}
		p.Press("t").Sees("▸ dev/", "▸ prod/", "▸ staging/").SeesNot("shared/smtp/relay  ")
		p.Press("g enter").Sees("▾ ")
		p.Press("h").SeesNot("▾ ")
		p.Press("t").Sees("name ↑")
	})
}

func TestTheTreeCountsTruly(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("t")
		total := 0
		for _, line := range p.Frame("Secrets").Lines[1:] {
			words := strings.Fields(strings.TrimLeft(line, " ▌"))
			switch {
			case len(words) == 4 && words[0] == "▸":
				n, _ := strconv.Atoi(words[2])
				total += n
			case len(words) > 0:
				total++
			}
		}
		if total != 214 {
			t.Errorf("the folders hold %d of 214", total)
		}
		p.Press("/").Types("stripe").Sees("▾ payments/").Press("enter")
	})
}

func TestPastingIntoTheFindLineIsTextAndNothingElse(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/")
		p.Send("\x1b[200~D\x1b]52;c;eA==\x07q\u202er\x1b[201~")
		p.Wait(300*time.Millisecond).Sees(`<U+202E>`, "Active │ Deleted 5")
		if p.Press("esc").Foot(); !strings.Contains(p.Foot(), "D deleted") {
			t.Errorf("pasted text acted as keys:\n%s", p.Screen)
		}
		p.Send("\x1b[200~qD\x1b[201~")
		p.Wait(300*time.Millisecond).Sees("Secrets", "name ↑")
	})
}

func TestAnEmptyAccountSaysSo(t *testing.T) {
	play.Game(t, play.Setting{Seed: func(*local.Server) {}, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "no secrets here", "0 secrets", "@ tells").Press("D").Sees("nothing is scheduled for deletion")
		p.Press("v").Sees("no secret is selected")
	})
}

func TestMarksAreCountedAndDropped(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("'payments/stripe").Press("enter *").Sees("✓ 3 marked").Press("*").SeesNot("marked")
		p.Press("space").Sees("✓ 1 marked").Press("esc").SeesNot("marked")
	})
}

func TestALargeAccountStaysUsable(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a large account")
	}
	play.Game(t, play.Setting{Seed: func(s *local.Server) { s.SeedGenerated(20_000) }}, func(p *play.Player) {
		p.Sees(fmt.Sprintf("%s secrets", "19,909"))
		p.Press("G g /").Types("prod stripe").Sees(" of 19,909").Press("enter")
	})
}

func TestAListThatFailsSaysWhatTheServiceSaidAndWhatIsNeeded(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.Denying("ListSecrets"), NoFirst: true}, func(p *play.Player) {
		p.Wait(time.Second).Sees("access denied", "is not authorized to perform", "needs secretsmanager:ListSecrets")
	})
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		s.Set(func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "ListSecrets", Kind: local.ServerError, N: -1}} })
	}, NoFirst: true}, func(p *play.Player) {
		p.Wait(time.Minute)
		if text := p.Screen.String(); strings.Count(text, "the service failed") != 1 || strings.Count(text, "ctrl+r refreshes")+strings.Count(text, "try again") != 1 {
			t.Errorf("it is said more than once, or not at all:\n%s", p.Screen)
		}
	})
}

func TestASecretThatIsDeletedForGoodGoesFromTheListAtOnce(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedBuried}, func(p *play.Player) {
		p.Press("D").GoesTo("Secrets", "app/gone").Press("d").Sees("app/gone").Wait(time.Second).Types("app/gone").Press("enter enter").Sees("deleted app/gone for good")
		if strings.Contains(strings.Join(p.Frame("Secrets").Lines, ""), "app/gone") {
			t.Errorf("its row is still there:\n%s", p.Screen)
		}
	})
}

func TestTheProgramStartsWithTheFilterThatItWasGiven(t *testing.T) {
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.Filter = "^dev/billing/db$" }, NoFirst: true}, func(p *play.Player) {
		p.Wait(2*time.Second).Sees("/ ^dev/billing/db$", "1 of 214").SeesNot("dev/billing/redis")
	})
}

func TestWhileASecretIsOpenedItsNameIsSaid(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Slowly("DescribeSecret", 5*time.Second)
		p.Press("o").Wait(time.Second).Types("app/elsewhere").Press("enter").Sees("opening app/elsewhere…")
	})
}
