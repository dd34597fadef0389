package panetest

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model/pane"
)

// Chore prepares what a user can ask of a value, drawing included, and returns it; value makes another one of the same depth
// with another word in it.
type Chore func(d *pane.Desk, value func(word string) backend.Value) (run func())

// shapes are texts of so many levels, or so many keys, that hold a word.
func shapes() map[string]func(n int, word string) string {
	return map[string]func(int, string) string{"deep": deep, "nested": nested, "flat": flat}
}

// deep is a JSON text of so many objects, each in the one before, each with a value of its own.
func deep(levels int, word string) string {
	return strings.Repeat(`{"k":"`+word+`","a":`, levels) + "{}" + strings.Repeat("}", levels)
}

// nested is one of arrays, which has nothing but its depth.
func nested(levels int, word string) string {
	return strings.Repeat("[", levels) + `"` + word + `"` + strings.Repeat("]", levels)
}

// flat is one without any depth.
func flat(keys int, word string) string {
	var b strings.Builder
	for i := range keys {
		fmt.Fprintf(&b, `,"k%d":"%s"`, i, word)
	}
	return "{" + b.String()[1:] + "}"
}

// GrowsGently fails for each chore that allocates much more than four times as much for a value four times as deep: sixteen
// times would be the square.
func GrowsGently(t *testing.T, chores map[string]Chore) {
	t.Helper()
	server := local.New(local.Knobs{})
	for shape, text := range shapes() {
		for name, chore := range chores {
			cost := func(n int) float64 {
				return allocated(chore(unledgered(t, server), func(word string) backend.Value { return backend.TextValue(text(n, word)) }))
			}
			cost(100)
			const n, times = 400, 4
			small, large := cost(n), cost(times*n)
			if large > 2*times*small {
				t.Errorf("%s of a %s value: %.0f bytes for %d, %.0f for %d", name, shape, small, n, large, times*n)
			}
		}
	}
}

// unledgered is a desk that does not count values, which would be measured too.
func unledgered(tb testing.TB, s *local.Server) *pane.Desk {
	d := Desk(tb, s)
	d.Ledger = nil
	return d
}

// allocated is how many bytes f allocates.
func allocated(f func()) float64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc - before.TotalAlloc)
}

// Deep measures each chore on a value of 9,000 levels, or as many as a secret can hold.
func Deep(b *testing.B, chores map[string]Chore) {
	server := local.New(local.Knobs{})
	for shape, n := range map[string]int{"deep": 3600, "nested": 9000, "flat": 4500} {
		for name, chore := range chores {
			b.Run(shape+"/"+strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
				value := func(word string) backend.Value { return backend.TextValue(shapes()[shape](n, word)) }
				for b.Loop() {
					b.StopTimer()
					run := chore(unledgered(b, server), value)
					b.StartTimer()
					run()
				}
			})
		}
	}
}
