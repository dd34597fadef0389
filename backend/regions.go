package backend

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
)

// Regions passes each call on to the region that the id's ARN names, so that secrets of several regions of one account
// can be handled alike. A name without an ARN is the home region's. It may be used by several goroutines at once.
type Regions struct {
	Backend // the home region
	open    func(region string) Backend
	names   func(home string) []string

	mu     sync.Mutex
	other  map[string]Backend
	survey survey
}

// NewRegions puts home before clients that open makes. names are the regions there are, given the home region.
func NewRegions(home Backend, open func(region string) Backend, names func(home string) []string) *Regions {
	return &Regions{Backend: home, open: open, names: names, other: map[string]Backend{}}
}

// Locate finds out where home is, as far as it can tell.
func (r *Regions) Locate(ctx context.Context) (Where, error) {
	if l, ok := r.Backend.(Locator); ok {
		return l.Locate(ctx)
	}
	return r.Where(), nil
}

// Names are the regions of the home region's own partition that may hold secrets, home among them; none while it is not known.
func (r *Regions) Names() (names []string) {
	home := r.Where().Region
	if home == "" {
		return nil
	}
	all := r.names(home)
	if is, ok := r.told(); ok {
		all = is.Enabled
	}
	for _, n := range all {
		if PartitionOf(n) == PartitionOf(home) {
			names = append(names, n)
		}
	}
	if !slices.Contains(names, home) {
		names = append(names, home)
	}
	return names
}

// PartitionOf is the part of AWS that a region belongs to. No login of one is known in another. The names of the public part
// have three words; where four name no part that is known, it is one of its own.
func PartitionOf(region string) string {
	for prefix, partition := range map[string]string{"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b",
		"eu-isoe-": "aws-iso-e", "us-isof-": "aws-iso-f", "eusc-": "aws-eusc"} {
		if strings.HasPrefix(region, prefix) {
			return partition
		}
	}
	if words := strings.Split(region, "-"); len(words) > 3 {
		return words[0] + "-" + words[1]
	}
	return "aws"
}

// In is the client of a region.
func (r *Regions) In(region string) Backend {
	if region == "" || region == r.Where().Region || !isRegion(region) {
		return r.Backend
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	be := r.other[region]
	if be == nil {
		be = r.open(region)
		r.other[region] = be
	}
	return be
}

func (r *Regions) of(id string) Backend { return r.In(RegionOf(id)) }

// isRegion keeps an ARN from outside from naming a host.
func isRegion(s string) bool {
	parts := strings.Split(s, "-")
	if len(parts) < 3 {
		return false
	}
	for i, p := range parts {
		set := "abcdefghijklmnopqrstuvwxyz"
		if i == len(parts)-1 {
			set = "0123456789"
		}
		if p == "" || strings.Trim(p, set) != "" {
			return false
		}
	}
	return true
}

// KnownRegions are the regions of the SDK's data about Secrets Manager in the partition of home. Those that an account has not
// enabled refuse its calls.
func KnownRegions(home string) []string {
	switch PartitionOf(home) {
	case "aws":
		return strings.Fields(`af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
			ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1
			ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1
			me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2`)
	case "aws-cn":
		return []string{"cn-north-1", "cn-northwest-1"}
	case "aws-us-gov":
		return []string{"us-gov-east-1", "us-gov-west-1"}
	case "aws-iso":
		return []string{"us-iso-east-1", "us-iso-west-1"}
	case "aws-iso-b":
		return []string{"us-isob-east-1", "us-isob-west-1"}
	case "aws-iso-f":
		return []string{"us-isof-east-1", "us-isof-south-1"}
	}
	return []string{home}
}

// List lists the region that the query names. One that the account has not enabled has nothing, and is not asked.
func (r *Regions) List(ctx context.Context, q Query) iter.Seq2[Page, error] {
	region := q.Region
	q.Region = ""
	if r.survey.account == nil || region == "" || region == r.Where().Region {
		return r.In(region).List(ctx, q)
	}
	return func(yield func(Page, error) bool) {
		if r.unused(ctx, region) {
			return
		}
		for page, err := range r.In(region).List(ctx, q) {
			if !yield(page, err) {
				return
			}
		}
	}
}

func (r *Regions) Describe(ctx context.Context, id string) (Detail, error) {
	return r.of(id).Describe(ctx, id)
}

func (r *Regions) Reveal(ctx context.Context, id string, at VersionRef) (Revealed, error) {
	return r.of(id).Reveal(ctx, id, at)
}

func (r *Regions) Versions(ctx context.Context, id string, deprecated bool) iter.Seq2[[]Version, error] {
	return r.of(id).Versions(ctx, id, deprecated)
}

func (r *Regions) Put(ctx context.Context, id string, p NewVersion) (Written, error) {
	return r.of(id).Put(ctx, id, p)
}

func (r *Regions) Update(ctx context.Context, id string, c MetadataChange) error {
	return r.of(id).Update(ctx, id, c)
}

func (r *Regions) MoveLabel(ctx context.Context, id string, m LabelMove) error {
	return r.of(id).MoveLabel(ctx, id, m)
}

func (r *Regions) Tag(ctx context.Context, id string, tags []Tag) error {
	return r.of(id).Tag(ctx, id, tags)
}

func (r *Regions) Untag(ctx context.Context, id string, keys []string) error {
	return r.of(id).Untag(ctx, id, keys)
}

func (r *Regions) Delete(ctx context.Context, id string, d Deletion) (Deleted, error) {
	return r.of(id).Delete(ctx, id, d)
}

func (r *Regions) Restore(ctx context.Context, id string) error { return r.of(id).Restore(ctx, id) }

func (r *Regions) Rotate(ctx context.Context, id string, o RotationOrder) (Written, error) {
	return r.of(id).Rotate(ctx, id, o)
}

func (r *Regions) CancelRotation(ctx context.Context, id string) error {
	return r.of(id).CancelRotation(ctx, id)
}

func (r *Regions) Policy(ctx context.Context, id string) (string, error) {
	return r.of(id).Policy(ctx, id)
}

func (r *Regions) Policies(ctx context.Context, id string) ([]string, error) {
	return r.of(id).Policies(ctx, id)
}

func (r *Regions) PolicyNamed(ctx context.Context, id, name string) (string, error) {
	return r.of(id).PolicyNamed(ctx, id, name)
}

func (r *Regions) PutPolicy(ctx context.Context, id, policy string, blockPublic bool) error {
	return r.of(id).PutPolicy(ctx, id, policy, blockPublic)
}

func (r *Regions) DeletePolicy(ctx context.Context, id string) error {
	return r.of(id).DeletePolicy(ctx, id)
}

func (r *Regions) ValidatePolicy(ctx context.Context, id, policy string) ([]PolicyFinding, error) {
	return r.of(id).ValidatePolicy(ctx, id, policy)
}

func (r *Regions) Replicate(ctx context.Context, id string, to []ReplicaTarget, overwrite bool) ([]Replica, error) {
	return r.of(id).Replicate(ctx, id, to, overwrite)
}

func (r *Regions) RemoveReplicas(ctx context.Context, id string, regions []string) ([]Replica, error) {
	return r.of(id).RemoveReplicas(ctx, id, regions)
}

func (r *Regions) PromoteReplica(ctx context.Context, id string) error {
	return r.of(id).PromoteReplica(ctx, id)
}

func (r *Regions) Associate(ctx context.Context, id string, a Association) (CrossAccount, error) {
	return r.of(id).Associate(ctx, id, a)
}

func (r *Regions) Dissociate(ctx context.Context, id, replica string) error {
	return r.of(id).Dissociate(ctx, id, replica)
}

// LookUpDeletion asks the audit trail of the secret's region, where a client has one.
func (r *Regions) LookUpDeletion(ctx context.Context, s Secret) (Audit, error) {
	if t, ok := r.of(s.ARN).(Trail); ok {
		return t.LookUpDeletion(ctx, s)
	}
	return Audit{}, &Error{Op: OpLookUp.Words(), ID: s.ARN, Kind: ErrNotFound, Message: "there is no audit trail here", Action: OpLookUp.Action()}
}
