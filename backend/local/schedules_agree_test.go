package local

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

// The program and the embedded server read schedules by programs of their own, after the same rules (aws.md 2.6). Where they differ,
// one is wrong.

// upcoming are the next n openings as the server knows them.
func (s schedule) upcoming(now time.Time, n int) (out []time.Time) {
	midnight := now.Truncate(day)
	for t := now; len(out) < n; out = append(out, t) {
		if s.every > 0 {
			t = midnight.Add((t.Sub(midnight)/s.every + 1) * s.every) // goes on from the first
		} else if t = s.next(t); t.IsZero() {
			break
		}
	}
	return out
}

// agree fails where the two take a schedule differently.
func agree(t *testing.T, text string, now time.Time) {
	t.Helper()
	theirs, refused := parseSchedule(text)
	ours, err := backend.ParseSchedule(text)
	if err == nil && ours.Days > 0 { // a number of days is no expression
		return
	}
	if (refused == nil) != (err == nil) {
		t.Errorf("%q: the server says %v, the program %v", text, refused, err)
		return
	}
	if err != nil {
		return
	}
	if a, b := theirs.upcoming(now, 5), ours.Next(now, 5); !slices.EqualFunc(a[:min(len(a), len(b))], b, time.Time.Equal) || len(a) < 5 && len(a) != len(b) {
		t.Errorf("%q from %v: the server opens at\n%v, the program says\n%v", text, now, a, b)
	}
	if first := theirs.next(now); !first.Equal(ours.Next(now, 1)[0]) {
		t.Errorf("%q from %v: the server rotates next at %v, the program says %v", text, now, first, ours.Next(now, 1))
	}
	for h := 1; h <= 24; h++ {
		window := time.Duration(h) * time.Hour
		if a, b := theirs.fits(window), ours.Holds(window); (a == nil) != (b == nil) {
			t.Errorf("%q with a window of %v: the server says %v, the program %v", text, window, a, b)
		}
	}
}

// scheduleTexts are such as are right or nearly so.
func scheduleTexts() []string {
	return strings.Split(`rate(10 days)
rate(1 day)
rate(1 days)
rate(4 hours)
rate(5 hours)
rate(12 hours)
rate(36 hours)
rate(3 hours)
rate(1000 days)
rate(1001 days)
rate(24000 hours)
rate(24001 hours)
rate(99999999999999999999 days)
rate(+4 days)
rate(010 days)
rate(10)
rate(10 weeks)
rate( 10  days )
rate(10 days
rate 10 days
cron(0 4 ? * SUN *)
cron(0 4 ? * sun *)
cron(0 8 1 * ? *)
cron(0 08 01 * ? *)
cron(0 0 L * ? *)
cron(0 16 ? * 2#1 *)
cron(0 16 ? * 2#01 *)
cron(0 16 ? * 2#6 *)
cron(0 16 ? * MON#5 *)
cron(0 2 ? * 6L *)
cron(0 2 ? * L *)
cron(0 2 ? * FRI,MONL *)
cron(0 2 ? * MON-FRIL *)
cron(0 2 ? * *#1 *)
cron(0 0/8 * * ? *)
cron(0 0/4 * * ? *)
cron(0 0/3 * * ? *)
cron(0 /8 * * ? *)
cron(0 */8 * * ? *)
cron(0 5/25 * * ? *)
cron(0 */0 * * ? *)
cron(0 1,3 * * ? *)
cron(0 0,21 * * ? *)
cron(0 3,23 L * ? *)
cron(0 3 ? JAN,JUL MON-FRI *)
cron(0 3 ? JUL-JAN MON *)
cron(0 3 ? * FRI-MON *)
cron(0 24 1 * ? *)
cron(0 4 32 * ? *)
cron(0 4 0 * ? *)
cron(0 0 29 2 ? *)
cron(0 0 30 2 ? *)
cron(0 0 31 4,6,9,11 ? *)
cron(0 0 ? 2 1#5 *)
cron(0 16 15W * ? *)
cron(0 4 * * * *)
cron(0 4 ? * ? *)
cron(5 4 ? * SUN *)
cron(00 4 ? * SUN *)
cron(0 4 ? * SUN 2027)
cron(0 4 ? * SUN)
cron(0 +4 ? * SUN *)
cron(0 -4 ? * SUN *)
cron(0 4- ? * SUN *)
cron(0 4, ? * SUN *)
cron(0 ? 1 * ? *)
cron(0 4 1 ? ? *)
cron(0 4 1,L * ? *)
cron(0 4 1-5/2 * ? *)
cron()
rate()
Rate(10 days)
at(2027-01-01)
every day`, "\n")
}

// randomCron puts an expression together out of what may and what may not stand there.
func randomCron(r *rand.Rand) string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	n := func(most int) string { return fmt.Sprint(r.IntN(most + 2)) }
	item := func(most int, more ...string) string {
		forms := append([]string{n(most), n(most), n(most) + "-" + n(most), "*", n(most) + "/" + n(most), "*/" + n(9), n(most) + "-" + n(most) + "/" + n(5)}, more...)
		return pick(forms...)
	}
	field := func(most int, more ...string) string {
		if r.IntN(3) == 0 {
			return item(most, more...) + "," + item(most, more...)
		}
		return item(most, more...)
	}
	dom, dow := "?", "?"
	if r.IntN(8) > 0 {
		if r.IntN(2) == 0 {
			dom = field(31, "L", "15W", "1")
		} else {
			dow = field(7, "L", "SUN", "MON-FRI", n(7)+"L", n(7)+"#"+n(5), "TUE#3", "FRIL")
		}
	}
	return "cron(" + strings.Join([]string{pick("0", "0", "0", "0", "5"), field(23, "2", "20"), dom, field(12, "*", "*", "JAN", "feb", "2"), dow, pick("*", "*", "*", "*", "2027")}, " ") + ")"
}

func TestTheProgramAndTheServerReadSchedulesAlike(t *testing.T) {
	moments := []time.Time{epoch, epoch.Truncate(day), epoch.Truncate(time.Hour), time.Date(2027, 12, 31, 23, 0, 0, 0, time.UTC), time.Date(2028, 2, 29, 4, 0, 0, 1, time.UTC)}
	for _, text := range scheduleTexts() {
		for _, now := range moments {
			agree(t, text, now)
		}
	}
	r, taken := rand.New(rand.NewPCG(1, 2)), 0
	for range 1000 {
		text := randomCron(r)
		if _, err := parseSchedule(text); err == nil {
			taken++
		}
		agree(t, text, moments[r.IntN(len(moments))])
	}
	if taken < 100 || taken > 900 {
		t.Errorf("of the random ones %d are right: such a test shows little", taken)
	}
}

func FuzzSchedules(f *testing.F) {
	for _, text := range scheduleTexts() {
		f.Add(text, int64(0))
	}
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		if text = strings.TrimSpace(text); len(text) > backend.MaxScheduleLength || strings.Trim(text, "0123456789 ()#?*-/,abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return // the server refuses it before it looks
		}
		agree(t, text, epoch.Add(time.Duration(seconds%(40*365*86400))*time.Second))
	})
}
