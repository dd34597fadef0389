package list

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/keymap"
	"strongroom/model/pane"
)

// arrives is a page of the listing that is under way.
func (l *Pane) arrives(ended bool, names ...string) pageArrived {
	msg := pageArrived{ask: l.listing.Q, ended: ended}
	for _, name := range names {
		msg.page.Secrets = append(msg.page.Secrets, backend.Secret{Name: name, ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name + "-AbCdEf"})
	}
	return msg
}

func TestPagesWaitForWhatIsBeingSoughtAndAreThenInIt(t *testing.T) {
	for _, settled := range []bool{false, true} {
		l := full(t)
		_, l.listing.Q = l.listing.Start(t.Context())
		last := l.presses(1, "n", "e", "w")
		was := l.search
		if was == nil {
			t.Fatal("nothing is being sought")
		}
		l.Hear(l.arrives(false, "new-one"))
		l.Hear(l.arrives(!settled, "new-two"))
		if l.search != was || !l.listing.Open {
			t.Fatal("a page has the search begun anew, or ended at once")
		}
		if settled {
			l.Settle()
			if l.Hear(l.arrives(true, "new-three")); len(l.waiting) != 3 {
				t.Errorf("a page overtakes %d others", len(l.waiting))
			}
		}
		l.ends(last)
		if rows := l.rows(); len(l.waiting) > 0 || !strings.Contains(rows[0], "new-") || !strings.Contains(rows[2], "new-") || l.listing.Open {
			t.Errorf("settled %v: %d pages wait, the first rows are %q, the listing is open: %v", settled, len(l.waiting), rows[:3], l.listing.Open)
		}
	}
}

func TestPagesOfAListingThatWasGivenUpAreNotTakenIn(t *testing.T) {
	l := full(t)
	_, l.listing.Q = l.listing.Start(t.Context())
	last := l.presses(1, "n", "e", "w")
	l.Hear(l.arrives(false, "new-one"))
	l.stopListing()
	l.ends(last)
	if len(l.waiting) > 0 || len(l.base.Named("new-one")) > 0 {
		t.Errorf("%d pages wait, and %d secrets of them are known", len(l.waiting), len(l.base.Named("new-one")))
	}
}

// A tree of many lines is not built anew for each page.
func TestPagesGatherWhileALargeTreeIsShown(t *testing.T) {
	l := stocked(t, 40_000)
	_, l.listing.Q = l.listing.Start(t.Context())
	if l.Hear(l.arrives(false, "first")); l.gathering {
		t.Fatal("pages gather where there is no tree")
	}
	l.ends(l.Act(keymap.Tree, &pane.Shown{}))
	if l.Hear(l.arrives(false, "second")); l.gathering || len(l.base.Named("second")) == 0 {
		t.Fatal("pages gather where few lines are shown")
	}
	l.ends(l.Act(keymap.FoldAll, &pane.Shown{}))
	next := l.Hear(l.arrives(false, "f1/g1/a"))
	lines := len(l.tree.lines)
	l.Hear(l.arrives(false, "f1/g1/b", "z"))
	l.Hear(l.arrives(true, "f2/g2/c"))
	if len(l.base.Named("f1/g1/a")) == 0 || len(l.tree.lines) != lines || !l.listing.Open {
		t.Fatalf("there are %d lines, want %d; the listing is open: %v", len(l.tree.lines), lines, l.listing.Open)
	}
	l.put([]backend.Secret{{Name: "y", ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:y-AbCdEf"}}) // an answer is shown at once
	if len(l.tree.lines) != lines+1 {
		t.Errorf("with an answer there are %d lines, want %d", len(l.tree.lines), lines+1)
	}
	if l.ends(next); len(l.tree.lines) != lines+4 || len(l.waiting) > 0 || l.listing.Open {
		t.Errorf("then there are %d lines, want %d; %d pages wait, the listing is open: %v", len(l.tree.lines), lines+4, len(l.waiting), l.listing.Open)
	}
	if _, l.listing.Q = l.listing.Start(t.Context()); l.gathering {
		l.ends(func() tea.Msg { return gathered{} })
	}
	if l.Hear(l.arrives(false, "f1/g1/d")); len(l.base.Named("f1/g1/d")) == 0 {
		t.Error("the next page waits for ever")
	}
}
