package ui

import (
	"fmt"
	"strings"
	"time"
)

// paceTold is after how long of work it can be told how fast that is.
const paceTold = time.Second

// Pace is how fast work goes that has done so many of total, 0 where nobody knows how many there are, and how long the rest takes:
// "12/s · 5s left". It is "" before that can be told.
func Pace(done, total int, took time.Duration) string {
	if done == 0 || took < paceTold || took/time.Duration(done) > time.Minute || total > 0 && done >= total {
		return ""
	}
	each := took / time.Duration(done)
	rate := fmt.Sprintf("%s/min", Count(int(time.Minute/each)))
	if n := int(time.Second / max(each, 1)); n > 0 {
		rate = Count(n) + "/s"
	}
	if total == 0 {
		return rate
	}
	return rate + " · " + brief(each*time.Duration(total-done)+time.Second-1) + " left"
}

// brief is what Remaining tells in its two largest units.
func brief(d time.Duration) string {
	words := strings.Fields(Remaining(d))
	return strings.Join(words[:min(2, len(words))], " ")
}
