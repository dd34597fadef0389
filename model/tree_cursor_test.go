package model_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/model/play"
)

// What is said to be opened or made is what a key acts on, also where it lies in folders that were folded.
func TestWhatIsOpenedOrMadeIsUnderTheCursorInTheTreeToo(t *testing.T) {
	opens := func(name string) func(p *play.Player) {
		return func(p *play.Player) { p.Opens(name).Sees("opened " + name) }
	}
	makes := func(p *play.Player) {
		p.Press("n").Names("prod/new/one").Types("k").Press("enter").Types("v").Press("enter ctrl+s").Wait(time.Second).Press("enter").Sees("created prod/new/one")
	}
	filters := func(p *play.Player) { p.Press("/").Types("smtp/relay").Press("enter") }
	for what, c := range map[string]struct {
		before string
		first  func(p *play.Player)
		does   func(p *play.Player)
		name   string
	}{
		"opened":                             {"t", nil, opens("prod/payments/stripe"), "prod/payments/stripe"},
		"opened, from below it":              {"t G", nil, opens("prod/payments/stripe"), "prod/payments/stripe"},
		"opened, some unfolded":              {"t z z G", nil, opens("prod/payments/stripe"), "prod/payments/stripe"},
		"opened, from a filter":              {"t", filters, opens("prod/payments/stripe"), "prod/payments/stripe"},
		"opened, from the other view":        {"t D", nil, opens("prod/payments/stripe"), "prod/payments/stripe"},
		"opened, deleted":                    {"t", nil, opens("prod/old/mailgun"), "prod/old/mailgun"},
		"made":                               {"t", nil, makes, "prod/new/one"},
		"made, from a filter":                {"t", filters, makes, "prod/new/one"},
		"made, from a filter over a list":    {"", filters, makes, "prod/new/one"},
		"made, from the view of the deleted": {"D", nil, makes, "prod/new/one"},
	} {
		t.Run(what, func(t *testing.T) {
			play.Game(t, play.Setting{Native: true}, func(p *play.Player) {
				if p.Press(c.before); c.first != nil {
					c.first(p)
				}
				if c.does(p.Wait(time.Second)); p.Wait(time.Second).CopiedARN() != p.ARN(c.name) {
					t.Errorf("%s is copied\n%s", p.Board.Holds(), p.Screen)
				}
			})
		})
	}
}

// What the tree folds away is in a folder, on which the cursor is then; the list has it again.
func TestWhereTheTreeFoldsASecretAwayTheCursorIsOnItsFolder(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		on := func(keys, want string) {
			t.Helper()
			if under := strings.TrimLeft(p.Press(keys).Wait(time.Second).Under("Secrets"), " ▌"); !strings.HasPrefix(under, want) {
				t.Fatalf("after %q the cursor is on %q\n%s", keys, under, p.Screen)
			}
		}
		p.At("prod/payments/stripe")
		on("t", "▸ prod/")
		on("t", "prod/payments/stripe")
		on("t enter", "▾ prod/")
		on("t", "prod/payments/stripe")
		p.Press("t /").Types("smtp/relay").Press("enter")
		on("", "relay")
		on("esc", "▸ shared/")
		on("t", "shared/smtp/relay")
		on("t l j j j j j l l", "relay")
		on("z", "▸ shared/")
		on("z t", "shared/smtp/relay")
		on("t g t", "dev/")
		on("t z g enter j", "▸ analytics/")
		on("t", "dev/analytics/")
		on("s c t g j", "▸")
		folder := strings.Fields(p.Under("Secrets"))[2]
		on("t", folder)
	})
}
