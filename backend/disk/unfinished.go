package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"strongroom/backend"
)

// Unfinished is a write that was under way when the program ended: whether it is done is not known.
type Unfinished struct {
	Place     DraftPlace
	Operation backend.Operation
	Doing     string // fit to stand before the name: "deleting"
	ARN       string // "" of a secret that was yet to be made
	Name      string
	At        time.Time // when it began, by the service's clock
	Days      int       // of a delete's recovery window
}

// ID names the secret to the service.
func (u Unfinished) ID() string {
	if u.ARN != "" {
		return u.ARN
	}
	return u.Name
}

// Called is the secret's name.
func (u Unfinished) Called() string {
	if u.Name != "" {
		return u.Name
	}
	return backend.ShortID(u.ARN)
}

// UnfinishedFile keeps what is not known at the program's end, for the next start to look into. It holds names, ARNs and
// times, never a value. A nil one keeps nothing. Several programs may use it at once.
type UnfinishedFile struct{ path string }

// OpenUnfinished is the file at path; "" keeps nothing.
func OpenUnfinished(path string) *UnfinishedFile {
	if path == "" {
		return nil
	}
	return &UnfinishedFile{path}
}

// unfinishedKept bounds the file: what nobody has been able to look into goes, the oldest first.
const unfinishedKept = 200

// Leave adds writes.
func (f *UnfinishedFile) Leave(writes []Unfinished) error {
	if f == nil || len(writes) == 0 {
		return nil
	}
	return f.change(func(all []Unfinished) []Unfinished {
		all = append(all, writes...)
		return all[max(0, len(all)-unfinishedKept):]
	})
}

// Told takes writes out that were looked into.
func (f *UnfinishedFile) Told(writes []Unfinished) error {
	if f == nil || len(writes) == 0 {
		return nil
	}
	return f.change(func(all []Unfinished) []Unfinished {
		return slices.DeleteFunc(all, func(u Unfinished) bool {
			return slices.ContainsFunc(writes, func(w Unfinished) bool { return w.same(u) })
		})
	})
}

func (u Unfinished) same(w Unfinished) bool {
	return u.ID() == w.ID() && u.Operation == w.Operation && u.At.Equal(w.At)
}

// List are the writes that were left in a place.
func (f *UnfinishedFile) List(here DraftPlace) (writes []Unfinished, err error) {
	if f == nil {
		return nil, nil
	}
	all, err := f.read()
	for _, u := range all {
		if u.Place.Is(here) {
			writes = append(writes, u)
		}
	}
	return writes, err
}

func (f *UnfinishedFile) change(how func([]Unfinished) []Unfinished) error {
	release, err := alone(f.path)
	if err != nil {
		return err
	}
	defer release()
	all, err := f.read()
	if err != nil {
		return err
	}
	if all = how(all); len(all) == 0 {
		if err = os.Remove(f.path); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return err
	}
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	return writeWhole(f.path, append(b, '\n'))
}

func (f *UnfinishedFile) read() (all []Unfinished, err error) {
	if _, err := readOwn(f.path, &all); err != nil {
		return nil, fmt.Errorf("the list of unfinished writes in %s cannot be read: %w", f.path, err)
	}
	return all, nil
}
