package local

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

const (
	labelCurrent  = "AWSCURRENT"
	labelPrevious = "AWSPREVIOUS"
	labelPending  = "AWSPENDING"

	// Quotas of the service: labels over all versions of a secret; versions beyond which it removes unlabelled ones
	// that are a day old; and versions that it holds at all. That last number is not known: at it a put in every ten minutes,
	// which the service calls sustainable, goes on for ever, and a faster pace ends within the day.
	maxLabels   = 20
	maxVersions = 100
	mostHeld    = 150
)

// set replaces a version of a secret that is being changed.
func (s *secret) set(id string, how func(v *version)) {
	for i, v := range s.versions {
		if v.id == id {
			n := *v
			how(&n)
			s.versions[i] = &n
		}
	}
}

// add appends a version; one of that id that has no value yet gets this one's.
func (s *secret) add(v *version) {
	if s.version(v.id) == nil {
		s.versions = append(s.versions, v)
		return
	}
	s.set(v.id, func(n *version) { n.value, n.kmsKey = v.value, v.kmsKey })
}

// attach puts a label on a version and takes it off any other. AWSPREVIOUS follows AWSCURRENT.
func (s *secret) attach(label, id string) {
	from := s.labelled(label)
	if from != nil && from.id == id {
		return
	}
	if from != nil {
		s.detach(label, from.id)
	}
	s.set(id, func(v *version) { v.labels = append(slices.Clone(v.labels), label) })
	if label == labelCurrent && from != nil {
		s.attach(labelPrevious, from.id)
	}
}

func (s *secret) detach(label, id string) {
	s.set(id, func(v *version) {
		v.labels = slices.DeleteFunc(slices.Clone(v.labels), func(l string) bool { return l == label })
	})
}

func (s *secret) checkQuotas() error {
	if len(s.versions) > mostHeld {
		return refuse("LimitExceededException", "You can't create more than %d versions of a secret within a day.", mostHeld)
	}
	n := 0
	for _, v := range s.versions {
		n += len(v.labels)
	}
	if n > maxLabels {
		return refuse("LimitExceededException", "You can't attach more than %d staging labels to the versions of a secret.", maxLabels)
	}
	return nil
}

// trim drops the oldest unlabelled versions beyond the quota, none younger than a day.
func (s *secret) trim(now stamp) {
	over := len(s.versions) - maxVersions
	s.versions = slices.DeleteFunc(s.versions, func(v *version) bool {
		if over <= 0 || len(v.labels) > 0 || v.created.add(24*time.Hour) > now {
			return false
		}
		over--
		return true
	})
}

func updateSecretVersionStage(c *call, in *updateStageIn) (any, error) {
	label, from, to := *in.VersionStage, or(in.RemoveFromVersionId, ""), or(in.MoveToVersionId, "")
	s, err := c.editable(*in.SecretId)
	if err != nil {
		return nil, err
	}
	if from == "" && to == "" {
		return nil, invalidParameter("You must provide RemoveFromVersionId, MoveToVersionId, or both.")
	}
	for _, id := range []string{from, to} {
		if id != "" && s.version(id) == nil {
			return nil, missing(id, "")
		}
	}
	if err := checkMove(s, label, from, to); err != nil {
		return nil, err
	}
	trial := s.clone()
	if to != "" {
		trial.attach(label, to)
	} else {
		trial.detach(label, from)
	}
	if err := trial.checkQuotas(); err != nil {
		return nil, err
	}
	c.change(s, func(n *secret) { n.versions = trial.versions })
	return namedOut{c.region.arn(s), s.name}, nil
}

// checkMove holds the rules of label moves: name the version that has the label, never take AWSCURRENT off.
func checkMove(s *secret, label, from, to string) error {
	holder := s.labelled(label)
	switch {
	case to == "" && label == labelCurrent && holder != nil && holder.id == from:
		return invalidParameter("You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.")
	case from != "" && (holder == nil || holder.id != from):
		return invalidParameter("The parameter RemoveFromVersionId is not valid. Staging label %s is not attached to version %s.", label, from)
	case from == "" && holder != nil && holder.id != to:
		return invalidParameter("The parameter RemoveFromVersionId can't be empty. Staging label %s is currently attached to version %s, "+
			"so you must explicitly reference that version in RemoveFromVersionId.", label, holder.id)
	}
	return nil
}

// listSecretVersionIds shows the versions that have a value; DescribeSecret shows all that have a label.
func listSecretVersionIds(c *call, in *listVersionsIn) (any, error) {
	s, err := c.find(*in.SecretId)
	if err != nil {
		return nil, err
	}
	cur, err := c.open(in.NextToken, fingerprint(s.suffix, in.IncludeDeprecated))
	if err != nil {
		return nil, err
	}
	size := c.shorten(c.pageSize(int(orInt(in.MaxResults, 100)), 100), cur.Page)
	out := versionsOut{Versions: []versionOut{}, namedOut: namedOut{c.region.arn(s), s.name}}
	for _, v := range byAge(s.versions) {
		if v.value == nil || len(v.labels) == 0 && !in.IncludeDeprecated || cur.Name != "" && !after(v, cur) {
			continue
		}
		if len(out.Versions) == size {
			if n := len(out.Versions); n > 0 {
				last := s.version(out.Versions[n-1].VersionId)
				cur.Key, cur.Name = int64(last.created), last.id
			}
			out.NextToken = c.token(cur)
			break
		}
		out.Versions = append(out.Versions, versionOut{
			VersionId: v.id, VersionStages: v.labels, LastAccessedDate: v.accessed, CreatedDate: v.created,
			KmsKeyIds: []string{c.region.keyARN(v.kmsKey)},
		})
	}
	return out, nil
}

// byAge orders versions newest first, so that a page's end can be found again whatever was removed.
func byAge(vs []*version) []*version {
	out := slices.Clone(vs)
	slices.SortFunc(out, func(a, b *version) int {
		if a.created != b.created {
			return int(max(-1, min(1, b.created-a.created)))
		}
		return strings.Compare(a.id, b.id)
	})
	return out
}

func after(v *version, cur cursor) bool {
	return int64(v.created) < cur.Key || int64(v.created) == cur.Key && v.id > cur.Name
}

// keyARN is how a version's key is told: by its ARN, whatever alias or id the secret has.
func (r *region) keyARN(key string) string {
	switch {
	case key == "":
		return "DefaultEncryptionKey"
	case strings.HasPrefix(key, "arn:"):
		return key
	}
	id := key
	if strings.HasPrefix(key, "alias/") {
		h := sha256.Sum256([]byte(key))
		x := hex.EncodeToString(h[:16])
		id = x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
	}
	return "arn:aws:kms:" + r.name + ":" + r.account + ":key/" + id
}

// DropVersion removes a version without a label, as the service does when it likes. It is no call.
func (s *Server) DropVersion(name, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.call(s.at(s.knobs.home()), "")
	sec := c.region.lookup(name)
	if sec == nil {
		return
	}
	c.change(sec, func(n *secret) {
		n.versions = slices.DeleteFunc(n.versions, func(v *version) bool { return v.id == id && len(v.labels) == 0 })
	})
}
