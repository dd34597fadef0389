package aws

import (
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
)

// Pages are fetched ahead: one may wait for hours for whoever takes it.
func TestAPageTellsWhenItCameAndNotWhenItWasTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{names: manyNames(250), takes: 50 * time.Millisecond}
		began, pages := time.Now(), 0
		for p, err := range over(s.carrier()).List(t.Context(), backend.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			if took := p.Trip.Came.Sub(p.Trip.Sent); took != s.takes || p.Trip.Came.Sub(began) > time.Minute {
				t.Errorf("page %d was under way for %v, and came after %v", pages+1, took, p.Trip.Came.Sub(began))
			}
			if off := p.At.Sub(p.Trip.Came); off > 0 || off < -time.Second {
				t.Errorf("page %d came %v before the service's time", pages+1, off)
			}
			if pages++; pages == 1 {
				time.Sleep(3 * time.Hour)
			}
		}
		if pages < 2 {
			t.Errorf("%d pages", pages)
		}
	})
}
