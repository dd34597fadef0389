package backend

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var need = CodeNeed{Profile: "p", Device: "arn:aws:iam::123456789012:mfa/u", Role: "arn:aws:iam::123456789012:role/reader"}

// asks starts so many calls that need a code, and returns what each of them got.
func asks(ctx context.Context, b *CodeBox, of CodeNeed, calls int) (got func() (codes []string, errs []error)) {
	var wait sync.WaitGroup
	codes, errs := make([]string, calls), make([]error, calls)
	for i := range calls {
		wait.Go(func() { codes[i], errs[i] = b.Code(ctx, of) })
	}
	return func() ([]string, []error) { wait.Wait(); return codes, errs }
}

func TestCallsThatNeedTheSameCodeAskOnceAndShareIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewCodeBox()
		got := asks(t.Context(), b, need, 5)
		synctest.Wait()
		<-b.Changed()
		open := b.Open()
		if len(open) != 1 || open[0].CodeNeed != need {
			t.Fatalf("%d questions: %+v", len(open), open)
		}
		for _, wrong := range []string{"", "12345", "1234567", "12345a", "٣٣٣٣٣٣"} {
			if b.Give(open[0], wrong) == "" {
				t.Errorf("%q was taken", wrong)
			}
		}
		if problem := b.Give(open[0], " 123456\n"); problem != "" {
			t.Error(problem)
		}
		codes, errs := got()
		for i := range codes {
			if codes[i] != "123456" || errs[i] != nil {
				t.Errorf("call %d got %q, %v", i, codes[i], errs[i])
			}
		}
		if len(b.Open()) != 0 {
			t.Error("a question is open that was answered")
		}
		if text := fmt.Sprintf("%+v %#v %+v", *open[0], *open[0], b); strings.Contains(text, "123456\"") || strings.Contains(text, "code:123456") || strings.Contains(text, "[123456") {
			t.Errorf("a code is printed: %s", text)
		}
	})
}

func TestACodeWorksOnceForItsDevice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewCodeBox()
		other := need
		other.Role = "arn:aws:iam::123456789012:role/admin"
		elsewhere := need
		elsewhere.Device = "arn:aws:iam::123456789012:mfa/other"
		for _, c := range []struct {
			of    CodeNeed
			works bool
		}{{need, true}, {other, false}, {elsewhere, true}} {
			ctx, cancel := context.WithCancel(t.Context())
			got := asks(ctx, b, c.of, 1)
			synctest.Wait()
			if problem := b.Give(b.Open()[0], "123456"); (problem == "") != c.works {
				t.Errorf("%s: %q", c.of.Role, problem)
			}
			cancel()
			got()
		}
	})
}

func TestAQuestionForACodeEndsWithItsCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewCodeBox()
		first, cancelFirst := context.WithCancel(t.Context())
		second, cancelSecond := context.WithCancel(t.Context())
		one, two := asks(first, b, need, 1), asks(second, b, need, 1)
		synctest.Wait()
		q := b.Open()[0]
		cancelFirst()
		if _, errs := one(); !errors.Is(errs[0], context.Canceled) || len(b.Open()) != 1 {
			t.Errorf("%v, %d open", errs, len(b.Open()))
		}
		cancelSecond()
		two()
		if len(b.Open()) != 0 {
			t.Error("a question that nobody waits for is open")
		}
		if b.Give(q, "654321") == "" {
			t.Error("a code was taken that nobody waits for")
		}
		again := asks(t.Context(), b, need, 1)
		synctest.Wait()
		if b.Open()[0] == q {
			t.Error("a question that was over is asked again")
		}
		if problem := b.Give(b.Open()[0], "654321"); problem != "" {
			t.Errorf("a code that was used for nothing: %s", problem)
		}
		again()
	})
}

func TestACodeThatNobodyWillGiveIsAnErrorForAllThatWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewCodeBox()
		got := asks(t.Context(), b, need, 3)
		time.Sleep(time.Hour)
		b.Withdraw(b.Open()[0])
		_, errs := got()
		for _, err := range errs {
			if !errors.Is(err, ErrNoCode) {
				t.Errorf("%v", err)
			}
		}
	})
}
