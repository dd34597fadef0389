package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestAValueIsOnTheTerminalOnlyWhileItIsRevealed(t *testing.T) {
	for name, text := range map[string]string{"JSON": `{"key":"` + canary + `","other":"x"}`, "text": canary, "PEM": "-----BEGIN X-----\nbWFkZS11cA==\n-----END X-----\n" + canary} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedOne(backend.TextValue(text)), native: true}, func(p *player) {
				p.press("j k ] [ ] ] [ [ / esc tab tab tab c")
				p.sees("copied app/canary", "1 decrypt").alive(1)
				if l := leaks(p.screen.sent()); l != nil {
					t.Fatalf("before v the terminal was sent %v", l)
				}
				if l := leaks([]byte(p.everything())); l != nil {
					t.Fatalf("a debugging print of the program shows %v", l)
				}
				p.press("V").sees(canary)
				if l := leaks([]byte(p.everything())); l != nil {
					t.Errorf("while revealed a debugging print of the program shows %v", l)
				}
				p.wait(31 * time.Second).seesNot(canary).sees("wiped").never(forms()...).alive(0)
				p.press("j k esc j k").wait(time.Minute)
			})
		})
	}
}

func TestWhatEndsAReveal(t *testing.T) {
	for name, c := range map[string]struct {
		keys string
		held int
	}{"the terminal loses its focus": {"blur", 0}, "another secret is selected": {"1 j", 0}, "another pane": {"tab", 1}, "hiding": {"v", 1}} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
				p.press("v").sees(canary).alive(1)
				p.press(c.keys).seesNot(canary).never(canary).alive(c.held).wait(time.Minute)
			})
		})
	}
}

func TestTimeRunsFromTheLastUse(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"a":"` + canary + `","b":"2"}`)), native: true}, func(p *player) {
		p.press("v v").sees(canary)
		p.wait(20 * time.Second).press("c").wait(29*time.Second - pressTime).sees(canary)
		p.wait(1100 * time.Millisecond).seesNot(canary).alive(0)
		if n := p.calls("GetSecretValue"); n != 1 {
			t.Errorf("%d reads", n)
		}
		p.press("v").sees("JSON · 2 keys · AWSCURRENT", "2 decrypts")
	})
}

func TestBrowsingReadsNothing(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.press("j j G g ctrl+d / ").types("db").press("enter ] ] [ enter ] tab t enter j t D j G D s esc ! esc ? esc @ esc ctrl+r")
		p.wait(2 * time.Second)
		if n := p.calls("GetSecretValue") + p.calls("BatchGetSecretValue"); n != 0 {
			t.Errorf("browsing read %d values", n)
		}
	})
}

func TestScrollingDescribesOnlyWhereTheCursorRests(t *testing.T) {
	play(t, setting{}, func(p *player) {
		before := p.calls("DescribeSecret")
		p.types(strings.Repeat("j", 40)).wait(time.Second)
		if n := p.calls("DescribeSecret") - before; n != 1 {
			t.Errorf("scrolling past 40 secrets described %d", n)
		}
	})
}

func TestAReadThatArrivesLateNeverShowsOnAnotherSecret(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 3 * time.Second} })
		p.never(canary, "could not").press("v 1 j").wait(4*time.Second).sees("app/other", "not read").alive(0)
		if p.calls("GetSecretValue") != 1 {
			t.Error("it was not read: the test proves nothing")
		}
		p.press("k").sees("not read")
	})
}

func TestACopyAskedForBeforeTheTerminalLostItsFocusStillArrives(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 2 * time.Second} })
		p.never(canary).press("c blur").wait(4 * time.Second).alive(0)
		if p.board.holds() != canary {
			t.Error("the copy was dropped")
		}
	})
}

func TestTheMaskTellsNothingAboutTheLength(t *testing.T) {
	mask := func(v string) (row string) {
		play(t, setting{seed: seedOne(backend.TextValue(`{"k":"` + v + `"}`))}, func(p *player) {
			row = p.press("v").sees("1 key").row("••••")
		})
		return row
	}
	if a, b := mask("x"), mask(strings.Repeat("y", 65000)); a != b {
		t.Errorf("one byte is drawn as\n%s\nand 65,000 as\n%s", a, b)
	}
}

func TestAValueThatIsWipedLeavesItsKeys(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"first":"1","second":{"inner":"2"}}`))}, func(p *player) {
		p.press("v").sees("first", "inner").wait(31*time.Second).sees("wiped", "first", "inner")
		p.press("1 j k").sees("not read").seesNot("first")
	})
}

func TestAfterAWipeTheSameKeyIsReadAgain(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"a":"made-up-1","b":"made-up-2","c":"made-up-3"}`)), native: true}, func(p *player) {
		p.press("v j j").wait(31 * time.Second).sees("wiped")
		p.press("c").sees("copied c")
		if p.board.holds() != "made-up-3" {
			t.Errorf("copied %q", p.board.holds())
		}
		p.wait(31*time.Second).press("v").sees("made-up-3").seesNot("made-up-1", "made-up-2")
	})
}
