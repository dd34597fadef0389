package model

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestComparingReadsExactlyTwoAndShowsWhatDiffersMasked(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1], seed: seedVersions(olderJSON, newerJSON)}, func(p *player) {
			p.press("3 j =").sees("Compare two versions · 2 decrypts", "older", "newer", "account 1234-5678-9012 · eu-west-1")
			if n := p.calls("GetSecretValue"); n != 0 {
				t.Errorf("%d reads before the yes", n)
			}
			p.press("y").sees("2 changed", "1 added", "1 removed", "≠ password", "- gone", "+ fresh", "2 keys unchanged", "23 chars", "25 chars", "2 decrypts")
			if n := p.calls("GetSecretValue"); n != 2 {
				t.Errorf("comparing read %d values", n)
			}
			if l := leaks([]byte(string(p.screen.sent()) + p.everything())); l != nil {
				t.Fatalf("before a reveal: %v", l)
			}
			checkLayout(t, p, size[0])
			p.press("enter").sees("= host").press("enter").seesNot("= host").sees("2 keys unchanged")
			p.press("g j v").sees(canary+"-old", canary+"-newer").seesNot(canary + "!")
			p.press("V").sees(canary + "!")
			if l := leaks([]byte(p.everything())); l != nil {
				t.Errorf("while revealed the model shows %v", l)
			}
			checkLayout(t, p, size[0])
			p.press("V").seesNot(canary)
			p.press("V").sees(canary+"!").wait(31*time.Second).seesNot(canary).sees("wiped", "≠ password").never(forms()...).alive(0)
			p.press("j k esc").sees("Versions 2").wait(time.Minute)
			if n := p.calls("GetSecretValue"); n != 2 {
				t.Errorf("%d reads in all", n)
			}
		})
	}
}

func TestWhatEndsAComparison(t *testing.T) {
	for name, c := range map[string]struct {
		keys string
		held int
	}{"the terminal loses its focus": {"blur", 0}, "going back": {"esc", 0}, "hiding": {"V", 2}} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedVersions(olderJSON, newerJSON)}, func(p *player) {
				p.press("3 j = y V").sees(canary).alive(2)
				p.press(c.keys).seesNot(canary).never(canary).alive(c.held).wait(time.Minute)
			})
		})
	}
	play(t, setting{seed: seedVersions(olderJSON, newerJSON)}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 2 * time.Second} })
		p.never("≠").press("3 j = y").sees("reading both").press("esc").wait(6 * time.Second).seesNot("Compare ·").alive(0)
		p.press("= y blur focus").wait(6 * time.Second).alive(0)
	})
}

func TestTextIsComparedByLineAndBytesAsAWhole(t *testing.T) {
	long := "one\ntwo\nthree\n" + canary + "-a\n"
	other := "one\n2\nthree\n" + canary + "-a\nfive\n"
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1], seed: seedVersions(long, other)}, func(p *player) {
			p.press("3 j = y").sees("1 changed", "1 added", "3 unchanged", "1 line unchanged", "2 lines unchanged").seesNot("three", canary)
			p.press("V").sees("two", "five").seesNot("three").press("enter V").sees("three", canary)
			checkLayout(t, p, size[0])
		})
	}
	play(t, setting{seed: seedVersions(`{"a":1}`, "{ \"a\": 1 }\n")}, func(p *player) {
		p.press("3 j = y").sees("same content, different bytes: only white space differs")
	})
	play(t, setting{seed: seedVersions(`{"a":1}`, `made-up`)}, func(p *player) {
		p.press("3 j = y").sees("JSON · 1 key against text: by line")
	})
	play(t, setting{seed: func(s *local.Server) {
		seedVersions("made-up")(s)
		p := &player{server: s}
		if _, err := p.rival().Put(ctx(), "app/canary", backend.NewVersion{Value: backend.NewValue([]byte{0, 1, 2, 0xff}, true)}); err != nil {
			panic(err)
		}
	}}, func(p *player) {
		p.press("3 G = y").sees("different", "4 bytes", "7 bytes", "unknown type").press("v").sees("binary values are not shown")
	})
}

func TestTwoMarkedVersionsAreCompared(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(4)...)}, func(p *player) {
		p.press("3 =").sees("this is AWSCURRENT").press("j space G enter G space = y").sees("≠ key", "1 key unchanged").seesNot("Value │")
		p.press("p").sees("neither of the two is AWSCURRENT").press("esc esc").sees("2 without a label")
		p.press("g j = y p").sees("Promote").press("y").sees("promoted")
	})
}

func TestThePromoteDialogLeadsToTheComparisonAndBack(t *testing.T) {
	play(t, setting{seed: seedVersions(olderJSON, newerJSON)}, func(p *player) {
		was := p.ids()
		p.press("3 j p =").sees("≠ password").press("p").sees("becomes", "afterwards").press("y").sees("promoted")
		if p.ids()[backend.Current] != was[backend.Previous] {
			t.Error("not promoted")
		}
		if n := p.calls("GetSecretValue"); n != 2 {
			t.Errorf("%d reads", n)
		}
	})
}

func TestAComparisonThatCannotReadSaysWhichVersion(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.timelineOf("^prod/billing/db$").press("g = y").sees("there is no value", "reads both again").press("esc").sees("running or stuck")
	})
	play(t, setting{seed: seedVersions(olderJSON, newerJSON)}, func(p *player) {
		p.server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true} })
		p.press("3 j = y").sees("access denied", "needs secretsmanager:GetSecretValue")
		p.server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.press("v").sees("≠ password")
	})
}

func TestHostileValuesStayInsideTheComparison(t *testing.T) {
	evil := "a\x1b[31m\u202eb\r\n\tc\u009d0;x\x07" + strings.Repeat("東", 200) + "\nlast"
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1], seed: seedVersions(evil, evil+"!")}, func(p *player) {
			p.press("3 j = y V enter V G g ctrl+d").sees("last")
			checkLayout(t, p, size[0])
			checkBytes(t, p.screen.sent())
		})
	}
}

func TestAnEditNeverStartsFromAnOlderVersion(t *testing.T) {
	play(t, setting{seed: seedVersions(olderJSON, newerJSON)}, func(p *player) {
		p.press("3 j v").sees("not the current version").press("e").wait(2*time.Second).sees("fresh").seesNot("gone", "not the current version")
	})
}
