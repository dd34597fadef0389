package local

func describeSecret(c *call, in *idIn) (any, error) {
	s, err := c.find(*in.SecretId)
	if err != nil {
		return nil, err
	}
	out := describedOut{secretOut: c.region.view(s), VersionIdsToStages: s.stages(), ReplicationStatus: c.replicaView(s)}
	s.showAcross(&out, c.now)
	return out, nil
}

// view is what list and describe tell alike.
func (r *region) view(s *secret) secretOut {
	m := s.extra()
	out := secretOut{
		ARN: r.arn(s), Name: s.name, Type: m.kind, Description: s.description, KmsKeyId: s.kmsKey,
		LastChangedDate: s.changed, LastAccessedDate: s.accessed, DeletedDate: s.deleted, CreatedDate: s.created,
		OwningService: m.owner, PrimaryRegion: m.primary,
	}
	if s.tags != nil {
		out.Tags = make([]tagOut, 0, len(s.tags))
	}
	for _, t := range s.tags {
		out.Tags = append(out.Tags, tagOut(t))
	}
	if rot := m.rotation; rot != nil {
		rot.show(&out)
	}
	return out
}

// stages maps the labelled versions to their labels; nil where there are none.
func (s *secret) stages() map[string][]string {
	var out map[string][]string
	for _, v := range s.versions {
		if len(v.labels) == 0 {
			continue
		}
		if out == nil {
			out = make(map[string][]string, len(s.versions))
		}
		out[v.id] = v.labels
	}
	return out
}
