package list

import (
	"reflect"
	"testing"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
)

// full is a list of some generated secrets that finds in slices as short as they can be, and the find line has the keys.
func full(t *testing.T) *Pane {
	s := local.New(local.Knobs{})
	s.SeedGenerated(400)
	d := panetest.Desk(t, s)
	d.Slice = -1
	l := New(d, false, "")
	l.Resize(58, 38)
	for p, err := range d.Backend.List(t.Context(), backend.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		l.put(p.Secrets)
	}
	l.Act(keymap.FindSecret, &pane.Shown{})
	return l
}

// presses presses keys, each a character or "backspace", and goes on for so many slices after each.
func (l *Pane) presses(slices int, keys ...string) (last tea.Cmd) {
	for _, k := range keys {
		key := tea.KeyPressMsg{Text: k, Code: rune(k[0])}
		if k == "backspace" {
			key = tea.KeyPressMsg{Code: tea.KeyBackspace}
		}
		cmd, _ := l.Key(key)
		for range slices {
			if cmd != nil {
				cmd = l.Hear(cmd())
			}
		}
		if cmd != nil {
			last = cmd
		}
	}
	return last
}

// rows are the ARNs of the rows, before them that of the one under the cursor where it is on the best match. With no query it stays
// on what it was on, which may never have been found.
func (l *Pane) rows() (arns []string) {
	if l.query.Text() != "" {
		arns = append(arns, l.at.arn)
	}
	for i := range l.lines() {
		arns = append(arns, l.line(i).arn)
	}
	return arns
}

func TestNoRowOfAnotherQueryIsShownAndAKeyActsOnTheAnswers(t *testing.T) {
	scripts := [][]string{
		{"p"}, {"p", "r"}, {"p", "r", "o"}, {"s", "t", "r", "i", "p", "e"}, {"t", "a", "g", ":"}, {"z", "z", "z"}, {"'", "d", "b"},
		{"p", "r", "backspace"}, {"p", "a", "backspace", "backspace"}, {"k", "e", "y", " ", "d"}, {"!", "p", "r", "o", "d"},
	}
	interrupted := 0
	for _, keys := range scripts {
		want := full(t)
		for last := want.presses(0, keys...); last != nil; {
			last = want.Hear(last())
		}
		for slices := range 5 {
			l := full(t)
			l.presses(slices, keys...)
			if l.search != nil {
				interrupted++
				if on := (&pane.Shown{}); l.scroll.N > 0 || l.at != (place{}) {
					t.Fatalf("%q after %d slices: there are %d rows, and the cursor is on %q", keys, slices, l.scroll.N, l.at)
				} else if l.Show(on); on.On || len(on.Marks()) > 0 {
					t.Fatalf("%q after %d slices: a key would act on %v", keys, slices, on.Secret.Name)
				}
			}
			l.Settle() // as a key does that acts
			if got, want := l.rows(), want.rows(); !reflect.DeepEqual(got, want) {
				t.Fatalf("%q after %d slices: %d rows, the first %q, want %d, %q", keys, slices, len(got), got[0], len(want), want[0])
			}
		}
	}
	if interrupted < 20 {
		t.Fatalf("only %d searches were interrupted", interrupted)
	}
}

func TestWhatArrivesWhileASearchIsUnderWayIsInItsAnswer(t *testing.T) {
	for slices := range 6 {
		l := full(t)
		last := l.presses(slices, "n", "e", "w", "o", "n", "e")
		l.put([]backend.Secret{{ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:new-one-AbCdEf", Name: "new-one"}})
		for last != nil {
			last = l.Hear(last())
		}
		if r, on := l.selected(); !on || r.Name != "new-one" {
			t.Fatalf("after %d slices the cursor is on %q", slices, r.Name)
		}
	}
}

func TestOneMessageAtATimeGoesOnWithASearch(t *testing.T) {
	l := full(t)
	first, _ := l.Key(tea.KeyPressMsg{Text: "p", Code: 'p'})
	second, _ := l.Key(tea.KeyPressMsg{Text: "r", Code: 'r'})
	if first == nil || second != nil {
		t.Fatal("each key sends a message of its own to go on")
	}
	l.Settle()
	if again := l.Hear(first()); again != nil {
		t.Fatal("it goes on where nothing is being sought")
	}
}

func TestASearchEndsWithItsPane(t *testing.T) {
	l := full(t)
	l.presses(0, "p", "r")
	if l.search == nil {
		t.Fatal("nothing is being sought")
	}
	l.Close()
	if l.search != nil {
		t.Error("the search waits for ever")
	}
}
