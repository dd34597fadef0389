package list

import (
	"fmt"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
	"strongroom/ui"
)

// full is a list of some generated secrets that finds in slices as short as they can be, and the find line has the keys.
func full(t *testing.T) *Pane { return fullOf(t, 400, -1) }

// fullOf is such a list of so many secrets, in which finding gives way after so long.
func fullOf(t *testing.T, secrets int, slice time.Duration) *Pane {
	s := local.New(local.Knobs{})
	s.SeedGenerated(secrets)
	d := panetest.Desk(t, s)
	d.Slice = slice
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

// ends goes on with what a key or a message leads to, to its end.
func (l *Pane) ends(cmd tea.Cmd) {
	for cmd != nil {
		cmd = l.Hear(cmd())
	}
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
		want.ends(want.presses(0, keys...))
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
	for slices := range 4 {
		l := full(t)
		last := l.presses(slices, "n", "e", "w", "o", "n", "e")
		l.put([]backend.Secret{{ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:new-one-AbCdEf", Name: "new-one"}})
		l.ends(last)
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

// What is marked stays so, and what was hidden of it is told until it is known what the answer hides.
func TestMarksAreCountedAsBeforeWhileASearchIsUnderWay(t *testing.T) {
	frame := func(l *Pane) string { l.Resize(58, 38); return l.Marks() }
	l := full(t)
	l.Act(keymap.MarkAll, &pane.Shown{})
	all := frame(l)
	last := l.presses(0, "p", "r")
	if l.search == nil || all != "✓ "+strconv.Itoa(l.marks.Len())+" marked" || frame(l) != all {
		t.Fatalf("%q becomes %q where nothing is known yet", all, frame(l))
	}
	if marks := l.targets(); len(marks) != l.marks.Len() {
		t.Errorf("%d of %d marks are told", len(marks), l.marks.Len())
	}
	l.ends(last)
	found := frame(l)
	if want := fmt.Sprintf("✓ %d marked, %d hidden", l.marks.Len(), l.marks.Len()-l.result.Len()); found != want {
		t.Errorf("%q is told, want %q", found, want)
	}
	if last = l.presses(0, "o"); frame(l) != found {
		t.Errorf("%q becomes %q where nothing is known yet", found, frame(l))
	}
	l.ends(last)
	l.setQuery("")
	frame(l)
	if l.presses(0, "s"); l.search == nil || frame(l) != all {
		t.Errorf("%q becomes %q where nothing is known yet", all, frame(l))
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

// What the cursor has come to beyond the matches that are ranked is not known until it is: no row of it is drawn, no key acts on one,
// and then it is what it would be at once.
func TestACursorBeyondWhatIsRankedIsOnNothingUntilThatIs(t *testing.T) {
	frame := pane.Frame{Th: ui.Plain()}
	for _, moves := range [][]keymap.Action{{keymap.Bottom}, {keymap.PageDown, keymap.PageDown, keymap.PageDown, keymap.PageDown, keymap.PageDown, keymap.PageDown}, {keymap.Bottom, keymap.Top, keymap.Bottom, keymap.Up}} {
		at := func(slice time.Duration) *Pane {
			l := fullOf(t, 12_000, slice)
			l.ends(l.presses(0, "^", "p", "r", "o", "d"))
			l.Act(keymap.KeepFind, &pane.Shown{})
			for _, a := range moves {
				l.Act(a, &pane.Shown{})
				l.Resize(58, 38)
			}
			return l
		}
		want, l := at(time.Hour), at(-1)
		if l.search == nil || !l.ranking {
			t.Fatalf("%v: all is ranked", moves)
		}
		if on := (&pane.Shown{}); l.at != (place{}) {
			t.Errorf("%v: the cursor is on %v", moves, l.at)
		} else if l.Show(on); on.On || len(on.Marks()) > 0 {
			t.Errorf("%v: a key would act on %q", moves, on.Secret.Name)
		}
		if last := strings.TrimSpace(l.View(frame)[l.scroll.H]); last != "" {
			t.Errorf("%v: a row is drawn that is not ranked: %q", moves, last)
		}
		l.ends(l.Follow(&pane.Shown{}))
		if l.search != nil || l.at != want.at || !reflect.DeepEqual(l.View(frame), want.View(frame)) {
			t.Errorf("%v: then the cursor is on %v, not %v", moves, l.at, want.at)
		}
		l.Act(keymap.Top, &pane.Shown{})
		if l.Act(keymap.FindSecret, &pane.Shown{}); l.ranking {
			t.Errorf("%v: it is ranked again", moves)
		}
	}
}

func TestAKeyThatActsBeyondWhatIsRankedActsOnWhatThatIs(t *testing.T) {
	for name, do := range map[string]func(l *Pane){
		"a key that acts": func(l *Pane) { l.Settle() },
		"a page":          func(l *Pane) { l.put([]backend.Secret{l.index.Secret(l.result.Row(0))}) },
	} {
		l := fullOf(t, 12_000, -1)
		l.ends(l.presses(0, "^", "p", "r", "o", "d"))
		l.Act(keymap.KeepFind, &pane.Shown{})
		l.Act(keymap.Bottom, &pane.Shown{})
		l.Resize(58, 38)
		if l.at != (place{}) {
			t.Fatal("all is ranked")
		}
		do(l)
		if want := l.index.ARN(l.result.Row(l.result.Len() - 1)); l.at.arn != want {
			t.Errorf("after %s the cursor is on %q, not on %q", name, l.at.arn, want)
		}
	}
}

func TestWhatIsTypedGivesUpTheRankingOfWhatWasTypedBefore(t *testing.T) {
	l := fullOf(t, 12_000, -1)
	l.ends(l.presses(0, "^", "p", "r", "o", "d"))
	l.Act(keymap.Bottom, &pane.Shown{})
	l.Resize(58, 38)
	if !l.ranking {
		t.Fatal("all is ranked")
	}
	if l.presses(0, "/"); l.ranking || l.scroll.N > 0 && l.search != nil {
		t.Error("the ranking goes on, or rows of the older query stand under the newer one")
	}
}

// stocked is a list of some made-up secrets in folders, which finds in slices as short as they can be.
func stocked(t *testing.T, secrets int) *Pane {
	d := panetest.Desk(t, local.New(local.Knobs{}))
	d.Slice = -1
	l := New(d, false, "")
	l.Resize(58, 38)
	page := make([]backend.Secret, secrets)
	for i := range page {
		name := fmt.Sprintf("f%d/g%d/s%d", i%50, i%700, i)
		page[i] = backend.Secret{Name: name, ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name + "-AbCdEf", Changed: time.Unix(int64(i)*7919%100_003, 0)}
	}
	l.put(page)
	return l
}

// In another order, or as another tree, the same rows stand as they did until they stand otherwise, and the cursor is on its secret.
func TestRowsThatAreRearrangedStandAsTheyDidUntilAllDo(t *testing.T) {
	sorts := func(by find.Column) func(l *Pane) tea.Cmd { return func(l *Pane) tea.Cmd { return l.sortBy(by) } }
	acts := func(a keymap.Action) func(l *Pane) tea.Cmd {
		return func(l *Pane) tea.Cmd { return l.Act(a, &pane.Shown{}) }
	}
	interrupted := 0
	for name, c := range map[string]struct {
		secrets int
		before  []func(l *Pane) tea.Cmd
		does    func(l *Pane) tea.Cmd
	}{
		"by change":               {400, nil, sorts(find.Changed)},
		"turned round":            {400, []func(l *Pane) tea.Cmd{sorts(find.Changed)}, sorts(find.Changed)},
		"a tree":                  {400, nil, acts(keymap.Tree)},
		"a tree by change":        {400, []func(l *Pane) tea.Cmd{acts(keymap.Tree)}, sorts(find.Changed)},
		"a tree from one by date": {400, []func(l *Pane) tea.Cmd{sorts(find.Changed), acts(keymap.Tree)}, sorts(find.Name)},
		"all unfolded":            {20_000, []func(l *Pane) tea.Cmd{acts(keymap.Tree)}, acts(keymap.FoldAll)},
		"all unfolded, by change": {20_000, []func(l *Pane) tea.Cmd{acts(keymap.Tree), sorts(find.Changed)}, acts(keymap.FoldAll)},
		"by change, and then a tree": {400, nil, func(l *Pane) tea.Cmd {
			first := l.sortBy(find.Changed)
			l.Act(keymap.Tree, &pane.Shown{}) // before the order is there: one message goes on with both
			return first
		}},
		"a tree, and then by change": {20_000, []func(l *Pane) tea.Cmd{acts(keymap.Tree)}, func(l *Pane) tea.Cmd {
			first := l.Act(keymap.FoldAll, &pane.Shown{})
			l.sortBy(find.Changed)
			return first
		}},
		"a tree by change, of all": {20_000, []func(l *Pane) tea.Cmd{acts(keymap.Tree), acts(keymap.FoldAll)}, sorts(find.Changed)},
	} {
		ready := func() *Pane {
			l := stocked(t, c.secrets)
			for _, do := range c.before {
				l.ends(do(l))
			}
			l.scroll.To(min(3, l.lines()-1))
			l.note()
			return l
		}
		want := ready()
		was, at := want.rows(), want.at
		c.does(want)
		want.Settle()
		ended := want.rows()
		for slices := range 4 {
			l := ready()
			last := c.does(l)
			for range slices {
				if last != nil {
					last = l.Hear(last())
				}
			}
			if l.search == nil {
				break
			}
			interrupted++
			if got := l.rows(); !reflect.DeepEqual(got, was) || l.at != at {
				t.Fatalf("%s, after %d slices: %d rows, the cursor on %q, want the %d of before and %q", name, slices, len(got), l.at, len(was), at)
			}
			switch slices % 3 {
			case 0:
				l.Settle()
			case 1: // somebody asks for all of it at once
				l.requery()
			case 2:
				l.ends(last)
			}
			if got := l.rows(); !reflect.DeepEqual(got, ended) || l.at != want.at || l.scroll.Pos != want.scroll.Pos {
				t.Fatalf("%s, after %d slices and all others: %d rows, line %d with %q, want %d, %d and %q", name, slices, len(got), l.scroll.Pos, l.at, len(ended), want.scroll.Pos, want.at)
			}
		}
	}
	if interrupted < 8 {
		t.Errorf("only %d times it was not done at once", interrupted)
	}
}

func TestALetterTypedWhileRowsAreRearrangedFindsInTheNewOrder(t *testing.T) {
	l := full(t)
	l.stopTyping()
	l.sortBy(find.Changed)
	if l.search == nil {
		t.Fatal("it was done at once")
	}
	l.Act(keymap.FindSecret, &pane.Shown{})
	l.presses(0, "!", "p")
	l.Settle()
	want := full(t)
	want.order = find.Order{By: find.Changed, Descending: true}
	want.presses(0, "!", "p")
	want.Settle()
	if got, want := l.rows(), want.rows(); !reflect.DeepEqual(got, want) {
		t.Errorf("%d rows, the first %q, want %d, %q", len(got), got[:2], len(want), want[:2])
	}
}

// A tree that was begun for what is no longer typed is not taken for one of what was typed before.
func TestATreeThatWasGivenUpLeavesNothingOfIt(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // two goroutines do more or less in a slice
	ready := func() *Pane {
		l := stocked(t, 40_000)
		for _, a := range []keymap.Action{keymap.Tree, keymap.FoldAll, keymap.FindSecret} {
			l.ends(l.Act(a, &pane.Shown{}))
		}
		l.ends(l.presses(0, "f"))
		return l
	}
	whole := ready()
	want, most := whole.rows(), 0
	for last := whole.presses(0, "1"); last != nil; most++ {
		last = whole.Hear(last())
	}
	for before := range 3 { // the tree is built last
		l := ready()
		last := l.presses(most-1-before, "1")
		if l.search == nil {
			t.Fatalf("it has ended after %d slices of %d", most-1-before, most)
		}
		if more := l.presses(0, "backspace"); more != nil {
			last = more
		}
		l.ends(last)
		l.Settle()
		if got := l.rows(); !reflect.DeepEqual(got, want) {
			t.Fatalf("after all but %d slices of another letter: %d rows, want %d", before+1, len(got), len(want))
		}
	}
}
