package local

import (
	"runtime"
	"testing"

	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

func BenchmarkSeedGenerated500000(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := New(Knobs{})
		s.SeedGenerated(500_000)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/500_000, "B/secret")
		runtime.KeepAlive(s)
	}
}

// BenchmarkPagesOf500000 is the server's share of a listing: the cost of a page must not grow with its place.
func BenchmarkPagesOf500000(b *testing.B) {
	s := New(Knobs{})
	s.SeedGenerated(500_000)
	c := client(s, "eu-west-1")
	in := sm.ListSecretsInput{SortBy: "name", MaxResults: p(int32(100))}
	for b.Loop() {
		out, err := c.ListSecrets(ctx(), &in)
		if err != nil {
			b.Fatal(err)
		}
		in.NextToken = out.NextToken
	}
}

func TestGeneratedSecretsAreAsManyAsAskedForAndAlikeInEveryRun(t *testing.T) {
	r, again := start(t), start(t)
	r.SeedGenerated(3000)
	again.SeedGenerated(3000)
	a, b := r.all(sm.ListSecretsInput{IncludePlannedDeletion: p(true)}), again.all(sm.ListSecretsInput{IncludePlannedDeletion: p(true)})
	if len(a) != 3000 || len(b) != 3000 {
		t.Fatalf("%d and %d secrets", len(a), len(b))
	}
	bytes := 0
	for i := range a {
		if *a[i].ARN != *b[i].ARN || !a[i].CreatedDate.Equal(*b[i].CreatedDate) {
			t.Fatalf("row %d differs: %s, %s", i, *a[i].ARN, *b[i].ARN)
		}
		if err := checkID(*a[i].Name); err != nil {
			t.Error(*a[i].Name, err)
		}
		bytes += len(*a[i].Name)
	}
	if mean := bytes / len(a); mean < 35 || mean > 55 {
		t.Errorf("a name has %d bytes on average", mean)
	}
}
