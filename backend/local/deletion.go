package local

import (
	"strings"
	"time"
)

const day = 24 * time.Hour

func deleteSecret(c *call, in *deleteIn) (any, error) {
	window := orInt(in.RecoveryWindowInDays, 30)
	switch {
	case in.ForceDeleteWithoutRecovery && in.RecoveryWindowInDays != nil:
		return nil, invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
	case window < 7 || window > 30:
		return nil, invalidParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).")
	}
	s, err := c.find(*in.SecretId)
	if err != nil {
		if in.ForceDeleteWithoutRecovery && err.(*refusal).code == "ResourceNotFoundException" {
			return c.deletedNothing(*in.SecretId), nil
		}
		return nil, err
	}
	if err := c.checkDelete(s, in.ForceDeleteWithoutRecovery); err != nil {
		return nil, err
	}
	if in.ForceDeleteWithoutRecovery {
		return c.deleteForGood(s), nil
	}
	c.record(s, *in.SecretId, in.RecoveryWindowInDays)
	end := c.now.add(time.Duration(window) * day)
	c.change(s, func(n *secret) {
		n.deleted, n.purge = c.now, end
		n.rotationOff()
	})
	c.purgeLater(s.name)
	return deletedOut{namedOut{c.region.arn(s), s.name}, end}, nil
}

func (c *call) checkDelete(s *secret, force bool) error {
	m := s.extra()
	switch {
	case m.forced:
		return wasDeleted()
	case s.pending() && !force:
		return markedForDeletion()
	case c.isReplica(s), m.crossPrimary.following():
		return onReplica()
	case m.crossReplica.following():
		return invalidParameter("You can't delete secret %s that still has a cross-account replica %s.", c.region.arn(s), m.crossReplica.arn)
	case len(m.replicas) > 0:
		return invalidParameter("You can't delete secret %s that still has replica regions [%s].", c.region.arn(s), regionNames(m.replicas))
	case m.owner != "" && force:
		return managed()
	}
	return nil
}

// deleteForGood takes a secret away at once, or leaves its remains for the knob's while.
func (c *call) deleteForGood(s *secret) deletedOut {
	out := deletedOut{namedOut{c.region.arn(s), s.name}, c.now}
	wait := c.srv.knobs.ForceDelay
	if wait <= 0 {
		c.region.put(s, nil, c.now)
		return out
	}
	c.change(s, func(n *secret) {
		n.deleted, n.purge = c.now, c.now.add(wait)
		n.more.forced = true
		n.rotationOff()
	})
	c.purgeLater(s.name)
	return out
}

// deletedNothing is the answer to a forced delete of what is not there: success.
func (c *call) deletedNothing(id string) deletedOut {
	name, arn := id, id
	if strings.HasPrefix(id, "arn:") {
		_, name, _ = strings.Cut(id, ":secret:")
		name, _, _ = cutSuffix(name)
	} else {
		arn = c.region.prefix() + id
	}
	return deletedOut{namedOut{arn, name}, c.now}
}

// purgeLater removes a secret when its window is over, unless it was restored meanwhile. The removal itself is a
// background task that may come later than that.
func (c *call) purgeLater(name string) {
	c.region.remind(alarm{c.region.secrets[name].purge, name, purge})
}

func purge(c *call, s *secret) {
	if !s.pending() || s.purge > c.now {
		return
	}
	due := s.purge
	if !s.extra().forced {
		due = due.add(c.srv.knobs.PurgeDelay)
	}
	if due > c.now {
		c.region.remind(alarm{due, s.name, purge})
		return
	}
	c.region.put(s, nil, c.now)
}

func restoreSecret(c *call, in *idIn) (any, error) {
	s, err := c.find(*in.SecretId)
	switch {
	case err != nil:
		return nil, err
	case s.extra().forced:
		return nil, wasDeleted()
	case c.isReplica(s):
		return nil, onReplica()
	}
	if s.pending() {
		c.change(s, func(n *secret) { n.deleted, n.purge = 0, 0 })
	}
	return namedOut{c.region.arn(s), s.name}, nil
}
