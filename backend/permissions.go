package backend

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"
)

// Permissions remembers what the service has allowed and refused in this session, by action and secret. The zero one, and nil,
// know nothing. It may be used by several goroutines at once.
type Permissions struct {
	mu      sync.Mutex
	tried   map[tried]tryEnd
	refused int // of those
}

type tried struct{ action, id string }

// tryEnd is what came of it the last time.
type tryEnd struct {
	allowed bool
	at      time.Time
}

// Tried is one thing that was tried.
type Tried struct {
	Action string // of IAM
	// ID is the secret's name or ARN, "" for what concerns none. It is outside text.
	ID      string
	Allowed bool
	At      time.Time // when, the last time
}

// note takes what came of a call.
func (p *Permissions) note(op Operation, id string, err error, at time.Time) {
	action, allowed, told := judged(op, err)
	// GetCallerIdentity needs none (API reference), and what nothing depends on is missed by nobody.
	if p == nil || !told || op == OpIdentity || op == OpAlias {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tried == nil {
		p.tried = map[tried]tryEnd{}
	}
	p.forget(tried{action, id})
	p.tried[tried{action, id}] = tryEnd{allowed, at}
	if !allowed {
		p.refused++
	}
	if allowed && (op == OpReveal || op == OpPut) { // with its key
		p.forget(tried{keyAction(op), id})
	}
}

// forget is called with the lock held.
func (p *Permissions) forget(t tried) {
	if end, known := p.tried[t]; known && !end.allowed {
		p.refused--
	}
	delete(p.tried, t)
}

// AnyRefused reports whether anything at all was refused, and not allowed since.
func (p *Permissions) AnyRefused() bool {
	if p == nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refused > 0
}

// judged is what the end of a call tells of a permission. What was refused for another reason was allowed: the service looks at
// permissions first.
func judged(op Operation, err error) (action string, allowed, told bool) {
	var e *Error
	switch {
	case err == nil:
		return op.Action(), true, true
	case !errors.As(err, &e) || e.Unsent || e.Code == "":
		return "", false, false
	case errors.Is(e.Kind, ErrDenied):
		return e.Action, false, e.Action != ""
	case errors.Is(e.Kind, ErrKMS) && strings.HasPrefix(e.Code, "AccessDenied"):
		if strings.HasPrefix(e.Action, "kms:") {
			return e.Action, false, true
		}
		return keyAction(op), false, true
	}
	for _, kind := range []error{ErrNotFound, ErrNoValue, ErrPendingDeletion, ErrState, ErrConflict, ErrExists, ErrTokenUsed, ErrManaged, ErrReplica, ErrQuota} {
		if errors.Is(e.Kind, kind) {
			return op.Action(), true, true
		}
	}
	return "", false, false
}

// keyAction is what an operation needs of a KMS key first.
func keyAction(op Operation) string {
	if op.Writes() {
		return "kms:GenerateDataKey"
	}
	return "kms:Decrypt"
}

// Refused is what an operation on a secret was refused for in this session, with no action for nothing. A refusal lasts until the
// same is allowed.
func (p *Permissions) Refused(op Operation, id string) Tried {
	if !p.AnyRefused() { // as a rule, and asked for each key of a footer
		return Tried{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, action := range op.actions() {
		for t, end := range p.tried {
			if t.action == action && !end.allowed && sameSecret(t.id, id) {
				return Tried{t.action, t.id, false, end.at}
			}
		}
	}
	return Tried{}
}

// MayNeed reports whether an operation may be refused for want of an action.
func (o Operation) MayNeed(action string) bool { return slices.Contains(o.actions(), action) }

// actions are all that an operation may be refused for: its own, and that on the key.
func (o Operation) actions() []string {
	all := []string{o.Action()}
	switch o {
	case OpReveal, OpRevealMany:
		all = append(all, "kms:Decrypt")
	case OpCreate, OpPut, OpUpdate:
		all = append(all, "kms:GenerateDataKey", "kms:Decrypt")
	}
	return all
}

// sameSecret reports whether two ids are known to name one secret. A name is sought in one place, whose ARNs may have it.
func sameSecret(a, b string) bool {
	return a == b || a != "" && b != "" && ShortID(a) == ShortID(b) && (strings.HasPrefix(a, "arn:") != strings.HasPrefix(b, "arn:"))
}

// Tried is all that was tried, in order of actions.
func (p *Permissions) Tried() (all []Tried) {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for t, end := range p.tried {
		all = append(all, Tried{t.action, t.id, end.allowed, end.at})
	}
	slices.SortFunc(all, func(a, b Tried) int { return cmp.Or(cmp.Compare(a.Action, b.Action), cmp.Compare(a.ID, b.ID)) })
	return all
}

// Forget drops everything: another login may have other permissions.
func (p *Permissions) Forget() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tried, p.refused = nil, 0
}
