package list

import (
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/model/find"
)

// Known is a secret by its ARN.
func (l *Pane) Known(arn string) (s backend.Secret, ok bool) {
	r, ok := l.index.Lookup(arn)
	if !ok || arn == "" {
		return s, false
	}
	return l.index.Secret(r), true
}

// Told reports whether the service has told of a secret. Of one that it has not, only what the user typed is known.
func (l *Pane) Told(arn string) bool {
	g := l.guests[arn]
	return g == nil || g.known
}

// NamesLike are names that begin with prefix, as far as they are listed.
func (l *Pane) NamesLike(prefix string) (out []string) {
	if prefix == "" {
		return nil
	}
	defer l.ask()
	r := l.index.Find("^"+prefix, find.Active, l.order, l.Now)
	for i := 0; i < min(r.Len(), 50) && len(out) < 6; i++ {
		if name := l.index.Name(r.Row(i)); strings.HasPrefix(name, prefix) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// NameHolder is the secret of this place that has a name, as far as the list knows, and what that means for a new one.
func (l *Pane) NameHolder(name string) (backend.Secret, error) {
	if backend.NameProblem(name) != "" {
		return backend.Secret{}, nil
	}
	defer l.ask()
	for _, view := range []find.View{find.Active, find.Deleted} {
		r := l.base.Find("^"+name+"$", view, l.order, l.Now)
		for i := range min(r.Len(), 20) {
			s := l.base.Secret(r.Row(i))
			switch {
			case s.Name != name || !l.isHome(s.ARN):
			case s.Deleted.IsZero():
				return s, backend.ErrExists
			default:
				return s, backend.ErrPendingDeletion
			}
		}
	}
	return backend.Secret{}, nil
}
