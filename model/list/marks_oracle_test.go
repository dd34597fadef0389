package list

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
)

// plainMarks are marks as they are meant: by ARN, one after another.
type plainMarks struct {
	t     *testing.T
	l     *Pane
	rng   *rand.Rand
	marks map[string]bool
	lost  int
}

func (p *plainMarks) name() string {
	return fmt.Sprintf("%s/%s", []string{"prod", "dev", "test"}[p.rng.IntN(3)], []string{"api", "db", "mail", "api/key", "db/ro"}[p.rng.IntN(5)])
}

// some is a secret as a service tells it: active or scheduled for deletion, now and then one of an ARN whose secret had another name
// before, which is how what was typed becomes what it is.
func (p *plainMarks) some() backend.Secret {
	name := p.name()
	s := backend.Secret{Name: name, ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name + "-aaaaaa", Changed: time.Unix(p.rng.Int64N(9e8), 0)}
	if p.rng.IntN(8) == 0 {
		s.Name += "-aaaaaa"
	}
	if p.rng.IntN(4) == 0 {
		s.Deleted = p.l.Now.Add(-time.Hour)
	}
	if p.rng.IntN(2) == 0 {
		s.PrimaryRegion = "us-east-1"
	}
	return s
}

func (p *plainMarks) drop(arn string) {
	if p.marks[arn] {
		p.lost++
		delete(p.marks, arn)
	}
}

func (p *plainMarks) put(secrets []backend.Secret) {
	p.l.put(secrets)
	for _, s := range secrets {
		if viewFor(s) != p.l.view {
			p.drop(s.ARN)
		}
	}
}

// toggle marks what is found or in a folder, or unmarks it where all of it is marked.
func (p *plainMarks) toggle(rows []find.Row) {
	var arns []string
	for _, r := range rows {
		arns = append(arns, p.l.index.ARN(r))
	}
	all := !slices.ContainsFunc(arns, func(arn string) bool { return !p.marks[arn] })
	for _, arn := range arns {
		if delete(p.marks, arn); !all {
			p.marks[arn] = true
		}
	}
}

func (p *plainMarks) found() (rows []find.Row) {
	for i := range p.l.result.Len() {
		rows = append(rows, p.l.result.Row(i))
	}
	return rows
}

func (p *plainMarks) step() string {
	l := p.l
	switch n := p.rng.IntN(16); {
	case n < 4:
		var page []backend.Secret
		for range 1 + p.rng.IntN(4) {
			page = append(page, p.some())
		}
		p.put(page)
		return fmt.Sprintf("put %+v", page)
	case n < 8:
		l.scroll.To(p.rng.IntN(max(1, l.scroll.N)))
		l.note()
		var rows []find.Row
		if line, is := l.tree.here(l); is {
			rows = slices.Clone(l.tree.in(line))
		} else if r, on := l.index.Lookup(l.at.arn); on {
			rows = []find.Row{r}
		}
		p.toggle(rows)
		l.mark()
		return "mark"
	case n == 8:
		p.toggle(p.found())
		l.markAll()
		return "mark all"
	case n == 9:
		arn := p.some().ARN
		p.drop(arn)
		l.forget(arn)
		return "forget " + arn
	case n == 10:
		q := []string{"", "p", "'db", "!api", "is:replicated", "prod"}[p.rng.IntN(6)]
		l.setQuery(q)
		return "query " + q
	case n == 11:
		p.lost += len(p.marks)
		clear(p.marks)
		l.toggleView()
		return "view"
	case n == 12:
		l.sortBy(find.Column(p.rng.IntN(4)))
		return "sort"
	case n == 13:
		l.Act(keymap.Tree, &pane.Shown{})
		return "tree"
	case n == 14 && p.rng.IntN(4) == 0 && len(p.marks) > 0:
		clear(p.marks)
		l.back()
		return "back"
	}
	s := p.some()
	if _, known := l.index.Lookup(s.ARN); !known {
		return "nothing"
	}
	order := pane.Ordered{Kind: pane.Restoring, Before: s, Detail: backend.Detail{Secret: s}}
	if p.rng.IntN(2) == 0 {
		order.Err = errors.New("made up")
	} else {
		delete(p.marks, s.ARN)
	}
	if viewFor(s) != l.view {
		p.drop(s.ARN)
	}
	l.ordered(order)
	return fmt.Sprintf("ordered %+v", s)
}

// check compares all that is told of the marks.
func (p *plainMarks) check(did string) {
	p.t.Helper()
	l := p.l
	var arns, shown []string
	for r := range l.marks.All() {
		arns = append(arns, l.index.ARN(r))
	}
	slices.Sort(arns)
	want := slices.Sorted(maps.Keys(p.marks))
	if !slices.Equal(arns, want) || l.marks.Len() != len(want) {
		p.t.Fatalf("after %s %d marked: %q, not %q", did, l.marks.Len(), arns, want)
	}
	hidden, lone := 0, false
	for _, arn := range want {
		r, _ := l.index.Lookup(arn)
		if !l.result.Has(r) {
			hidden++
		}
		lone = lone || l.index.Secret(r).PrimaryRegion == ""
	}
	l.Resize(80, 20)
	var on pane.Shown
	l.Show(&on)
	if on.Marked != len(want) || on.Hidden != hidden || on.LoneMark != lone && len(want) > 0 {
		p.t.Fatalf("after %s %d marked, %d hidden, lone %v: not %d, %d, %v", did, on.Marked, on.Hidden, on.LoneMark, len(want), hidden, lone)
	}
	locked := slices.ContainsFunc(want, func(arn string) bool { s, _ := l.Known(arn); return l.Guard.Locks(s) })
	if got := on.LockedMark.ARN != ""; len(want) > 0 && (got != locked || got && (!p.marks[on.LockedMark.ARN] || !l.Guard.Locks(on.LockedMark))) {
		p.t.Fatalf("after %s a rule locks %q: that one is locked is %v", did, on.LockedMark.ARN, locked)
	}
	if len(want) > 0 {
		for _, s := range on.Marks() {
			shown = append(shown, s.ARN)
		}
		if slices.Sort(shown); !slices.Equal(shown, want) {
			p.t.Fatalf("after %s an order would be about %q, not %q", did, shown, want)
		}
	}
	if l.lost.n != p.lost {
		p.t.Fatalf("after %s %d are to be told as lost, not %d", did, l.lost.n, p.lost)
	}
	if p.rng.IntN(3) == 0 {
		l.tellLost()
		p.lost = 0
	}
}

// A mark is on a secret by its ARN, whatever row that has or gets.
func TestMarksAreWhatAPlainMapOfThemWouldBe(t *testing.T) {
	for seed := range uint64(40) {
		d := panetest.Desk(t, local.New(local.Knobs{}))
		d.Slice = time.Hour
		d.Guard = backend.NewGuard([]backend.Protection{{Name: "prod/db*", ReadOnly: true}, {Name: "dev/mail", ReadOnly: true}}, func() backend.Where { return backend.Where{} })
		l := New(d, false, "")
		d.Listed = l
		p := &plainMarks{t: t, l: l, rng: rand.New(rand.NewPCG(seed, 1)), marks: map[string]bool{}}
		l.Resize(80, 20)
		for i := range 150 {
			p.check(fmt.Sprintf("step %d of %d, %s", i, seed, p.step()))
		}
	}
}
