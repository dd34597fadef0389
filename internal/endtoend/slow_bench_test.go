//go:build linux

package endtoend

import (
	"slices"
	"testing"
	"time"

	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
)

// BenchmarkKeyToFrameWhileEveryCallTakesHalfAMinute presses a key every tenth of a second for ten seconds, once at a service that
// answers at once and once at one that takes half a minute for every call, and tells how long the built program took to draw: the
// middle and the slowest of twenty, and how many times as long as at the idle one. Run it with -benchtime 1x.
func BenchmarkKeyToFrameWhileEveryCallTakesHalfAMinute(b *testing.B) {
	for b.Loop() {
		c := newCloud(b)
		x := terminal.Start(b, terminal.Session{W: 120, H: 36, Env: []string{"AWS_ENDPOINT_URL=" + c.URL, "AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up", "AWS_REGION=eu-west-1"}})
		x.Sees("214 secrets")
		time.Sleep(2 * time.Second)
		idle := keysToFrames(b, x)
		c.secrets.Set(func(k *local.Knobs) { k.Latency = 30 * time.Second })
		x.Press("ctrl+r", "v").Sees("reading").Press("1")
		slow := keysToFrames(b, x)
		for name, share := range map[string]int{"median": 2, "p95": 20} {
			i, s := upper(idle, share), upper(slow, share)
			b.ReportMetric(float64(i.Microseconds())/1000, "ms-idle-"+name)
			b.ReportMetric(float64(s.Microseconds())/1000, "ms-slow-"+name)
			b.ReportMetric(float64(s)/float64(i), "x-"+name)
		}
		x.Press("q")
		x.Exit()
	}
	b.ReportMetric(0, "ns/op") // which would say how long all of it took
}

// keysToFrames presses keys that each draw something else, and tells how long each took.
func keysToFrames(b *testing.B, x *terminal.Terminal) (took []time.Duration) {
	b.Helper()
	keys := []string{"2", "]", "1", "j", "2", "]", "1", "k", "D", "D"}
	every := time.NewTicker(100 * time.Millisecond)
	defer every.Stop()
	for i := range 100 {
		<-every.C
		d, ok := x.KeyToFrame(keys[i%len(keys)], 5*time.Second)
		if !ok {
			b.Logf("%s, number %d, had no answer within five seconds", keys[i%len(keys)], i)
		}
		took = append(took, d)
	}
	return took
}

// upper is the least time that is not among the slowest of so many: of 2 the median.
func upper(took []time.Duration, of int) time.Duration {
	sorted := slices.Sorted(slices.Values(took))
	return sorted[len(sorted)-1-len(sorted)/of]
}
