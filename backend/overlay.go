package backend

import (
	"context"
	"iter"
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
	told   *Secret   // as described since then
	gone   bool      // deleted for good
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
		if o.now().Sub(w.at) > overlayTime {
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
	if err == nil {
		how(w)
	}
	o.own[id] = w
}

// Describe keeps what it tells about a secret of ours.
func (o *Overlay) Describe(ctx context.Context, id string) (Detail, error) {
	asked := o.now()
	d, err := o.Backend.Describe(ctx, id)
	o.mu.Lock()
	defer o.mu.Unlock()
	w := o.own[id]
	if w == nil {
		w = o.own[d.ARN]
	}
	// An answer to a question that was asked before the write may be older than it.
	if w == nil || err != nil || asked.Before(w.at) {
		return d, err
	}
	told := d.Secret
	w.told = &told
	o.own[d.ARN] = w
	return d, nil
}

// List gives pages with the own writes of the session in them, and the secrets made in it that no page has told of.
func (o *Overlay) List(ctx context.Context, q Query) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		seen := map[string]bool{}
		began := o.now()
		var last Page
		for p, err := range o.Backend.List(ctx, q) {
			for i := range p.Secrets {
				if arn := p.Secrets[i].ARN; o.isOwn(arn) {
					seen[arn] = true
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
		if late := o.unlisted(seen, q, began); len(late) > 0 {
			yield(Page{Secrets: late, At: last.At}, nil)
		}
	}
}

// compare notes which own writes a listing knows that began after them.
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
	}
	return pending
}

// Unlisted reports whether a secret is shown as this session left it, because the last listing lagged behind.
func (o *Overlay) Unlisted(arn string) bool {
	if o == nil {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	w := o.own[arn]
	return w != nil && w.late && o.now().Sub(w.at) <= overlayTime
}

func (o *Overlay) isOwn(arn string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.own[arn] != nil
}

// unlisted are own secrets that a whole listing lacked. A narrowed listing may lack them for good reason.
func (o *Overlay) unlisted(seen map[string]bool, q Query, began time.Time) (late []Secret) {
	if len(q.Filters) > 0 {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for id, w := range o.own {
		if w.told != nil && !w.gone && id == w.told.ARN && !seen[id] {
			late = append(late, *w.told)
			w.late = w.at.Before(began)
		}
	}
	return late
}

func (o *Overlay) Create(ctx context.Context, s NewSecret) (Written, error) {
	w, err := o.Backend.Create(ctx, s)
	if err == nil {
		o.wrote(w.ARN, nil, func(w *ownWrite) { w.active = true })
	}
	return w, err
}

func (o *Overlay) Put(ctx context.Context, id string, p NewVersion) (Written, error) {
	w, err := o.Backend.Put(ctx, id, p)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return w, err
}

func (o *Overlay) Update(ctx context.Context, id string, c MetadataChange) error {
	err := o.Backend.Update(ctx, id, c)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) MoveLabel(ctx context.Context, id string, m LabelMove) error {
	err := o.Backend.MoveLabel(ctx, id, m)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Tag(ctx context.Context, id string, tags []Tag) error {
	err := o.Backend.Tag(ctx, id, tags)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Untag(ctx context.Context, id string, keys []string) error {
	err := o.Backend.Untag(ctx, id, keys)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Delete(ctx context.Context, id string, d Deletion) (Deleted, error) {
	out, err := o.Backend.Delete(ctx, id, d)
	o.wrote(id, err, func(w *ownWrite) {
		w.gone = d.Force
		if w.ended = out.At; w.ended.IsZero() {
			w.ended = o.now()
		}
	})
	return out, err
}

func (o *Overlay) Restore(ctx context.Context, id string) error {
	err := o.Backend.Restore(ctx, id)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}

func (o *Overlay) Rotate(ctx context.Context, id string, r RotationOrder) (Written, error) {
	w, err := o.Backend.Rotate(ctx, id, r)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return w, err
}

func (o *Overlay) CancelRotation(ctx context.Context, id string) error {
	err := o.Backend.CancelRotation(ctx, id)
	o.wrote(id, err, func(w *ownWrite) { w.active = true })
	return err
}
