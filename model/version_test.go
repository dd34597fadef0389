package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

func TestAnOlderVersionIsRevealedByItsIdAndSaysThatItIsOld(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(3)...), native: true}, func(p *player) {
		p.press("3 j v").sees("not the current version", "AWSPREVIOUS", "JSON · 2 keys", "1 decrypt").seesNot(canary)
		p.press("v").sees(canary + "-1").seesNot(canary + "-2")
		p.press("c").sees("copied key")
		if p.board.holds() != canary+"-1" {
			t.Errorf("copied %q", p.board.holds())
		}
		p.press("esc").seesNot(canary, "not the current version")
		p.press("G enter j V").sees(canary+"-0", "no label", "2 decrypts")
		if n := p.calls("GetSecretValue"); n != 2 {
			t.Errorf("%d reads of two versions", n)
		}
	})
}

func TestTheCurrentVersionIsNotReadTwice(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(2)...)}, func(p *player) {
		p.press("v").sees("1 decrypt").press("3 V").sees(canary + "-1").seesNot("not the current version")
		p.press("1 V").sees("1 decrypt")
		if n := p.calls("GetSecretValue"); n != 1 {
			t.Errorf("%d reads", n)
		}
	})
}

func TestCopyingInTheListIsAlwaysTheCurrentValue(t *testing.T) {
	play(t, setting{seed: seedVersions("made-up old", "made-up new"), native: true}, func(p *player) {
		p.press("3 j V").sees("made-up old").press("1 c").sees("copied app/canary").seesNot("made-up old")
		if p.board.holds() != "made-up new" {
			t.Errorf("copied %q", p.board.holds())
		}
		p.press("3 c").wait(time.Second).sees("clipboard: app/canary @ ")
		if p.board.holds() != "made-up old" {
			t.Errorf("c in the timeline copied %q", p.board.holds())
		}
		if l := strings.Count(string(p.screen.sent()), "made-up new"); l != 0 {
			t.Error("copying showed the value")
		}
	})
}

func TestWhatEndsTheRevealOfAVersion(t *testing.T) {
	for name, c := range map[string]struct {
		keys string
		held int
	}{"the terminal loses its focus": {"blur", 0}, "another version is selected": {"3 k", 0}, "another secret is selected": {"1 j", 0},
		"hiding": {"V", 1}, "another pane": {"tab", 1}, "going back": {"esc", 0}} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedVersions(canaries(2)...)}, func(p *player) {
				p.press("3 j v V").sees(canary + "-0").alive(1)
				p.press(c.keys).seesNot(canary).never(canary).alive(c.held).wait(time.Minute)
			})
		})
	}
}

func TestNoValueOfAnyVersionIsSentBeforeItsRevealNorAfterItsEnd(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1], seed: seedVersions(canaries(6)...), native: true}, func(p *player) {
			p.press("3 G enter g j j j j j C esc v").sees("not the current version").press("esc c").wait(time.Second)
			if l := leaks([]byte(string(p.screen.sent()) + p.everything())); l != nil {
				t.Fatalf("before a reveal: %v", l)
			}
			p.wait(31 * time.Second)
			for i := range 6 {
				p.press("V").sees(canary)
				if l := leaks([]byte(p.everything())); l != nil {
					t.Errorf("while version %d is revealed the model shows %v", i, l)
				}
				p.wait(31 * time.Second).seesNot(canary).alive(0)
				before := len(p.screen.sent())
				p.press("3 k").wait(time.Second)
				p.press("k")
				if strings.Contains(p.under("Versions"), "without a label") {
					p.press("k")
				}
				if l := leaks(p.screen.sent()[before:]); l != nil {
					t.Errorf("after its end %v was sent", l)
				}
			}
		})
	}
}

func TestAVersionThatVanishesIsTold(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(3)...)}, func(p *player) {
		p.press("3").sees("1 without a label").press("G enter G")
		gone := p.rivalsFirst()
		p.server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "GetSecretValue" {
					p.server.DropVersion("app/canary", gone)
				}
			}
		})
		p.press("v").sees("is gone: AWS removes versions without a label", "Versions 2").seesNot("without a label ·")
	})
}

func TestAVersionOfAStuckRotationMayHaveNoValue(t *testing.T) {
	play(t, setting{}, func(p *player) {
		p.timelineOf("^prod/billing/db$").sees("AWSPENDING").press("g v").sees("there is no value").press("esc").sees("running or stuck")
	})
}

func TestABinaryVersionGoesToAFileOfItsOwnersAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.p12")
	play(t, setting{}, func(p *player) {
		p.timelineOf("keystore-p12").press("S").sees("read this version first").press("v").sees("PKCS#12", "2,389 bytes", "saves it to a file")
		p.press("S").sees("Save dev/shapes/keystore-p12").press("ctrl+u").types(file).press("enter").sees("saved ")
		if b, err := os.ReadFile(file); err != nil || len(b) != 2389 {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		p.press("S ctrl+u").types(file).press("enter").sees("already exists", "nothing is overwritten")
		p.press("S ctrl+u enter").sees("a file needs a name").press("esc")
	})
	play(t, setting{seed: seedVersions("made-up")}, func(p *player) {
		p.press("v S").sees("only a binary value goes to a file")
	})
}

func TestWhatIsNoLongerCurrentIsNotShownAsTheValue(t *testing.T) {
	play(t, setting{seed: seedVersions(canaries(2)...)}, func(p *player) {
		p.press("V").sees(canary + "-1")
		was := p.ids()
		c := aws.Open(aws.Options{Transport: p.server.Transport()})
		if err := c.MoveLabel(ctx(), "app/canary", backend.LabelMove{Label: backend.Current, From: was[backend.Current], To: was[backend.Previous]}); err != nil {
			t.Fatal(err)
		}
		p.press("ctrl+r").sees("not read").seesNot(canary)
		p.press("V").sees(canary + "-0")
	})
}

func TestTheFormsOfAVersionNameItsId(t *testing.T) {
	play(t, setting{seed: seedVersions("one", "two"), native: true}, func(p *player) {
		p.press("3 j")
		id := p.ids()[backend.Previous]
		for key, want := range map[string]string{"i": id, "w": " --version-id " + id, "b": `VersionId="` + id, "p": "-VersionId '" + id, "r": ":SecretString:::" + id + "}}", "x": ":::" + id} {
			p.press("C").sees("Copy as… app/canary @ ").press(key).wait(time.Second)
			if !strings.Contains(p.board.holds(), want) {
				t.Errorf("%s copied %q, want %q in it", key, p.board.holds(), want)
			}
		}
		if n := p.calls("GetSecretValue"); n != 0 {
			t.Errorf("%d reads", n)
		}
	})
}
