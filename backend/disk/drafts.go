package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"strongroom/backend"
	"strongroom/backend/change"

	"filippo.io/age"
	"github.com/gofrs/flock"
)

// ErrNoDraft is the kind of every failure to keep or to open a draft.
var ErrNoDraft = errors.New("there is no draft")

const (
	// draftsKept is how long a draft waits for somebody to go on with it, in days on which the program ran.
	draftsKept = 30
	// lostKept is the same for one that this login's key does not open. Its own key has gone with its login, most likely;
	// but a home directory can be shared by machines, each with a key of its own.
	lostKept = 2
	// scrapKept is the same for what a killed program left half done.
	scrapKept = 1
	// draftFormat begins each file, before the mark of its key and what only the key opens.
	draftFormat = "strongroom-draft 1 "
)

// Drafts keeps unsaved edits beyond the end of the program: encrypted as a whole, names included, in files whose names tell
// nothing, under a key that lies in the user's runtime directory, or in the system's keyring. Each draft is locked while the
// program lives that writes it, so no other one offers it or takes it away. A nil Drafts keeps nothing.
type Drafts struct {
	dir     string
	days    string // the file of the days on which the program ran
	keys    keyKeeper
	missing string
	// Ledger is the one that every value is in which is read; nil outside tests.
	Ledger *backend.Ledger
}

// OpenDrafts keeps drafts below the state directory, and their key below the runtime directory (StateDir, RuntimeDir), or in the
// keyring where that is not private; a nil ring is none.
func OpenDrafts(state, runtime string, ring Keyring) *Drafts {
	d := &Drafts{dir: filepath.Join(state, "drafts"), days: filepath.Join(state, "draft-days.json"), keys: runtimeKey{runtime}}
	if state == "" {
		d.missing = "there is no home directory"
		return d
	}
	d.missing = d.keys.problem()
	if d.missing == "" || ring == nil {
		return d
	}
	kept := newKeyringKey(ring, state)
	if none := kept.problem(); none != "" {
		d.missing += ", and " + none
		return d
	}
	d.keys, d.missing = kept, ""
	return d
}

// OutliveLogin reports whether the drafts can still be opened after the user has logged out.
func (d *Drafts) OutliveLogin() bool { return d.Missing() == "" && d.keys.outlivesLogin() }

// Missing says why there are no drafts, "" where there are. It is outside text.
func (d *Drafts) Missing() string {
	if d == nil {
		return "this program was started without a place for them"
	}
	return d.missing
}

func draftError(op, message string) error {
	return &backend.Error{Op: op, Kind: ErrNoDraft, Message: message}
}

// Slot is the place of one edit's draft. It touches the disk only once it is given something to keep.
type Slot struct {
	d    *Drafts
	name string

	mu   sync.Mutex
	last int // the number of the last call that counted
	lock lock
	over bool
}

// Slot makes the place for one more draft.
func (d *Drafts) Slot() *Slot {
	d.keys.again()
	return &Slot{d: d, name: change.NewToken()}
}

func (d *Drafts) file(name string) string     { return filepath.Join(d.dir, name+".age") }
func (d *Drafts) lockFile(name string) string { return filepath.Join(d.dir, name+".lock") }

// Keep writes the draft in the place of the one before. Calls may come late and out of order: one that is numbered lower
// than another that was made already does nothing. The caller wipes the draft.
func (s *Slot) Keep(number int, dr Draft) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if number <= s.last || s.over {
		return nil
	}
	s.last = number
	if m := s.d.missing; m != "" {
		return draftError("keep a draft", m)
	}
	id, err := s.d.keys.ensure()
	if err != nil {
		return draftError("keep a draft", err.Error())
	}
	if err := makePrivate(s.d.dir); err != nil {
		return draftError("keep a draft", Reason(err))
	}
	if !s.lock.held() {
		l, ok, err := tryLock(s.d.lockFile(s.name), false)
		if !ok || err != nil {
			return draftError("keep a draft", "its lock cannot be had: "+Reason(err))
		}
		s.lock = l
	}
	b, err := seal(id, dr)
	if err == nil {
		err = writeWhole(s.d.file(s.name), b)
	}
	if err != nil {
		return draftError("keep a draft", Reason(err))
	}
	return nil
}

// Drop takes the draft away; the slot keeps nothing after it.
func (s *Slot) Drop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return nil
	}
	s.over = true
	return s.d.clear(s.name, s.lock)
}

// Leave lets the draft go as it lies, for whoever is next.
func (s *Slot) Leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.lock.unlock()
}

// clear removes a draft whose lock is held.
func (d *Drafts) clear(name string, l lock) error {
	defer l.unlock()
	if err := os.Remove(d.file(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return draftError("remove the draft", Reason(err))
	}
	_ = os.Remove(d.lockFile(name))
	return nil
}

var (
	errLost  = errors.New("its key is gone")
	errNewer = errors.New("a newer Strongroom has written it")
)

// KeptDraft is a draft that nobody works on, without its values. One that cannot be opened says why in Err, and nothing else.
type KeptDraft struct {
	Draft
	ID  string
	Err error
}

// List is every draft that nobody works on, the latest first. lost is how many of them no key of this login opens. What is
// too old, or was left half done, is removed.
func (d *Drafts) List(now time.Time) (kept []KeptDraft, lost int, err error) {
	if d.Missing() != "" {
		return nil, 0, nil
	}
	files, err := os.ReadDir(d.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, draftError("look for drafts", Reason(err))
	}
	free := d.unattended(files)
	var id *age.X25519Identity
	if slices.ContainsFunc(files, func(f fs.DirEntry) bool { return strings.HasSuffix(f.Name(), ".age") && !free[f.Name()].IsZero() }) {
		if id, err = d.keys.key(); err != nil { // for nothing, nobody is asked to unlock anything
			return nil, 0, draftError("look for drafts", err.Error())
		}
	}
	lain, _ := daysLain(d.days, now, free) // where it is not known, nothing is old
	for _, f := range files {
		if _, ok := free[f.Name()]; !ok {
			continue
		}
		name, isDraft := strings.CutSuffix(f.Name(), ".age")
		if !isDraft {
			d.sweep(f.Name(), lain[f.Name()])
			continue
		}
		k, err := d.look(name, id, lain[f.Name()])
		switch {
		case errors.Is(err, errLost):
			lost++
		case err == nil:
			kept = append(kept, k)
		}
	}
	slices.SortStableFunc(kept, func(a, b KeptDraft) int { return b.At.Compare(a.At) })
	return kept, lost, nil
}

// unattended tells when each file was written that nobody works on.
func (d *Drafts) unattended(files []fs.DirEntry) map[string]time.Time {
	at := map[string]time.Time{}
	for _, f := range files {
		info, err := f.Info()
		if name, isDraft := strings.CutSuffix(f.Name(), ".age"); isDraft && err == nil {
			l := flock.New(d.lockFile(name), flock.SetPermissions(0o600))
			free, lockErr := l.TryRLock()
			_ = l.Unlock()
			if !free || lockErr != nil {
				continue
			}
		}
		if err == nil {
			at[f.Name()] = info.ModTime()
		}
	}
	return at
}

// sweep removes what a killed program left besides drafts. lain is on how many days the program ran since.
func (d *Drafts) sweep(file string, lain int) {
	name, isLock := strings.CutSuffix(file, ".lock")
	switch {
	case lain < scrapKept:
	case strings.HasPrefix(file, scrap):
		_ = os.Remove(filepath.Join(d.dir, file))
	case isLock:
		if _, err := os.Lstat(d.file(name)); errors.Is(err, fs.ErrNotExist) {
			d.remove(name)
		}
	}
}

var errBusy = errors.New("another Strongroom works on it")

// look opens one draft to tell of it. errBusy: it is somebody's.
func (d *Drafts) look(name string, id *age.X25519Identity, lain int) (k KeptDraft, err error) {
	l, ok, err := tryLock(d.lockFile(name), true)
	if !ok {
		return k, errBusy
	}
	if lain >= draftsKept {
		l.unlock()
		d.remove(name)
		return k, errBusy
	}
	defer l.unlock()
	b, err := os.ReadFile(d.file(name))
	if err != nil {
		return k, errBusy // it is gone, or will be told of next time
	}
	k.ID = name
	k.Draft, err = unseal(id, b, d.Ledger)
	k.Wipe()
	switch {
	case errors.Is(err, errLost) && lain >= lostKept:
		l.unlock()
		d.remove(name)
		return k, errBusy
	case errors.Is(err, errLost):
		return k, err
	case err != nil:
		k.Err = draftError("open the draft", err.Error())
		k.At = time.Time{}
	}
	return k, nil
}

// remove takes a draft away that nobody works on.
func (d *Drafts) remove(name string) {
	if l, ok, _ := tryLock(d.lockFile(name), false); ok {
		_ = d.clear(name, l)
	}
}

// Take makes a kept draft this program's own: its values, and the slot that it stays in until it is dropped.
func (d *Drafts) Take(id string) (*Slot, Draft, error) {
	fail := func(l lock, why string) (*Slot, Draft, error) {
		l.unlock()
		return nil, Draft{}, draftError("open the draft", why)
	}
	if d.Missing() != "" {
		return fail(lock{}, d.Missing())
	}
	l, ok, _ := tryLock(d.lockFile(id), false)
	if !ok {
		return fail(l, errBusy.Error())
	}
	b, err := os.ReadFile(d.file(id))
	if errors.Is(err, fs.ErrNotExist) {
		_ = d.clear(id, l)
		return nil, Draft{}, draftError("open the draft", "it has been dealt with elsewhere")
	}
	if err != nil {
		return fail(l, Reason(err))
	}
	dr, err := d.open(b)
	if err != nil {
		return fail(l, err.Error())
	}
	return &Slot{d: d, name: id, lock: l}, dr, nil
}

// open opens a draft with this login's key.
func (d *Drafts) open(b []byte) (Draft, error) {
	key, err := d.keys.key()
	if err != nil {
		return Draft{}, err
	}
	return unseal(key, b, d.Ledger)
}

// Read is the slot's own draft as it lies there, which stays. Whoever asks wipes it.
func (s *Slot) Read() (Draft, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return Draft{}, draftError("open the draft", "it has been dropped")
	}
	b, err := os.ReadFile(s.d.file(s.name))
	if err != nil {
		return Draft{}, draftError("open the draft", Reason(err))
	}
	dr, err := s.d.open(b)
	if err != nil {
		return Draft{}, draftError("open the draft", err.Error())
	}
	return dr, nil
}

// Remove takes away a draft that nobody works on.
func (d *Drafts) Remove(id string) error {
	if d.Missing() != "" {
		return nil
	}
	l, ok, _ := tryLock(d.lockFile(id), false)
	if !ok {
		return draftError("remove the draft", errBusy.Error())
	}
	return d.clear(id, l)
}
