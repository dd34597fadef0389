package find

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/internal/tools"
)

// life drives an index as a user and a listing do, and keeps the truth beside it.
type life struct {
	*testing.T
	company
	x     *Index
	truth map[string]backend.Secret
	ends  map[string]time.Time
	pool  []backend.Secret
	query string
	view  View
	order Order
	now   time.Time
}

func newLife(t *testing.T, seed uint64, n int) *life {
	l := &life{T: t, company: newCompany(seed), x: New(), truth: map[string]backend.Secret{}, ends: map[string]time.Time{}, now: epoch}
	l.pool = l.secrets(n)
	for i := range 30 {
		l.pool = append(l.pool, l.secret(l.noise("aAb/-é \xffK", 9)+fmt.Sprint(i)))
	}
	for i := range l.pool {
		if l.rng.IntN(5) == 0 {
			l.pool[i].Deleted = epoch.Add(time.Duration(l.rng.IntN(2000)-1000) * time.Hour)
		}
	}
	rng := l.rng
	rng.Shuffle(len(l.pool), func(i, j int) { l.pool[i], l.pool[j] = l.pool[j], l.pool[i] })
	return l
}

func (l *life) put(page []backend.Secret) {
	l.x.Put(page)
	for _, s := range page {
		l.truth[s.ARN] = s
	}
}

func (l *life) some() backend.Secret { return l.pool[l.rng.IntN(len(l.pool))] }

// change is a secret as somebody else left it.
func (l *life) change(s backend.Secret) backend.Secret {
	switch l.rng.IntN(4) {
	case 0:
		s.Changed = epoch.Add(-time.Duration(l.rng.IntN(1000)) * time.Hour)
	case 1:
		s.Description = l.one("stripe prod payments") + " " + l.one("Key rotated PROD")
	case 2:
		s.Tags = []backend.Tag{{Key: "env", Value: l.one(stages)}, {Key: "a=b", Value: l.one(services)}}
	case 3:
		s.Deleted = time.Time{}
		if l.rng.IntN(2) == 0 {
			s.Deleted = epoch.Add(time.Duration(l.rng.IntN(200)-100) * time.Hour)
		}
	}
	return s
}

func (l *life) step() {
	switch n := l.rng.IntN(20); {
	case n < 8:
		letter := l.one(`p r o d s t e i k y a / - _ ' ^ $ ! | P S 1 0 tag:env=p prod stripe \ desc:rot is:tag owner: Key é`)
		if l.rng.IntN(6) == 0 {
			letter = " "
		}
		l.query += letter
	case n < 10 && l.query != "":
		r := []rune(l.query)
		l.query = string(r[:len(r)-1])
	case n < 11:
		l.query = ""
	case n < 12:
		l.query = l.part(l.some().Name, 8)
	case n < 15:
		var page []backend.Secret
		for range l.rng.IntN(40) {
			page = append(page, l.some())
		}
		l.put(page)
	case n < 16:
		s := l.change(l.some())
		l.put([]backend.Secret{s, l.change(l.some())})
	case n < 17:
		arn := l.some().ARN
		l.x.Remove(arn)
		delete(l.truth, arn)
	case n < 18:
		l.order = Order{By: Column(l.rng.IntN(5)), Descending: l.rng.IntN(2) == 0}
	case n < 19:
		l.view = View(l.rng.IntN(2))
	default:
		l.now = l.now.Add(time.Duration(l.rng.IntN(48)) * time.Hour)
		arn := l.some().ARN
		l.ends[arn] = epoch.Add(time.Duration(l.rng.IntN(900)) * time.Hour)
		l.x.SetEnd(arn, l.ends[arn])
	}
}

// check compares the index with one that was filled a moment ago and is asked the slow way.
func (l *life) check() {
	l.Helper()
	fresh := New()
	var all []backend.Secret
	for _, s := range l.truth {
		all = append(all, s)
	}
	fresh.Put(all)
	for arn, end := range l.ends {
		fresh.SetEnd(arn, end)
	}
	var want []string
	for _, r := range fresh.slowFind(l.query, l.view, l.order, l.now) {
		want = append(want, fresh.ARN(r))
	}
	f := l.x.Find(l.query, l.view, l.order, l.now)
	if f.Len() != len(want) {
		l.Fatalf("%q: %d found, want %d", l.query, f.Len(), len(want))
	}
	got := make([]string, f.Len())
	for i := range got {
		r := f.Row(i)
		got[i] = l.x.ARN(r)
		if at, ok := f.Pos(r); at != i || !ok {
			l.Fatalf("%q: row %d says it is at %d %v", l.query, i, at, ok)
		}
	}
	if !slices.Equal(got, want) {
		l.Fatalf("%q %v %v: %s", l.query, l.view, l.order, difference(got, want))
	}
	active, deleted := l.x.Len()
	if active+deleted != len(l.truth) {
		l.Fatalf("%d and %d secrets counted, want %d together", active, deleted, len(l.truth))
	}
}

func TestAnyLifeOfAnIndexEndsAsAFreshOne(t *testing.T) {
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			l := newLife(t, seed, 150)
			for range 120 {
				l.step()
				l.check()
			}
			for range 60 { // several changes between two looks
				for range 1 + l.rng.IntN(6) {
					l.step()
				}
				l.check()
			}
		})
	}
}

func TestManyMatchesAreRankedAsTheSlowWayDoes(t *testing.T) {
	c := newCompany(9)
	x := New()
	secrets := c.secrets(6500)
	for page := range slices.Chunk(secrets, 100) {
		x.Put(page)
	}
	for _, query := range []string{"p", "pr", "pro", "prods", "prodst", "e", "er", "tr", "'prod", "a e", "terraform | prod", "o !q", "team", "-e", "ac"} {
		f := x.Find(query, Active, Order{}, noon)
		want := x.slowFind(query, Active, Order{}, noon)
		if f.Len() != len(want) {
			t.Fatalf("%q: %d found, want %d", query, f.Len(), len(want))
		}
		for _, i := range []int{0, 1, 199, 200, 201, len(want) - 1} {
			if i < len(want) && f.Row(i) != want[i] {
				t.Errorf("%q: at %d %q, want %q", query, i, x.Name(f.Row(i)), x.Name(want[i]))
			}
		}
		for i, r := range want {
			if f.Row(i) != r {
				t.Fatalf("%q: at %d %q, want %q", query, i, x.Name(f.Row(i)), x.Name(r))
			}
		}
		at := rand.IntN(len(want))
		if i, ok := f.Pos(want[at]); i != at || !ok {
			t.Errorf("%q: row %d says it is at %d %v", query, at, i, ok)
		}
	}
}

func TestTheSamePagesTwiceInOtherOrdersMakeNoDuplicates(t *testing.T) {
	secrets := newCompany(5).secrets(1000)
	x := New()
	for page := range slices.Chunk(secrets, 100) {
		x.Put(page)
	}
	slices.Reverse(secrets)
	for page := range slices.Chunk(secrets, 70) {
		x.Put(page)
	}
	active, deleted := x.Len()
	if active+deleted != 1000 || x.Find("", Active, Order{}, noon).Len() != active || x.Find("", Deleted, Order{}, noon).Len() != deleted {
		t.Fatalf("%d active and %d deleted of 1000", active, deleted)
	}
}

func TestASecretComesBackAsItWent(t *testing.T) {
	x := New()
	secrets := newCompany(6).secrets(500)
	secrets = append(secrets, backend.Secret{ARN: "odd", Name: "x\x1b[m\xff"}, backend.Secret{ARN: "arn:name-123456", Name: "name"},
		backend.Secret{Name: "no ARN"}, backend.Secret{ARN: "empty"})
	x.Put(secrets)
	for _, s := range secrets {
		r, ok := x.Lookup(key(&s))
		if !ok {
			t.Fatalf("%q is lost", s.Name)
		}
		if got := x.Secret(r); fmt.Sprint(got) != fmt.Sprint(s) {
			t.Fatalf("got %v\nwant %v", got, s)
		}
	}
}

func TestTypingThroughManyNamesLeavesNoTraceOfWhatWasTypedBefore(t *testing.T) {
	c := newCompany(13)
	x := New()
	for page := range slices.Chunk(c.secrets(10000), 100) {
		x.Put(page)
	}
	for _, query := range script() {
		typed := x.Find(query, Active, Order{}, noon)
		k := x.ranking(Parse(query))
		whole := k.all(typed.tiers[0].rows)
		for i := range min(headSize, len(whole)) {
			if typed.Row(i) != whole[i] {
				t.Fatalf("%q: at %d %q, want %q", query, i, x.Name(typed.Row(i)), x.Name(whole[i]))
			}
		}
	}
}

// Whoever has looked beyond the first matches is not made to wait for all of them again by each page.
func TestWhatIsRankedStaysRankedWhateverComesAndGoes(t *testing.T) {
	c := newCompany(31)
	secrets := c.secrets(9000)
	x := New()
	x.Put(secrets[:6000])
	for n, query := range []string{"pr", "e", "'prod", "a e", "terraform | prod", "!o a", "stripe"} {
		if tools.LeavesOut(n, 1) {
			continue
		}
		for _, beyond := range []bool{false, true} {
			f := x.Find(query, Active, Order{}, noon)
			if beyond && f.Len() > 0 {
				f.Row(f.Len() - 1)
			}
			for n := range 12 {
				was := f.Ranked() == f.Len()
				some := secrets[c.rng.IntN(len(secrets))]
				switch n % 4 {
				case 0:
					x.Put([]backend.Secret{some, secrets[c.rng.IntN(len(secrets))]})
				case 1:
					x.Remove(some.ARN)
				case 2:
					some.Description = c.one("stripe prod payments terraform")
					x.Put([]backend.Secret{some})
				case 3:
					some.Deleted = noon
					x.Put([]backend.Secret{some})
				}
				f = x.Find(query, Active, Order{}, noon)
				if is := f.Ranked() == f.Len(); was && !is {
					t.Fatalf("%q: after change %d only %d of %d are ranked", query, n, f.Ranked(), f.Len())
				}
				want := x.slowFind(query, Active, Order{}, noon)
				for i, r := range want[:f.Ranked()] {
					if f.Row(i) != r {
						t.Fatalf("%q, after change %d: at %d %q, want %q", query, n, i, x.Name(f.Row(i)), x.Name(r))
					}
				}
			}
		}
	}
}
