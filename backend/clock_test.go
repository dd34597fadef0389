package backend

import (
	"testing"
	"time"
	"unsafe"
)

// bothClocks is a time as time.Now would give it: at by the wall's clock, ran by the monotonic one. Package time keeps both
// together whatever is added, so this writes the monotonic one where it lies, behind the first word.
func bothClocks(at time.Time, ran time.Duration) time.Time {
	t := time.Now()
	t = t.Add(at.Sub(t))
	*(*int64)(unsafe.Add(unsafe.Pointer(&t), 8)) = int64(ran)
	return t
}

func TestALifetimeEndsByTheClockThatHasGoneFurther(t *testing.T) {
	wall := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	began := bothClocks(wall, time.Hour)
	l := NewLifetime(began, 30*time.Second)
	for _, c := range []struct {
		what      string
		wall, ran time.Duration
		left      time.Duration
	}{
		{"at its beginning", 0, 0, 30 * time.Second},
		{"both have gone on", 10 * time.Second, 10 * time.Second, 20 * time.Second},
		{"the machine slept", 25 * time.Second, 10 * time.Second, 5 * time.Second},
		{"the machine slept for long", 8 * time.Hour, time.Second, 0},
		{"the wall's clock was moved back a little", 9 * time.Second, 12 * time.Second, 18 * time.Second},
		{"the wall's clock reads a little less than before", -time.Second / 2, time.Second / 2, 29500 * time.Millisecond},
		{"the wall's clock was set back", -time.Hour, time.Second, 0},
		{"the wall's clock stands", 0, 30 * time.Second, 0},
	} {
		now := bothClocks(wall.Add(c.wall), time.Hour+c.ran)
		if mono := now.Sub(began); mono != c.ran {
			t.Fatalf("package time has another form now: %v, want %v", mono, c.ran)
		}
		if got := l.Left(now); got != c.left || l.Over(now) != (c.left == 0) {
			t.Errorf("%s: %v left, over %v; want %v", c.what, got, l.Over(now), c.left)
		}
		tick := l.Tick(now)
		if c.left == 0 {
			if !tick.IsZero() {
				t.Errorf("%s: looked at again at %v", c.what, tick)
			}
		} else if wait := tick.Sub(now); wait <= 0 || wait > time.Second || (c.left-wait)%time.Second != 0 {
			t.Errorf("%s: looked at again after %v with %v left", c.what, wait, c.left)
		}
	}
	if zero := (Lifetime{}); !zero.Over(time.Now()) {
		t.Error("what never began is not over")
	}
}

func TestOwnWritesStandBeforeAListingForSixMinutesOfTheWallsClock(t *testing.T) {
	wall, ran := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC), time.Hour
	be := &stub{}
	o := NewOverlay(be, func() time.Time { return bothClocks(wall, ran) })
	if err := o.Restore(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	listed := []Secret{{ARN: "a", Deleted: wall}}
	if got := o.Fresh(listed); !got[0].Deleted.IsZero() {
		t.Fatal("an own restore does not stand")
	}
	wall, ran = wall.Add(8*time.Hour), ran+time.Second // the lid was closed over night
	if got := o.Fresh(listed); got[0].Deleted.IsZero() {
		t.Error("after a night's sleep an own restore is still taken for newer than the listing")
	}
}

func TestTheServicesClockIsToldByAnswersThatWereNotLongUnderWay(t *testing.T) {
	here := time.Date(2026, 11, 22, 3, 0, 0, 400e6, time.UTC)
	trip := func(from, to time.Duration) Trip { return Trip{here.Add(from), here.Add(to)} }
	dated := func(ahead time.Duration) time.Time { return here.Add(ahead).Truncate(time.Second) }
	const min, hour = time.Minute, time.Hour
	for _, c := range []struct {
		what  string
		known time.Duration
		at    time.Time
		trip  Trip
		least time.Duration
		most  time.Duration
	}{
		{"both agree", 0, dated(0), trip(-time.Second, time.Second), 0, 0},
		{"this clock is slow", 0, dated(20 * min), trip(-time.Second, time.Second), 20*min - 2*time.Second, 20 * min},
		{"this clock is fast", 0, dated(-20 * min), trip(-time.Second, time.Second), -20 * min, -20*min + 2*time.Second},
		{"no date", 20 * min, time.Time{}, trip(0, 0), 20 * min, 20 * min},
		{"nobody noted the trip", 20 * min, dated(0), Trip{}, 20 * min, 20 * min},
		{"the answer lay there while the program was stopped", 0, dated(-2 * hour), trip(-2*hour, 0), 0, 0},
		{"so it did with a clock that is slow", 20 * min, dated(-2*hour + 20*min), trip(-2*hour, 0), 20 * min, 20 * min},
		{"the machine slept before the request was sent", 0, dated(0), trip(-2*hour, 0), 0, 0},
		{"this clock was set right", 20 * min, dated(0), trip(-time.Second, time.Second), 0, 0},
		{"this clock was set back meanwhile", 20 * min, dated(0), trip(time.Second, -hour), 20 * min, 20 * min},
	} {
		if got := Skew(c.known, c.at, c.trip); got < c.least || got > c.most {
			t.Errorf("%s: %v, want %v to %v", c.what, got, c.least, c.most)
		}
	}
}

func TestATripIsToldByTheClockOfWhoeverAsks(t *testing.T) {
	sent := time.Now()
	trip := Trip{sent, sent.Add(time.Second)}
	if got := trip.By(time.Now().Add(-time.Hour)); got.Sent.Sub(sent.Add(-time.Hour)).Abs() > time.Second || got.Came.Sub(got.Sent) != time.Second {
		t.Errorf("by a clock an hour behind: %v", got)
	}
	if got := (Trip{}).By(time.Now()); got != (Trip{}) {
		t.Errorf("nobody's trip is told as %v", got)
	}
}

// A write whose answer got lost is sent again only where the secret is as it was before: a machine that slept in between must
// not take the beginning for later than it was.
func TestTheBeginningOfAWriteIsNeverTooLateAfterASleep(t *testing.T) {
	wall := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	began, now := bothClocks(wall, time.Hour), bothClocks(wall.Add(2*time.Hour), time.Hour+time.Second)
	is := Detail{At: wall.Add(2 * time.Hour)}
	if got := Since(began, now, is); got.After(wall) || got.Before(wall.Add(-2*time.Second)) {
		t.Errorf("it began at %v, and is said to have at %v", wall, got)
	}
}
