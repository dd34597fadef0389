package compare_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestComparingReadsExactlyTwoAndShowsWhatDiffersMasked(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
			p.Press("3 j =").Sees("Compare two versions · 2 decrypts", "older", "newer", "account 1234-5678-9012 · eu-west-1")
			if n := p.Calls("GetSecretValue"); n != 0 {
				t.Errorf("%d reads before the yes", n)
			}
			p.Press("y").Sees("2 changed", "1 added", "1 removed", "≠ password", "- gone", "+ fresh", "2 keys unchanged", "23 chars", "25 chars")
			if size[0] >= 80 {
				p.Sees("2 decrypts")
			}
			if size[0] >= 120 { // either version stands above its column
				head, row := p.Row("AWSPREVIOUS"), p.Row("≠ password")
				at := func(line, text string) int {
					before, _, _ := strings.Cut(line, text)
					return len([]rune(before))
				}
				if at(head, "- ") != at(row, "••••") || at(head, "│ +") != at(row, "│ ••••") {
					t.Errorf("the versions do not stand above what is theirs:\n%s\n%s", head, row)
				}
			}
			if n := p.Calls("GetSecretValue"); n != 2 {
				t.Errorf("comparing read %d values", n)
			}
			if l := play.Leaks([]byte(string(p.Screen.Sent()) + p.Everything())); l != nil {
				t.Fatalf("before a reveal: %v", l)
			}
			play.CheckLayout(t, p, size[0])
			p.Press("enter").Sees("= host").Press("enter").SeesNot("= host").Sees("2 keys unchanged")
			p.Press("g j v").Sees(play.Canary+"-old", play.Canary+"-newer").SeesNot(play.Canary + "!")
			p.Press("V").Sees(play.Canary + "!")
			if l := play.Leaks([]byte(p.Everything())); l != nil {
				t.Errorf("while revealed the model shows %v", l)
			}
			play.CheckLayout(t, p, size[0])
			p.Press("V").SeesNot(play.Canary)
			p.Press("V").Sees(play.Canary+"!").Wait(31*time.Second).SeesNot(play.Canary).Sees("wiped", "≠ password").Never(play.Forms()...).Alive(0)
			p.Press("j k esc").Sees("Versions 2").Wait(time.Minute)
			if n := p.Calls("GetSecretValue"); n != 2 {
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
			play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
				p.Press("3 j = y V").Sees(play.Canary).Alive(2)
				p.Press(c.keys).SeesNot(play.Canary).Never(play.Canary).Alive(c.held).Wait(time.Minute)
			})
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 2 * time.Second} })
		p.Never("≠").Press("3 j = y").Sees("reading both").Press("esc").Wait(6 * time.Second).SeesNot("Compare ·").Alive(0)
		p.Press("= y blur focus").Wait(6 * time.Second).Alive(0)
	})
}

func TestAComparisonThatIsNotReadSaysSoAndIsReadByAKey(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
			p.Slowly("GetSecretValue", 2*time.Second)
			p.Press("3 j = y").Sees("reading both").Press("blur focus").Wait(6*time.Second).Sees("not read · v reads both (2 decrypts)").SeesNot("reading both", "⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏")
			play.CheckLayout(t, p, size[0])
			p.Press("v").Wait(time.Second).Sees("reading both").Wait(4 * time.Second).Sees("≠ password").SeesNot("not read")
		})
	}
}

func TestTextIsComparedByLineAndBytesAsAWhole(t *testing.T) {
	long := "one\ntwo\nthree\n" + play.Canary + "-a\n"
	other := "one\n2\nthree\n" + play.Canary + "-a\nfive\n"
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedVersions(long, other)}, func(p *play.Player) {
			p.Press("3 j = y").Sees("1 changed", "1 added", "3 unchanged", "1 line unchanged", "2 lines unchanged").SeesNot("three", play.Canary)
			p.Press("V").Sees("two", "five").SeesNot("three").Press("enter V").Sees("three", play.Canary)
			play.CheckLayout(t, p, size[0])
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"a":1}`, "{ \"a\": 1 }\n")}, func(p *play.Player) {
		p.Press("3 j = y").Sees("same content, different bytes: only white space differs")
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions(`{"a":1}`, `made-up`)}, func(p *play.Player) {
		p.Press("3 j = y").Sees("JSON · 1 key against text: by line")
	})
	play.Game(t, play.Setting{Seed: func(s *local.Server) {
		play.SeedVersions("made-up")(s)
		p := &play.Player{Server: s}
		if _, err := p.Rival().Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.NewValue([]byte{0, 1, 2, 0xff}, true)}); err != nil {
			panic(err)
		}
	}}, func(p *play.Player) {
		p.Press("3 G = y").Sees("different", "4 bytes", "7 bytes", "unknown type").Press("v").Sees("binary values are not shown")
	})
}

func TestTwoMarkedVersionsAreCompared(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.Canaries(4)...)}, func(p *play.Player) {
		p.Press("3 =").Sees("this is AWSCURRENT").Press("j space G enter G space = y").Sees("≠ key", "1 key unchanged").SeesNot("Value │")
		p.Press("p").Sees("neither of the two is AWSCURRENT").Press("esc esc").Sees("2 without a label")
		p.Press("g j = y p").Sees("Promote").Press("y").Sees("promoted")
	})
}

func TestThePromoteDialogLeadsToTheComparisonAndBack(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		was := p.IDs()
		p.Press("3 j p =").Sees("≠ password").Press("p").Sees("becomes", "afterwards").Press("y").Sees("promoted")
		if p.IDs()[backend.Current] != was[backend.Previous] {
			t.Error("not promoted")
		}
		if n := p.Calls("GetSecretValue"); n != 2 {
			t.Errorf("%d reads", n)
		}
	})
}

func TestAComparisonThatCannotReadSaysWhichVersion(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.TimelineOf("^prod/billing/db$").Press("g = y").Sees("there is no value", "reads both again").Press("esc").Sees("rotation stuck")
	})
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true} })
		p.Press("3 j = y").Sees("access denied", "needs secretsmanager:GetSecretValue", "ctrl+r, then v reads both again")
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Press("ctrl+r").Wait(time.Second).Sees("v reads both again").SeesNot("ctrl+r, then").Press("v").Sees("≠ password")
	})
}

func TestHostileValuesStayInsideTheComparison(t *testing.T) {
	evil := "a\x1b[31m\u202eb\r\n\tc\u009d0;x\x07" + strings.Repeat("東", 200) + "\nlast"
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedVersions(evil, evil+"!")}, func(p *play.Player) {
			p.Press("3 j = y V enter V G g ctrl+d").Sees("last")
			play.CheckLayout(t, p, size[0])
			play.CheckBytes(t, p.Screen.Sent())
		})
	}
}

func TestAnEditNeverStartsFromAnOlderVersion(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		p.Press("3 j v").Sees("not the current version").Press("e").Wait(2*time.Second).Sees("fresh").SeesNot("gone", "not the current version")
	})
}

func TestTheQuestionBeforeAComparisonNamesTheSecret(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions("one", "two")}, func(p *play.Player) {
		if p.Press("3 j =").Sees("Compare two versions"); !strings.Contains(strings.Join(p.Frame("Compare two versions").Lines, ""), "app/canary") {
			t.Errorf("it is not named:\n%s", p.Screen)
		}
	})
}

func TestAKeyWithoutCharactersIsSeenInAComparison(t *testing.T) {
	for _, w := range []int{120, 60} {
		play.Game(t, play.Setting{W: w, H: 24, Seed: play.SeedVersions(`{"":"made-up 1"," ":"made-up 3"}`, `{"":"made-up 2"," ":"made-up 4"}`)}, func(p *play.Player) {
			p.Press("3 j = y").Sees("2 changed", `≠ ""`, `≠ " "`).Press("v").Sees(`"" differs at character 9`)
			play.CheckLayout(t, p, w)
		})
	}
}

func TestBothSidesOfADeepPairStandInTheirColumns(t *testing.T) {
	deep := func(n int, text string) string {
		return strings.Repeat(`{"level":`, n) + `"` + text + `"` + strings.Repeat("}", n)
	}
	for _, size := range [][2]int{{120, 20}, {60, 24}, {40, 10}} {
		for _, n := range []int{12, 60} {
			play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedVersions(deep(n, "made-up 1"), deep(n, "made-up 2"))}, func(p *play.Player) {
				p.Press("3 j = y G v").Sees("made-up 1", "made-up 2")
				play.CheckLayout(t, p, size[0])
				column := func(line, text string) int {
					before, _, _ := strings.Cut(line, text)
					return len([]rune(before))
				}
				was, is := p.Row("made-up 1"), p.Row("made-up 2")
				if !strings.Contains(was, "leve") {
					t.Errorf("the key is out of sight at %d: %s", size[0], was)
				}
				if at, want := column(is, "made-up 2"), column(was, "made-up 1"); size[0] < 120 && at != want {
					t.Errorf("the sides stand at %d and %d", want, at)
				}
				if size[0] == 120 && column(is, "made-up 2") != column(p.Row("AWSCURRENT"), "+ ") {
					t.Errorf("the newer side does not stand under its version:\n%s", p.Screen)
				}
			})
		}
	}
}
