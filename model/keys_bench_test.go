package model_test

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend/local"
)

// aKey is one that asks something of all secrets, with the keys that lead there and back to the list as it was.
type aKey struct {
	name   string
	before []string
	key    string
	after  []string
}

func heavyKeys() []aKey {
	back := keys("esc")
	return []aKey{
		{"beyond the first 200", keys("/ type:p enter ctrl+f ctrl+f ctrl+f ctrl+f ctrl+f"), "ctrl+f", back},
		{"beyond the first 200 of a word", keys("/ type:prod enter ctrl+f ctrl+f ctrl+f ctrl+f ctrl+f"), "ctrl+f", back},
		{"beyond the first 200 of two words", keys("/ type:prod space type:key enter ctrl+f ctrl+f ctrl+f ctrl+f ctrl+f"), "ctrl+f", back},
		{"end of what begins so", keys("/ type:^prod enter"), "G", back},
		{"end of a filtered list", keys("/ type:p enter"), "G", back},
		{"sort by change", keys("s"), "c", keys("s n")},
		{"sort by name", keys("s c s"), "n", nil},
		{"turn the order round", keys("s c s"), "c", keys("s n")},
		{"sort what a tag finds", keys("/ type:tag:env=prod enter s"), "a", keys("s n esc")},
		{"tree", nil, "t", keys("t")},
		{"back from the tree", keys("t"), "t", nil},
		{"tree by change", keys("s c"), "t", keys("t s n")},
		{"unfold all folders", keys("t"), "z", keys("z t")},
		{"fold all folders", keys("t z"), "z", keys("t")},
		{"unfold a folder", keys("t"), "enter", keys("enter t")},
		{"unfold a folder among all", keys("t z G k k"), "h", keys("l z t")},
		{"a letter in the tree", keys("t /"), "p", keys("esc t")},
		{"the next letter in the tree", keys("t / p"), "r", keys("esc t")},
		{"a letter back in the tree", keys("t / p r"), "backspace", keys("esc t")},
		{"a letter in the tree by change", keys("s c t /"), "p", keys("esc t s n")},
		{"Deleted", nil, "D", keys("D")},
		{"back from Deleted", keys("D"), "D", nil},
		{"Deleted with a filter", keys("/ type:prod enter"), "D", keys("D esc")},
		{"back from Deleted with a filter", keys("/ type:prod enter D"), "D", back},
		{"Deleted from the tree", keys("t"), "D", keys("D t")},
		{"back from Deleted to the tree", keys("t D"), "D", keys("t")},
		{"clear a filter", keys("/ type:prod enter"), "esc", nil},
		{"clear a filter in the tree", keys("t / type:prod enter"), "esc", keys("t")},
		{"clear a filter by change", keys("s c / type:prod enter"), "esc", keys("s n")},
		{"mark what a filter finds", keys("/ type:prod enter"), "*", keys("esc esc")},
		{"unmark it", keys("/ type:prod enter *"), "*", back},
		{"a letter with all marked", keys("* /"), "p", keys("esc esc")},
		{"mark a folder", keys("t"), "space", keys("esc t")},
		{"drop all marks", keys("*"), "esc", nil},
	}
}

// heard is how long a message takes, its frame included.
func (s *stage) heard(msg tea.Msg) time.Duration {
	begun := time.Now()
	_, cmd := s.Update(msg)
	s.View()
	took := time.Since(begun)
	s.run(cmd)
	return took
}

// BenchmarkHeavyKeys tells of each key how long it takes with its frame, and how long at most any message takes that it leads to.
func BenchmarkHeavyKeys(b *testing.B) {
	s := staged(b, 500_000, 120, 40, func(*local.Server) {})
	s.rests()
	for _, k := range heavyKeys() {
		b.Run(k.name, func(b *testing.B) {
			var took, after []time.Duration
			for b.Loop() {
				b.StopTimer()
				s.presses(k.before...)
				b.StartTimer()
				took = append(took, s.heard(keyOf(k.key)))
				b.StopTimer()
				worst := time.Duration(0)
				for on := true; on; {
					select {
					case msg := <-s.messages:
						worst = max(worst, s.heard(msg))
					case <-time.After(100 * time.Millisecond):
						on = false
					}
				}
				after = append(after, worst)
				s.presses(k.after...)
				b.StartTimer()
			}
			slices.Sort(took)
			ms := func(d time.Duration) float64 { return float64(d) / 1e6 }
			b.ReportMetric(ms(took[len(took)/2]), "ms-p50")
			b.ReportMetric(ms(took[len(took)-1]), "ms-worst")
			b.ReportMetric(ms(slices.Max(after)), "ms-after")
			b.ReportMetric(0, "ns/op")
		})
	}
}
