package local

import (
	"slices"

	"strongroom/backend"
)

func getSecretValue(c *call, in *getValueIn) (any, error) {
	s, err := c.live(*in.SecretId)
	if err != nil {
		return nil, err
	}
	return c.value(s, or(in.VersionId, ""), or(in.VersionStage, ""))
}

// value reads one version and marks it as accessed today.
func (c *call) value(s *secret, id, stage string) (valueOut, error) {
	v, err := pick(s, id, stage)
	if err != nil {
		return valueOut{}, err
	}
	if v.value == nil {
		return valueOut{}, missing(id, stage)
	}
	if err := c.decrypts(v.kmsKey); err != nil {
		return valueOut{}, err
	}
	c.touch(s, v)
	out := valueOut{namedOut: namedOut{c.region.arn(s), s.name}, VersionId: v.id, VersionStages: v.labels, CreatedDate: v.created}
	if v.value.binary {
		out.SecretBinary = v.value.blob
	} else {
		out.SecretString = v.value.text
	}
	return out, nil
}

func pick(s *secret, id, stage string) (*version, error) {
	if id == "" {
		stage = or(&stage, labelCurrent)
		if v := s.labelled(stage); v != nil {
			return v, nil
		}
		return nil, missing("", stage)
	}
	v := s.version(id)
	if v == nil {
		return nil, missing(id, "")
	}
	if stage != "" && !v.has(stage) {
		return nil, invalidRequest("You provided a VersionStage that is not associated to the provided VersionId.")
	}
	return v, nil
}

func missing(id, stage string) error {
	if id != "" {
		return refuse("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for VersionId: %s", id)
	}
	return refuse("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: %s",
		or(&stage, labelCurrent))
}

// checkKey refuses what can be no KMS key of a region.
func checkKey(key *string, region string) error {
	if backend.KeyProblem(or(key, ""), region) != "" {
		return invalidParameter("The operation failed because of an invalid KMS key: Invalid keyId")
	}
	return nil
}

// decrypts says whether a key can be used.
func (c *call) decrypts(key string) error {
	switch c.srv.knobs.KMS[key] {
	case KMSDenied:
		return refuse("AccessDeniedException", "Access to KMS is not allowed")
	case KMSDisabled:
		return refuse("DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key.")
	}
	return nil
}

// encrypts is decrypts for writes.
func (c *call) encrypts(key string) error {
	switch c.srv.knobs.KMS[key] {
	case KMSDenied:
		return refuse("AccessDeniedException", "Access to KMS is not allowed")
	case KMSDisabled:
		return refuse("EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key.")
	}
	return nil
}

// touch records an access; it tells the day only and is no change of the secret. The secret with it is given back.
func (c *call) touch(s *secret, v *version) *secret {
	day := c.now.midnight()
	s = c.region.secrets[s.name]
	if s.accessed == day && v.accessed == day {
		return s
	}
	n := *s
	n.accessed = day
	n.versions = slices.Clone(s.versions)
	if i := slices.Index(n.versions, v); i >= 0 {
		seen := *v
		seen.accessed = day
		n.versions[i] = &seen
	}
	c.region.put(s, &n, c.now)
	return &n
}

func batchGetSecretValue(c *call, in *batchIn) (any, error) {
	switch {
	case len(in.SecretIdList) > 0 && len(in.Filters) > 0:
		return nil, invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.")
	case len(in.SecretIdList) == 0 && len(in.Filters) == 0:
		return nil, invalidParameter("Either 'SecretIdList' or 'Filters' must be provided.")
	case len(in.SecretIdList) > 0 && (in.MaxResults != nil || in.NextToken != nil):
		return nil, invalidParameter("You can use MaxResults and NextToken only with Filters.")
	}
	out := batchOut{SecretValues: []valueOut{}, Errors: []batchError{}}
	ids := in.SecretIdList
	if len(in.Filters) > 0 {
		found, next, err := c.matching(in)
		if err != nil {
			return nil, err
		}
		ids, out.NextToken = found, next
	}
	for _, id := range ids {
		got, err := c.batchOne(id)
		if err != nil {
			r := err.(*refusal)
			out.Errors = append(out.Errors, batchError{id, r.code, r.message})
			continue
		}
		out.SecretValues = append(out.SecretValues, got)
	}
	return out, nil
}

func (c *call) batchOne(id string) (valueOut, error) {
	s, err := c.live(id)
	if err != nil {
		return valueOut{}, err
	}
	if c.srv.knobs.Deny["GetSecretValue"] {
		return valueOut{}, c.denied("GetSecretValue", map[string]any{"SecretId": id})
	}
	return c.value(s, "", labelCurrent)
}

// matching is one page of the live secrets that pass a batch's filters.
func (c *call) matching(in *batchIn) (arns []string, next string, err error) {
	match, err := compileFilters(in.Filters)
	if err != nil {
		return nil, "", err
	}
	cur, err := c.open(in.NextToken, fingerprint("batch", in.Filters))
	if err != nil {
		return nil, "", err
	}
	size := c.shorten(c.pageSize(int(orInt(in.MaxResults, 20)), 20), cur.Page)
	order := c.region.listing.order("created-date", c.region.secrets)
	rows, more := page(order, cur, size, false, "created-date", func(s *secret) bool { return !s.pending() && match(s) })
	for _, s := range rows {
		arns = append(arns, c.region.arn(s))
	}
	if more {
		if len(rows) > 0 {
			last := rows[len(rows)-1]
			cur.Name, cur.Suffix, cur.Key = last.name, last.suffix, int64(last.created)
		}
		next = c.token(cur)
	}
	return arns, next, nil
}
