package local

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// listing is the state that ListSecrets serves: sorted orders that are built once and then kept by small steps, and
// changes that it has not taken in yet because the list lags.
type listing struct {
	orders map[string][]*secret
	waits  []change
	lag    time.Duration
}

type change struct {
	at        stamp
	old, next *secret
}

func (l *listing) note(old, next *secret, at stamp) {
	if l.lag <= 0 && len(l.waits) == 0 {
		l.apply(old, next)
		return
	}
	l.waits = append(l.waits, change{at, old, next})
}

// catchUp takes in what is older than the lag.
func (l *listing) catchUp(now stamp) {
	n := 0
	for n < len(l.waits) && l.waits[n].at.add(l.lag) <= now {
		l.apply(l.waits[n].old, l.waits[n].next)
		n++
	}
	if n > 0 {
		l.waits = slices.Clone(l.waits[n:])
	}
}

func (l *listing) apply(old, next *secret) {
	for by, order := range l.orders {
		l.orders[by] = replace(order, keyOf(by), old, next)
	}
}

// order returns every listed secret, ascending by the named key.
func (l *listing) order(by string, all map[string]*secret) []*secret {
	if o, ok := l.orders[by]; ok {
		return o
	}
	key := keyOf(by)
	o := make([]*secret, 0, len(all))
	for _, s := range all {
		o = append(o, s)
	}
	slices.SortFunc(o, func(a, b *secret) int { return compare(key, a, b) })
	for i := len(l.waits) - 1; i >= 0; i-- {
		o = replace(o, key, l.waits[i].next, l.waits[i].old)
	}
	if l.orders == nil {
		l.orders = map[string][]*secret{}
	}
	l.orders[by] = o
	return o
}

// replace puts next where it belongs and takes old out; either may be nil.
func replace(o []*secret, key func(*secret) stamp, old, next *secret) []*secret {
	if old != nil {
		i, found := slices.BinarySearchFunc(o, old, func(a, b *secret) int { return compare(key, a, b) })
		if found && next != nil && compare(key, old, next) == 0 {
			o[i] = next
			return o
		}
		if found {
			o = slices.Delete(o, i, i+1)
		}
	}
	if next != nil {
		i, _ := slices.BinarySearchFunc(o, next, func(a, b *secret) int { return compare(key, a, b) })
		o = slices.Insert(o, i, next)
	}
	return o
}

func keyOf(by string) func(*secret) stamp {
	switch by {
	case "name":
		return func(*secret) stamp { return 0 }
	case "last-changed-date":
		return func(s *secret) stamp { return s.changed }
	case "last-accessed-date":
		return func(s *secret) stamp { return s.accessed }
	}
	return func(s *secret) stamp { return s.created }
}

func compare(key func(*secret) stamp, a, b *secret) int {
	if a == b {
		return 0
	}
	if c := cmp.Compare(key(a), key(b)); c != 0 {
		return c
	}
	if c := strings.Compare(a.name, b.name); c != 0 {
		return c
	}
	return strings.Compare(a.suffix, b.suffix)
}
