package disk

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
)

// fakeRing is a keyring in memory.
type fakeRing struct {
	mu       sync.Mutex
	key      string
	asked    atomic.Int32
	missing  string
	fails    error
	locked   chan struct{} // closed once it is unlocked; nil for one that is open
	forgets  bool
	setTwice bool
}

func (r *fakeRing) Missing() string { return r.missing }

func (r *fakeRing) Get() (string, error) {
	if r.asked.Add(1); r.locked != nil {
		<-r.locked
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.key, r.fails
}

func (r *fakeRing) Set(key string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.setTwice = r.key != ""
	if r.fails == nil && !r.forgets {
		r.key = key
	}
	return r.fails
}

func TestWithoutARuntimeDirectoryTheKeyringKeepsTheKeyAndNothingElse(t *testing.T) {
	state, _ := draftHome(t)
	ring := &fakeRing{}
	d := OpenDrafts(state, "", ring)
	if d.Missing() != "" || !d.OutliveLogin() {
		t.Fatalf("missing %q, outlives the login: %v", d.Missing(), d.OutliveLogin())
	}
	if list(t, d); ring.asked.Load() != 0 {
		t.Errorf("without a draft the keyring was asked %d times", ring.asked.Load())
	}
	want := someDraft()
	slot := keepDraft(t, d, want)
	if !strings.HasPrefix(ring.key, "AGE-SECRET-KEY-1") || len(ring.key) != 74 {
		t.Errorf("the keyring holds %d characters that are no identity alone", len(ring.key))
	}
	key := ring.key
	if err := slot.Keep(2, want); err != nil || ring.key != key || ring.setTwice {
		t.Errorf("the key was made anew (%v)", err)
	}
	slot.Leave()
	for _, path := range append(draftFiles(t, state, "*"), filepath.Join(state, "draft-key.lock")) {
		if b, err := os.ReadFile(path); err != nil || strings.Contains(string(b), key) || strings.Contains(string(b), draftCanary) {
			t.Errorf("%s holds the key or the draft (%v)", path, err)
		}
	}
	next := OpenDrafts(state, "", ring) // after another login, too
	kept, lost := list(t, next)
	if len(kept) != 1 || lost != 0 {
		t.Fatalf("%d offered, %d lost", len(kept), lost)
	}
	again, got, err := next.Take(kept[0].ID)
	if err != nil || !sameDraft(got, want) {
		t.Errorf("it came back as %+v, %v", got, err)
	}
	if err := again.Drop(); err != nil {
		t.Error(err)
	}
}

func TestAPrivateRuntimeDirectoryComesBeforeTheKeyring(t *testing.T) {
	state, run := draftHome(t)
	ring := &fakeRing{}
	d := OpenDrafts(state, run, ring)
	keepDraft(t, d, someDraft()).Leave()
	if list(t, d); ring.asked.Load() != 0 || ring.key != "" || d.OutliveLogin() {
		t.Errorf("the keyring was asked %d times, and holds %d characters", ring.asked.Load(), len(ring.key))
	}
	if err := os.Chmod(run, 0o755); err != nil {
		t.Fatal(err)
	}
	if d := OpenDrafts(state, run, ring); d.Missing() != "" || !d.OutliveLogin() {
		t.Errorf("a directory that is not private keeps the keyring away: %q", d.Missing())
	}
}

func TestWithoutAKeyringEitherBothReasonsAreSaid(t *testing.T) {
	state, _ := draftHome(t)
	d := OpenDrafts(state, "", &fakeRing{missing: "there is no bus"})
	if d.Missing() != "this login has no runtime directory (XDG_RUNTIME_DIR) for its key, and there is no bus" || d.OutliveLogin() {
		t.Errorf("missing %q", d.Missing())
	}
}

func TestAKeyringThatRefusesIsToldAndAskedAgainByTheNextEditAlone(t *testing.T) {
	state, _ := draftHome(t)
	ring := &fakeRing{fails: errors.New("denied, quoting " + draftCanary)}
	d := OpenDrafts(state, "", ring)
	slot := d.Slot()
	for n := range 3 {
		if err := slot.Keep(n+1, someDraft()); !errors.Is(err, ErrNoDraft) || backend.Message(err) != "the system's keyring gives no access" {
			t.Errorf("keeping ends in %v, %q", err, backend.Message(err))
		}
	}
	if ring.asked.Load() != 1 {
		t.Errorf("it was asked %d times: each time a dialog may stand there", ring.asked.Load())
	}
	ring.fails = nil
	if keepDraft(t, d, someDraft()).Leave(); ring.key == "" {
		t.Error("the next edit has no key")
	}
	if len(draftFiles(t, state, "*.age")) != 1 {
		t.Error("the refused edit has a draft")
	}
	for name, spoil := range map[string]func(*fakeRing){
		"fails":   func(r *fakeRing) { r.fails = errors.New("x") },
		"damaged": func(r *fakeRing) { r.key = "AGE-SECRET-KEY-1XX" },
	} {
		spoiled := &fakeRing{key: ring.key}
		spoil(spoiled)
		was := spoiled.key
		d := OpenDrafts(state, "", spoiled)
		if kept, lost, err := d.List(time.Now().Add(9 * backend.Day)); !errors.Is(err, ErrNoDraft) || kept != nil || lost != 0 {
			t.Errorf("%s: listing gives %v, %d, %v", name, kept, lost, err)
		}
		if err := d.Slot().Keep(1, someDraft()); !errors.Is(err, ErrNoDraft) || spoiled.key != was {
			t.Errorf("%s: keeping ends in %v", name, err)
		}
		if len(draftFiles(t, state, "*.age")) != 1 {
			t.Errorf("%s: the draft is gone", name)
		}
	}
	if err := OpenDrafts(filepath.Join(state, "2"), "", &fakeRing{forgets: true}).Slot().Keep(1, someDraft()); !strings.Contains(backend.Message(err), "not kept") {
		t.Errorf("a keyring that forgets: %v", err)
	}
}

func TestAKeyringThatWaitsForTheUserKeepsNobodyWaitingAndItsLateAnswerIsNoKey(t *testing.T) {
	state, _ := draftHome(t)
	synctest.Test(t, func(t *testing.T) {
		ring := &fakeRing{locked: make(chan struct{})}
		d := OpenDrafts(state, "", ring)
		slot, began := d.Slot(), time.Now()
		keep := func(n int) error { return slot.Keep(n, someDraft()) }
		if err := keep(1); backend.Message(err) != errKeyringLate.Error() || time.Since(began) != keyringPatience {
			t.Errorf("after %v keeping ends in %q", time.Since(began), backend.Message(err))
		}
		began = time.Now()
		if err := keep(2); backend.Message(err) != errKeyringLate.Error() || time.Since(began) != 0 || ring.asked.Load() != 1 {
			t.Errorf("after %v more, and %d questions, keeping ends in %q", time.Since(began), ring.asked.Load(), backend.Message(err))
		}
		if files := draftFiles(t, state, "*.age"); files != nil {
			t.Errorf("%v was written", files)
		}
		if _, err := d.keys.key(); err != errKeyringLate || ring.asked.Load() != 1 {
			t.Errorf("beside the question that waits, another was put: %v, %d", err, ring.asked.Load())
		}
		close(ring.locked)
		synctest.Wait()
		if files := draftFiles(t, state, "*.age"); files != nil {
			t.Errorf("the late answer wrote %v", files)
		}
		if err := keep(3); err != nil || len(draftFiles(t, state, "*.age")) != 1 {
			t.Errorf("once it is unlocked there is no draft: %v", backend.Message(err))
		}
		slot.Leave()
	})
}

func TestTwoProgramsThatMakeAKeyInTheKeyringAtOnceHaveOne(t *testing.T) {
	state, _ := draftHome(t)
	ring, marks := &fakeRing{}, make(chan string)
	for range 8 {
		go func() {
			id, err := newKeyringKey(ring, state).ensure()
			if err != nil {
				marks <- err.Error()
				return
			}
			marks <- mark(id)
		}()
	}
	first := <-marks
	for range 7 {
		if m := <-marks; m != first {
			t.Errorf("one has %s, another %s", first, m)
		}
	}
	if ring.setTwice {
		t.Error("a key was put in another's place")
	}
}

func TestOnlyASocketOfThisMachineLeadsToAKeyring(t *testing.T) {
	for _, c := range []struct {
		system, address string
		ok              bool
	}{
		{"linux", "unix:path=/run/user/0/bus", true}, {"linux", "unix:abstract=/tmp/x,guid=1;unix:path=/y", true}, {"darwin", "", true}, {"windows", "tcp:host=h", true},
		{"linux", "", false}, {"freebsd", "autolaunch:", false}, {"linux", "tcp:host=h,port=1", false}, {"linux", "unix:path=/x;tcp:host=h", false},
		{"linux", "unixexec:path=/bin/sh", false},
	} {
		if why := missingBus(c.system, c.address); (why == "") != c.ok {
			t.Errorf("%s on %s: %q", c.address, c.system, why)
		}
	}
}
