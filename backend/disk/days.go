package disk

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"strongroom/backend"
)

const (
	// farAhead is how many days ahead of all that is known a clock is doubted: one that is wrong must not make anything old.
	farAhead = 30
	// daysKnown is how many of the days on which the program ran are kept.
	daysKnown = 100
)

// runDays is what its file remembers, so that age is counted in days on which the program ran and no clock alone makes
// anything old. It holds numbers of days since 1970 in UTC, and names of files.
type runDays struct {
	// Days are those on which the program ran, in the order in which they came, the last daysKnown of them.
	Days []int64 `json:"days"`
	// Doubted is a day that came too far ahead to count; 0 for none. It counts once another one follows it.
	Doubted int64            `json:"doubted,omitempty"`
	Lying   map[string]lying `json:"lying"`
}

// lying is a file that was there on an earlier day, and has not been written since.
type lying struct {
	Written int64 `json:"written"` // the file's time, in nanoseconds since 1970
	Days    int   `json:"days"`    // on how many later days the program ran
}

// daysLain tells on how many days the program ran since it first saw each file as it is now. It is nil where that is not known,
// and where the day is doubted: nothing is old then.
func daysLain(path string, now time.Time, files map[string]time.Time) (lain map[string]int, err error) {
	release, err := alone(path)
	if err != nil {
		return nil, err
	}
	defer release()
	was, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var d runDays
	if json.Unmarshal(was, &d) != nil { // to begin anew only makes everything younger
		d = runDays{}
	}
	trusted := d.pass(now, files)
	b, err := json.Marshal(d)
	if err == nil && !bytes.Equal(b, was) {
		err = writeWhole(path, b)
	}
	if err != nil || !trusted {
		return nil, err
	}
	lain = map[string]int{}
	for name, l := range d.Lying {
		lain[name] = l.Days
	}
	return lain, nil
}

// pass takes in a run at now that finds these files, and reports whether the day is to be trusted.
func (d *runDays) pass(now time.Time, files map[string]time.Time) (trusted bool) {
	today := dayOf(now)
	isNew := !slices.Contains(d.Days, today)
	trusted = !isNew || d.near(today, files)
	switch {
	case !trusted:
		d.Doubted = today
	case isNew:
		d.Doubted, d.Days = 0, append(d.Days, today)
		d.Days = d.Days[max(0, len(d.Days)-daysKnown):]
	}
	lies := map[string]lying{}
	for name, at := range files {
		l, known := d.Lying[name]
		if !known || l.Written != at.UnixNano() {
			l = lying{Written: at.UnixNano()}
		} else if trusted && isNew {
			l.Days++
		}
		lies[name] = l
	}
	d.Lying = lies
	return trusted
}

// near reports whether a day is no more than farAhead ahead of all that is known, or follows one that was doubted.
func (d *runDays) near(today int64, files map[string]time.Time) bool {
	if today > d.Doubted && d.Doubted != 0 && today-d.Doubted <= farAhead {
		return true
	}
	newest, known := int64(0), false
	for _, day := range d.Days {
		newest, known = max(newest, day), true
	}
	for _, at := range files {
		newest, known = max(newest, dayOf(at)), true
	}
	return !known || today-newest <= farAhead
}

func dayOf(t time.Time) int64 { return t.UTC().Unix() / int64(backend.Day/time.Second) }
