package detail_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"strongroom/model/play"
)

func TestARowsDatumIsCopiedAndNotItsWords(t *testing.T) {
	const stamp = `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`
	arn := `^arn:aws:\w+:[a-z0-9-]*:123456789012:`
	common := map[string]string{"name": `^%s$`, "arn": arn, "created": stamp, "changed": stamp, "description": `^\S.*\S$`, "versions": `^[0-9a-fA-F-]{36}$`}
	for name, own := range map[string]map[string]string{
		"prod/payments/stripe":            {"last read": stamp, "kms key": `^alias/aws/secretsmanager$`, "rotation": `^what was there before$`},
		"prod/billing/db":                 {"rotation": `^rate\(30 days\)$`, "lambda": arn, "rotated": stamp, "next rotation": stamp, "last read": stamp, "kms key": `^alias/aws/secretsmanager$`},
		"staging/gateway/mtls-passphrase": {"rotation": `^cron\(0 4 \? \* SUN \*\)$`, "lambda": arn, "rotated": stamp, "next rotation": stamp, "last read": `^(what was there before|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$`, "kms key": `^alias/aws/secretsmanager$`},
		"prod/finance/ledger-export":      {"kms key": arn, "last read": stamp, "rotation": `^what was there before$`},
		"shared/monitoring/metrics-api":   {"type": `^DatadogApiKey$`, "last read": stamp, "kms key": `^alias/aws/secretsmanager$`, "rotation": `^what was there before$`},
		"shared/tls/wildcard":             {"replica": `^(eu-central-1|us-east-1)$`, "primary": `^eu-west-1$`, "last read": stamp, "kms key": `^alias/aws/secretsmanager$`, "rotation": `^what was there before$`},
		"events!connection":               {"managed by": `^events$`, "rotation": `^what was there before$`, "last read": `.*`, "kms key": `^alias/aws/secretsmanager$`},
		"dev/sandbox/placeholder":         {"versions": `^what was there before$`, "last read": `.*`, "kms key": `^alias/aws/secretsmanager$`, "rotation": `^what was there before$`},
	} {
		play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
			p.Press("/").Types(name).Press("enter 2 ]").Wait(time.Second)
			p.Sees("kms key")
			got := p.CopyRows()
			for label, texts := range got {
				want, ok := own[label]
				if !ok {
					want, ok = common[label]
				}
				want = strings.ReplaceAll(want, "%s", regexp.QuoteMeta(name))
				if label == "name" && strings.HasPrefix(name, "events!") {
					want = "^events!"
				}
				for _, text := range texts {
					if !ok || !regexp.MustCompile(want).MatchString(text) {
						t.Errorf("%s: the row %q copies %q, want %s", name, label, text, want)
					}
				}
			}
			for label := range own {
				if got[label] == nil {
					t.Errorf("%s has no row %q on\n%s", name, label, p.Screen)
				}
			}
		})
	}
}

func TestTheEndOfARecoveryWindowIsCopiedAsATimeOrAsTheIntervalItLiesIn(t *testing.T) {
	play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
		p.Press("D /").Types("prod/orders/db").Press("enter 2 ]").Wait(time.Second).Sees("deletion")
		got := p.CopyRows()
		interval := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
		if len(got["deletion"]) != 1 || !interval.MatchString(got["deletion"][0]) {
			t.Errorf("the deletion copies %q", got["deletion"])
		}
		if at, err := time.Parse(time.RFC3339, got["deleted"][0]); err != nil || at.Location() != time.UTC {
			t.Errorf("the time of the deletion copies %q", got["deleted"])
		}
	})
}

func TestARowWithoutADatumLeavesTheClipboardAlone(t *testing.T) {
	play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
		p.Press("/").Types("dev/sandbox/placeholder").Press("enter 2 ]").Wait(time.Second).Sees("never set up")
		p.Board.Put("what was there before")
		p.Press("G c").Sees("there is nothing to copy in this row")
		if p.Board.Holds() != "what was there before" {
			t.Errorf("the clipboard holds %q", p.Board.Holds())
		}
	})
}

// AWS tells the day of a read, and that late: what this session has read itself is known at once.
func TestAReadOfThisSessionIsTheLastRead(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		p.Press("2 ]").Sees("last read", "never in this region").Press("3").Sees("never read")
		p.Press("j v").Wait(time.Second).Press("3").Sees("last read just now, by you").Press("k").Sees("never read").Press("j 2 ]").Sees("just now, by you")
		p.Press("1 d").Sees("last read", "just now, by you").Press("esc")
		p.Wait(12 * time.Minute).Press("2 ]").Sees("12m ago, by you")
	})
}
