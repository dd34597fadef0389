package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestAllThatAnEditMadeEndsWithTheEditAndNotWithTheProgram(t *testing.T) {
	for name, keys := range map[string]func(p *player){
		"values, a type, a raw text, a name, a new key": func(p *player) {
			p.press("enter").types("one").press("enter j enter").types("two").press("enter j enter ctrl+t").types("1").press("enter t ctrl+u").types(`"x"`).press("enter")
			p.press("r").types("new").press("enter a").types("more").press("enter").types("three").press("enter").sees("1 added")
		},
		"a value that is typed, and not kept": func(p *player) { p.press("enter").types("one") },
		"a name that is typed":                func(p *player) { p.press("r").types("one") },
		"a text that is no JSON any more":     func(p *player) { p.press("T").types("x").press("esc").wait(time.Second).press("esc") },
		"a text that became another document": func(p *player) { p.press("T").types(" ").press("esc enter").types("one").press("enter u") },
		"what undo took back": func(p *player) {
			p.press("enter").types("one").press("enter T").types(" ").press("esc T").types(" ").press("esc u u u u u")
		},
		"added, changed and taken away": func(p *player) {
			p.press("a").types("more").press("enter").types("one").press("enter enter").types("two").press("enter d u u u")
		},
		"the old value typed again": func(p *player) { p.press("t ctrl+u").types(`"u"`).press("enter").sees("user") },
		"a review":                  func(p *player) { p.press("enter").types("one").press("enter ctrl+s").sees("Save app").press("v v esc") },
		"the generator": func(p *player) {
			p.press("enter ctrl+g").sees(" bits").wait(time.Second).press("ctrl+g").wait(time.Second).press("esc esc")
		},
		"a generated password": func(p *player) { p.press("enter ctrl+g").sees(" bits").wait(time.Second).press("y enter") },
		"a conflict": func(p *player) {
			p.press("enter").types("one").press("enter")
			p.colleague("app/canary", strings.Replace(pretty, `"u"`, `"theirs"`, 1))
			p.press("ctrl+s enter").sees("changed on both sides").press("V right left right ctrl+s").sees("Save app").press("esc esc").sees("edit app/canary")
		},
		"a save that was stopped": func(p *player) {
			p.press("enter").types("one").press("enter")
			p.hangs("PutSecretValue")
			p.press("ctrl+s enter").sees("saving…").press("esc").sees("stopped")
			p.server.Set(func(k *local.Knobs) { k.Faults = nil })
			p.press("j enter").types("two").press("enter")
		},
		"a draft": func(p *player) {
			p.press("enter").types("one").press("enter j enter").types("half").wait(2 * draftTime)
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: jsonSecret()}, func(p *player) {
				p.press("e").sees("edit app/canary")
				keys(p)
				for range 4 {
					if s := p.shows(); strings.Contains(s, "edit app/canary") || strings.Contains(s, "the edit") {
						p.press("esc").wait(time.Second)
						if s := p.shows(); strings.Contains(s, "discard the edit") || strings.Contains(s, "drop them") {
							p.press("y").wait(time.Second)
						}
					}
				}
				p.seesNot("edit app/canary").wait(31 * time.Second).alive(0)
			})
		})
	}
}

func TestWhatIsOpenWhenTheProgramEndsIsWiped(t *testing.T) {
	for name, keys := range map[string]string{"a value that is typed": "e enter x", "a name": "e r x", "a text": "e T x", "a review": "e d ctrl+s", "the generator": "e enter ctrl+g",
		"a value that is shown": "V", "a comparison": "3 j = y V", "a value that is read": "v", "a comparison that is read": "3 j = y"} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedVersions(olderJSON, newerJSON)}, func(p *player) {
				if strings.HasSuffix(name, "that is read") {
					p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{"GetSecretValue": 250 * time.Millisecond} })
				}
				p.press(keys) // the end of each game looks
			})
		})
	}
}

func TestEachDrawingOfAValueLeavesNoCopyOfIt(t *testing.T) {
	for name, value := range map[string]string{"JSON": `{"a":"made-up","o":{"b":"made-\u0075p","c":"\ud800 \\ufffd"},"l":["x",1]}`, "text": "made-up\ntext"} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{w: 120, h: 40, native: true, seed: seedOne(backend.TextValue(value))}, func(p *player) {
				p.press("V").sees("wiped in").alive(1)
				for _, w := range []int{100, 90, 120, 70, 130} {
					p.resize(w, 40)
				}
				p.press("j j k V v v").alive(1)
				for _, key := range []string{"e", "v"} { // an .env line, the whole value
					p.press("C " + key)
				}
				p.press("c").sees("copied").alive(1)
				p.wait(40 * time.Second).alive(0)
			})
		})
	}
}

func TestADocumentThatUndoTookBackIsWipedAtOnce(t *testing.T) {
	inTheForm(t, `{"a":"one","b":"two"}`, func(p *player) {
		p.alive(2) // what the edit began with, and the form's
		p.press("T").types(" ").press("ctrl+e ctrl+u").types(` {"x":"1"}`).press("esc").sees("1 key").alive(3).press("u").sees("2 keys").alive(2)
		p.press("enter").types("mine").press("enter").alive(3).press("u").alive(2)
		p.press("enter").types("mine").press("enter T").send("\x1b[1;5F")
		p.press("left").types(`,"c":"3"`).press("esc").sees("1 added · 1 changed").alive(5).press("u").sees("1 changed").alive(3).press("u").alive(2)
	})
}

func TestFilesThatWerePickedAndTakenBackAreWiped(t *testing.T) {
	path := file(t, "new.bin", []byte("\x00made-up"))
	play(t, setting{seed: binarySecret("\x00made-up\xff before")}, func(p *player) {
		p.press("e").sees("binary value").alive(1).takes(path).sees("from new.bin").alive(2).takes(path).wait(time.Second).alive(3).press("u").alive(2).press("u").alive(1)
		p.takes(path).press("ctrl+s").sees("Save app").press("esc esc").wait(time.Second).press("y").seesNot("edit app/canary").alive(0)
	})
}

func TestADraftThatIsResumedAndDiscardedIsWiped(t *testing.T) {
	for name, of := range map[string][]string{"JSON": {pretty, "enter"}, "text": {"made-up text", ""}} {
		l := newLogin(t)
		t.Run(name, func(t *testing.T) {
			play(t, setting{seed: seedOne(backend.TextValue(of[0])), change: l.with}, func(p *player) {
				p.press("e " + of[1]).types("made-up").wait(2 * draftTime).killed(l)
				p.again(l, func(p *player) {
					p.wait(time.Second).alive(0).resumes().wait(2 * draftTime).press("esc").wait(time.Second).press("y").seesNot("edit app/canary").alive(0)
				})
			})
		})
	}
}

func TestWhatIsNotWaitedForAnyMoreIsWipedWhenItComes(t *testing.T) {
	slow := func(op string, d time.Duration) func(p *player) {
		return func(p *player) {
			p.server.Set(func(k *local.Knobs) { k.LatencyOf = map[string]time.Duration{op: d} })
		}
	}
	for name, c := range map[string]struct {
		keys  string
		held  int // what was waited for, as long as it lives
		reads int
	}{"a reveal, and another secret": {"v 1 j", 0, 1}, "a reveal, and the same secret again": {"v 1 j k", 0, 1}, "an edit that is left": {"e esc", 0, 1}, "an edit, and then a reveal": {"e esc v", 1, 2},
		"a copy, and the focus is lost": {"c blur focus 1 j", 0, 1}, "a reveal, and the focus is lost": {"v blur focus", 0, 1}} {
		t.Run(name, func(t *testing.T) {
			play(t, setting{native: true, seed: jsonSecret()}, func(p *player) {
				slow("GetSecretValue", 3*time.Second)(p)
				p.press(c.keys).wait(4 * time.Second).alive(c.held).wait(31 * time.Second).alive(0)
				if n := p.calls("GetSecretValue"); n != c.reads {
					t.Errorf("%d values were read, want %d", n, c.reads)
				}
			})
		})
	}
	play(t, setting{seed: seedVersions(olderJSON, newerJSON)}, func(p *player) {
		slow("GetSecretValue", 2*time.Second)(p)
		p.press("3 j = y").sees("reading both").press("esc").wait(10 * time.Second).alive(0)
		p.press("= y").wait(10 * time.Second).sees("1 added").alive(2).press("V v esc").alive(0)
	})
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		slow("GetRandomPassword", 3*time.Second)(p)
		p.press("e j enter ctrl+g").sees("Generate a").wait(time.Second).press("esc esc esc").wait(10 * time.Second).seesNot("edit app").alive(0)
	})
	beside(t, backend.TextValue(pretty), swap(`"old"`, `"x`), func(p *player, o *otherEditor) {
		p.press("E").sees("not JSON any more").press("esc").wait(time.Second).press("y").wait(time.Second).press("esc").seesNot("edit app").alive(0)
		o.makes = func(string) string { return "\xff" }
		p.press("E").sees("bytes that are not UTF-8").press("E").sees("not UTF-8").press("esc").wait(time.Second).press("y").seesNot("edit app").alive(0)
	})
}

func TestTheGamesLedgerNoticesWhatIsDropped(t *testing.T) {
	play(t, setting{seed: jsonSecret()}, func(p *player) {
		p.press("e").sees("edit app/canary")
		dropped := p.ledger.Text("made-up")
		if alive := fmt.Sprint(p.ledger.Alive()); !strings.Contains(alive, "model.TestTheGamesLedger") || len(p.ledger.Alive()) != 3 {
			t.Errorf("alive are %s", alive)
		}
		dropped.Wipe()
		p.alive(2)
	})
}
