package list

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/find"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
)

// plainTree is the tree as it is meant: worked out from all rows each time.
type plainTree struct {
	l     *Pane
	ranks map[find.Row]int
	whole bool
	lines []plainLine
}

type plainLine struct {
	place
	label               string
	depth, count, rank  int
	newest, worst, gone int
}

func (t *plainTree) rebuild() {
	l := t.l
	t.ranks, t.lines = nil, t.lines[:0]
	if l.order != (find.Order{By: find.Name}) {
		t.ranks = map[find.Row]int{}
		for i, r := range l.all(l.order) {
			t.ranks[r] = i
		}
	}
	rows := l.all(find.Order{By: find.Name})
	if l.query.Text() != "" {
		rows = slices.DeleteFunc(rows, func(r find.Row) bool { return !l.result.Has(r) })
	}
	t.whole = l.query.Text() != "" && len(rows) <= mostUnfolded
	t.level(rows, "", 0)
}

func (t *plainTree) level(rows []find.Row, prefix string, depth int) {
	var lines []plainLine
	inside := map[string][]find.Row{}
	for i := 0; i < len(rows); {
		name := t.l.index.Name(rows[i])
		rest := name[len(prefix):]
		cut := strings.IndexByte(rest, '/')
		if cut < 0 || cut == len(rest)-1 {
			lines = append(lines, plainLine{place: place{arn: t.l.index.ARN(rows[i])}, label: rest, depth: depth, rank: t.ranks[rows[i]]})
			i++
			continue
		}
		folder := prefix + rest[:cut+1]
		n := sort.Search(len(rows)-i, func(k int) bool { return !strings.HasPrefix(t.l.index.Name(rows[i+k]), folder) })
		inside[folder] = rows[i : i+n]
		lines = append(lines, t.folder(folder, rest[:cut+1], depth, rows[i:i+n]))
		i += n
	}
	slices.SortStableFunc(lines, func(a, b plainLine) int { return cmp.Compare(a.rank, b.rank) })
	for _, line := range lines {
		t.lines = append(t.lines, line)
		if line.folder != "" && (t.whole || t.l.tree.open.has([]byte(line.folder))) {
			t.level(inside[line.folder], line.folder, depth+1)
		}
	}
}

func (t *plainTree) folder(folder, label string, depth int, rows []find.Row) plainLine {
	line := plainLine{place: place{folder: folder}, label: label, depth: depth, count: len(rows), rank: t.ranks[rows[0]]}
	var newest, first time.Time
	for i, r := range rows {
		if t.ranks != nil {
			line.rank = min(line.rank, t.ranks[r])
		}
		if changed := t.l.index.Changed(r); i == 0 || changed.After(newest) {
			newest, line.newest = changed, int(r)
		}
		if t.l.index.Deleted(r).IsZero() {
			continue
		}
		if at := t.l.index.Deadline(r, t.l.Served()).Earliest; line.gone == 0 || at.Before(first) {
			first, line.worst = at, int(r)
		}
		line.gone++
	}
	return line
}

// asKept is line i as the pane has it.
func (l *Pane) asKept(i int) plainLine {
	line := l.tree.lines[i]
	out := plainLine{place: l.tree.place(l, i), label: l.index.Name(l.tree.row(line))[line.from:], depth: int(line.depth), count: int(line.n)}
	if line.n > 0 {
		is := l.tree.told(l, line)
		out.label = out.folder[line.from:]
		out.newest, out.worst, out.gone = int(is.newest), int(is.worst), is.gone
	}
	return out
}

// What is kept of the tree from one change to the next is what it would be if it were made anew.
func TestTheTreeIsWhatAllRowsMakeItWhateverChangesAmongThem(t *testing.T) {
	for seed := range uint64(40) {
		d := panetest.Desk(t, local.New(local.Knobs{}))
		d.Slice = time.Hour // however slow the machine is, what is asked for is there at once
		l := New(d, false, "")
		d.Listed = l
		p := &plainMarks{t: t, l: l, rng: rand.New(rand.NewPCG(seed, 2)), marks: map[string]bool{}}
		plain := &plainTree{l: l}
		l.Resize(80, 20)
		for i := range 150 {
			did := p.step()
			if !l.tree.on {
				l.Act(keymap.Tree, &pane.Shown{})
			}
			switch p.rng.IntN(6) {
			case 0:
				l.scroll.To(p.rng.IntN(max(1, l.scroll.N)))
				l.note()
				l.tree.toggle(l)
				did += ", toggle"
			case 1:
				l.tree.foldAll(l)
				did += ", fold all"
			case 2:
				l.Now = l.Now.Add(time.Hour)
				l.requery()
			}
			plain.rebuild()
			if len(plain.lines) != len(l.tree.lines) {
				t.Fatalf("step %d of %d, %s: %d lines, not %d", i, seed, did, len(l.tree.lines), len(plain.lines))
			}
			for n, want := range plain.lines {
				got := l.asKept(n)
				if want.rank = 0; got != want {
					t.Fatalf("step %d of %d, %s: line %d is %+v, not %+v", i, seed, did, n, got, want)
				}
				if at, ok := l.find(want.place); !ok || at != n {
					t.Fatalf("step %d of %d, %s: %+v is found in line %d, not in %d", i, seed, did, want.place, at, n)
				}
			}
		}
	}
}

// BenchmarkTreeAnswer is an answer about one secret while the tree is shown: it has changed, or it has left the view or come back. Its
// ratio is to a tree that is made of all rows each time.
func BenchmarkTreeAnswer(b *testing.B) {
	for _, n := range []int{10_000, 500_000} {
		l := listed(b, n)
		l.Act(keymap.Tree, &pane.Shown{})
		plain := &plainTree{l: l}
		begun := time.Now()
		for range 10 {
			plain.rebuild()
		}
		anew := time.Since(begun) / 10
		for _, what := range []string{"changed", "moved"} {
			b.Run(fmt.Sprintf("secrets=%d/%s", n, what), func(b *testing.B) {
				s, i := l.index.Secret(l.index.Sorted(find.Active)[n/2]), 0
				begun := time.Now()
				for b.Loop() {
					if i++; what == "changed" {
						s.Changed = l.Now.Add(time.Duration(i) * time.Second)
					} else if s.Deleted = (time.Time{}); i%2 == 1 {
						s.Deleted = l.Now
					}
					l.put([]backend.Secret{s})
				}
				b.ReportMetric(float64(anew)/(float64(time.Since(begun))/float64(i)), "x-faster-than-anew")
			})
		}
	}
}
