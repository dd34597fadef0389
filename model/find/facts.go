package find

import "math/bits"

// fact is something that a bound goes by, which a folded name has or has not.
type fact uint16

// Facts are about bytes, and about pairs of them by hash.
const (
	edges     fact = 0                     // the byte stands where a match earns a bonus
	afters         = edges + 64            // … follows a delimiter, and earns more
	pairs          = afters + 64           // neighbours
	begins         = pairs + 1<<logPairs   // … the first of which earns a bonus
	nears          = begins + 1<<logBegins // a letter or digit that earns a bonus, and another one that does, no more than reach behind it
	factCount      = nears + 1<<logNears

	logPairs, logBegins, logNears = 7, 7, 7
)

// facts are those of a name.
type facts [factCount / 64]uint64

func (f *facts) put(one fact) { f[one>>6] |= 1 << (one & 63) }

var allFacts = func() (all facts) {
	for i := range all {
		all[i] = ^uint64(0)
	}
	return all
}()

// factTable has the facts of all names, block by block: of each fact a bit for each row, so that what nobody asks for is not read.
type factTable []*[factCount][blockWords]uint64

// add takes in the facts of the next row.
func (t *factTable) add(row int, f *facts) {
	if row/blockRows == len(*t) {
		*t = append(*t, new([factCount][blockWords]uint64))
	}
	block, word, bit := (*t)[row/blockRows], row/64%blockWords, uint64(1)<<(row&63)
	for i, set := range f {
		for ; set != 0; set &= set - 1 {
			block[i<<6|bits.TrailingZeros64(set)][word] |= bit
		}
	}
}

// transpose makes of 64 words that have a bit for each of 64 rows one that has a bit for each of 64 words.
func transpose(a *[64]uint64) {
	for j, low := 32, uint64(1<<32-1); j > 0; j, low = j/2, low^low<<(j/2) {
		for k := 0; k < 64; k = (k + j + 1) &^ j {
			x := (a[k&63]>>(j&63) ^ a[(k+j)&63]) & low
			a[k&63] ^= x << (j & 63)
			a[(k+j)&63] ^= x
		}
	}
}

// facts are those of an ASCII name. spaced: a space inside lets a match earn as much as at the beginning.
func (a *alphabet) facts(name, folded []byte) (f facts, spaced bool) {
	var recent trail
	before, last, earned := white, byte(0), int16(0)
	for i, b := range folded {
		c, bit := a.class[name[i]], a.bit[b]&63
		bonus := a.bonus[before][c]
		if i > 0 {
			f.put(pairFact(last, b))
			spaced = spaced || bonus >= bonusWhite
		}
		if earned > 0 {
			f.put(beginFact(last, b, earned >= bonusDelimiter))
		}
		if bonus > 0 {
			f.put(edgeFact(bit))
			if bonus >= bonusDelimiter {
				f.put(afterFact(bit))
			}
			if alnum(b) {
				recent.near(&f, i, b, bonus >= bonusDelimiter)
				recent.add(i, b)
			}
		}
		before, last, earned = c, b, bonus
	}
	return f, spaced
}

// trail is the last edges of a name, as many as can be within reach.
type trail struct {
	at [reach]int
	b  [reach]byte
	n  int
}

func (t *trail) add(at int, b byte) {
	t.at[t.n%reach], t.b[t.n%reach] = at, b
	t.n++
}

// near puts the pairs of the edges within reach and the next one.
func (t *trail) near(f *facts, at int, b byte, after bool) {
	for k := t.n - 1; k >= max(0, t.n-reach) && at-t.at[k%reach] <= reach; k-- {
		f.put(nearFact(t.b[k%reach], b, after))
	}
}

func pairHash(a, b byte) uint32 { return uint32(a)*0x9E3779B1 + uint32(b)*0x85EBCA6B }

func edgeFact(bit uint8) fact { return edges + fact(bit&63) }

func afterFact(bit uint8) fact { return afters + fact(bit&63) }

// some is one of 1<<log facts behind the first.
func some(first fact, log uint8, hash uint32) fact { return first + fact(hash>>(32-log)) }

func pairFact(a, b byte) fact { return some(pairs, logPairs, pairHash(a, b)) }

// beginFact is another where the first byte follows a delimiter.
func beginFact(a, b byte, after bool) fact {
	return some(begins, logBegins, pairHash(a, b)+salt(after))
}

// nearFact is another where the second byte follows a delimiter.
func nearFact(a, b byte, after bool) fact { return some(nears, logNears, pairHash(b, a)+salt(after)) }

func salt(after bool) uint32 {
	if after {
		return 0xC2B2AE35
	}
	return 0
}

func alnum(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
