package model

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
)

func TestAPasswordIsGeneratedByTheServiceUnderTheRulesAndMasked(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter ctrl+g").sees("Generate a password", "length", "32", "strong", "••••••••••••").wait(time.Second)
		p.press("tab tab backspace").press("backspace").types("20").press("tab").types("abc").press("tab tab space").wait(time.Second).sees("abc", "no")
		p.press("ctrl+g").wait(time.Second).press("y").sees("20 typed").press("enter ctrl+s").sees("Save app/canary").press("enter").sees("saved")
		got := p.newPassword()
		if len(got) != 20 || strings.ContainsAny(got, "abc!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ") {
			t.Errorf("got %q", got)
		}
		if strings.Contains(string(p.screen.sent()), got) {
			t.Error("the password was on the screen")
		}
		p.press("e j enter ctrl+g").sees("20", "abc").press("esc").seesNot("Generate a")
		if p.calls("GetRandomPassword") < 3 {
			t.Errorf("%d calls", p.calls("GetRandomPassword"))
		}
	})
}

func TestARoleThatMayNotAskTheServiceMakesItsPasswordHere(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetRandomPassword": true} })
		p.press("e j enter ctrl+g").sees("secretsmanager:GetRandomPassword", "this machine can make it").wait(time.Second)
		p.press("y").sees("Generate a password")
		p.press("shift+tab space").wait(time.Second).sees("this machine", "strong").press("y").sees("32 typed").press("ctrl+s enter").sees("saved")
		if got := p.newPassword(); len(got) != 32 {
			t.Errorf("got %q", got)
		}
	})
}

func TestRulesThatNothingCanFollowSaySo(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter ctrl+g").sees("strong").wait(time.Second).press("tab tab backspace backspace").sees("a password has 1 to 4096 characters").types("2").sees("each of 4 kinds cannot be in 2 characters")
		n := p.calls("GetRandomPassword")
		p.press("y").wait(time.Second).sees("Generate a password").types("0").wait(time.Second).sees("strong")
		if p.calls("GetRandomPassword") != n+1 {
			t.Error("rules that cannot be followed were sent")
		}
	})
}

func TestAGeneratedPasswordIsNowhereInTheModel(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e j enter ctrl+g").sees("strong").wait(time.Second)
		var b strings.Builder
		dump(reflect.ValueOf(p.model), map[uintptr]bool{}, &b)
		masked := p.frame("Generate").lines
		p.press("v")
		var made string
		for i, line := range p.frame("Generate").lines {
			if strings.Contains(masked[i], "••••") {
				made = strings.TrimSpace(line)
			}
		}
		if len(made) != 32 || strings.Contains(b.String()+p.everything(), made) {
			t.Errorf("a dump of the model shows %q", made)
		}
		p.sees(made).press("blur").seesNot(made[:8])
	})
}

func TestTheGeneratorSaysWhyThereIsNothingToUseAndKeepsWhoMakesIt(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetRandomPassword": 5 * time.Second} })
		p.press("e j enter ctrl+g").sees("Generate a password").wait(time.Second).press("enter").sees("no password to use: it is still being made").wait(5 * time.Second)
		p.sees("strong").seesNot("no password")
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetRandomPassword": true} })
		p.press("ctrl+g").wait(6*time.Second).press("enter").sees("no password to use: could not").press("shift+tab space").sees("this machine", "strong").press("esc")
		p.press("ctrl+g").sees("this machine", "strong").wait(time.Second).press("tab tab tab").pastes("0123456789\r\n").sees("0123456789").wait(time.Second).press("shift+tab shift+tab shift+tab enter").sees("32 typed").press("enter ctrl+s enter").sees("saved")
		if got := p.newPassword(); len(got) != 32 || strings.ContainsAny(got, "0123456789") {
			t.Errorf("got %q", got)
		}
	})
}

func TestTheAnswerForAGeneratorThatWasClosedIsNotShownInTheNextOne(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetRandomPassword": 4 * time.Second} })
		p.press("e j enter ctrl+g").sees("Generate a password").wait(time.Second).press("esc").seesNot("Generate a").press("ctrl+g").sees("Generate a password")
		p.wait(2*time.Second).seesNot("could not", " bits").wait(3 * time.Second).sees(" bits").seesNot("could not")
	})
}
