package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/internal/tools"
	"strongroom/keymap"
	"strongroom/model/play"
)

// everyKey is every key of the table that a terminal can send, once.
func everyKey() (keys []string) {
	m := keymap.Default()
	for _, a := range m.Actions() {
		for _, k := range m.KeysOf(a) {
			if !slices.Contains(keys, k) && play.CanSend(k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// quietKeys are those that show nothing where there is nothing to do: what moves is at its end, esc is where it leads to.
func quietKeys(a keymap.Action) bool {
	switch a {
	case keymap.Up, keymap.Down, keymap.Top, keymap.Bottom, keymap.HalfUp, keymap.HalfDown, keymap.PageUp, keymap.PageDown, keymap.Back, keymap.Quit, keymap.Suspend,
		keymap.Left, keymap.Right, keymap.LineStart, keymap.LineEnd, keymap.Backspace, keymap.DeleteChar, keymap.DeleteLine, keymap.PaneList, keymap.PaneDetail, keymap.PaneTimeline, keymap.Refresh:
		return true
	}
	return false
}

func TestNoKeyIsDeadInAnyPane(t *testing.T) {
	for n, w := range play.Ways() {
		if w.Scope == keymap.Dialog || w.Scope == keymap.Locked || w.Scope == keymap.Line || w.Scope == keymap.Global {
			continue
		}
		for i, key := range everyKey() {
			if tools.LeavesOut(n+i, 10) || tools.Spares((n+i)/10, 4) {
				continue
			}
			t.Run(fmt.Sprint(w.Scope, " ", n, " ", key), func(t *testing.T) {
				play.Game(t, play.Setting{Seed: w.Seed, NoFirst: true, Native: true}, func(p *play.Player) {
					w.Goes(p.Wait(3 * time.Second))
					p.Wait(20 * time.Second) // for what is said to go
					before := p.Screen.String()
					p.Press(key)
					if after := p.Screen.String(); after == before && !p.Quit {
						a, here := keymap.Default().Resolve(w.Scope, key)
						if all, one := keymap.Default().Elsewhere(w.Scope, key); !here && one {
							a = all[0].Action
						}
						if moves, _ := keymap.Default().Resolve(keymap.Line, key); w.Scope == keymap.Find && (moves != "" || key == "space") {
							return // the terminal's own cursor has moved
						}
						if !quietKeys(a) {
							t.Errorf("%s does nothing in %s, and does not say why:\n%s", key, w.Scope, after)
						}
					}
				})
			})
		}
	}
}

func TestNoKeyIsDeadInAnyDialog(t *testing.T) {
	keys := append(everyKey(), "f7", "%", "ctrl+k")
	quiet := []keymap.Action{keymap.NextField, keymap.PrevField, keymap.UndoEdit, keymap.LineStart, keymap.LineEnd, keymap.WordLeft, keymap.WordRight, keymap.Backspace, keymap.DeleteChar,
		keymap.DeleteLine, keymap.DeleteWord, keymap.Left, keymap.Right} // of a line that has nothing there, or of one that is not typed into
	for n, w := range play.Ways() {
		if w.Scope != keymap.Dialog || w.Room == "login" {
			continue
		}
		for i, key := range keys {
			if tools.LeavesOut(n+i, 20) || tools.Spares((n+i)/20, 4) {
				continue
			}
			t.Run(fmt.Sprint(w.Room, " ", n, " ", key), func(t *testing.T) {
				play.Game(t, play.Setting{Seed: w.Seed, NoFirst: true, Native: true}, func(p *play.Player) {
					w.Goes(p.Wait(3 * time.Second))
					p.Wait(20 * time.Second) // for what is said to go
					before := p.Screen.String()
					if !strings.HasSuffix(strings.TrimSpace(p.Foot()), "ctrl+c quit") {
						return // it has closed by itself
					}
					p.Press(key)
					if after := p.Screen.String(); after == before && !p.Quit {
						a, _ := keymap.Default().Resolve(keymap.Dialog, key)
						edits, _ := keymap.Default().Resolve(keymap.Line, key)
						if !quietKeys(a) && !slices.Contains(quiet, a) && !slices.Contains(quiet, edits) {
							t.Errorf("%s does nothing in the dialog, and does not say why:\n%s", key, after)
						}
					}
				})
			})
		}
	}
}

func TestALetterHasOneMeaningWithinAPaneAndItsTabs(t *testing.T) {
	m := keymap.Default()
	// What is the same verb on what the tab shows.
	verb := map[keymap.Action]string{keymap.AddTag: "add", keymap.AddReplica: "add", keymap.RemoveTag: "remove", keymap.RemoveReplica: "remove", keymap.StopRotation: "remove",
		keymap.DeletePolicy: "remove", keymap.EditPolicy: "edit", keymap.EditValue: "edit", keymap.EditPolicyOutside: "edit-outside", keymap.EditOutside: "edit-outside",
		keymap.RotateNow: "run", keymap.RetryReplica: "run", keymap.Into: "open", keymap.ChangeTag: "open", keymap.SetRotation: "open", keymap.OpenReplica: "open"}
	does := func(a keymap.Action) string {
		if v := verb[a]; v != "" {
			return v
		}
		return string(a)
	}
	for _, key := range everyKey() {
		meant := map[string][]keymap.Scope{}
		for _, s := range append(keymap.Tabs(), keymap.Detail) {
			if a, ok := m.Resolve(s, key); ok {
				meant[does(a)] = append(meant[does(a)], s)
			}
		}
		if key == "x" { // it decodes what the value shows; where there are things to remove it removes one, and asks first
			delete(meant, string(keymap.Decode))
		}
		if len(meant) > 1 {
			t.Errorf("%s means several things in the detail pane: %v", key, meant)
		}
	}
}

func TestAKeyOfOneOtherPaneActsOnTheSelectedSecretFromHere(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		for _, c := range []struct{ keys, sees, leave string }{
			{"e", "edit app/canary", "esc"}, {"d", "restorable until", "esc"}, {"i", "Description and KMS key", "esc"}, {"n", "New secret", "esc"}, {"s", "Sort by", "esc"},
			{"w", "is not scheduled for deletion", ""}, {"R", "is not scheduled for deletion", ""}, {"t", "app/", "t"}, {"A", "Deleted view", ""},
			{"a", "a means nothing in versions: add tag in tags, add replica in replicas", ""}, {"r", "r means nothing in versions: retry in replicas, rotate now in rotation", ""},
			{"T", "T means nothing in versions: whole text in the edit", ""}, {"X", "Rotation", "3"},
		} {
			p.Press("3").Wait(15 * time.Second).Press(c.keys).Sees(c.sees).Press(c.leave).Wait(time.Second)
		}
		p.Press("1 p").Sees("this version is AWSCURRENT already").Press("2").Wait(15 * time.Second).Press("space").Sees("space means nothing in rotation: mark in list, mark in versions")
	})
}

func TestWhileSomethingCoversThePanesAKeySaysWhereItMeansSomething(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedVersions(play.OlderJSON, play.NewerJSON)}, func(p *play.Player) {
		p.Press("3 j = y").Wait(15 * time.Second).Press("e").Sees("e means nothing while comparing: edit in list, detail").SeesNot("edit app/canary")
		p.Press("esc e").Wait(15 * time.Second).Press("c").Sees("c means nothing in the edit")
		if n := strings.Count(p.Screen.String(), "edit app/canary"); n != 1 {
			p.T.Errorf("the edit is gone:\n%s", p.Screen)
		}
	})
}

func TestAKeyThatIsNothingInTheFindLineIsToldOfWithWhatCanBePressedThere(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("/ ctrl+r").Sees("ctrl+r means nothing in the find line: refresh in list").Press("ctrl+l").Sees("ctrl+l means nothing in the find line: enter ? lists the keys").Press("enter ?").Sees("first of all")
	})
}

func TestWhatHasTheWholeScreenAnywayIsNotZoomed(t *testing.T) {
	for _, w := range play.Ways() {
		if w.Scope != keymap.Start && w.Scope != keymap.Conflict {
			continue
		}
		play.Game(t, play.Setting{Seed: w.Seed, NoFirst: true, Native: true}, func(p *play.Player) {
			w.Goes(p.Wait(3 * time.Second))
			p.Press("+").Sees("this has the whole screen already")
		})
	}
}

func TestAKeyThatADialogNamesMeansSomethingThereAlsoWhileItIsRefused(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.Press("e enter ctrl+g").Wait(3*time.Second).Sees("Generate a password", "ctrl+g another")
		p.Press("tab tab backspace backspace").Wait(time.Second).SeesNot("length             32").Press("ctrl+g ctrl+g").Sees("ctrl+g another").SeesNot("means nothing").Press("ctrl+r").Sees("ctrl+r means nothing here")
	})
}

func TestWhatIsToldOfAKeyInADialogIsNotToldOfTheNextDialog(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("d f").Sees("f means nothing here · esc closes this dialog").Press("f").Sees("f means nothing here")
		p.Press("esc @").Sees("Where am I").SeesNot("means nothing")
	})
}
