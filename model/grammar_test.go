package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/play"
)

// longName is one that no border has room for.
var longName = "app/" + strings.Repeat("a-name-of-many-words-", 12) + "end"

// seedLong is a secret of that name with two versions, a tag, and one like it that is scheduled for deletion.
func seedLong(s *local.Server) {
	c := aws.Open(aws.Options{Transport: s.Transport()})
	w, err := c.Create(play.Ctx(), backend.NewSecret{Name: longName, Value: backend.TextValue(`{"a":"made-up"}`), Tags: []backend.Tag{{Key: "env", Value: "prod"}}})
	if err == nil {
		_, err = c.Put(play.Ctx(), w.ARN, backend.NewVersion{Value: backend.TextValue(`{"a":"made-up too"}`)})
	}
	if err == nil {
		w, err = c.Create(play.Ctx(), backend.NewSecret{Name: longName + "-gone", Value: backend.TextValue("made-up")})
	}
	if err == nil {
		_, err = c.Delete(play.Ctx(), w.ARN, backend.Deletion{WindowDays: 30})
	}
	if err != nil {
		panic(err)
	}
}

// inTheBox is what the dialog on the screen says, its lines joined, and its last line inside.
func inTheBox(p *play.Player) (text, last string, blank bool) {
	var lines []string
	inside := false
	for _, l := range strings.Split(p.Screen.String(), "\n") {
		from, to := strings.Index(l, "│ "), strings.LastIndex(l, " │")
		switch {
		case strings.Contains(l, "╭ ") && strings.Contains(l, "─╮") && !strings.HasPrefix(l, "╭ Secrets"):
			inside, lines = true, nil
		case inside && strings.Contains(l, "╰") && strings.Contains(l, "─╯"):
			inside = false
		case inside && from >= 0 && to > from:
			lines = append(lines, strings.Trim(l, "│▌ "))
		}
	}
	if len(lines) == 0 {
		return "", "", false
	}
	return strings.Join(lines, ""), lines[len(lines)-1], len(lines) > 1 && lines[len(lines)-2] == ""
}

func TestEveryDialogNamesItsSubjectWholeAndHasTheSafeButtonFirst(t *testing.T) {
	for _, c := range []struct{ keys, title string }{
		{"d", "Delete a secret"}, {"i", "Description and KMS key"}, {"C", "Copy as"}, {"N", "New secret like another"}, {"3 j p", "Promote an older version"}, {"3 j L", "Labels of version"},
		{"3 j =", "Compare two versions"}, {"2 ] ] a", "Add a tag"}, {"2 ] ] x", "Remove a tag"}, {"D R", "Restore a secret"}, {"D d", "Delete for good"}, {"e enter x ctrl+s", "Save the value"},
		{"2 ] ] ] a", "Replicate to a region"}, {"2 [ e", "Edit the policy"}, {"2 [ [ enter", "Set up rotation"}, {"3 j L a", "Add a label"},
	} {
		t.Run(c.title, func(t *testing.T) {
			play.Game(t, play.Setting{W: 60, H: 30, Seed: seedLong}, func(p *play.Player) {
				for _, k := range strings.Fields(c.keys) {
					p.Press(k).Wait(time.Second)
				}
				p.Sees(c.title)
				text, last, blank := inTheBox(p)
				if !strings.Contains(text, longName) {
					t.Errorf("the name is not whole:\n%s", p.Screen)
				}
				if n := strings.Count(text, longName); n > 1 && c.title != "Delete for good" { // where it is typed
					t.Errorf("the name is told twice:\n%s", p.Screen)
				}
				if !strings.Contains(text, "1234-5678-9012 · eu-west-1") {
					t.Errorf("the place is not told:\n%s", p.Screen)
				}
				if at := strings.Index(last, " esc"); at >= 0 && strings.ContainsAny(last[at+4:], "ye") {
					if !blank {
						t.Errorf("no blank line stands above the buttons:\n%s", p.Screen)
					}
				} else if at >= 0 {
					t.Errorf("the safe button is not the first:\n%s", p.Screen)
				}
			})
		})
	}
}

func TestOfEveryDialogWithButtonsTheSafeOneComesFirst(t *testing.T) {
	for i, w := range play.Ways() {
		if w.Scope != keymap.Dialog || w.Room == "login" {
			continue
		}
		t.Run(fmt.Sprint(w.Room, " ", i), func(t *testing.T) {
			play.Game(t, play.Setting{W: 80, H: 30, Seed: w.Seed, NoFirst: true, Native: true}, func(p *play.Player) {
				w.Goes(p.Wait(3 * time.Second))
				words, open := strings.CutSuffix(strings.TrimSpace(p.Foot()), "ctrl+c quit")
				if foot := strings.Fields(words); open && len(foot) > 0 && foot[0] != "esc" {
					t.Errorf("under the dialog the footer begins with %q:\n%s", foot, p.Screen)
				}
			})
		})
	}
}

func TestABulkIsDoneByItsOwnKeyAlone(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		p.Press("D * R").Sees("Restore 5 secrets").Press("enter").Sees("y does it", "Restore 5 secrets").Press("esc d").Sees("one by one")
		p.Press("R y").Wait(time.Minute).Sees("0 deleted")
		p.Press("D /").Types("payments/stripe").Press("enter * d").Sees("Delete 3 secrets").Press("shift+tab enter").Sees("y deletes them").Press("y").Wait(3 * time.Second).Sees("3 deleted")
	})
}

func TestADialogIsUsedWithTheMouse(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		on := func(text string) *play.Player {
			for y, l := range strings.Split(p.Screen.String(), "\n") {
				if at := strings.Index(l, text); at >= 0 && strings.Contains(l, "│") {
					p.Clicks(len([]rune(l[:at]))+1, y)
					return p.Wait(time.Second)
				}
			}
			t.Fatalf("%q is not there:\n%s", text, p.Screen)
			return p
		}
		p.Press("d").Wait(time.Second)
		on("cancel esc").SeesNot("recovery window")
		p.Press("d").Wait(time.Second)
		on("delete y").Sees("deleted app/canary")
		p.Press("s").Wait(time.Second)
		on("c  changed").Sees("changed ↓")
		p.Press(":").Wait(time.Second)
		on("make a new secret").Sees("New secret")
		p.Press("esc ?").Wait(time.Second).Sees("first of all")
		for range 30 {
			p.Wheels(60, 15)
		}
		p.Wait(time.Second).SeesNot("first of all")
	})
}
