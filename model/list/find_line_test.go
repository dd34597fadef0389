package list_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model"
	"strongroom/model/play"
)

// tagged is a service with a few secrets that have tags.
func tagged(s *local.Server) {
	c := aws.Open(aws.Options{Transport: s.Transport()})
	for _, n := range []string{"app/web", "app/worker", "ops/backup"} {
		if _, err := c.Create(play.Ctx(), backend.NewSecret{Name: n, Value: backend.TextValue("made-up"), Tags: []backend.Tag{{Key: "env", Value: "prod"}, {Key: "team", Value: "blue sky"}}}); err != nil {
			panic(err)
		}
	}
}

func TestFindOnAKeptFilterBeginsANewOneUntilItIsMovedIn(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("mailgun").Press("enter").Sees("/ mailgun")
		p.Press("/").Types("stripe").Press("enter").Sees("/ stripe").SeesNot("mailgun")
		p.Press("/ left").Types("xx").Sees("/ stripxxe").Press("esc")
		p.Press("/").Types("stripe").Press("enter / right").Types("y").Sees("/ stripey").Press("enter / backspace").Sees("214 secrets").SeesNot("stripe y", "/ stripe")
	})
}

func TestTheFooterSaysWhatClearsAFilterThatFindsNothing(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("/").Types("nosuchthing").Sees("nothing matches", "esc clears the filter")
		if strings.Count(p.Screen.String(), "nothing matches") != 1 {
			t.Errorf("it is said more than once, or never:\n%s", p.Screen)
		}
		if !strings.Contains(p.Foot(), "esc clear") {
			t.Errorf("while typing the footer is %q", p.Foot())
		}
		if p.Press("enter"); !strings.Contains(p.Foot(), "esc clear filter") {
			t.Errorf("with the filter kept the footer is %q", p.Foot())
		}
		p.Press("esc").SeesNot("nothing matches")
	})
}

func TestTheFieldsAndTheirValuesAreOfferedWhileTyping(t *testing.T) {
	play.Game(t, play.Setting{Seed: tagged}, func(p *play.Player) {
		p.Press("/").Sees("tag: desc: owner: is:")
		p.Types("ta").Sees("tab tag:").Press("tab").Sees("/ tag:", "tab tag:env= · tag:team=")
		p.Types("t").Press("tab").Sees("/ tag:team=", `tab tag:team=blue\ sky`).Press("tab").Sees("3 of 3")
		p.Press("ctrl+u").Types("is:r").Sees("tab is:replicated · is:rotating").Press("tab").Sees("/ is:replicated", "nothing matches")
		p.Press("ctrl+u").Types("web !ta").Press("tab").Sees("/ web !tag:").Press("ctrl+u").Types("web").Press("tab").Sees("nothing to complete: tag: desc: owner: is:")
	})
}

func TestAnARNInTheFindLineFindsItsSecret(t *testing.T) {
	play.Game(t, play.Setting{Seed: tagged}, func(p *play.Player) {
		arn := p.ARN("app/web")
		for _, typed := range []string{arn, arn[:len(arn)-7], arn[strings.Index(arn, "secret:"):], arn[:len(arn)-4]} {
			p.Press("/").Pastes(typed).Wait(time.Second).Sees("1 of 3", "app/web").SeesNot("app/worker").Press("esc")
		}
		p.Press("/").Pastes(strings.Replace(arn, "eu-west-1", "us-east-1", 1)).Sees("nothing matches", "enter o opens what is in another region or account")
		p.Press("ctrl+u").Pastes(arn[:len("arn:aws:secretsmanager:")]).Sees("3 of 3")
	})
}

// What moves means the same in every pane: in the find line it is about the rows that are found.
func TestTheKeysThatMoveInTheFindLineMoveInTheListAlone(t *testing.T) {
	bound, err := keymap.Default().Rebind(map[keymap.Action][]string{keymap.Bottom: {"f5"}, keymap.HalfDown: {"f6"}})
	if err != nil {
		t.Fatal(err)
	}
	for key, sent := range map[string]string{"pgdown": play.BytesOf("pgdown"), "a key of one's own": "\x1b[15~", "another": "\x1b[17~"} {
		play.Game(t, play.Setting{Change: func(o *model.Options) { o.Keys = bound }}, func(p *play.Player) {
			p.Press("/").Types("prod").Wait(3 * time.Second)
			was := p.Secret()
			p.Send(sent)
			p.Wait(2 * time.Second)
			is := p.Secret()
			if is == was {
				t.Errorf("%s does not move from %s", key, was)
			}
			if p.Press("pgup pgup pgup").Wait(time.Second); p.Secret() != was {
				t.Errorf("pgup leads to %s, and not back to %s", p.Secret(), was)
			}
			if p.Press("end").Types("x").Sees("/ prodx").Press("backspace home").Types("x"); !strings.Contains(p.Screen.String(), "/ xprod") {
				t.Errorf("home and end are not the line's\n%s", p.Screen)
			}
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		p.Press("/").Types("canary").Wait(3 * time.Second)
		was := p.Under("Versions")
		if p.Press("pgdown enter").Wait(time.Second); p.Under("Versions") != was {
			t.Errorf("the cursor of the versions has moved\n%s", p.Screen)
		}
	})
}

func TestWhoClicksOnAnotherPaneIsNoLongerInTheFindLine(t *testing.T) {
	play.Game(t, play.Setting{Change: func(o *model.Options) { o.Mouse = true }}, func(p *play.Player) {
		p.Press("/").Types("payments").Wait(time.Second)
		p.Clicks(90, 8).Press("tab").Wait(time.Second)
		p.Press("1").Wait(time.Second)
		was := p.Secret()
		if p.Press("j").Wait(time.Second).Sees("/ payments ").SeesNot("paymentsj"); p.Secret() == was {
			t.Errorf("j does not move from %s\n%s", was, p.Screen)
		}
		p.Press("tab v").Sees("1 decrypt")
	})
}
