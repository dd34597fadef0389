package tools

import (
	"runtime"
	"strings"
	"testing"
)

// witness is a test of which is known how it ended.
type witness struct {
	testing.TB
	skipped, failed string
}

func (w *witness) Helper() {}

func (w *witness) Skip(args ...any) {
	w.skipped, _ = args[0].(string)
	runtime.Goexit()
}

func (w *witness) Fatalf(format string, args ...any) {
	w.failed = format
	for _, a := range args {
		w.failed += " " + a.(string)
	}
	runtime.Goexit()
}

func ended(f func(testing.TB)) *witness {
	w, done := &witness{}, make(chan bool)
	go func() { defer close(done); f(w) }()
	<-done
	return w
}

func TestWhatIsMissingIsSkippedOrFailsAsTheEnvironmentSays(t *testing.T) {
	needing := func(tool string) func(testing.TB) { return func(t testing.TB) { Need(t, tool) } }
	t.Setenv(Everything, "")
	if w := ended(needing("a-program-that-nobody-has")); !strings.Contains(w.skipped, "a-program-that-nobody-has") || w.failed != "" {
		t.Errorf("without the variable: skipped %q, failed %q", w.skipped, w.failed)
	}
	for _, value := range []string{"1", "0", "yes"} {
		t.Setenv(Everything, value)
		if w := ended(needing("a-program-that-nobody-has")); w.skipped != "" || !strings.Contains(w.failed, "a-program-that-nobody-has") {
			t.Errorf("with %s: skipped %q, failed %q", value, w.skipped, w.failed)
		}
		if w := ended(needing("go")); w.skipped != "" || w.failed != "" {
			t.Errorf("with what is there: skipped %q, failed %q", w.skipped, w.failed)
		}
	}
	if path := Need(t, "go"); path == "" {
		t.Error("a tool that is there has no path")
	}
}

func TestAPlainRunSparesCasesThatAreTriedWhereMoreIsAskedFor(t *testing.T) {
	for _, c := range []struct {
		everything, everyCase string
		spared                int
	}{{"", "", 8}, {"1", "", 0}, {"", "1", 0}} {
		t.Setenv(Everything, c.everything)
		t.Setenv(EveryCase, c.everyCase)
		spared := 0
		for n := range 12 {
			if Spares(n, 3) {
				spared++
			}
		}
		if spared != c.spared {
			t.Errorf("with %s=%s and %s=%s %d of 12 are spared, want %d", Everything, c.everything, EveryCase, c.everyCase, spared, c.spared)
		}
	}
}
