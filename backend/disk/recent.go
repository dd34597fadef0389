package disk

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"strongroom/backend"
)

// recentKept is how many places are remembered: as many as there are digits to go to one.
const recentKept = 9

// Recent remembers the places that were last gone to, the last one first. Its file holds names, never a login. A nil Recent
// remembers nothing. It may be used by several goroutines at once, and by several programs.
type Recent struct {
	path string // "" remembers for this session only
	mu   sync.Mutex
	all  []backend.Target
}

// OpenRecent is for a file, which is read when it is asked; "" keeps everything in memory.
func OpenRecent(path string) *Recent { return &Recent{path: path} }

// All are the places, the last one first.
func (r *Recent) All() ([]backend.Target, error) {
	if r == nil {
		return nil, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.read()
	return slices.Clone(r.all), err
}

// read takes in what is on the disk. The lock is held.
func (r *Recent) read() error {
	if r.path == "" {
		return nil
	}
	var all []backend.Target
	there, err := readOwn(r.path, &all)
	if err != nil {
		return fmt.Errorf("the remembered places in %s cannot be read: %w", r.path, err)
	}
	if there {
		r.all = all[:min(len(all), recentKept)]
	}
	return nil
}

// Went puts a place first.
func (r *Recent) Went(to backend.Target) error {
	if r == nil || to.Demo {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.path == "" {
		r.put(to)
		return nil
	}
	release, err := alone(r.path)
	if err != nil {
		return err
	}
	defer release()
	if err := r.read(); err != nil {
		return err
	}
	r.put(to)
	b, err := json.MarshalIndent(r.all, "", " ")
	if err != nil {
		return err
	}
	return writeWhole(r.path, append(b, '\n'))
}

func (r *Recent) put(to backend.Target) {
	all := slices.DeleteFunc(r.all, func(t backend.Target) bool { return t == to })
	r.all = append([]backend.Target{to}, all[:min(len(all), recentKept-1)]...)
}
