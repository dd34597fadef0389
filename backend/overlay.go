package backend

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"iter"
	"slices"
	"sync"
	"time"
)

// overlayTime is how long own writes stand before what a listing says: it may lag five minutes (API reference of
// ListSecrets), and clocks and calls take their time too.
const overlayTime = 6 * time.Minute

// Overlay passes every call on and remembers what this session wrote, so that a listing which lags never shows a state
// older than the user's own last action. What Describe tells after a write is what stands; where it could not be asked,
// what the write itself is known to have done. It may be used by several goroutines at once.
type Overlay struct {
	Backend
	now func() time.Time

	mu  sync.Mutex
	own map[string]*ownWrite // by the id of the write, and once it is known by the ARN
}

// ownWrite is the state of a secret as our own last write left it.
type ownWrite struct {
	at     time.Time // of the write, by our clock
	made   bool      // the write was a create
	told   *Secret   // as described since then
	forced bool      // deleted for good by us
	gone   bool      // not there any more, whoever deleted it
	active bool      // not pending deletion, for certain
	ended  time.Time // pending deletion since then
	late   bool      // a listing that began after it did not know it
}

// NewOverlay puts an overlay before be. now is the clock of its six minutes.
func NewOverlay(be Backend, now func() time.Time) *Overlay {
	return &Overlay{Backend: be, now: now, own: map[string]*ownWrite{}}
}

// Fresh brings a page of a listing up to date with this session's own writes. A page that was fetched before a write may
// be handed in after it: whoever keeps pages waiting calls Fresh when it takes them.
func (o *Overlay) Fresh(listed []Secret) []Secret {
	if o == nil {
		return listed
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.forgetOld()
	if len(o.own) == 0 {
		return listed
	}
	out := make([]Secret, 0, len(listed))
	for _, s := range listed {
		w := o.own[s.ARN]
		if w == nil {
			out = append(out, s)
			continue
		}
		if fresh, there := w.over(s); there {
			out = append(out, fresh)
		}
	}
	return out
}

// over is the truth about a secret that a listing tells of.
func (w *ownWrite) over(listed Secret) (Secret, bool) {
	switch {
	case w.gone:
		return Secret{}, false
	case w.told != nil && listed.Changed.After(w.told.Changed):
		return listed, true // somebody has changed it since, and the list knows
	case w.told != nil:
		s := *w.told
		if s.Stages == nil {
			s.Stages = listed.Stages
		}
		return s, true
	case w.active:
		listed.Deleted = time.Time{}
	case !w.ended.IsZero() && listed.Deleted.IsZero():
		listed.Deleted = w.ended
	}
	return listed, true
}

// forgetOld is called with the lock held.
func (o *Overlay) forgetOld() {
	for id, w := range o.own {
		if Elapsed(w.at, o.now()) > overlayTime {
			delete(o.own, id)
		}
	}
}

// wrote notes a write that was answered, or may have been carried out although no answer came.
func (o *Overlay) wrote(id string, err error, how func(*ownWrite)) {
	if err != nil && !MayHaveHappened(err) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	w := &ownWrite{at: o.now()}
	if was := o.own[id]; was != nil {
		w.made = was.made
	}
	if err == nil {
		how(w)
	}
	o.own[id] = w
}

// madeTime is how long a secret that was just made may not be found although it is there (aws.md 2.2).
const madeTime = 15 * time.Second

// Describe keeps what it tells about a secret of ours, also that it is not there any more.
func (o *Overlay) Describe(ctx context.Context, id string) (Detail, error) {
	asked := o.now()
	d, err := o.Backend.Describe(ctx, id)
	o.mu.Lock()
	defer o.mu.Unlock()
	w := o.own[d.ARN]
	if w == nil {
		w = o.own[id]
	}
	// An answer to a question that was asked before the write may be older than it.
	if w == nil || asked.Before(w.at) {
		return d, err
	}
	if errors.Is(err, ErrNotFound) && !(w.made && asked.Sub(w.at) < madeTime) {
		w.gone, w.told, w.late = true, nil, false
	}
	if err != nil {
		return d, err
	}
	w.gone = w.forced // what is deleted for good can be described for a while
	told := d.Secret
	w.told = &told
	o.own[d.ARN] = w
	return d, nil
}

// List gives pages with the own writes of the session in them, and the secrets made in it that no page has told of. Where it
// cannot be said whether the listing or what is remembered is newer, Describe decides.
func (o *Overlay) List(ctx context.Context, q Query) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		seen, passed := map[string]bool{}, newPassed()
		began, asks := o.now(), maxAsks
		var last Page
		for p, err := range o.Backend.List(ctx, q) {
			passed.add(p.Secrets)
			for _, arn := range o.doubtful(p.Secrets, seen, began) {
				if asks--; asks >= 0 {
					_, _ = o.Describe(ctx, arn)
				}
			}
			o.compare(p.Secrets, began)
			p.Secrets = o.Fresh(p.Secrets)
			if err == nil {
				last = p
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
		for _, arn := range o.missing(seen, passed, q) {
			if asks--; asks >= 0 {
				_, _ = o.Describe(ctx, arn)
			}
		}
		if late := o.unlisted(seen, q, began); len(late) > 0 {
			yield(Page{Secrets: late, At: last.At, Trip: last.Trip}, nil)
		}
	}
}

// maxAsks bounds the questions about own writes that one listing leads to.
const maxAsks = 50

// doubtful are own secrets of a page of which nobody can say by their dates whether the page is older than what is
// remembered. It notes all own ones as seen.
func (o *Overlay) doubtful(listed []Secret, seen map[string]bool, began time.Time) (arns []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range listed {
		s := &listed[i]
		w := o.own[s.ARN]
		if w == nil {
			continue
		}
		seen[s.ARN] = true
		if !w.at.Before(began) || w.gone {
			continue
		}
		if w.told == nil || s.Changed.Equal(w.told.Changed) && !s.Deleted.Equal(w.told.Deleted) {
			arns = append(arns, s.ARN)
		}
	}
	return arns
}

// compare notes which own writes a listing does not know that began after them.
func (o *Overlay) compare(listed []Secret, began time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range listed {
		if w := o.own[listed[i].ARN]; w != nil && w.at.Before(began) {
			w.late = !w.knownTo(&listed[i])
		}
	}
}

func (w *ownWrite) knownTo(listed *Secret) bool {
	pending := !listed.Deleted.IsZero()
	switch {
	case w.told != nil:
		return !listed.Changed.Before(w.told.Changed) && pending == !w.told.Deleted.IsZero()
	case w.active:
		return !pending
	case !w.ended.IsZero():
		return pending
	}
	return true // nobody knows what the write has done, if anything
}

// Unlisted reports whether a secret is shown as this session left it, because the last listing lagged behind.
func (o *Overlay) Unlisted(arn string) bool {
	if o == nil {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	w := o.own[arn]
	return w != nil && w.late && Elapsed(w.at, o.now()) <= overlayTime
}

// Wrote reports whether anything is remembered of own writes.
func (o *Overlay) Wrote() bool {
	if o == nil {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.own) > 0
}

// missing are own secrets that a whole listing lacked. One that was written after its page had passed is not among them, and
// is noted as seen.
func (o *Overlay) missing(seen map[string]bool, passed *passed, q Query) (arns []string) {
	if len(q.Filters) > 0 {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for id, w := range o.own {
		seen[id] = seen[id] || passed.has(id)
		if o.lacked(id, w, seen, q) {
			arns = append(arns, id)
		}
	}
	return arns
}

// lacked reports whether a listing of a region lacked a secret of that region. It is called with the lock held.
func (o *Overlay) lacked(id string, w *ownWrite, seen map[string]bool, q Query) bool {
	region := RegionOf(id)
	return w.told != nil && !w.gone && id == w.told.ARN && !seen[id] && (region == "" || region == cmp.Or(q.Region, o.Where().Region))
}

// passed is what a listing has told so far, eight bytes each: with a chance of 1 in 10^13 a secret is taken for another one
// that was written meanwhile, which is then missed until the next listing.
type passed struct {
	seed   maphash.Seed
	hashes []uint64
}

func newPassed() *passed { return &passed{seed: maphash.MakeSeed()} }

func (p *passed) add(secrets []Secret) {
	for i := range secrets {
		p.hashes = append(p.hashes, maphash.String(p.seed, secrets[i].ARN))
	}
}

func (p *passed) has(arn string) bool { return slices.Contains(p.hashes, maphash.String(p.seed, arn)) }

// unlisted are own secrets that a whole listing lacked. A narrowed listing may lack them for good reason.
func (o *Overlay) unlisted(seen map[string]bool, q Query, began time.Time) (late []Secret) {
	if len(q.Filters) > 0 {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for id, w := range o.own {
		if o.lacked(id, w, seen, q) {
			late = append(late, *w.told)
			w.late = w.at.Before(began)
		}
	}
	return late
}
