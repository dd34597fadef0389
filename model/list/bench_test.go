package list

import (
	"runtime"
	"testing"

	"strongroom/backend"
	"strongroom/backend/local"
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
