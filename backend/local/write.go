package local

import "strings"

func createSecret(c *call, in *createIn) (any, error) {
	name := *in.Name
	if err := checkID(name); err != nil || strings.Contains(name, ":") {
		return nil, checkID(strings.ReplaceAll(name, ":", " "))
	}
	val, err := valueOf(in.SecretString, in.SecretBinary)
	if err != nil {
		return nil, err
	}
	if err := c.checkCrossAccount(in); err != nil {
		return nil, err
	}
	token := or(in.ClientRequestToken, "")
	if token == "" {
		return nil, tokenMissing("InvalidRequestException")
	}
	tags, err := mergeTags(nil, in.Tags)
	if err != nil {
		return nil, err
	}
	if err := checkKey(in.KmsKeyId, c.region.name); err != nil {
		return nil, err
	}
	if old := c.region.secrets[name]; old != nil {
		return c.createAgain(old, token, val)
	}
	if err := c.encrypts(or(in.KmsKeyId, "")); err != nil && val != nil {
		return nil, err
	}
	s := &secret{
		name: name, suffix: c.srv.suffix(), description: or(in.Description, ""), kmsKey: or(in.KmsKeyId, ""),
		created: c.now, changed: c.now, tags: tags,
	}
	if kind := or(in.Type, ""); kind != "" || val == nil {
		s.more = &more{kind: kind, createToken: token}
	}
	if primary := or(in.CrossAccountPrimaryARN, ""); primary != "" {
		s.more.crossPrimary = &across{arn: primary, state: statePending}
	}
	if val != nil {
		s.versions = []*version{{id: token, labels: []string{labelCurrent}, value: val, kmsKey: s.kmsKey, created: c.now}}
	}
	if len(in.AddReplicaRegions) > 0 {
		if err := c.checkTargets(in.AddReplicaRegions); err != nil {
			return nil, err
		}
	}
	c.region.put(nil, s, c.now)
	out := writtenOut{namedOut: namedOut{c.region.arn(s), s.name}}
	if val != nil {
		out.VersionId = token
	}
	if len(in.AddReplicaRegions) > 0 {
		s = c.replicate(s, in.AddReplicaRegions, in.ForceOverwriteReplicaSecret)
		out.ReplicationStatus = c.replicaView(s)
	}
	return out, nil
}

// createAgain answers a create whose name is taken: the same call again succeeds and changes nothing.
func (c *call) createAgain(old *secret, token string, val *value) (any, error) {
	switch {
	case old.extra().forced:
		return nil, wasDeleted()
	case old.pending():
		return nil, invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.")
	}
	out := writtenOut{namedOut: namedOut{c.region.arn(old), old.name}}
	if val == nil && old.extra().createToken == token {
		return out, nil
	}
	if v := old.version(token); v != nil {
		if !v.value.equal(val) {
			return nil, tokenUsed(token, c.region.arn(old))
		}
		out.VersionId = token
		return out, nil
	}
	return nil, refuse("ResourceExistsException", "The operation failed because the secret %s already exists.", old.name)
}

// valueOf is the value of a write: text or binary, nil for neither.
func valueOf(text *string, bin blob) (*value, error) {
	switch {
	case text != nil && bin != nil:
		return nil, invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.")
	case text != nil:
		return &value{text: *text}, nil
	case bin != nil:
		return &value{blob: bin, binary: true}, nil
	}
	return nil, nil
}

func putSecretValue(c *call, in *putValueIn) (any, error) {
	val, err := valueOf(in.SecretString, in.SecretBinary)
	if err != nil {
		return nil, err
	}
	if val == nil {
		return nil, invalidRequest("You must provide either SecretString or SecretBinary.")
	}
	token := or(in.ClientRequestToken, "")
	if token == "" {
		return nil, tokenMissing("InvalidRequestException")
	}
	s, err := c.editable(*in.SecretId)
	if err != nil {
		return nil, err
	}
	out := writtenOut{namedOut: namedOut{c.region.arn(s), s.name}, VersionId: token}
	if v := s.version(token); v != nil && v.value != nil {
		if !v.value.equal(val) {
			return nil, tokenUsed(token, out.ARN)
		}
		out.VersionStages = v.labels
		return out, nil
	}
	if err := c.encrypts(s.kmsKey); err != nil {
		return nil, err
	}
	labels := in.VersionStages
	if len(labels) == 0 {
		labels = []string{labelCurrent}
	}
	n, err := c.store(s, token, val, labels)
	if err != nil {
		return nil, err
	}
	out.VersionStages = n.version(token).labels
	return out, nil
}

// store adds a version with its labels, or gives a version that had no value one. The version that loses AWSCURRENT loses
// AWSPENDING with it.
func (c *call) store(s *secret, id string, val *value, labels []string) (*secret, error) {
	trial := s.clone()
	trial.add(&version{id: id, value: val, kmsKey: s.kmsKey, created: c.now})
	first := s.labelled(labelCurrent) == nil
	for _, l := range labels {
		trial.attach(l, id)
	}
	if first {
		trial.attach(labelCurrent, id)
	}
	if old := s.labelled(labelCurrent); old != nil && !trial.version(old.id).has(labelCurrent) {
		trial.detach(labelPending, old.id)
	}
	trial.trim(c.now)
	if err := trial.checkQuotas(); err != nil {
		return nil, err
	}
	return c.change(s, func(n *secret) {
		n.versions = trial.versions
		n.noteManualChange(c.now)
	}), nil
}

func updateSecret(c *call, in *updateIn) (any, error) {
	val, err := valueOf(in.SecretString, in.SecretBinary)
	if err != nil {
		return nil, err
	}
	token := or(in.ClientRequestToken, "")
	if token == "" {
		return nil, tokenMissing("InvalidRequestException")
	}
	s, err := c.editable(*in.SecretId)
	if err != nil {
		return nil, err
	}
	out := writtenOut{namedOut: namedOut{c.region.arn(s), s.name}}
	fresh := val != nil
	if v := s.version(token); v != nil && v.value != nil && val != nil {
		if !v.value.equal(val) {
			return nil, tokenUsed(token, out.ARN)
		}
		fresh, out.VersionId = false, token
	}
	if err := checkKey(in.KmsKeyId, c.region.name); err != nil {
		return nil, err
	}
	if err := c.encrypts(or(in.KmsKeyId, s.kmsKey)); err != nil && (fresh || in.KmsKeyId != nil) {
		return nil, err
	}
	if fresh {
		// First the value, which may be refused: an update happens whole or not at all.
		if s, err = c.store(s, token, val, []string{labelCurrent}); err != nil {
			return nil, err
		}
		out.VersionId = token
	}
	if in.Description != nil || in.KmsKeyId != nil || in.Type != nil {
		c.change(s, func(n *secret) { n.describeAs(in) })
	}
	return out, nil
}

// describeAs takes over the metadata of an update. A new key re-encrypts the versions that a label of the service holds.
func (s *secret) describeAs(in *updateIn) {
	if in.Description != nil {
		s.description = *in.Description
	}
	if in.Type != nil {
		s.more.kind = *in.Type
	}
	if in.KmsKeyId == nil {
		return
	}
	s.kmsKey = *in.KmsKeyId
	for i, v := range s.versions {
		if v.has(labelCurrent) || v.has(labelPending) || v.has(labelPrevious) {
			again := *v
			again.kmsKey = s.kmsKey
			s.versions[i] = &again
		}
	}
}
