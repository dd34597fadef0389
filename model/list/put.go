package list

import (
	"strings"
	"time"

	"strongroom/backend"
)

// put takes in what the service has told, wherever it was asked for. By its ARN a secret is of this place, or it is a guest
// that the user has opened, or it concerns nobody but the view of all regions.
func (l *Pane) put(secrets []backend.Secret) {
	marked := map[string]bool{}
	if len(l.guests) > 0 {
		for i := range secrets {
			l.welcome(&secrets[i], marked)
		}
	}
	l.outdate(secrets, time.Time{})
	l.carry(secrets, marked, func() {
		l.base.Put(l.ours(secrets))
		if l.wide.on {
			l.putWide(secrets)
		}
	})
	for i := range secrets {
		if s := &secrets[i]; !s.Deleted.IsZero() {
			l.learnEnd(s.ARN)
		}
	}
	l.requery()
}

// ours are those of the secrets that belong into the list of this place.
func (l *Pane) ours(secrets []backend.Secret) []backend.Secret {
	for i := range secrets {
		if l.belongs(&secrets[i]) {
			continue
		}
		home := append([]backend.Secret(nil), secrets[:i]...)
		for _, s := range secrets[i:] {
			if l.belongs(&s) {
				home = append(home, s)
			}
		}
		return home
	}
	return secrets
}

func (l *Pane) belongs(s *backend.Secret) bool { return l.isHome(s.ARN) || l.guests[s.ARN] != nil }

// isHome reports whether an ARN is of this region and this account; what is no ARN is a name, and names are sought here.
func (l *Pane) isHome(arn string) bool {
	if l.here != "" && strings.HasPrefix(arn, l.here) {
		return true
	}
	region := backend.RegionOf(arn)
	switch {
	case region == "":
		return true
	case l.here != "":
		return false
	}
	home := l.Home()
	return region == home.Region && (home.Account == "" || home.Account == backend.AccountOf(arn))
}

// Home is where the secrets of this place are: as their own ARNs tell, else as far as it is known.
func (l *Pane) Home() backend.Site {
	switch {
	case l.here != "":
		return backend.SiteOf(l.here)
	case l.Who != nil:
		return backend.Site{Account: l.Who.Account, Region: l.Backend.Where().Region}
	}
	return backend.Site{Region: l.Backend.Where().Region}
}

// putWide gives the view of all regions what it shows.
func (l *Pane) putWide(secrets []backend.Secret) {
	for i := range secrets {
		one := secrets[i : i+1]
		if _, known := l.index.Lookup(one[0].ARN); known || !one[0].Deleted.IsZero() {
			l.index.Put(one)
		}
	}
}

// forget takes secrets out that are gone.
func (l *Pane) forget(arns ...string) {
	for _, arn := range arns {
		if r, ok := l.base.Lookup(arn); ok && int(r) < len(l.seen) {
			l.seen[r] = 0
		}
		if r, marked := l.marked(arn); marked {
			l.unmark(r, "is gone")
		}
		delete(l.guests, arn)
	}
	l.base.Remove(arns...)
	l.index.Remove(arns...)
	l.requery()
}
