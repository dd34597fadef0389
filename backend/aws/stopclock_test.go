package aws

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestAStopClockCountsNoTimeInWhichItStandsStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &stopClock{}
		l, dropped := c.after(10*time.Second), c.after(time.Hour)
		begun := time.Now()
		time.Sleep(4 * time.Second)
		c.halt()
		c.halt()
		time.Sleep(time.Hour)
		c.run()
		time.Sleep(time.Hour)
		later := c.after(time.Second) // begun while it stands still
		time.Sleep(time.Hour)
		select {
		case <-l.over:
			t.Error("it went on")
		case <-later.over:
			t.Error("one that was begun meanwhile went on")
		default:
		}
		c.run()
		<-later.over
		<-l.over
		if took := time.Since(begun) - 3*time.Hour; took != 10*time.Second {
			t.Errorf("it took %v", took)
		}
		dropped.stop()
		l.stop()
		c.halt()
		c.run()
		if len(c.pending) != 1 {
			t.Errorf("%d limits are left", len(c.pending))
		}
		later.stop()
	})
}
