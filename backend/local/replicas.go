package local

import (
	"fmt"
	"slices"
	"strings"

	"strongroom/backend"
)

const defaultReplicaKey = "alias/aws/secretsmanager"

// replica is what a primary knows of one of its replicas.
type replica struct {
	region string
	key    string
	failed string // why it failed, "" if it did not
	inSync stamp  // when it is in sync
}

func (c *call) isReplica(s *secret) bool {
	primary := s.extra().primary
	return primary != "" && primary != c.region.name
}

func regionNames(rs []replica) string {
	names := make([]string, len(rs))
	for i, r := range rs {
		names[i] = r.region
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func (c *call) replicaView(s *secret) []replicaOut {
	out := []replicaOut{}
	for _, r := range s.extra().replicas {
		o := replicaOut{Region: r.region, KmsKeyId: or(&r.key, defaultReplicaKey), Status: "InSync", StatusMessage: "Replication succeeded"}
		switch {
		case r.failed != "":
			o.Status, o.StatusMessage = "Failed", r.failed
		case r.inSync > c.now:
			o.Status, o.StatusMessage = "InProgress", ""
		}
		if there := c.in(r.region).secrets[s.name]; there != nil && r.failed == "" {
			o.LastAccessedDate = there.accessed
		}
		out = append(out, o)
	}
	return out
}

func replicateSecretToRegions(c *call, in *replicateIn) (any, error) {
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	if err := c.checkTargets(in.AddReplicaRegions); err != nil {
		return nil, err
	}
	s = c.replicate(s, in.AddReplicaRegions, in.ForceOverwriteReplicaSecret)
	return replicationOut{c.region.arn(s), c.replicaView(s)}, nil
}

// checkTargets refuses regions that there are not, the secret's own, and one that comes twice.
func (c *call) checkTargets(to []replicaIn) error {
	seen := map[string]bool{c.region.name: true}
	there := append(backend.KnownRegions(c.region.name), c.srv.knobs.Regions...)
	for _, t := range to {
		r := or(t.Region, "")
		if seen[r] || !slices.Contains(there, r) {
			return invalidParameter("Invalid replica region.")
		}
		seen[r] = true
	}
	return nil
}

// replicate adds replicas to a primary. A region that has a secret of this name refuses, unless it is overwritten.
func (c *call) replicate(s *secret, to []replicaIn, overwrite bool) *secret {
	return c.change(s, func(n *secret) {
		n.more.primary = c.region.name
		for _, t := range to {
			r := replica{region: *t.Region, key: or(t.KmsKeyId, ""), inSync: c.now.add(c.srv.knobs.ReplicationTime)}
			there := c.in(r.region)
			if old := there.secrets[n.name]; old != nil && !ownReplica(old, n) {
				if !overwrite || old.extra().primary == r.region {
					r.failed = fmt.Sprintf("Replication failed: Secret name %s already exists in region %s.", n.name, r.region)
				} else {
					there.put(old, nil, c.now)
				}
			}
			if err := checkKey(t.KmsKeyId, r.region); err != nil {
				r.failed = "Replication failed: " + err.(*refusal).message
			}
			n.more.replicas = slices.DeleteFunc(n.more.replicas, func(o replica) bool { return o.region == r.region })
			n.more.replicas = append(n.more.replicas, r)
		}
	})
}

func ownReplica(there, primary *secret) bool {
	return there.suffix == primary.suffix && there.extra().primary == primary.extra().primary
}

// syncReplicas brings a primary's replicas up to date.
func (c *call) syncReplicas(s *secret) {
	for _, r := range s.extra().replicas {
		if r.failed != "" {
			continue
		}
		there := c.in(r.region)
		old := there.secrets[s.name]
		there.put(old, s.mirror(old, r, c.now), c.now)
	}
}

// mirror is a primary as its replica: the same secret under another key, with accesses of its own.
func (s *secret) mirror(old *secret, r replica, now stamp) *secret {
	n := s.clone()
	n.kmsKey, n.accessed, n.created, n.changed = r.key, 0, now, now
	n.more.replicas = nil
	if old != nil {
		n.accessed, n.created = old.accessed, old.created
	}
	n.versions = copied(n.versions, old, r.key)
	n.more.crossReplica = nil
	return n
}

// copied are versions under a replica's key, with the accesses that the replica had.
func copied(versions []*version, old *secret, key string) []*version {
	out := slices.Clone(versions)
	for i, v := range out {
		m := *v
		m.kmsKey, m.accessed = key, 0
		if old != nil {
			if had := old.version(v.id); had != nil {
				m.accessed = had.accessed
			}
		}
		out[i] = &m
	}
	return out
}

func removeRegionsFromReplication(c *call, in *removeRegionsIn) (any, error) {
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	for _, name := range in.RemoveReplicaRegions {
		if !slices.ContainsFunc(s.extra().replicas, func(r replica) bool { return r.region == name }) {
			return nil, invalidParameter("The secret isn't replicated to the region %s.", name)
		}
	}
	for _, r := range s.extra().replicas {
		there := c.in(r.region)
		if old := there.secrets[s.name]; old != nil && r.failed == "" && slices.Contains(in.RemoveReplicaRegions, r.region) {
			there.put(old, nil, c.now)
		}
	}
	s = c.change(s, func(n *secret) { n.dropReplicas(in.RemoveReplicaRegions) })
	return replicationOut{c.region.arn(s), c.replicaView(s)}, nil
}

func (s *secret) dropReplicas(regions []string) {
	s.more.replicas = slices.DeleteFunc(s.more.replicas, func(r replica) bool { return slices.Contains(regions, r.region) })
	if len(s.more.replicas) == 0 {
		s.more.primary = ""
	}
}

// stopReplicationToReplica makes a replica a secret of its own; it is called in the replica's region.
func stopReplicationToReplica(c *call, in *idIn) (any, error) {
	s, err := c.live(*in.SecretId)
	if err != nil {
		return nil, err
	}
	if s.extra().crossPrimary != nil {
		c.standAlone(s)
		return replicationOut{ARN: c.region.arn(s)}, nil
	}
	if !c.isReplica(s) {
		return nil, invalidParameter("Operation not permitted on a primary secret. Call must be made in a replica secret's region.")
	}
	home := c.in(s.extra().primary)
	if primary := home.secrets[s.name]; primary != nil {
		there := &call{srv: c.srv, region: home, now: c.now, op: c.op}
		there.change(primary, func(n *secret) { n.dropReplicas([]string{c.region.name}) })
	}
	s = c.region.secrets[s.name]
	c.change(s, func(n *secret) { n.more.primary = "" })
	return replicationOut{ARN: c.region.arn(s)}, nil
}
