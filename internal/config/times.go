package config

import (
	"fmt"
	"time"
)

const (
	// leastLifetime and mostLifetime are what a value's lifetime may be.
	leastLifetime, mostLifetime = 5 * time.Second, 300 * time.Second
	// leastIdle and mostIdle are after what time without a key the screen may be locked, usualIdle where nothing is said of it.
	leastIdle, mostIdle = 10 * time.Second, 24 * time.Hour
	usualIdle           = 10 * time.Minute
	// never is said in the place of a time for what is not to happen.
	never = "off"
)

// readTimes reads the lengths of time in the text of a file.
func (c *Config) readTimes(text []byte) (err error) {
	if c.lifetime, err = duration(text, "lifetime", c.Lifetime, leastLifetime, mostLifetime); err != nil {
		return err
	}
	if c.idle = usualIdle; c.LockAfter == nil {
		return nil
	}
	if c.idle = 0; c.LockAfter == never {
		return nil
	}
	if c.idle, err = duration(text, "lock_after", c.LockAfter, leastIdle, mostIdle); err != nil {
		return fmt.Errorf("%w, and not %q", err, never)
	}
	return nil
}

// duration is what a key says, 0 for nothing.
func duration(text []byte, key string, said any, least, most time.Duration) (time.Duration, error) {
	if said == nil {
		return 0, nil
	}
	d, err := time.ParseDuration(fmt.Sprint(said))
	if err != nil || d < least || d > most {
		return 0, fmt.Errorf("line %d at key %q: %q is not a time from %s to %s", lineOf(text, key), key, fmt.Sprint(said), short(least), short(most))
	}
	return d, nil
}

// short spells a length of time as one would write it: 5m and not 5m0s.
func short(d time.Duration) string {
	switch {
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return d.String()
}

// ValueLifetime is how long a value stays revealed, held or on the clipboard after its last use; 0 for the usual time.
func (c Config) ValueLifetime() time.Duration { return c.lifetime }

// LockAfterIdle is after what time without a key the screen is locked; 0 for never.
func (c Config) LockAfterIdle() time.Duration { return c.idle }
