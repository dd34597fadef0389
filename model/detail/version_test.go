package detail_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestAnOlderVersionIsRevealedByItsIdAndSaysThatItIsOld(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(3)...), Native: true}, func(p *play.Player) {
		p.Press("3 j v").Sees("not the current version", "AWSPREVIOUS", "JSON · 2 keys", "1 decrypt").SeesNot(play.Canary)
		if n := strings.Count(strings.Join(p.Frame("app/canary").Lines, "\n"), "AWSPREVIOUS"); n != 1 {
			t.Errorf("which version it is stands there %d times\n%s", n, p.Screen)
		}
		p.Press("v").Sees(play.Canary + "-1").SeesNot(play.Canary + "-2")
		p.Press("c").Sees("copied key")
		if p.Board.Holds() != play.Canary+"-1" {
			t.Errorf("copied %q", p.Board.Holds())
		}
		p.Press("esc").SeesNot(play.Canary, "not the current version")
		p.Press("G enter j V").Sees(play.Canary+"-0", "no label", "2 decrypts")
		if n := p.Calls("GetSecretValue"); n != 2 {
			t.Errorf("%d reads of two versions", n)
		}
	})
}

func TestTheCurrentVersionIsNotReadTwice(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(2)...)}, func(p *play.Player) {
		p.Press("v").Sees("1 decrypt").Press("3 V").Sees(play.Canary + "-1").SeesNot("not the current version")
		p.Press("1 V").Sees("1 decrypt")
		if n := p.Calls("GetSecretValue"); n != 1 {
			t.Errorf("%d reads", n)
		}
	})
}

func TestCopyingInTheListIsAlwaysTheCurrentValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("made-up old", "made-up new"), Native: true}, func(p *play.Player) {
		p.Press("3 j V").Sees("made-up old").Press("1 c").Sees("copied app/canary").SeesNot("made-up old")
		if p.Board.Holds() != "made-up new" {
			t.Errorf("copied %q", p.Board.Holds())
		}
		p.Press("3 c").Wait(pane.StayLong).Sees("clipboard: app/canary @ ")
		if p.Board.Holds() != "made-up old" {
			t.Errorf("c in the timeline copied %q", p.Board.Holds())
		}
		if l := strings.Count(string(p.Screen.Sent()), "made-up new"); l != 0 {
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
			play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(2)...)}, func(p *play.Player) {
				p.Press("3 j v V").Sees(play.Canary + "-0").Alive(1)
				p.Press(c.keys).SeesNot(play.Canary).Never(play.Canary).Alive(c.held).Wait(time.Minute)
			})
		})
	}
}

func TestNoValueOfAnyVersionIsSentBeforeItsRevealNorAfterItsEnd(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedVersions(play.Canaries(6)...), Native: true}, func(p *play.Player) {
			p.Press("3 G enter g j j j j j C esc v").Sees("not the current version").Press("esc c").Wait(time.Second)
			if l := play.Leaks([]byte(string(p.Screen.Sent()) + p.Everything())); l != nil {
				t.Fatalf("before a reveal: %v", l)
			}
			p.Wait(31 * time.Second)
			for i := range 6 {
				p.Press("V").Sees(play.Canary)
				if l := play.Leaks([]byte(p.Everything())); l != nil {
					t.Errorf("while version %d is revealed the model shows %v", i, l)
				}
				p.Wait(31 * time.Second).SeesNot(play.Canary).Alive(0)
				before := len(p.Screen.Sent())
				p.Press("3 k").Wait(time.Second)
				p.Press("k")
				if strings.Contains(p.Under("Versions"), "without a label") {
					p.Press("k")
				}
				if l := play.Leaks(p.Screen.Sent()[before:]); l != nil {
					t.Errorf("after its end %v was sent", l)
				}
			}
		})
	}
}

func TestAVersionThatVanishesIsTold(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(3)...)}, func(p *play.Player) {
		p.Press("3").Sees("1 without a label").Press("G enter G")
		gone := p.RivalsFirst()
		p.Server.Set(func(k *local.Knobs) {
			k.OnCall = func(op, _ string) {
				if op == "GetSecretValue" {
					p.Server.DropVersion("app/canary", gone)
				}
			}
		})
		p.Press("v").Sees("is gone: AWS removes versions without a label", "Versions 2").SeesNot("without a label ·")
	})
}

func TestAVersionOfAStuckRotationMayHaveNoValue(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.TimelineOf("^prod/billing/db$").Sees("AWSPENDING").Press("g v").Sees("there is no value").Press("esc").Sees("rotation stuck")
	})
}

func TestABinaryVersionGoesToAFileOfItsOwnersAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.p12")
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.TimelineOf("keystore-p12").Press("S").Sees("read this version first").Press("v").Sees("PKCS#12", "2,389 bytes", "saves it to a file")
		p.Press("S").Sees("Save to a file").Press("ctrl+u").Types("/no/such/x.bin").Press("enter").Sees("could not save to x.bin: there is no directory /no/such", "make that directory first").Wait(pane.StayLong)
		p.Press("S").Sees("Save to a file").Press("ctrl+u").Types(file).Press("enter").Sees("saved ")
		if b, err := os.ReadFile(file); err != nil || len(b) != 2389 {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		p.Press("S ctrl+u").Types(file).Press("enter").Sees("already exists", "nothing is overwritten")
		p.Press("S ctrl+u enter").Sees("a file needs a name").Press("esc")
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions("made-up")}, func(p *play.Player) {
		p.Press("v S").Sees("only a binary value goes to a file")
	})
}

func TestWhatIsNoLongerCurrentIsNotShownAsTheValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(2)...)}, func(p *play.Player) {
		p.Press("V").Sees(play.Canary + "-1")
		was := p.IDs()
		c := aws.Open(aws.Options{Transport: p.Server.Transport()})
		if err := c.MoveLabel(play.Ctx(), "app/canary", backend.LabelMove{Label: backend.Current, From: was[backend.Current], To: was[backend.Previous]}); err != nil {
			t.Fatal(err)
		}
		p.Press("ctrl+r").Sees("not read").SeesNot(play.Canary)
		p.Press("V").Sees(play.Canary + "-0")
	})
}

func TestTheFormsOfAVersionNameItsId(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two"), Native: true}, func(p *play.Player) {
		p.Press("3 j")
		id := p.IDs()[backend.Previous]
		for key, want := range map[string]string{"i": id, "w": " --version-id " + id, "b": `VersionId="` + id, "p": "-VersionId '" + id, "r": ":SecretString:::" + id + "}}", "x": ":::" + id} {
			p.Press("C").Sees("Copy as · version ", "app/canary").Press(key).Wait(time.Second)
			if !strings.Contains(p.Board.Holds(), want) {
				t.Errorf("%s copied %q, want %q in it", key, p.Board.Holds(), want)
			}
		}
		if n := p.Calls("GetSecretValue"); n != 0 {
			t.Errorf("%d reads", n)
		}
	})
}
