package model

import (
	"errors"
	"strings"
	"testing"

	"strongroom/backend"
)

const consoleOfCanary = "https://eu-west-1.console.aws.amazon.com/secretsmanager/secret?name=app%2Fcanary&region=eu-west-1"

func TestTheSecretIsOpenedInTheConsole(t *testing.T) {
	var opened []string
	fails := false
	in := func(at backend.Where, opens bool) setting {
		return setting{native: true, seed: jsonSecret(), change: func(o *Options) {
			o.Backend = toldAt{o.Place.Backend, at}
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
	play(t, in(aws, true), func(p *player) {
		p.press("O").sees("opened app/canary in the AWS console").press("2 O 3 O")
		if strings.Join(opened, " ") != strings.Join([]string{consoleOfCanary, consoleOfCanary, consoleOfCanary}, " ") {
			t.Errorf("opened %q", opened)
		}
		if n := p.calls("GetSecretValue"); n != 0 {
			t.Errorf("%d decrypts", n)
		}
		fails = true
		p.press("1 O").sees("could not open app/canary in the AWS console", "console.aws.amazon.com")
	})
	play(t, in(aws, false), func(p *player) {
		p.press("O").sees("In the AWS console: app/canary", "It is copied")
		if p.board.holds() != consoleOfCanary {
			t.Errorf("copied %q", p.board.holds())
		}
	})
	opened = nil
	for _, at := range []backend.Where{{Kind: "demo", Region: "eu-west-1"}, {Kind: "custom endpoint", Region: "eu-west-1", Endpoint: "http://127.0.0.1:1"}} {
		play(t, in(at, true), func(p *player) { p.press("O").sees("this is not AWS itself") })
	}
	if len(opened) > 0 {
		t.Errorf("opened %q", opened)
	}
}

func TestTheConsolesAddressIsCopied(t *testing.T) {
	play(t, setting{native: true, seed: jsonSecret(), change: func(o *Options) {
		o.Backend = toldAt{o.Place.Backend, backend.Where{Kind: "AWS", Region: "eu-west-1"}}
	}}, func(p *player) {
		p.press("C").sees("console address").press("o").sees("copied the console's address")
		if p.board.holds() != consoleOfCanary {
			t.Errorf("copied %q", p.board.holds())
		}
	})
	play(t, setting{seed: jsonSecret()}, func(p *player) { p.press("C").sees("boto3").seesNot("console address") })
}

func TestTheARNLeadsToTheConsole(t *testing.T) {
	play(t, setting{w: 160, h: 36, seed: jsonSecret(), change: func(o *Options) {
		o.Backend = toldAt{o.Place.Backend, backend.Where{Kind: "AWS", Region: "eu-west-1"}}
	}}, func(p *player) {
		p.press("2 ]").sees("arn:aws:secretsmanager")
		if !strings.Contains(string(p.screen.sent()), consoleOfCanary) {
			t.Error("no link was sent")
		}
	})
	play(t, setting{w: 160, h: 36, seed: jsonSecret()}, func(p *player) {
		p.press("2 ]").sees("arn:aws:secretsmanager")
		if strings.Contains(string(p.screen.sent()), "\x1b]8;") {
			t.Error("the demo leads somewhere")
		}
	})
}
