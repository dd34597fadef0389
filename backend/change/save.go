// Package change is one user's write that takes several calls: each may be run again until its outcome is known, makes at most
// one version, and never writes over what somebody else changed.
package change

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"strongroom/backend"
)

// Save is one save of an edited value: one user action, which may be run again until its outcome is known. It makes at
// most one version, since every run sends the same Token with the same Value.
type Save struct {
	ID string // the secret's ARN
	// Base is the version that the edit started from; "" where the secret had no value.
	Base  string
	Value backend.Value
	Token string
	// Weak saves without moving labels, for roles that may not, and secrets whose labels are all in use: between the last
	// look at the labels and the save somebody else's save can still be replaced. Without Weak such a role gets ErrDenied,
	// and such a secret ErrQuota, before anything is written.
	Weak bool
	// Before are the labels as they were before the first run, which Saved tells; nil where that is not known.
	Before map[string][]string
	// Left is what an earlier run has left.
	Left Left
}

// Left is the private label that is still on the version of a save, since the save has not come to its end, or since taking it
// off failed; of a save that has succeeded also AWSPENDING, on the version that was current.
type Left struct {
	Label, Version string // "" for none
	Doubtful       bool   // whether it is there is not known
	Err            error  // why it could not be taken off, nil where that was not tried
}

// Is reports whether there is one, or may be.
func (l Left) Is() bool { return l.Label != "" }

// Saved is how a save went.
type Saved struct {
	Version string
	// Before are the labels as they were before the first run, nil where they could not be read. It is told with an error too.
	Before map[string][]string
	// Left is told with an error too.
	Left Left
}

// NewToken makes a token for one user action.
func NewToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Label is the private staging label under which the version waits until AWSCURRENT is moved to it.
func (s Save) Label() string { return backend.PrivateLabel(s.Token) }

// Aside is what it leaves as long as it waits under its label.
func (s Save) Aside(doubtful bool) Left {
	return Left{Label: s.Label(), Version: s.Token, Doubtful: doubtful}
}

// Run saves by compare and swap: it stores the value under a label of its own and moves AWSCURRENT from Base to it, which
// the service refuses with ErrConflict where somebody else has moved AWSCURRENT meanwhile. An error means that the value
// is not current, as far as anybody can tell: run it again, or Abandon it.
func (s Save) Run(ctx context.Context, be backend.Backend) (Saved, error) {
	if problem := backend.ValueProblem(s.Value); problem != "" {
		return Saved{}, &backend.Error{Op: backend.OpPut.Words(), ID: s.ID, Kind: backend.ErrInvalid, Action: backend.OpPut.Action(), Unsent: true, Message: problem}
	}
	if s.Weak {
		return s.plain(ctx, be)
	}
	if err := s.look(ctx, be); err != nil {
		return Saved{Before: s.Before, Left: s.Left}, err
	}
	out := Saved{Before: s.Before, Left: s.Left}
	if err := s.mayMove(ctx, be); err != nil {
		return out, err
	}
	if _, err := be.Put(ctx, s.ID, backend.NewVersion{Value: s.Value, Stages: []string{s.Label()}, Token: s.Token}); err != nil {
		if !out.Left.Is() && backend.MayHaveHappened(err) {
			out.Left = s.Aside(true)
		}
		return out, err
	}
	err := s.swap(ctx, be)
	if err == nil {
		out.Version = s.Token
	}
	if out.Left = s.Aside(false); err == nil || errors.Is(err, backend.ErrConflict) {
		out.Left = s.unlabel(ctx, be)
	}
	if err == nil {
		if left := s.endTurn(ctx, be); left.Is() {
			out.Left = left
		}
	}
	return out, err
}

// look notes where the labels are before anything is written, and refuses where none is left for a version to wait under.
// A role that may not look goes on without.
func (s *Save) look(ctx context.Context, be backend.Backend) error {
	if s.Before != nil {
		return nil
	}
	d, err := be.Describe(ctx, s.ID)
	switch {
	case errors.Is(err, backend.ErrDenied):
		return nil
	case err != nil:
		return backend.Unsent(err)
	}
	if _, ran := d.Stages[s.Token]; ran { // an earlier run has moved labels already
		return nil
	}
	total := 0
	for _, labels := range d.Stages {
		total += len(labels)
	}
	if s.Before = d.Stages; s.Before == nil {
		s.Before = map[string][]string{}
	}
	if total >= backend.MaxLabels {
		return &backend.Error{Op: backend.OpPut.Words(), ID: s.ID, Kind: backend.ErrQuota, Action: backend.OpPut.Action(), Unsent: true,
			Message: fmt.Sprintf("all %d labels that a secret can have are in use", backend.MaxLabels)}
	}
	return nil
}

// mayMove asks whether this role may move labels, before anything is stored: by taking a label off that is not there,
// which changes nothing and which the service refuses in its own words.
func (s Save) mayMove(ctx context.Context, be backend.Backend) error {
	if s.Base == "" {
		return nil
	}
	err := be.MoveLabel(ctx, s.ID, backend.LabelMove{Label: s.Label() + "-may", From: s.Base})
	if errors.Is(err, backend.ErrInvalid) || errors.Is(err, backend.ErrConflict) || errors.Is(err, backend.ErrNotFound) {
		return nil // the put tells better what is wrong, if anything is
	}
	return err
}

// swap moves AWSCURRENT. What the service answers is not always what it did, so on an error the labels are read again.
func (s Save) swap(ctx context.Context, be backend.Backend) error {
	var err error
	if s.Base != "" {
		if err = be.MoveLabel(ctx, s.ID, backend.LabelMove{Label: backend.Current, From: s.Base, To: s.Token}); err == nil {
			return nil
		}
	}
	d, readErr := be.Describe(ctx, s.ID)
	switch now := d.VersionOf(backend.Current); {
	case readErr != nil && err == nil:
		return readErr
	case readErr != nil:
		return err
	case now == s.Token:
		return nil
	case now != s.Base || err == nil:
		return &backend.Error{Op: backend.OpPut.Words(), ID: s.ID, Kind: backend.ErrConflict, Action: backend.OpMoveLabel.Action(), Undone: true}
	}
	return err
}

// endTurn takes AWSPENDING off the version that has lost AWSCURRENT, as a put would (aws.md 2.4): a rotation may have left it there, and
// alone it has one seem under way, which the service ends by making the old value current again.
func (s Save) endTurn(ctx context.Context, be backend.Backend) Left {
	if s.Base == "" || s.Before != nil && !slices.Contains(s.Before[s.Base], backend.Pending) {
		return Left{}
	}
	return s.takeOff(ctx, be, backend.Pending, s.Base)
}

// unlabel takes the private label off.
func (s Save) unlabel(ctx context.Context, be backend.Backend) Left {
	return s.takeOff(ctx, be, s.Label(), s.Token)
}

// takeOff takes a label off a version; where it is not on any more, nothing is left. To a role that may not look the refusal tells that.
func (s Save) takeOff(ctx context.Context, be backend.Backend, label, version string) Left {
	err := be.MoveLabel(ctx, s.ID, backend.LabelMove{Label: label, From: version})
	if err == nil {
		return Left{}
	}
	d, readErr := be.Describe(ctx, s.ID)
	switch {
	case readErr == nil && d.VersionOf(label) != version, errors.Is(readErr, backend.ErrNotFound):
		return Left{}
	case readErr != nil && (errors.Is(err, backend.ErrConflict) || errors.Is(err, backend.ErrInvalid)):
		return Left{}
	}
	return Left{Label: label, Version: version, Doubtful: readErr != nil, Err: err}
}

// Abandon takes back what runs without success may have left: a version under the private label. The version loses
// it, and with it its place among the labelled ones.
func (s Save) Abandon(ctx context.Context, be backend.Backend) Left {
	d, err := be.Describe(ctx, s.ID)
	switch {
	case errors.Is(err, backend.ErrNotFound):
		return Left{}
	case errors.Is(err, backend.ErrDenied) && s.Left.Is():
		return s.unlabel(ctx, be)
	case err != nil:
		left := s.Aside(true)
		left.Err = err
		return left
	case d.VersionOf(s.Label()) != s.Token:
		return Left{}
	}
	return s.unlabel(ctx, be)
}

// plain looks at the labels and then saves, which is all that a role without UpdateSecretVersionStage can do.
func (s Save) plain(ctx context.Context, be backend.Backend) (Saved, error) {
	d, err := be.Describe(ctx, s.ID)
	if err != nil {
		return Saved{Left: s.Left}, err
	}
	switch now := d.VersionOf(backend.Current); now {
	case s.Token, s.second():
		return Saved{Version: now, Left: s.leftIn(d)}, nil
	case s.Base:
	default:
		return Saved{Left: s.Left}, s.beaten()
	}
	if s.Before == nil {
		s.Before = d.Stages
	}
	out := Saved{Before: s.Before, Left: s.leftIn(d)}
	out.Version, err = s.putCurrent(ctx, be, d)
	return out, err
}

// putCurrent puts the value as the current version. A token that has made a version before, which waits aside or has lost its
// labels, makes none and moves no label (aws.md 2.5): then it is the second token's.
func (s Save) putCurrent(ctx context.Context, be backend.Backend, d backend.Detail) (version string, err error) {
	for _, token := range []string{s.Token, s.second()} {
		if _, there := d.Stages[token]; there {
			continue
		}
		w, err := be.Put(ctx, s.ID, backend.NewVersion{Value: s.Value, Token: token})
		if err != nil || w.Current {
			return w.Version, err
		}
		d, err := be.Describe(ctx, s.ID)
		if err != nil {
			return "", err
		}
		switch d.VersionOf(backend.Current) {
		case token:
			return token, nil
		case s.Base:
		default:
			return "", s.beaten()
		}
	}
	return "", &backend.Error{Op: backend.OpPut.Words(), ID: s.ID, Kind: backend.ErrState, Action: backend.OpPut.Action(),
		Message: "this value was saved before and is not current any more: change it, or move AWSCURRENT to its version"}
}

// second is the token of the version that is saved in place of one that Token has made without its becoming current. Every run
// makes the same one, so that there is at most one.
func (s Save) second() string {
	sum := sha256.Sum256([]byte(s.Token))
	return hex.EncodeToString(sum[:16])
}

// leftIn is what of this save waits aside.
func (s Save) leftIn(d backend.Detail) Left {
	if d.VersionOf(s.Label()) == s.Token {
		return s.Aside(false)
	}
	return s.Left
}

// beaten says that somebody else's version is current.
func (s Save) beaten() error {
	return &backend.Error{Op: backend.OpPut.Words(), ID: s.ID, Kind: backend.ErrConflict, Action: backend.OpPut.Action()}
}

// SaveAgain makes the value of base current once more, as a new version, unless AWSCURRENT has moved on from version. It
// takes a save back for a role that may not move labels, and reads the old value. Run again with the same token it is still
// one version.
func SaveAgain(ctx context.Context, be backend.Backend, id, version, base, token string) error {
	d, err := be.Describe(ctx, id)
	if err != nil {
		return backend.Unsent(err)
	}
	switch d.VersionOf(backend.Current) {
	case token, Save{Token: token}.second():
		return nil
	}
	if err := d.StillCurrent(version); err != nil {
		return err
	}
	old, err := be.Reveal(ctx, id, backend.VersionRef{ID: base})
	if err != nil {
		return backend.Unsent(err)
	}
	defer old.Value.Wipe()
	_, err = Save{ID: id, Base: version, Value: old.Value, Token: token, Weak: true}.Run(ctx, be)
	return err
}
