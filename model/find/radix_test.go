package find

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestManyKeysComeInTheirOrderAndEqualsStayAsTheyAre(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	kinds := map[string]func() uint64{
		"any":        rng.Uint64,
		"dates":      func() uint64 { return 1<<63 + 1_700_000_000_000_000 + rng.Uint64N(1<<46) },
		"few":        func() uint64 { return rng.Uint64N(3) },
		"alike":      func() uint64 { return 1<<62 + rng.Uint64N(2)<<61 + rng.Uint64N(5) },
		"none":       func() uint64 { return neverKey },
		"some never": func() uint64 { return max(neverKey*rng.Uint64N(2), 1<<63+rng.Uint64N(1<<40)) },
	}
	for name, kind := range kinds {
		for _, n := range []int{0, 1, fewKeys, fewKeys + 1, 50_000} {
			keys, want := make([]uint64, n), make([]Row, n)
			for i := range keys {
				keys[i], want[i] = kind(), Row(i)
			}
			slices.SortStableFunc(want, func(a, b Row) int { return cmp.Compare(keys[a], keys[b]) })
			if got := New().ByKeys(keys); !slices.Equal(got, want) {
				t.Errorf("%d keys, %s: they come in another order", n, name)
			}
		}
	}
}
