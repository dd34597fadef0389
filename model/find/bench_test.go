package find

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/junegunn/fzf/src/algo"
	"github.com/junegunn/fzf/src/util"

	"strongroom/backend"
)

var sizes = []int{10_000, 100_000, 500_000}

// typing is what stands in the finder after each key of some texts, each typed and then taken back by so many keys.
func typing(back int, texts ...string) (out []string) {
	for _, text := range texts {
		for i := range text {
			out = append(out, text[:i+1])
		}
		for i := range min(back, len(text)-1) {
			out = append(out, text[:len(text)-1-i])
		}
	}
	return out
}

// script is 48 keys.
func script() []string {
	return slices.Concat(typing(4, "stripe key"), typing(3, "prodpayapi"), typing(0, "rdsdb4"), typing(1, "tok web"), typing(0, "credent"))
}

// scripts are keys by what is hard about them. beginning is what all names begin with.
func scripts() []struct {
	name, beginning string
	keys            []string
} {
	return []struct {
		name, beginning string
		keys            []string
	}{
		{"words", "", script()},
		{"short", "", typing(2, "is", "et", "ss", "aa", "0a", "-e", "ap", "sec", "etc", "key", "e k")},
		{"fields", "", typing(2, "tag:env=prod", "desc:stripe", "owner:rds", "is:rotating", "tags", "descr")},
		{"prefix", "prod/payments/", typing(3, "prod/payments/", "prod/payments/stripe", "payments/", "ay", "^prod/payments/o")},
	}
}

func filled(secrets []backend.Secret) *Index {
	x := New()
	for page := range slices.Chunk(secrets, 100) {
		x.Put(page)
	}
	return x
}

func percentile(d []time.Duration, p float64) float64 {
	d = slices.Clone(d)
	slices.Sort(d)
	return float64(d[int(p*float64(len(d)-1))].Microseconds()) / 1000
}

// orders are those in which names come: as a listing by name brings its pages, from both ends at once, and at random.
func orders() []struct {
	name string
	of   func([]backend.Secret) []backend.Secret
} {
	return []struct {
		name string
		of   func([]backend.Secret) []backend.Secret
	}{
		{"listed", func(shuffled []backend.Secret) []backend.Secret { return slices.Concat(twoEnds(shuffled)...) }},
		{"shuffled", func(shuffled []backend.Secret) []backend.Secret { return shuffled }},
	}
}

// BenchmarkKeys answers the keys of a script one after the other, as fzf's own algorithm does, side by side. The machine may be
// busy with something else, so of each key the quickest of all rounds counts: -benchtime 5x.
func BenchmarkKeys(b *testing.B) {
	for _, n := range sizes {
		for _, script := range scripts() {
			for _, order := range orders() {
				b.Run(fmt.Sprintf("%d/%s/%s", n, script.name, order.name), func(b *testing.B) {
					secrets := newCompany(42).secrets(n)
					for i := range secrets {
						s := &secrets[i]
						s.Name, s.ARN = script.beginning+s.Name, strings.Replace(s.ARN, s.Name, script.beginning+s.Name, 1)
					}
					play(b, order.of(secrets), script.keys)
				})
			}
		}
	}
}

// play answers keys among secrets, which come in this order.
func play(b *testing.B, secrets []backend.Secret, keys []string) {
	x, lines := filled(secrets), fzfLines(secrets)
	runtime.GC()
	ours, theirs := quickest(len(keys)), quickest(len(keys))
	for b.Loop() {
		x.Find("", Active, Order{}, noon)
		for i, q := range keys {
			ours.time(i, func() {
				f := x.Find(q, Active, Order{}, noon)
				for i := range min(60, f.Len()) {
					f.Row(i)
				}
			})
			theirs.time(i, func() { fzfFind(lines, Parse(q)) })
		}
	}
	for _, p := range []struct {
		name string
		at   float64
	}{{"p50", 0.5}, {"p95", 0.95}, {"worst", 1}} {
		b.ReportMetric(percentile(ours, p.at), "ms/key-"+p.name)
		b.ReportMetric(percentile(theirs, p.at), "ms/fzf-"+p.name)
	}
	b.ReportMetric(percentile(theirs, 0.95)/percentile(ours, 0.95), "x-faster-p95")
	b.ReportMetric(percentile(theirs, 0.5)/percentile(ours, 0.5), "x-faster-p50")
	b.ReportMetric(0, "ns/op") // of both together: says nothing
}

// rounds has of each key the shortest time that it took.
type rounds []time.Duration

func quickest(n int) rounds { return slices.Repeat(rounds{time.Hour}, n) }

func (r rounds) time(i int, do func()) {
	start := time.Now()
	do()
	r[i] = min(r[i], time.Since(start))
}

func fzfLines(secrets []backend.Secret) []util.Chars {
	algo.Init("default")
	lines := make([]util.Chars, len(secrets))
	for i := range secrets {
		lines[i] = util.ToChars([]byte(secrets[i].Name))
	}
	return lines
}

// fzfHit is a line with its score and its place among equals.
type fzfHit struct{ score, place, line int }

// fzfFind answers a query with fzf's algorithm over all names, on two goroutines, sorted.
func fzfFind(lines []util.Chars, q Query) []fzfHit {
	var halves [2][]fzfHit
	var both sync.WaitGroup
	for half := range 2 {
		both.Go(func() {
			slab := util.MakeSlab(100*1024, 2048)
			for i := len(lines) * half / 2; i < len(lines)*(half+1)/2; i++ {
				sum, matched := 0, true
				for _, set := range q.sets {
					res, _ := algo.FuzzyMatchV2(set[0].sensitive, false, true, &lines[i], set[0].runes, false, slab)
					if matched = res.Start >= 0; !matched {
						break
					}
					sum += res.Score
				}
				if matched {
					halves[half] = append(halves[half], fzfHit{sum, lines[i].Length()<<32 | i, i})
				}
			}
		})
	}
	both.Wait()
	all := slices.Concat(halves[0], halves[1])
	slices.SortFunc(all, func(a, b fzfHit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.place, b.place))
	})
	return all
}

// twoEnds are the pages of a listing by name from both ends at once.
func twoEnds(secrets []backend.Secret) [][]backend.Secret {
	sorted := slices.SortedFunc(slices.Values(secrets), func(a, b backend.Secret) int { return cmp.Compare(a.Name, b.Name) })
	ascending := slices.Collect(slices.Chunk(sorted, 100))
	var out [][]backend.Secret
	for i, j := 0, len(ascending)-1; i <= j; i, j = i+1, j-1 {
		out = append(out, ascending[i])
		if i < j {
			out = append(out, ascending[j])
		}
	}
	return out
}

func BenchmarkPages(b *testing.B) {
	for _, n := range sizes {
		for _, query := range []string{"", "prod"} {
			b.Run(fmt.Sprintf("%d/query=%s", n, query), func(b *testing.B) {
				listing := twoEnds(newCompany(42).secrets(n))
				var pages []time.Duration
				for b.Loop() {
					x := New()
					for _, page := range listing {
						start := time.Now()
						x.Put(page)
						if query != "" {
							x.Find(query, Active, Order{}, noon).Row(0)
						}
						pages = append(pages, time.Since(start))
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/secret")
				b.ReportMetric(percentile(pages, 0.5), "ms/page-p50")
				b.ReportMetric(percentile(pages, 0.99), "ms/page-p99")
				b.ReportMetric(percentile(pages, 1), "ms/page-max")
			})
		}
	}
}

func BenchmarkMemory(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			secrets := newCompany(42).secrets(n)
			for b.Loop() {
				before := heap()
				x := filled(secrets)
				after := heap()
				b.ReportMetric(float64(after-before)/float64(n), "bytes/secret")
				x.Find("pro", Active, Order{}, noon)
				b.ReportMetric(float64(heap()-before)/float64(n), "bytes/secret-finding")
				runtime.KeepAlive(x)
			}
		})
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkSortSwitch(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x := filled(newCompany(42).secrets(n))
			for i := 0; b.Loop(); i++ {
				x.Find("", Active, Order{By: []Column{Changed, Accessed, Created}[i%3], Descending: i%2 == 0}, noon).Row(0)
			}
		})
	}
}

func BenchmarkLastMatch(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x := filled(newCompany(42).secrets(n))
			for b.Loop() {
				f := x.Find("prd", Active, Order{}, noon)
				f.Row(f.Len() - 1)
			}
		})
	}
}
