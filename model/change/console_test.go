package change_test

import (
	"errors"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/model"
	"strongroom/model/play"
)

const consoleOfCanary = "https://eu-west-1.console.aws.amazon.com/secretsmanager/secret?name=app%2Fcanary&region=eu-west-1"

func TestTheSecretIsOpenedInTheConsole(t *testing.T) {
	var opened []string
	fails := false
	in := func(at backend.Where, opens bool) play.Setting {
		return play.Setting{Native: true, Seed: play.JSONSecret(), Change: func(o *model.Options) {
			o.Backend = play.ToldAt{Backend: o.Place.Backend, At: at}
			if opens {
				o.Opener = func(address string) error {
					if opened = append(opened, address); fails {
						return errors.New("made-up")
					}
					return nil
				}
			}
		}}
	}
	aws := backend.Where{Kind: "AWS", Region: "eu-west-1"}
	play.Game(t, in(aws, true), func(p *play.Player) {
		p.Press("O").Sees("opened app/canary in the AWS console").Press("2 O 3 O")
		if strings.Join(opened, " ") != strings.Join([]string{consoleOfCanary, consoleOfCanary, consoleOfCanary}, " ") {
			t.Errorf("opened %q", opened)
		}
		if n := p.Calls("GetSecretValue"); n != 0 {
			t.Errorf("%d decrypts", n)
		}
		fails = true
		p.Press("1 O").Sees("could not open app/canary in the AWS console", "console.aws.amazon.com")
	})
	play.Game(t, in(aws, false), func(p *play.Player) {
		p.Press("O").Sees("In the AWS console", "It is copied")
		if p.Board.Holds() != consoleOfCanary {
			t.Errorf("copied %q", p.Board.Holds())
		}
	})
	opened = nil
	for _, at := range []backend.Where{{Kind: "demo", Region: "eu-west-1"}, {Kind: "custom endpoint", Region: "eu-west-1", Endpoint: "http://127.0.0.1:1"}} {
		play.Game(t, in(at, true), func(p *play.Player) { p.Press("O").Sees("this is not AWS itself") })
	}
	if len(opened) > 0 {
		t.Errorf("opened %q", opened)
	}
}

func TestTheConsolesAddressIsCopied(t *testing.T) {
	play.Game(t, play.Setting{Native: true, Seed: play.JSONSecret(), Change: func(o *model.Options) {
		o.Backend = play.ToldAt{Backend: o.Place.Backend, At: backend.Where{Kind: "AWS", Region: "eu-west-1"}}
	}}, func(p *play.Player) {
		p.Press("C").Sees("console address").Press("o").Sees("copied the console's address")
		if p.Board.Holds() != consoleOfCanary {
			t.Errorf("copied %q", p.Board.Holds())
		}
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { p.Press("C").Sees("boto3").SeesNot("console address") })
}

func TestTheARNLeadsToTheConsole(t *testing.T) {
	play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret(), Change: func(o *model.Options) {
		o.Backend = play.ToldAt{Backend: o.Place.Backend, At: backend.Where{Kind: "AWS", Region: "eu-west-1"}}
	}}, func(p *play.Player) {
		p.Press("2 ]").Sees("arn:aws:secretsmanager")
		if !strings.Contains(string(p.Screen.Sent()), consoleOfCanary) {
			t.Error("no link was sent")
		}
	})
	play.Game(t, play.Setting{W: 160, H: 36, Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("2 ]").Sees("arn:aws:secretsmanager")
		if strings.Contains(string(p.Screen.Sent()), "\x1b]8;") {
			t.Error("the demo leads somewhere")
		}
	})
}
