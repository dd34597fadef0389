package list

import (
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
