package local

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// call is one request at work on the store; the server's lock is held while it runs.
type call struct {
	srv    *Server
	region *region
	now    stamp
	op     string
}

// operation decodes its input and runs.
type operation func(c *call, in map[string]any) (any, error)

// op makes an operation of a function with a typed input.
func op[In any](run func(*call, *In) (any, error)) operation {
	return func(c *call, raw map[string]any) (any, error) {
		in := new(In)
		if err := bind(raw, in); err != nil {
			return nil, err
		}
		return run(c, in)
	}
}

// operations is every operation of the service, API version 2017-10-17, as of November 2026.
func operations() map[string]operation {
	return map[string]operation{
		"AssociateCrossAccountReplica":    op(associateCrossAccountReplica),
		"BatchGetSecretValue":             op(batchGetSecretValue),
		"CancelRotateSecret":              op(cancelRotateSecret),
		"CreateSecret":                    op(createSecret),
		"DeleteResourcePolicy":            op(deleteResourcePolicy),
		"DeleteSecret":                    op(deleteSecret),
		"DescribeSecret":                  op(describeSecret),
		"DisassociateCrossAccountReplica": op(disassociateCrossAccountReplica),
		"GetRandomPassword":               op(getRandomPassword),
		"GetResourcePolicy":               op(getResourcePolicy),
		"GetSecretValue":                  op(getSecretValue),
		"ListResourcePolicies":            op(listResourcePolicies),
		"ListSecretVersionIds":            op(listSecretVersionIds),
		"ListSecrets":                     op(listSecrets),
		"PutResourcePolicy":               op(putResourcePolicy),
		"PutSecretValue":                  op(putSecretValue),
		"RemoveRegionsFromReplication":    op(removeRegionsFromReplication),
		"ReplicateSecretToRegions":        op(replicateSecretToRegions),
		"RestoreSecret":                   op(restoreSecret),
		"RotateSecret":                    op(rotateSecret),
		"StopReplicationToReplica":        op(stopReplicationToReplica),
		"TagResource":                     op(tagResource),
		"UntagResource":                   op(untagResource),
		"UpdateSecret":                    op(updateSecret),
		"UpdateSecretVersionStage":        op(updateSecretVersionStage),
		"ValidateResourcePolicy":          op(validateResourcePolicy),
	}
}

// find is the secret an id names, in whatever state. The ARN of another account leads the call there where a secret was planted
// in that one: then all of its are open to everybody.
func (c *call) find(id string) (*secret, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	if of := strings.SplitN(id, ":", 6); len(of) == 6 && of[4] != c.region.account && c.srv.open[of[4]] {
		c.region = c.srv.region(place{of[4], c.region.name})
	}
	s := c.region.lookup(id)
	if s == nil {
		return nil, notFound()
	}
	return s, nil
}

// live is a secret that is not on its way out.
func (c *call) live(id string) (*secret, error) {
	s, err := c.find(id)
	switch {
	case err != nil:
		return nil, err
	case s.extra().forced:
		return nil, wasDeleted()
	case s.pending():
		return nil, markedForDeletion()
	}
	return s, nil
}

// own is a live secret whose home is this region and account: replicas are changed through their primary.
func (c *call) own(id string) (*secret, error) {
	s, err := c.live(id)
	if err != nil {
		return nil, err
	}
	if c.isReplica(s) || s.extra().crossPrimary != nil {
		return nil, onReplica()
	}
	return s, nil
}

// editable is an own secret that no other service manages.
func (c *call) editable(id string) (*secret, error) {
	s, err := c.own(id)
	if err != nil {
		return nil, err
	}
	if s.extra().owner != "" {
		return nil, managed()
	}
	return s, nil
}

// change replaces a secret by a changed copy and gives that back.
func (c *call) change(s *secret, how func(n *secret)) *secret {
	n := s.clone()
	n.changed = c.now
	how(n)
	c.region.put(s, n, c.now)
	c.syncReplicas(n)
	c.syncAcross(n)
	return n
}

// alarm is something the service does later by itself.
type alarm struct {
	at   stamp
	name string
	ring func(c *call, s *secret)
}

// remind keeps alarms in the order of their time.
func (r *region) remind(a alarm) {
	i := len(r.alarms)
	for i > 0 && r.alarms[i-1].at > a.at {
		i--
	}
	r.alarms = append(r.alarms, alarm{})
	copy(r.alarms[i+1:], r.alarms[i:])
	r.alarms[i] = a
}

// sortAlarms is for alarms that were appended in bulk.
func (r *region) sortAlarms() {
	slices.SortStableFunc(r.alarms, func(a, b alarm) int { return cmp.Compare(a.at, b.at) })
}

// settle does what has become due, as of the time it was due.
func (c *call) settle() {
	for len(c.region.alarms) > 0 && c.region.alarms[0].at <= c.now {
		a := c.region.alarms[0]
		c.region.alarms = c.region.alarms[1:]
		if s := c.region.secrets[a.name]; s != nil {
			then := *c
			then.now = a.at
			a.ring(&then, s)
		}
	}
	c.region.listing.catchUp(c.now)
}

func (c *call) after(d time.Duration, name string, ring func(c *call, s *secret)) {
	at := c.now.add(d)
	if at <= c.now {
		if s := c.region.secrets[name]; s != nil {
			ring(c, s)
		}
		return
	}
	c.region.remind(alarm{at, name, ring})
}
