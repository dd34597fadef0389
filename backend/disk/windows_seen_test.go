package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"strongroom/backend"
)

func TestAnEndIsRememberedForItsDeletionAloneAndAcrossRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "ends.json")
	deleted := time.Date(2026, 11, 2, 3, 4, 5, 240e6, time.UTC)
	end := deleted.Add(7 * backend.Day)
	first, err := OpenEnds(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Remember("arn:a", deleted, end); err != nil {
		t.Fatal(err)
	}
	next, err := OpenEnds(path)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]time.Time{deleted: end, deleted.Truncate(time.Second): end, deleted.Add(time.Hour): {}, {}: {}} {
		if got := next.End("arn:a", at); !got.Equal(want) {
			t.Errorf("deleted at %v: the end is %v, want %v", at, got, want)
		}
	}
	if got := next.End("arn:b", deleted); !got.IsZero() {
		t.Errorf("another secret has the end %v", got)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v (%v), want 0600", info.Mode(), err)
	}
	if dir, err := os.Stat(filepath.Dir(path)); err != nil || dir.Mode().Perm() != 0o700 {
		t.Errorf("its folder has mode %v (%v), want 0700", dir.Mode(), err)
	}
}

func TestTwoProgramsRememberSideBySideAndLeaveNoScraps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ends.json")
	a, _ := OpenEnds(path)
	b, _ := OpenEnds(path)
	now := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	for i := range 20 {
		if err := a.Remember(fmt.Sprintf("arn:a%d", i), now, now.Add(7*backend.Day)); err != nil {
			t.Fatal(err)
		}
		if err := b.Remember(fmt.Sprintf("arn:b%d", i), now, now.Add(9*backend.Day)); err != nil {
			t.Fatal(err)
		}
	}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() { _ = a.Remember(fmt.Sprint("arn:c", i), now, now.Add(8*backend.Day)) })
	}
	group.Wait()
	c, err := OpenEnds(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if c.End(fmt.Sprintf("arn:a%d", i), now).IsZero() || c.End(fmt.Sprintf("arn:b%d", i), now).IsZero() {
			t.Fatalf("number %d of one program was lost", i)
		}
	}
	if files := filesIn(t, filepath.Dir(path)); !slices.Equal(files, []string{"ends.json", "ends.json.lock"}) {
		t.Errorf("%v are left, want the file and its lock", files)
	}
}

func filesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name())
	}
	return names
}

// rememberer is a process of its own that remembers fifty ends, when the test's executable is run with it in the environment.
const rememberer = "STRONGROOM_TEST_REMEMBERS"

func TestTwoProgramsThatRememberAtOnceKeepEveryEnd(t *testing.T) {
	deleted := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	const each = 50
	if who := os.Getenv(rememberer); who != "" {
		name, path, _ := strings.Cut(who, "\n")
		e, err := OpenEnds(path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadFull(os.Stdin, make([]byte, 1)) // until all are ready
		for i := range each {
			if err := e.Remember(fmt.Sprintf("arn:%s%d", name, i), deleted, deleted.Add(7*backend.Day)); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	path := filepath.Join(t.TempDir(), "new", "ends.json")
	ready, begin, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"a", "b", "c"}
	var programs []*exec.Cmd
	for _, name := range names {
		c := exec.Command(os.Args[0], "-test.run=^TestTwoProgramsThatRememberAtOnce", "-test.count=1")
		c.Env, c.Stdin = append(os.Environ(), rememberer+"="+name+"\n"+path), ready
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		programs = append(programs, c)
	}
	if _, err := begin.WriteString("go!"); err != nil {
		t.Fatal(err)
	}
	for i, c := range programs {
		if err := c.Wait(); err != nil {
			t.Errorf("program %s: %v", names[i], err)
		}
	}
	e, err := OpenEnds(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		for i := range each {
			if arn := fmt.Sprintf("arn:%s%d", name, i); e.End(arn, deleted).IsZero() {
				t.Errorf("%s was lost", arn)
			}
		}
	}
}

func TestProgramsThatEndAtOnceLeaveAllTheirUnfinishedWrites(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new", "unfinished.json")
	const programs = 60
	errs := make(chan error)
	for i := range programs {
		go func() {
			errs <- OpenUnfinished(path).Leave([]Unfinished{{Doing: "deleting", ARN: fmt.Sprint("arn:", i), At: time.Unix(int64(i), 0)}})
		}()
	}
	for range programs {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if left, err := OpenUnfinished(path).List(DraftPlace{}); err != nil || len(left) != programs {
		t.Errorf("%d are left, %v, want %d", len(left), err, programs)
	}
}

func TestAStateFileThatSomebodyHoldsForEverIsAnErrorAndRememberedForThisSession(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ends.json")
	release, err := alone(path)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	e, _ := OpenEnds(path)
	deleted := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	told := make(chan error)
	go func() { told <- e.Remember("arn:a", deleted, deleted.Add(7*backend.Day)) }()
	waits := true
	for known := false; waits && !known; time.Sleep(time.Millisecond) {
		known = !e.End("arn:a", deleted).IsZero()
		select {
		case err := <-told:
			waits = false
			t.Errorf("it ended in %v before this session knew", err)
		default:
		}
	}
	if err := <-told; waits && !errors.Is(err, errStateBusy) {
		t.Errorf("it ends in %v, want %v", err, errStateBusy)
	}
	if _, err := os.Lstat(path); err == nil {
		t.Error("it was written without the lock")
	}
}

func TestOneWrongClockForgetsNoEnd(t *testing.T) {
	right := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct{ server, ours time.Time }{
		"the server's": {right.AddDate(1, 0, 0), right.Add(time.Hour)},
		"ours":         {right.Add(time.Hour), right.AddDate(1, 0, 0)},
	} {
		e, _ := OpenEnds(filepath.Join(t.TempDir(), "ends.json"))
		for i, at := range []time.Time{right, c.server} {
			e.now = func() time.Time { return c.ours }
			if err := e.Remember(fmt.Sprint("arn:", i), at, at.Add(7*backend.Day)); err != nil {
				t.Fatal(err)
			}
		}
		if e.End("arn:0", right).IsZero() {
			t.Errorf("%s clock was a year ahead, and an end was forgotten", name)
		}
	}
}

func TestAFileThatIsNoneOfOursIsNeverOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ends.json")
	if err := os.WriteFile(path, []byte("{ half"), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := OpenEnds(path)
	if err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("the damage is told as %v", err)
	}
	now := time.Now()
	if err := e.Remember("arn:a", now, now.Add(7*backend.Day)); err != nil || e.End("arn:a", now).IsZero() {
		t.Errorf("this session does not remember: %v", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "{ half" {
		t.Errorf("the file now holds %q", b)
	}
}

func TestOldEndsAreForgotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ends.json")
	e, _ := OpenEnds(path)
	old := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	e.now = func() time.Time { return old.AddDate(0, 9, 0) }
	for _, at := range []time.Time{old, old.AddDate(0, 8, 0)} {
		if err := e.Remember("arn:"+at.Format("Jan"), at, at.Add(7*backend.Day)); err != nil {
			t.Fatal(err)
		}
	}
	if b, _ := os.ReadFile(path); strings.Contains(string(b), "arn:Jan") || !strings.Contains(string(b), "arn:Sep") {
		t.Errorf("the file holds %s", b)
	}
}

func TestStateAndConfigurationFollowTheXDGRules(t *testing.T) {
	for _, c := range []struct {
		env         map[string]string
		state, conf string
	}{
		{map[string]string{"HOME": "/h"}, "/h/.local/state/strongroom", "/h/.config/strongroom"},
		{map[string]string{"HOME": "/h", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"}, "/s/strongroom", "/c/strongroom"},
		{map[string]string{"HOME": os.DevNull}, "", ""},
		{map[string]string{"HOME": "/h", "XDG_STATE_HOME": "relative"}, "/h/.local/state/strongroom", "/h/.config/strongroom"},
		{nil, "", ""},
	} {
		env := func(k string) string { return c.env[k] }
		if s, f := StateDir(env), ConfigDir(env); filepath.ToSlash(s) != c.state || filepath.ToSlash(f) != c.conf {
			t.Errorf("%v: %q and %q, want %q and %q", c.env, s, f, c.state, c.conf)
		}
	}
}

func TestWhatWasRememberedOfAnotherDeletionIsDropped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ends.json")
	deleted := time.Date(2026, 11, 2, 3, 4, 5, 240e6, time.UTC)
	file := map[string]remembered{
		"arn:good":    {deleted, deleted.Add(7*backend.Day - 6*time.Millisecond)},
		"arn:longest": {deleted, deleted.Add(30 * backend.Day)},
		"arn:trail":   {deleted, deleted.Add(30*backend.Day - 3*time.Minute)}, // an event of three minutes before
		"arn:short":   {deleted, deleted.Add(6 * backend.Day)},
		"arn:long":    {deleted, deleted.Add(31 * backend.Day)},
		"arn:none":    {deleted, time.Time{}},
		"arn:half":    {deleted, deleted.Add(7*backend.Day + 12*time.Hour)},
	}
	b, err := json.Marshal(file)
	if err == nil {
		err = os.WriteFile(path, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	e, err := OpenEnds(path)
	if err != nil {
		t.Fatal(err)
	}
	for arn := range file {
		if known, want := !e.End(arn, deleted).IsZero(), arn == "arn:good" || arn == "arn:longest"; known != want {
			t.Errorf("%s is known: %v", arn, known)
		}
	}
	if err := e.Remember("arn:new", deleted, deleted.Add(9*backend.Day)); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); strings.Contains(string(b), "arn:trail") || !strings.Contains(string(b), "arn:longest") {
		t.Errorf("the file holds %s", b)
	}
}

func TestAnEndThatCannotBeItsDeletionsIsNotRemembered(t *testing.T) {
	e, _ := OpenEnds("")
	deleted := time.Date(2026, 11, 2, 3, 4, 5, 0, time.UTC)
	for _, end := range []time.Time{{}, deleted, deleted.Add(6 * backend.Day), deleted.Add(31 * backend.Day), deleted.Add(30*backend.Day - time.Minute), deleted.Add(8*backend.Day + 6*time.Second)} {
		if err := e.Remember("arn:a", deleted, end); err != nil || !e.End("arn:a", deleted).IsZero() {
			t.Errorf("%v is taken for the end of %v", end, deleted)
		}
	}
	// Deleted, restored, and deleted again with another window: each end is that of its own deletion.
	again := deleted.Add(4 * time.Second)
	if err := e.Remember("arn:a", deleted, deleted.Add(30*backend.Day)); err != nil || !e.End("arn:a", again.Add(2*time.Second)).IsZero() {
		t.Errorf("another deletion ends at %v, %v", e.End("arn:a", again.Add(2*time.Second)), err)
	}
	later := deleted.Add(time.Hour)
	_ = e.Remember("arn:a", later, later.Add(7*backend.Day))
	_ = e.Remember("arn:a", deleted, deleted.Add(30*backend.Day)) // somebody has looked up what is over
	if got := e.End("arn:a", later); !got.Equal(later.Add(7 * backend.Day)) {
		t.Errorf("the end of the last deletion is %v", got)
	}
}
