package edit_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAPasswordIsGeneratedByTheServiceUnderTheRulesAndMasked(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter ctrl+g").Sees("Generate a password", "length", "32", "strong", "••••••••••••").Wait(time.Second)
		p.Press("tab tab backspace").Press("backspace").Types("20").Press("tab").Types("abc").Press("tab tab space").Wait(time.Second).Sees("abc", "no")
		p.Press("ctrl+g").Wait(time.Second).Press("y").Sees("20 typed").Press("enter ctrl+s").Sees("Save the value").Press("enter").Sees("saved")
		got := p.NewPassword()
		if len(got) != 20 || strings.ContainsAny(got, "abc!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ") {
			t.Errorf("got %q", got)
		}
		if strings.Contains(string(p.Screen.Sent()), got) {
			t.Error("the password was on the screen")
		}
		p.Press("e j enter ctrl+g").Sees("20", "abc").Press("esc").SeesNot("Generate a")
		if p.Calls("GetRandomPassword") < 3 {
			t.Errorf("%d calls", p.Calls("GetRandomPassword"))
		}
	})
}

func TestARoleThatMayNotAskTheServiceMakesItsPasswordHere(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetRandomPassword": true} })
		p.Press("e j enter ctrl+g").Sees("secretsmanager:GetRandomPassword", "this machine can make it").Wait(time.Second)
		p.Press("y").Sees("Generate a password")
		p.Press("shift+tab space").Wait(time.Second).Sees("this machine", "strong").Press("y").Sees("32 typed").Press("ctrl+s enter").Sees("saved")
		if got := p.NewPassword(); len(got) != 32 {
			t.Errorf("got %q", got)
		}
	})
}

func TestRulesThatNothingCanFollowSaySo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter ctrl+g").Sees("strong").Wait(time.Second).Press("tab tab backspace backspace").Sees("a password has 1 to 4096 characters").Types("2").Sees("each of 4 kinds cannot be in 2 characters")
		n := p.Calls("GetRandomPassword")
		p.Press("y").Wait(time.Second).Sees("Generate a password").Types("0").Wait(time.Second).Sees("strong")
		if p.Calls("GetRandomPassword") != n+1 {
			t.Error("rules that cannot be followed were sent")
		}
	})
}

func TestAGeneratedPasswordIsNowhereInTheModel(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter ctrl+g").Sees("strong").Wait(time.Second)
		var b strings.Builder
		play.Dump(reflect.ValueOf(p.Model), map[uintptr]bool{}, &b)
		masked := p.Frame("Generate").Lines
		p.Press("v")
		var made string
		for i, line := range p.Frame("Generate").Lines {
			if strings.Contains(masked[i], "••••") {
				made = strings.TrimSpace(line)
			}
		}
		if len(made) != 32 || strings.Contains(b.String()+p.Everything(), made) {
			t.Errorf("a dump of the model shows %q", made)
		}
		p.Sees(made).Press("blur").SeesNot(made[:8])
	})
}

func TestTheGeneratorSaysWhyThereIsNothingToUseAndKeepsWhoMakesIt(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetRandomPassword": 5 * time.Second} })
		p.Press("e j enter ctrl+g").Sees("Generate a password").Wait(time.Second).Press("enter").Sees("no password to use: it is still being made").Wait(5 * time.Second)
		p.Sees("strong").SeesNot("no password")
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetRandomPassword": true} })
		p.Press("ctrl+g").Wait(6*time.Second).Press("enter").Sees("no password to use: could not").Press("shift+tab space").Sees("this machine", "strong").Press("esc")
		p.Press("ctrl+g").Sees("this machine", "strong").Wait(time.Second).Press("tab tab tab").Pastes("0123456789\r\n").Sees("0123456789").Wait(time.Second).Press("shift+tab shift+tab shift+tab enter").Sees("32 typed").Press("enter ctrl+s enter").Sees("saved")
		if got := p.NewPassword(); len(got) != 32 || strings.ContainsAny(got, "0123456789") {
			t.Errorf("got %q", got)
		}
	})
}

func TestTheAnswerForAGeneratorThatWasClosedIsNotShownInTheNextOne(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetRandomPassword": 4 * time.Second} })
		p.Press("e j enter ctrl+g").Sees("Generate a password").Wait(time.Second).Press("esc").SeesNot("Generate a").Press("ctrl+g").Sees("Generate a password")
		p.Wait(2*time.Second).SeesNot("could not", " bits").Wait(3 * time.Second).Sees(" bits").SeesNot("could not")
	})
}

func TestAGeneratedPasswordThatIsNotTakenIsWipedAtOnce(t *testing.T) {
	for _, keys := range []string{"esc", "tab enter"} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			before := len(p.Press("e j enter").Ledger.Alive())
			p.Press("ctrl+g").Sees("strong").Wait(time.Second).Alive(before + 1)
			p.Press(keys).SeesNot("Generate a").Alive(before)
		})
	}
}

// In the line of characters every letter is typed: the keys that are told there are those that do something.
func TestTheGeneratorTellsTheKeysThatWorkWhileALineIsTypedInto(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.JSONSecret()}, func(p *play.Player) {
			p.Press("e j enter ctrl+g").Sees("strong").Wait(time.Second).Press("tab tab tab").Types("vy").Wait(time.Second).Sees("vy▏", "ctrl+s", "ctrl+g another").SeesNot("use it y", "v reveals", "v hides")
			p.Press("ctrl+s").SeesNot("Generate a password").Sees("32 typed").Press("enter ctrl+s").Sees("Save the value").Press("enter").Sees("saved")
			if got := p.NewPassword(); len(got) != 32 || strings.ContainsAny(got, "vy") {
				t.Errorf("got %q", got)
			}
		})
	}
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) { // a number takes no letters
		p.Press("e j enter ctrl+g").Sees("strong").Wait(time.Second).Press("tab tab").Sees("use it y", "v reveals it").Press("v").Sees("v hides it").Press("y").Sees("32 typed")
	})
	for _, steps := range []string{"", "tab", "tab tab", "tab tab tab tab", "shift+tab"} {
		play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
			p.Press("e j enter ctrl+g").Sees("strong").Wait(time.Second).Press(steps).Press("ctrl+s").SeesNot("Generate a password").Sees("32 typed")
		})
	}
}

func TestALengthThatWasLeftEmptyIsNoRuleOfTheNextPassword(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter ctrl+g").Sees("strong").Wait(time.Second).Press("tab tab backspace backspace").Sees("a password has 1 to 4096 characters").Press("esc")
		p.Press("ctrl+g").Wait(time.Second).Sees("length             32", "strong").Press("y").Sees("32 typed")
	})
}

func TestTheGeneratorSaysHowManyRulesAreOutOfSight(t *testing.T) {
	play.Game(t, play.Setting{W: 40, H: 10, Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e j enter ctrl+g").Wait(time.Second).Sees("Generate a password")
		for range 11 {
			seen := 0
			for _, rule := range []string{"length ", "never these ", "numbers ", "punctuation ", "upper case ", "lower case ", "space  ", "some of eac", "made by "} {
				if strings.Contains(p.Shows(), rule) {
					seen++
				}
			}
			p.Sees(fmt.Sprintf("tab %d more · ", 9-seen)).Press("tab")
		}
		p.Resize(120, 36).SeesNot("more · ")
	})
}
