package disk

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"strongroom/backend"
)

// endsKept is how long the end of a window is kept once it is past.
const endsKept = 90 * backend.Day

// Ends remembers the ends of recovery windows that no later call tells: those of own deletes, and those the audit trail
// told. Its file holds ARNs and times, never a value. A nil Ends knows nothing and remembers nothing.
// It may be used by several goroutines at once, and by several programs.
type Ends struct {
	path string // "" remembers for this session only
	now  func() time.Time

	mu    sync.Mutex
	known map[string]remembered
}

// remembered is one deletion. A secret that was restored and deleted again has another Deleted.
type remembered struct {
	Deleted time.Time `json:"deleted"`
	End     time.Time `json:"end"`
}

// OpenEnds reads the file at path; "" keeps everything in memory. A file that cannot be read is an error, and the Ends
// that comes with it works for this session and leaves the file alone.
func OpenEnds(path string) (*Ends, error) {
	e := &Ends{path: path, now: time.Now, known: map[string]remembered{}}
	if path == "" {
		return e, nil
	}
	known, err := readEnds(path)
	if err != nil {
		e.path = ""
		return e, err
	}
	e.known = known
	return e, nil
}

func readEnds(path string) (map[string]remembered, error) {
	known := map[string]remembered{}
	if _, err := readOwn(path, &known); err != nil {
		return nil, fmt.Errorf("the remembered ends of recovery windows in %s cannot be read: %w", path, err)
	}
	maps.DeleteFunc(known, func(_ string, r remembered) bool { return !r.fits() })
	return known, nil
}

// fits reports whether such a deletion can have such an end. Earlier versions took another deletion's for it.
func (r remembered) fits() bool { return backend.WindowOf(r.Deleted, r.End) > 0 }

// End is the end of the window of the secret that was deleted at deleted, zero where it is not known.
func (e *Ends) End(arn string, deleted time.Time) time.Time {
	if e == nil || deleted.IsZero() {
		return time.Time{}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	r, ok := e.known[arn]
	if !ok || r.Deleted.Sub(deleted).Abs() > backend.SameDeletion || backend.WindowOf(deleted, r.End) == 0 {
		return time.Time{}
	}
	return r.End
}

// Remember keeps an end, and writes it down. What another program has written meanwhile stays. An end that cannot be that
// deletion's, or of a deletion before one that is known, is not kept.
func (e *Ends) Remember(arn string, deleted, end time.Time) error {
	new := remembered{deleted.UTC(), end.UTC()}
	if e == nil || !new.fits() {
		return nil
	}
	e.mu.Lock()
	if r, ok := e.known[arn]; ok && r.Deleted.Sub(deleted) > backend.SameDeletion {
		e.mu.Unlock()
		return nil
	}
	e.known[arn] = new
	e.mu.Unlock() // End does not wait for the disk, nor for another program
	if e.path == "" {
		return nil
	}
	release, err := alone(e.path)
	if err != nil {
		return err
	}
	defer release()
	onDisk, err := readEnds(e.path)
	if err != nil {
		return err
	}
	return writeEnds(e.path, e.merged(onDisk, deleted))
}

// merged takes in what other programs have written, forgets what is long past, and is what the file is to hold.
func (e *Ends) merged(onDisk map[string]remembered, now time.Time) map[string]remembered {
	if ours := e.now(); ours.Before(now) {
		now = ours // two clocks must agree that an end is long past: one that is wrong loses nothing
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for arn, r := range onDisk {
		if mine, ok := e.known[arn]; !ok || mine.Deleted.Before(r.Deleted) {
			e.known[arn] = r
		}
	}
	for arn, r := range e.known {
		if now.Sub(r.End) > endsKept {
			delete(e.known, arn)
		}
	}
	return maps.Clone(e.known)
}

// writeEnds puts the file in its place, whole.
func writeEnds(path string, known map[string]remembered) error {
	b, err := json.MarshalIndent(known, "", " ")
	if err != nil {
		return err
	}
	return writeWhole(path, append(b, '\n'))
}

// StateDir is where a program keeps what it remembers, after the XDG base directory rules: env tells the environment.
// "" means that there is no such place.
func StateDir(env func(string) string) string { return xdg(env, "XDG_STATE_HOME", ".local", "state") }

// RuntimeDir is the directory of this login's own, which the system takes away at its end; "" where there is none.
func RuntimeDir(env func(string) string) string {
	if dir := env("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		return dir
	}
	usual := fmt.Sprintf("/run/user/%d", os.Geteuid())
	if info, err := os.Stat(usual); err == nil && info.IsDir() {
		return usual
	}
	return ""
}

// ConfigDir is where its configuration is.
func ConfigDir(env func(string) string) string { return xdg(env, "XDG_CONFIG_HOME", ".config") }

func xdg(env func(string) string, variable string, under ...string) string {
	if dir := env(variable); filepath.IsAbs(dir) { // the rules say that a relative one is to be ignored
		return filepath.Join(dir, "strongroom")
	}
	home := env("HOME")
	if home == "" {
		home = env("USERPROFILE")
	}
	if info, err := os.Stat(home); home == "" || err == nil && !info.IsDir() { // /dev/null, for none
		return ""
	}
	return filepath.Join(append(append([]string{home}, under...), "strongroom")...)
}
