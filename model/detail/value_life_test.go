package detail_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAValueIsOnTheTerminalOnlyWhileItIsRevealed(t *testing.T) {
	for name, text := range map[string]string{"JSON": `{"key":"` + play.Canary + `","other":"x"}`, "text": play.Canary, "PEM": "-----BEGIN X-----\nbWFkZS11cA==\n-----END X-----\n" + play.Canary} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(text)), Native: true}, func(p *play.Player) {
				p.Press("j k ] [ ] ] [ [ / esc tab tab tab c")
				p.Sees("copied app/canary", "1 decrypt").Alive(1)
				if l := play.Leaks(p.Screen.Sent()); l != nil {
					t.Fatalf("before v the terminal was sent %v", l)
				}
				if l := play.Leaks([]byte(p.Everything())); l != nil {
					t.Fatalf("a debugging print of the program shows %v", l)
				}
				p.Press("V").Sees(play.Canary)
				if l := play.Leaks([]byte(p.Everything())); l != nil {
					t.Errorf("while revealed a debugging print of the program shows %v", l)
				}
				p.Wait(31 * time.Second).SeesNot(play.Canary).Sees("wiped").Never(play.Forms()...).Alive(0)
				p.Press("j k esc j k").Wait(time.Minute)
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
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
				p.Press("v").Sees(play.Canary).Alive(1)
				p.Press(c.keys).SeesNot(play.Canary).Never(play.Canary).Alive(c.held).Wait(time.Minute)
			})
		})
	}
}

func TestTimeRunsFromTheLastUse(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"` + play.Canary + `","b":"2"}`)), Native: true}, func(p *play.Player) {
		p.Press("v v").Sees(play.Canary)
		p.Wait(20 * time.Second).Press("c").Wait(29*time.Second - play.PressTime).Sees(play.Canary)
		p.Wait(1100 * time.Millisecond).SeesNot(play.Canary).Alive(0)
		if n := p.Calls("GetSecretValue"); n != 1 {
			t.Errorf("%d reads", n)
		}
		p.Press("v").Sees("JSON · 2 keys · AWSCURRENT", "2 decrypts")
	})
}

func TestBrowsingReadsNothing(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("j j G g ctrl+d / ").Types("db").Press("enter ] ] [ enter ] tab t enter j t D j G D s esc ! esc ? esc @ esc ctrl+r")
		p.Wait(2 * time.Second)
		if n := p.Calls("GetSecretValue") + p.Calls("BatchGetSecretValue"); n != 0 {
			t.Errorf("browsing read %d values", n)
		}
	})
}

func TestScrollingDescribesOnlyWhereTheCursorRests(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		before := p.Calls("DescribeSecret")
		p.Types(strings.Repeat("j", 40)).Wait(time.Second)
		if n := p.Calls("DescribeSecret") - before; n != 1 {
			t.Errorf("scrolling past 40 secrets described %d", n)
		}
	})
}

func TestAReadThatArrivesLateNeverShowsOnAnotherSecret(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 3 * time.Second} })
		p.Never(play.Canary, "could not").Press("v 1 j").Wait(4*time.Second).Sees("app/other", "not read").Alive(0)
		if p.Calls("GetSecretValue") != 1 {
			t.Error("it was not read: the test proves nothing")
		}
		p.Press("k").Sees("not read")
	})
}

func TestACopyAskedForBeforeTheTerminalLostItsFocusStillArrives(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Native: true}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 2 * time.Second} })
		p.Never(play.Canary).Press("c blur").Wait(4 * time.Second).Alive(0)
		if p.Board.Holds() != play.Canary {
			t.Error("the copy was dropped")
		}
	})
}

// A terminal that tells of the focus it has lost need not tell that it has it again.
func TestAKeyTellsThatSomebodyIsBackAsTheFocusDoes(t *testing.T) {
	for _, keys := range []string{"blur v", "blur 2 V", "v blur v"} {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, func(p *play.Player) {
			p.Press(keys).Sees(play.Canary, "wiped in")
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up"))}, func(p *play.Player) {
		p.Press("blur e").Sees("edit app/canary").Types("x").Press("ctrl+s").Sees("Save the value").Press("enter").Sees("saved app/canary", "wiped in")
	})
}

func TestTheMaskTellsNothingAboutTheLength(t *testing.T) {
	mask := func(v string) (row string) {
		play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"k":"` + v + `"}`))}, func(p *play.Player) {
			row = p.Press("v").Sees("1 key").Row("••••")
		})
		return row
	}
	if a, b := mask("x"), mask(strings.Repeat("y", 65000)); a != b {
		t.Errorf("one byte is drawn as\n%s\nand 65,000 as\n%s", a, b)
	}
}

func TestAValueThatIsWipedLeavesItsKeys(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"first":"1","second":{"inner":"2"}}`))}, func(p *play.Player) {
		p.Press("v").Sees("first", "inner").Wait(31*time.Second).Sees("wiped", "first", "inner")
		p.Press("1 j k").Sees("not read").SeesNot("first")
	})
}

func TestAfterAWipeTheSameKeyIsReadAgain(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"a":"made-up-1","b":"made-up-2","c":"made-up-3"}`)), Native: true}, func(p *play.Player) {
		p.Press("v j j").Wait(31 * time.Second).Sees("wiped")
		p.Press("c").Sees("copied c")
		if p.Board.Holds() != "made-up-3" {
			t.Errorf("copied %q", p.Board.Holds())
		}
		p.Wait(31*time.Second).Press("v").Sees("made-up-3").SeesNot("made-up-1", "made-up-2")
	})
}

func TestAValueThatCannotBeReadSaysWhatIsNeeded(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.Denying("GetSecretValue")}, func(p *play.Player) {
		p.Press("v").Wait(time.Second)
		if text := strings.Join(strings.Fields(strings.Join(p.Frame("Value").Lines, " ")), " "); !strings.Contains(text, "access denied") || !strings.Contains(text, "is not authorized to perform") || !strings.Contains(text, "needs secretsmanager:GetSecretValue") || !strings.Contains(text, "tries again") {
			t.Errorf("it says\n%s", p.Screen)
		}
	})
}

func TestNothingReadsTheValueOfASecretThatIsScheduledForDeletion(t *testing.T) {
	for _, at := range []string{"1", "2", "2 ]", "2 ] ]", "2 ] ] ]", "2 ] ] ] ]", "2 ] ] ] ] ]", "3"} {
		t.Run(at, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedBuried, Native: true}, func(p *play.Player) {
				p.Press("D").Press(at).Wait(time.Second).Sees("app/buried")
				for _, key := range []string{"v", "V", "c", "=", "N", "e", "x"} {
					p.Press(key).Wait(time.Second)
					if p.Calls("GetSecretValue")+p.Calls("BatchGetSecretValue") != 0 {
						t.Fatalf("%s sends a decrypt\n%s", key, p.Screen)
					}
					if key == "v" || key == "V" {
						p.Sees("app/buried is scheduled for deletion: its value cannot be read before it is restored")
					}
					if p.Asked() {
						p.Press("esc")
					}
				}
			})
		})
	}
}
