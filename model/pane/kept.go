package pane

import "slices"

// KeptSecrets is of how many secrets that were looked at last what the service told is kept.
const KeptSecrets = 50

// Kept is what the service told of the secrets that were looked at last, by ARN, so that going back to one blanks nothing. It is drawn
// until it is told anew, and nothing is decided by it. It holds no value.
type Kept[T any] struct {
	of    map[string]T
	order []string // the last one last
}

// Put keeps what was told of a secret, and lets go of the one that was looked at longest ago.
func (k *Kept[T]) Put(arn string, told T) {
	if k.of == nil {
		k.of = map[string]T{}
	}
	k.Drop(arn)
	k.of[arn], k.order = told, append(k.order, arn)
	if len(k.order) > KeptSecrets {
		k.Drop(k.order[0])
	}
}

// Get is what was told of a secret.
func (k *Kept[T]) Get(arn string) (told T, ok bool) {
	told, ok = k.of[arn]
	return told, ok
}

// Drop lets go of what is old by now.
func (k *Kept[T]) Drop(arn string) {
	if i := slices.Index(k.order, arn); i >= 0 {
		k.order = slices.Delete(k.order, i, i+1)
		delete(k.of, arn)
	}
}

// Hear drops what a message makes old.
func (k *Kept[T]) Hear(msg any) {
	switch msg := msg.(type) {
	case Refreshed:
		*k = Kept[T]{}
	case Changed:
		k.Drop(msg.ARN)
	case Ordered:
		k.Drop(msg.ARN())
	case ValueChanged:
		k.Drop(msg.ARN)
	case Saved:
		k.Drop(msg.ARN)
	case VersionDoubted:
		k.Drop(msg.ARN)
	case Gone:
		k.Drop(msg.ARN)
	}
}
