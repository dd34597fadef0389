package local

import (
	"cmp"
	"strings"
)

// across is what a primary knows of its replica in another account, or that replica of its primary.
type across struct {
	arn  string // the other's
	role string // that replicates, at the primary
	// state is Pending (at a replica that was only created), Detached (by the other side), or "" for one that follows.
	state  string
	failed string // why it failed, "" if it did not
	inSync stamp  // when it is in sync
}

const (
	statePending  = "Pending"
	stateDetached = "Detached"
)

func (a *across) status(now stamp) string {
	switch {
	case a.state != "":
		return a.state
	case a.failed != "":
		return "Failed"
	case a.inSync > now:
		return "InProgress"
	}
	return "InSync"
}

// following reports whether a secret of another account gets its versions from this one, or this one from it: also where that has
// failed, since it is tried again.
func (a *across) following() bool { return a != nil && a.state == "" }

// other is the region and the secret that an ARN of another account names in this region; nil where there is none.
func (c *call) other(arn string) (*region, *secret) {
	parts := strings.Split(arn, ":")
	if len(parts) < 7 || parts[3] != c.region.name || !isAccount(parts[4]) || parts[4] == c.region.account {
		return nil, nil
	}
	there := c.srv.region(place{parts[4], parts[3]})
	return there, there.lookup(arn)
}

// checkCrossAccount holds the rules of creating a replica of another account's secret.
func (c *call) checkCrossAccount(in *createIn) error {
	there, _ := c.other(or(in.CrossAccountPrimaryARN, ""))
	switch {
	case in.CrossAccountPrimaryARN == nil:
		return nil
	case there == nil:
		return invalidParameter("The CrossAccountPrimaryARN must be the ARN of a secret in another account and in this Region.")
	case in.SecretString != nil || in.SecretBinary != nil || in.Description != nil || in.AddReplicaRegions != nil || in.Type != nil:
		return invalidParameter("You can't include SecretString, SecretBinary, Description, AddReplicaRegions, or Type with CrossAccountPrimaryARN.")
	case !customKey(or(in.KmsKeyId, "")):
		return invalidParameter("A cross-account replica secret must use a customer managed KMS key.")
	}
	return nil
}

func customKey(key string) bool { return key != "" && !strings.HasSuffix(key, defaultReplicaKey) }

func associateCrossAccountReplica(c *call, in *associateIn) (any, error) {
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	there, r := c.other(*in.CrossAccountReplicaARN)
	have := s.extra().crossReplica
	switch {
	case there == nil:
		return nil, invalidParameter("The replica must be a secret in another account and in this Region.")
	case r == nil:
		return nil, notFound()
	case r.extra().crossPrimary == nil || r.extra().crossPrimary.arn != c.region.arn(s):
		return nil, invalidRequest("The secret %s isn't a cross-account replica of this secret.", there.arn(r))
	case have != nil && have.state == "" && have.arn != there.arn(r):
		return nil, invalidRequest("A secret can have at most one cross-account replica.")
	case !customKey(s.kmsKey):
		return nil, invalidRequest("A secret that is encrypted with aws/secretsmanager can't be replicated to another account.")
	}
	tie := across{arn: there.arn(r), role: or(in.ReplicationRoleARN, ""), inSync: c.now.add(c.srv.knobs.ReplicationTime)}
	if err := cmp.Or(c.decrypts(s.kmsKey), c.encrypts(r.kmsKey)); err != nil {
		tie.failed = "Replication failed: " + err.(*refusal).message
	}
	mine := r.clone()
	mine.more.crossPrimary = &across{arn: c.region.arn(s), failed: tie.failed, inSync: tie.inSync}
	there.put(r, mine, c.now)
	s = c.change(s, func(n *secret) { n.more.crossReplica = &tie })
	return tiedOut{ARN: c.region.arn(s), CrossAccountReplicaARN: tie.arn, ReplicationStatus: tie.status(c.now)}, nil
}

func disassociateCrossAccountReplica(c *call, in *disassociateIn) (any, error) {
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	there, r := c.other(*in.CrossAccountReplicaARN)
	have := s.extra().crossReplica
	if have == nil || have.arn != *in.CrossAccountReplicaARN {
		return nil, invalidRequest("The secret %s isn't associated with this secret.", *in.CrossAccountReplicaARN)
	}
	s = c.change(s, func(n *secret) { n.more.crossReplica = nil })
	if r != nil && r.extra().crossPrimary != nil && r.extra().crossPrimary.arn == c.region.arn(s) {
		mine := r.clone()
		mine.more.crossPrimary = &across{arn: c.region.arn(s), state: stateDetached}
		there.put(r, mine, c.now)
	}
	return tiedOut{ARN: c.region.arn(s), CrossAccountReplicaARN: have.arn}, nil
}

// syncAcross brings a primary's replica in another account up to date. It has a name, a key and accesses of its own.
func (c *call) syncAcross(s *secret) {
	tie := s.extra().crossReplica
	if !tie.following() || tie.failed != "" {
		return
	}
	there, old := c.other(tie.arn)
	if old == nil {
		return
	}
	n := old.clone()
	n.changed = c.now
	n.versions = copied(s.versions, old, n.kmsKey)
	there.put(old, n, c.now)
}

// standAlone makes a replica of another account's secret a secret of its own. Its primary sees that it is detached.
func (c *call) standAlone(s *secret) {
	there, primary := c.other(s.more.crossPrimary.arn)
	if primary != nil && primary.extra().crossReplica != nil && primary.extra().crossReplica.arn == c.region.arn(s) {
		n := primary.clone()
		n.more.crossReplica = &across{arn: c.region.arn(s), role: primary.more.crossReplica.role, state: stateDetached}
		there.put(primary, n, c.now)
	}
	c.change(s, func(n *secret) { n.more.crossPrimary = nil })
}

// showAcross is what DescribeSecret tells of replication between accounts.
func (s *secret) showAcross(out *describedOut, now stamp) {
	if p := s.extra().crossPrimary; p != nil {
		out.CrossAccountPrimary = &crossPrimaryOut{p.arn, p.status(now), p.failed}
	}
	if r := s.extra().crossReplica; r != nil {
		out.CrossAccountReplicas = []crossReplicaOut{{r.arn, r.role, r.status(now), r.failed}}
	}
}
