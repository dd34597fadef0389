package backend

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"
)

// JournalSize is how many entries a Journal keeps.
const JournalSize = 1000

// Journal passes every call on, counts calls and decrypts, and remembers the activity of this session, never a value.
// It may be used by several goroutines at once.
type Journal struct {
	Backend
	now func() time.Time

	mu       sync.Mutex
	ring     []Entry // the oldest is at start once the ring is full
	start    int
	dropped  int
	calls    int
	decrypts int
	typed    map[string]bool
	doubtful int
}

// Entry is one thing that was done, or tried.
type Entry struct {
	At        time.Time // when it began
	Took      time.Duration
	Operation Operation
	// Target is the name or ARN acted on, "" for none. It is outside text.
	Target string
	// Detail says more in words: "12 pages, 1,150 secrets", "AWSCURRENT". It is outside text.
	Detail string
	// Calls is how many answers the entry stands for: the pages of a listing, else 1.
	Calls int
	// Decrypts is how many values the service did read, or may have read where no answer came, with every attempt of the
	// call. Doubtful is how many of them it may not have read.
	Decrypts, Doubtful int
	// Err is what went wrong, nil for nothing.
	Err error
}

// Words are the operation in words.
func (e Entry) Words() string { return e.Operation.Words() }

// Writes reports whether the entry tried to change something.
func (e Entry) Writes() bool { return e.Operation.Writes() }

// NewJournal puts a journal before be. now is the clock of its entries.
func NewJournal(be Backend, now func() time.Time) *Journal {
	return &Journal{Backend: be, now: now}
}

// Entries returns the activity, oldest first.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]Entry, 0, len(j.ring))
	out = append(out, j.ring[j.start:]...)
	return append(out, j.ring[:j.start]...)
}

// Dropped is how many older entries were let go.
func (j *Journal) Dropped() int { return j.count(&j.dropped) }

// Calls is how many calls ended or gave a page, retries of one call not counted.
func (j *Journal) Calls() int { return j.count(&j.calls) }

// Decrypts is how many values were read at most: with those that may have been read although no answer came.
func (j *Journal) Decrypts() int { return j.count(&j.decrypts) }

// Doubtful is how many of the decrypts may not have been.
func (j *Journal) Doubtful() int { return j.count(&j.doubtful) }

func (j *Journal) count(n *int) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return *n
}

func (j *Journal) add(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.calls += e.Calls
	j.decrypts += e.Decrypts
	j.doubtful += e.Doubtful
	if len(j.ring) < JournalSize {
		j.ring = append(j.ring, e)
		return
	}
	j.ring[j.start] = e
	j.start = (j.start + 1) % JournalSize
	j.dropped++
}

// Typed tells the journal that an id was typed by somebody and not told by the service: no name is guessed from it.
func (j *Journal) Typed(id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.typed == nil {
		j.typed = map[string]bool{}
	}
	j.typed[id] = true
}

// told: the service itself has told of an ARN that was typed.
func (j *Journal) told(id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.typed, id)
}

// named is a target and an error about it as they may be told.
func (j *Journal) named(target string, err error) (string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var e *Error
	if !j.typed[target] {
		return target, err
	}
	if errors.As(err, &e) && e.ID == target {
		told := *e
		told.ID = TypedID(target)
		err = &told
	}
	return TypedID(target), err
}

// note runs one call that reads no value, and enters it.
func (j *Journal) note(op Operation, target, detail string, call func() error) error {
	e := Entry{At: j.now(), Operation: op, Target: target, Detail: detail, Calls: 1}
	e.Target, e.Err = j.named(target, call())
	e.Took = j.now().Sub(e.At)
	j.add(e)
	return e.Err
}

// noteReads runs one call that reads values, and enters it. Where the backend does not note its attempts, ended tells by the
// call's end how many values were read, and how many may have been.
func (j *Journal) noteReads(ctx context.Context, e Entry, call func(context.Context) error, ended func(error) (sure, doubtful int)) error {
	r := &Reads{}
	e.At, e.Calls = j.now(), 1
	e.Target, e.Err = j.named(e.Target, call(r.with(ctx)))
	e.Took = j.now().Sub(e.At)
	sure, doubtful := r.total(ended(e.Err))
	e.Decrypts, e.Doubtful = sure+doubtful, doubtful
	j.add(e)
	return e.Err
}

// List is one entry however many pages there are, and none where nobody was asked.
func (j *Journal) List(ctx context.Context, q Query) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		e := Entry{At: j.now(), Operation: OpList}
		secrets := 0
		defer func() {
			if e.Calls == 0 {
				return
			}
			e.Took = j.now().Sub(e.At)
			e.Detail = fmt.Sprintf("%s, %s", Counted(e.Calls, "page"), Counted(secrets, "secret"))
			j.add(e)
		}()
		for p, err := range j.Backend.List(ctx, q) {
			e.Calls++
			e.Err = err
			secrets += len(p.Secrets)
			if !yield(p, err) {
				return
			}
		}
	}
}

// Versions is one entry however many pages there are.
func (j *Journal) Versions(ctx context.Context, id string, deprecated bool) iter.Seq2[[]Version, error] {
	return func(yield func([]Version, error) bool) {
		e := Entry{At: j.now(), Operation: OpVersions, Target: id}
		versions := 0
		defer func() {
			e.Took = j.now().Sub(e.At)
			e.Detail = Counted(versions, "version")
			j.add(e)
		}()
		for vs, err := range j.Backend.Versions(ctx, id, deprecated) {
			e.Calls++
			e.Target, e.Err = j.named(id, err)
			versions += len(vs)
			if !yield(vs, e.Err) {
				return
			}
		}
	}
}

func Counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
