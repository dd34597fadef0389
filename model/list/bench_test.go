package list

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/keymap"
	"strongroom/model/pane"
	"strongroom/model/pane/panetest"
)

// BenchmarkPage is a page of a listing arriving.
func BenchmarkPage(b *testing.B) {
	s := local.New(local.Knobs{})
	s.SeedGenerated(100_000)
	d := panetest.Desk(b, s)
	var pages []backend.Page
	for p, err := range d.Backend.List(b.Context(), backend.Query{}) {
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, p)
	}
	l := New(d, false, "")
	l.Resize(58, 38)
	i := 0
	for b.Loop() {
		if i == len(pages) {
			i = 0
			b.StopTimer()
			l = New(d, false, "")
			l.Resize(58, 38)
			b.StartTimer()
		}
		l.put(pages[i].Secrets)
		i++
	}
}

// listed is a pane with so many secrets in it.
func listed(b *testing.B, n int) *Pane {
	s := local.New(local.Knobs{})
	s.SeedGenerated(n)
	d := panetest.Desk(b, s)
	l := New(d, false, "")
	d.Listed = l
	l.Resize(58, 38)
	for p, err := range d.Backend.List(b.Context(), backend.Query{}) {
		if err != nil {
			b.Fatal(err)
		}
		l.put(p.Secrets)
	}
	return l
}

// BenchmarkHeapOfMarks is what the marks of all secrets keep.
func BenchmarkHeapOfMarks(b *testing.B) {
	const n = 500_000
	l := listed(b, n)
	heap := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	before := heap()
	for b.Loop() {
		l.dropMarks()
		l.markAll()
	}
	b.ReportMetric((heap()-before)/n, "bytes/secret")
	runtime.KeepAlive(l)
}

// BenchmarkRulesOfMarks finds out whether a rule about names locks any of all secrets, none of which it does.
func BenchmarkRulesOfMarks(b *testing.B) {
	l := listed(b, 500_000)
	for _, name := range []string{"none/*", "none/**", "**/none/**"} {
		b.Run(name, func(b *testing.B) {
			l.Guard = backend.NewGuard([]backend.Protection{{Name: name, ReadOnly: true}}, func() backend.Where { return backend.Where{} })
			for b.Loop() {
				l.dropMarks()
				l.markAll()
				l.lookThrough()
			}
		})
	}
}

// BenchmarkPageAmongMany is a page of a listing that comes where 500,000 secrets are shown: all that it takes, and how long others are
// held up at most.
func BenchmarkPageAmongMany(b *testing.B) {
	l := listed(b, 500_000)
	ends := func(cmd tea.Cmd) (worst time.Duration) {
		for cmd != nil {
			msg, began := cmd(), time.Now()
			cmd = l.Hear(msg)
			worst = max(worst, time.Since(began))
		}
		return worst
	}
	all := [][]keymap.Action{{keymap.Tree, keymap.FoldAll}, {keymap.Tree, keymap.FindSecret}}
	for i, what := range []string{"all folders unfolded", "at the end of a filter"} {
		for _, a := range all[i] {
			ends(l.Act(a, &pane.Shown{}))
		}
		if i == 1 {
			for _, c := range "^prod" {
				cmd, _ := l.Key(tea.KeyPressMsg{Text: string(c), Code: c})
				ends(cmd)
			}
			ends(l.Act(keymap.Bottom, &pane.Shown{}))
			l.Resize(58, 38)
			l.Settle()
			ends(l.Follow(&pane.Shown{}))
		}
		b.Run(what, func(b *testing.B) {
			worst, n := time.Duration(0), 0
			_, l.listing.Q = l.listing.Start(b.Context())
			for b.Loop() {
				names := make([]string, 100)
				for i := range names {
					n++
					names[i] = fmt.Sprintf("prod/page/%s/%d", what, n)
				}
				page := l.arrives(false, names...)
				worst = max(worst, ends(func() tea.Msg { return page }))
			}
			b.ReportMetric(float64(worst)/1e6, "ms-worst")
		})
	}
}
