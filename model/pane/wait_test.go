package pane

import (
	"context"
	"testing"
	"testing/synctest"
)

func TestASequenceIsFollowedOnceItsFirstElementIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		begun := 0
		next := Pump(ctx, func(yield func(int, error) bool) {
			begun++
			_ = yield(1, nil) && yield(2, nil)
		}, func(v int, ended bool, err error) int {
			if ended {
				return -1
			}
			return v
		})
		if synctest.Wait(); begun > 0 {
			t.Error("it is followed before anybody waits")
		}
		for _, want := range []any{1, 2, -1, nil} {
			if got := next(); got != want {
				t.Errorf("%v comes, want %v", got, want)
			}
		}
		if begun != 1 {
			t.Errorf("it is begun %d times", begun)
		}
	})
}
