package disk

import (
	"errors"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"
)

// Keyring is the system's own keeper of a user's secrets, which outlives the login. It may ask the user to unlock it, and
// answers only then.
type Keyring interface {
	// Missing says why there is none here, "" where there may be one. It asks nobody.
	Missing() string
	// Get is the key of the drafts, "" where it has none.
	Get() (string, error)
	// Set puts it there.
	Set(key string) error
}

// keyringPatience is how long the keyring is waited for.
const keyringPatience = 2 * time.Second

// whereInKeyring is what the key's place is called.
const whereInKeyring = "the system's keyring"

var (
	errKeyringLate  = errors.New(whereInKeyring + " gave no answer within 2 s: unlock it")
	errKeyringFails = errors.New(whereInKeyring + " gives no access")
)

// keyringKey keeps the key in the system's keyring.
type keyringKey struct {
	ring  Keyring
	alone string // the state file by whose lock one program at a time makes a key
	turn  chan struct{}

	mu      sync.Mutex
	refused error // why the keyring is not asked again for this edit: each time it may put a dialog up
}

func newKeyringKey(ring Keyring, state string) *keyringKey {
	return &keyringKey{ring: ring, alone: filepath.Join(state, "draft-key"), turn: make(chan struct{}, 1)}
}

func (k *keyringKey) problem() string { return k.ring.Missing() }

func (k *keyringKey) outlivesLogin() bool { return true }

func (k *keyringKey) key() (*age.X25519Identity, error) { return k.ask(k.read) }

func (k *keyringKey) ensure() (*age.X25519Identity, error) {
	k.mu.Lock()
	refused := k.refused
	k.mu.Unlock()
	if refused != nil {
		return nil, refused
	}
	return k.ask(k.readOrMake)
}

func (k *keyringKey) again() { k.note(nil) }

func (k *keyringKey) note(refused error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.refused = refused
}

// ask runs one call at a time aside. An answer that comes too late is dropped, but that the keyring is open is noted.
func (k *keyringKey) ask(call func() (*age.X25519Identity, error)) (*age.X25519Identity, error) {
	late := time.NewTimer(keyringPatience)
	defer late.Stop()
	type answer struct {
		id  *age.X25519Identity
		err error
	}
	answers := make(chan answer, 1)
	select {
	case k.turn <- struct{}{}:
	case <-late.C:
		return nil, errKeyringLate
	}
	go func() {
		defer func() { <-k.turn }()
		id, err := call()
		k.note(err)
		answers <- answer{id, err}
	}()
	select {
	case a := <-answers:
		return a.id, a.err
	case <-late.C:
		k.note(errKeyringLate)
		return nil, errKeyringLate
	}
}

func (k *keyringKey) read() (*age.X25519Identity, error) {
	text, err := k.ring.Get()
	if err != nil { // its words are another program's, and may quote what it was given
		return nil, errKeyringFails
	}
	if text == "" {
		return nil, nil
	}
	return parseKey(text, whereInKeyring)
}

// readOrMake makes a key where there is none, alone: a second one in its place would close the drafts of the first.
func (k *keyringKey) readOrMake() (*age.X25519Identity, error) {
	if id, err := k.read(); id != nil || err != nil {
		return id, err
	}
	release, err := alone(k.alone)
	if err != nil {
		return nil, errors.New("the key of the drafts cannot be made: " + Reason(err))
	}
	defer release()
	if id, err := k.read(); id != nil || err != nil {
		return id, err
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, errors.New("the key of the drafts cannot be made")
	}
	if err := k.ring.Set(id.String()); err != nil {
		return nil, errKeyringFails
	}
	if id, err = k.read(); id == nil && err == nil {
		err = errors.New("the key of the drafts was not kept by " + whereInKeyring)
	}
	return id, err
}
