package model

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

const canary = "made-up-CANARY-51d9"

// seedOne makes a service that holds one secret of that value, and others without interest.
func seedOne(value backend.Value) func(*local.Server) {
	return func(s *local.Server) {
		c := aws.Open(aws.Options{Transport: s.Transport()})
		for _, n := range []backend.NewSecret{
			{Name: "app/canary", Description: "the one", Value: value, Tags: []backend.Tag{{Key: "env", Value: "prod"}}},
			{Name: "app/other", Value: backend.TextValue("made-up other")},
		} {
			if _, err := c.Create(ctx(), n); err != nil {
				panic(err)
			}
		}
	}
}

// leaks tells in which forms the canary is in b.
func leaks(b []byte) (out []string) {
	for _, form := range []string{canary, base64.StdEncoding.EncodeToString([]byte(canary))[:16], fmt.Sprintf("%x", canary), fmt.Sprint([]byte(canary))} {
		if bytes.Contains(b, []byte(form)) {
			out = append(out, form)
		}
	}
	return out
}

func TestAValueIsOnTheTerminalOnlyWhileItIsRevealed(t *testing.T) {
	for name, text := range map[string]string{"JSON": `{"key":"` + canary + `","other":"x"}`, "text": canary, "PEM": "-----BEGIN X-----\nbWFkZS11cA==\n-----END X-----\n" + canary} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedOne(backend.TextValue(text)), native: true}, func(p *player) {
				p.press("j k ] [ ] ] [ [ / esc tab tab tab c")
				p.sees("copied app/canary", "1 decrypt")
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
				p.wait(31 * time.Second).seesNot(canary).sees("wiped")
				before := len(p.screen.sent())
				p.press("j k esc j k").wait(time.Minute)
				if l := leaks(p.screen.sent()[before:]); l != nil {
					t.Errorf("after its end the terminal was sent %v", l)
				}
			})
		})
	}
}

func TestWhatEndsAReveal(t *testing.T) {
	for name, keys := range map[string]string{"the terminal loses its focus": "blur", "another secret is selected": "1 j", "another pane": "tab", "hiding": "v"} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedOne(backend.TextValue(canary))}, func(p *player) {
				p.press("v").sees(canary)
				p.press(keys).seesNot(canary)
			})
		})
	}
}

func TestTimeRunsFromTheLastUse(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"a":"` + canary + `","b":"2"}`)), native: true}, func(p *player) {
		p.press("v v").sees(canary)
		p.wait(20 * time.Second).press("c").wait(20 * time.Second).sees(canary)
		p.wait(11 * time.Second).seesNot(canary)
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
		p.press("v 1 j").wait(5 * time.Second).sees("app/other").seesNot(canary)
		if l := leaks(p.screen.sent()); l != nil {
			t.Errorf("the terminal was sent %v", l)
		}
		p.press("k").sees("not read")
	})
}

func TestACopyAskedForBeforeTheTerminalLostItsFocusStillArrives(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(canary)), native: true}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 2 * time.Second} })
		p.press("c blur").wait(4 * time.Second)
		if p.board.holds() != canary {
			t.Error("the copy was dropped")
		}
		if l := leaks(p.screen.sent()); l != nil {
			t.Errorf("the terminal was sent %v", l)
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
