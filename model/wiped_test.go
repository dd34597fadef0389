package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/play"
)

func TestAllThatAnEditMadeEndsWithTheEditAndNotWithTheProgram(t *testing.T) {
	for name, keys := range map[string]func(p *play.Player){
		"values, a type, a raw text, a name, a new key": func(p *play.Player) {
			p.Press("enter").Types("one").Press("enter j enter").Types("two").Press("enter j enter ctrl+t").Types("1").Press("enter t ctrl+u").Types(`"x"`).Press("enter")
			p.Press("r").Types("new").Press("enter a").Types("more").Press("enter").Types("three").Press("enter").Sees("1 added")
		},
		"a value that is typed, and not kept": func(p *play.Player) { p.Press("enter").Types("one") },
		"a name that is typed":                func(p *play.Player) { p.Press("r").Types("one") },
		"a text that is no JSON any more":     func(p *play.Player) { p.Press("T").Types("x").Press("esc").Wait(time.Second).Press("esc") },
		"a text that became another document": func(p *play.Player) { p.Press("T").Types(" ").Press("esc enter").Types("one").Press("enter u") },
		"what undo took back": func(p *play.Player) {
			p.Press("enter").Types("one").Press("enter T").Types(" ").Press("esc T").Types(" ").Press("esc u u u u u")
		},
		"added, changed and taken away": func(p *play.Player) {
			p.Press("a").Types("more").Press("enter").Types("one").Press("enter enter").Types("two").Press("enter d u u u")
		},
		"the old value typed again": func(p *play.Player) { p.Press("t ctrl+u").Types(`"u"`).Press("enter").Sees("user") },
		"a review": func(p *play.Player) {
			p.Press("enter").Types("one").Press("enter ctrl+s").Sees("Save the value").Press("v v esc")
		},
		"the generator": func(p *play.Player) {
			p.Press("enter ctrl+g").Sees(" bits").Wait(time.Second).Press("ctrl+g").Wait(time.Second).Press("esc esc")
		},
		"a generated password": func(p *play.Player) { p.Press("enter ctrl+g").Sees(" bits").Wait(time.Second).Press("y enter") },
		"a conflict": func(p *play.Player) {
			p.Press("enter").Types("one").Press("enter")
			p.Colleague("app/canary", strings.Replace(play.Pretty, `"u"`, `"theirs"`, 1))
			p.Press("ctrl+s enter").Sees("changed on both sides").Press("V right left right ctrl+s").Sees("Save the value").Press("esc esc").Sees("Leave the conflict").Wait(time.Second).Press("y").Sees("edit app/canary")
		},
		"a save that was stopped": func(p *play.Player) {
			p.Press("enter").Types("one").Press("enter")
			p.Hangs("PutSecretValue")
			p.Press("ctrl+s enter").Sees("saving…").Press("esc").Sees("stopped")
			p.Server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.Press("j enter").Types("two").Press("enter")
		},
		"a draft": func(p *play.Player) {
			p.Press("enter").Types("one").Press("enter j enter").Types("half").Wait(2 * play.DraftTime)
		},
	} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
				p.Press("e").Sees("edit app/canary")
				keys(p)
				for range 4 {
					if s := p.Shows(); strings.Contains(s, "edit app/canary") || strings.Contains(s, "the edit") {
						p.Press("esc").Wait(time.Second)
						if s := p.Shows(); strings.Contains(s, "drop the edit") || strings.Contains(s, "drop them") {
							p.Press("y").Wait(time.Second)
						}
					}
				}
				p.SeesNot("edit app/canary").Wait(31 * time.Second).Alive(0)
			})
		})
	}
}

func TestWhatIsOpenWhenTheProgramEndsIsWiped(t *testing.T) {
	for name, keys := range map[string]string{"a value that is typed": "e enter x", "a name": "e r x", "a text": "e T x", "a review": "e d ctrl+s", "the generator": "e enter ctrl+g",
		"a value that is shown": "V", "a comparison": "3 j = y V", "a value that is read": "v", "a comparison that is read": "3 j = y"} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
				if strings.HasSuffix(name, "that is read") {
					p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 250 * time.Millisecond} })
				}
				p.Press(keys) // the end of each game looks
			})
		})
	}
}

func TestEachDrawingOfAValueLeavesNoCopyOfIt(t *testing.T) {
	for name, value := range map[string]string{"JSON": `{"a":"made-up","o":{"b":"made-\u0075p","c":"\ud800 \\ufffd"},"l":["x",1]}`, "text": "made-up\ntext"} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{W: 120, H: 40, Native: true, Seed: play.SeedOne(backend.TextValue(value))}, func(p *play.Player) {
				p.Press("V").Sees("wiped in").Alive(1)
				for _, w := range []int{100, 90, 120, 70, 130} {
					p.Resize(w, 40)
				}
				p.Press("j j k V v v").Alive(1)
				for _, key := range []string{"e", "v"} { // an .env line, the whole value
					p.Press("C " + key)
				}
				p.Press("c").Sees("copied").Alive(1)
				p.Wait(40 * time.Second).Alive(0)
			})
		})
	}
}

func TestADocumentThatUndoTookBackIsWipedAtOnce(t *testing.T) {
	play.InTheForm(t, `{"a":"one","b":"two"}`, func(p *play.Player) {
		p.Alive(2) // what the edit began with, and the form's
		p.Press("T").Types(" ").Press("ctrl+e ctrl+u").Types(` {"x":"1"}`).Press("esc").Sees("1 key").Alive(3).Press("u").Sees("2 keys").Alive(2)
		p.Press("enter").Types("mine").Press("enter").Alive(3).Press("u").Alive(2)
		p.Press("enter").Types("mine").Press("enter T").Send("\x1b[1;5F")
		p.Press("left").Types(`,"c":"3"`).Press("esc").Sees("1 added · 1 changed").Alive(5).Press("u").Sees("1 changed").Alive(3).Press("u").Alive(2)
	})
}

func TestFilesThatWerePickedAndTakenBackAreWiped(t *testing.T) {
	path := play.File(t, "new.bin", []byte("\x00made-up"))
	play.Game(t, play.Setting{Seed: play.BinarySecret("\x00made-up\xff before")}, func(p *play.Player) {
		p.Press("e").Sees("binary value").Alive(1).Takes(path).Sees("from new.bin").Alive(2).Takes(path).Wait(time.Second).Alive(3).Press("u").Alive(2).Press("u").Alive(1)
		p.Takes(path).Press("ctrl+s").Sees("Save the value").Press("esc esc").Wait(time.Second).Press("y").SeesNot("edit app/canary").Alive(0)
	})
}

func TestADraftThatIsResumedAndDiscardedIsWiped(t *testing.T) {
	for name, of := range map[string][]string{"JSON": {play.Pretty, "enter"}, "text": {"made-up text", ""}} {
		l := play.NewLogin(t)
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(of[0])), Change: l.With}, func(p *play.Player) {
				p.Press("e " + of[1]).Types("made-up").Wait(2 * play.DraftTime).Killed(l)
				p.Again(l, func(p *play.Player) {
					p.Wait(time.Second).Alive(0).Resumes().Wait(2 * play.DraftTime).Press("esc").Wait(time.Second).Press("y").SeesNot("edit app/canary").Alive(0)
				})
			})
		})
	}
}

func TestWhatIsNotWaitedForAnyMoreIsWipedWhenItComes(t *testing.T) {
	slow := func(op string, d time.Duration) func(p *play.Player) {
		return func(p *play.Player) {
			p.Server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{op: d} })
		}
	}
	for name, c := range map[string]struct {
		keys  string
		held  int // what was waited for, as long as it lives
		reads int
	}{"a reveal, and another secret": {"v 1 j", 0, 1}, "a reveal, and the same secret again": {"v 1 j k", 0, 1}, "an edit that is left": {"e esc", 0, 1}, "an edit, and then a reveal": {"e esc v", 1, 2},
		"a copy, and the focus is lost": {"c blur focus 1 j", 0, 1}, "a reveal, and the focus is lost": {"v blur focus", 0, 1}} {
		t.Run(name, func(t *testing.T) {
			play.Game(t, play.Setting{Native: true, Seed: play.JSONSecret()}, func(p *play.Player) {
				slow("GetSecretValue", 3*time.Second)(p)
				p.Press(c.keys).Wait(4 * time.Second).Alive(c.held).Wait(31 * time.Second).Alive(0)
				if n := p.Calls("GetSecretValue"); n != c.reads {
					t.Errorf("%d values were read, want %d", n, c.reads)
				}
			})
		})
	}
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		slow("GetSecretValue", 2*time.Second)(p)
		p.Press("3 j = y").Sees("reading both").Press("esc").Wait(10 * time.Second).Alive(0)
		p.Press("= y").Wait(10 * time.Second).Sees("1 added").Alive(2).Press("V v esc").Alive(0)
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		slow("GetRandomPassword", 3*time.Second)(p)
		p.Press("e j enter ctrl+g").Sees("Generate a").Wait(time.Second).Press("esc esc esc").Wait(10 * time.Second).SeesNot("edit app").Alive(0)
	})
	play.Beside(t, backend.TextValue(play.Pretty), play.Swap(`"old"`, `"x`), func(p *play.Player, o *play.OtherEditor) {
		p.Press("E").Sees("not JSON any more").Press("esc").Wait(time.Second).Press("y").Wait(time.Second).Press("esc").SeesNot("edit app").Alive(0)
		o.Makes = func(string) string { return "\xff" }
		p.Press("E").Sees("bytes that are not UTF-8").Press("E").Sees("not UTF-8").Press("esc").Wait(time.Second).Press("y").SeesNot("edit app").Alive(0)
	})
}

func TestTheGamesLedgerNoticesWhatIsDropped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e").Sees("edit app/canary")
		dropped := p.Ledger.Text("made-up")
		if alive := fmt.Sprint(p.Ledger.Alive()); !strings.Contains(alive, "TestTheGamesLedger") || len(p.Ledger.Alive()) != 3 {
			t.Errorf("alive are %s", alive)
		}
		dropped.Wipe()
		p.Alive(2)
	})
}
