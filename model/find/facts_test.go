package find

import (
	"math/rand/v2"
	"testing"
)

func TestTransposingTurnsRowsIntoColumns(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var was [64]uint64
	for i := range was {
		was[i] = rng.Uint64()
	}
	is := was
	transpose(&is)
	for row := range 64 {
		for column := range 64 {
			if is[row]>>column&1 != was[column]>>row&1 {
				t.Fatalf("row %d, column %d: %d, want %d", row, column, is[row]>>column&1, was[column]>>row&1)
			}
		}
	}
}

func TestATableHasTheFactsOfEachRow(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var table factTable
	all := make([]facts, 2*blockRows+100)
	for r := range all {
		for range 20 {
			all[r].put(fact(rng.IntN(int(factCount))))
		}
		table.add(r, &all[r])
	}
	for r, want := range all {
		for f := range factCount {
			is := table[r/blockRows][f][r/64%blockWords]>>(r&63)&1 != 0
			if has := want[f>>6]>>(f&63)&1 != 0; is != has {
				t.Fatalf("row %d, fact %d: %v, want %v", r, f, is, has)
			}
		}
	}
}
