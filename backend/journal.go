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
	reads    map[read]time.Time // the last of each by this session

	permissions Permissions
}

// Permissions are what was allowed and refused of what went through the journal.
func (j *Journal) Permissions() *Permissions { return &j.permissions }

// read is a version of a secret that was read, or with no version any of them.
type read struct{ arn, version string }

// Read tells when this session last read a value of a secret: of the version with an id, or with "" of any. The service itself
// tells only the day, and that late.
func (j *Journal) Read(arn, version string) (at time.Time, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	at, ok = j.reads[read{arn, version}]
	return at, ok
}

func (j *Journal) noteRead(r Revealed) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.reads == nil {
		j.reads = map[read]time.Time{}
	}
	now := j.now()
	j.reads[read{r.ARN, ""}], j.reads[read{r.ARN, r.Version}] = now, now
}

// Entry is one thing that was done, or tried.
type Entry struct {
	At        time.Time // when it began
	Took      time.Duration
	Operation Operation
	// Target is the name or ARN acted on, "" for none; Typed: as somebody has typed it. It is outside text.
	Target string
	Typed  bool
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

// Called is the target as it is told.
func (e Entry) Called() string { return called(e.Target, e.Typed) }

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
	j.permissions.note(e.Operation, e.Target, e.Err, e.At.Add(e.Took))
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

func (j *Journal) isTyped(id string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.typed[id]
}

// asTold is whether a target is as somebody has typed it, and an error about it as it may be told.
func (j *Journal) asTold(target string, err error) (typed bool, told error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var e *Error
	if j.typed[target] && errors.As(err, &e) && e.ID == target {
		typed := *e
		typed.Typed = true
		err = &typed
	}
	return j.typed[target], err
}

// note runs one call that reads no value, and enters it.
func (j *Journal) note(op Operation, target, detail string, call func() error) error {
	e := Entry{At: j.now(), Operation: op, Target: target, Detail: detail, Calls: 1}
	e.Typed, e.Err = j.asTold(target, call())
	e.Took = j.now().Sub(e.At)
	j.add(e)
	return e.Err
}

// noteReads runs one call that reads values, and enters it. Where the backend does not note its attempts, ended tells by the
// call's end how many values were read, and how many may have been.
func (j *Journal) noteReads(ctx context.Context, e Entry, call func(context.Context) error, ended func(error) (sure, doubtful int)) error {
	r := &Reads{}
	e.At, e.Calls = j.now(), 1
	e.Typed, e.Err = j.asTold(e.Target, call(r.with(ctx)))
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
			if secrets > 0 || e.Err == nil { // what failed has not told that there are none
				e.Detail = fmt.Sprintf("%s, %s", Counted(e.Calls, "page"), Counted(secrets, "secret"))
			}
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
			if versions > 0 || e.Err == nil {
				e.Detail = Counted(versions, "version")
			}
			j.add(e)
		}()
		for vs, err := range j.Backend.Versions(ctx, id, deprecated) {
			e.Calls++
			e.Typed, e.Err = j.asTold(id, err)
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
