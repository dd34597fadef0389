package backend

import (
	"cmp"
	"context"
	"fmt"
	"strings"
)

// Each call below is passed on and entered; those that matter say in words what they were about.

func (j *Journal) Describe(ctx context.Context, id string) (d Detail, err error) {
	if j.isTyped(id) {
		ctx = AsTyped(ctx)
	}
	err = j.note(OpDescribe, id, "", func() error { d, err = j.Backend.Describe(ctx, id); return err })
	if err == nil && d.ARN == id {
		j.told(id)
	}
	return d, err
}

// Reveal counts one decrypt for each attempt, unless it certainly failed before one.
func (j *Journal) Reveal(ctx context.Context, id string, at VersionRef) (r Revealed, err error) {
	e := Entry{Operation: OpReveal, Target: id, Detail: cmp.Or(at.Stage, at.ID, Current)}
	err = j.noteReads(ctx, e, func(ctx context.Context) error { r, err = j.Backend.Reveal(ctx, id, at); return err }, oneRead)
	if err == nil {
		j.noteRead(r)
	}
	return r, err
}

// oneRead is what the end of a call tells of one value.
func oneRead(err error) (sure, doubtful int) {
	switch {
	case err == nil:
		return 1, 0
	case MayHaveHappened(err):
		return 0, 1
	}
	return 0, 0
}

// RevealMany counts one decrypt for each secret that was read, and for each attempt that may have read it.
func (j *Journal) RevealMany(ctx context.Context, ids []string) (items []RevealedItem, err error) {
	e := Entry{Operation: OpRevealMany, Detail: Counted(len(ids), "secret")}
	err = j.noteReads(ctx, e, func(ctx context.Context) error { items, err = j.Backend.RevealMany(ctx, ids); return err }, func(err error) (sure, doubtful int) {
		if err != nil {
			_, doubtful = oneRead(err)
			return 0, doubtful * len(ids)
		}
		for _, it := range items {
			j.permissions.note(OpReveal, it.ID, it.Err, j.now())
			if it.Err == nil {
				j.noteRead(it.Revealed)
			}
			s, d := oneRead(it.Err)
			sure, doubtful = sure+s, doubtful+d
		}
		return sure, doubtful
	})
	return items, err
}

func (j *Journal) Create(ctx context.Context, s NewSecret) (w Written, err error) {
	err = j.note(OpCreate, s.Name, "", func() error { w, err = j.Backend.Create(ctx, s); return err })
	return w, err
}

func (j *Journal) Put(ctx context.Context, id string, p NewVersion) (w Written, err error) {
	stages := cmp.Or(strings.Join(p.Stages, ", "), Current)
	err = j.note(OpPut, id, stages, func() error { w, err = j.Backend.Put(ctx, id, p); return err })
	return w, err
}

func (j *Journal) Update(ctx context.Context, id string, c MetadataChange) error {
	return j.note(OpUpdate, id, "", func() error { return j.Backend.Update(ctx, id, c) })
}

func (j *Journal) MoveLabel(ctx context.Context, id string, m LabelMove) error {
	return j.note(OpMoveLabel, id, m.Label, func() error { return j.Backend.MoveLabel(ctx, id, m) })
}

func (j *Journal) Tag(ctx context.Context, id string, tags []Tag) error {
	return j.note(OpTag, id, Counted(len(tags), "tag"), func() error { return j.Backend.Tag(ctx, id, tags) })
}

func (j *Journal) Untag(ctx context.Context, id string, keys []string) error {
	return j.note(OpUntag, id, Counted(len(keys), "tag"), func() error { return j.Backend.Untag(ctx, id, keys) })
}

func (j *Journal) Delete(ctx context.Context, id string, d Deletion) (out Deleted, err error) {
	how := fmt.Sprintf("recovery window %d days", d.WindowDays)
	if d.Force {
		how = "without recovery"
	}
	err = j.note(OpDelete, id, how, func() error { out, err = j.Backend.Delete(ctx, id, d); return err })
	return out, err
}

func (j *Journal) Restore(ctx context.Context, id string) error {
	return j.note(OpRestore, id, "", func() error { return j.Backend.Restore(ctx, id) })
}

func (j *Journal) RandomPassword(ctx context.Context, r PasswordRules) (v Value, err error) {
	err = j.note(OpRandomPassword, "", "", func() error { v, err = j.Backend.RandomPassword(ctx, r); return err })
	return v, err
}

func (j *Journal) Rotate(ctx context.Context, id string, r RotationOrder) (w Written, err error) {
	err = j.note(OpRotate, id, "", func() error { w, err = j.Backend.Rotate(ctx, id, r); return err })
	return w, err
}

func (j *Journal) CancelRotation(ctx context.Context, id string) error {
	return j.note(OpCancelRotation, id, "", func() error { return j.Backend.CancelRotation(ctx, id) })
}

func (j *Journal) Policy(ctx context.Context, id string) (text string, err error) {
	err = j.note(OpPolicy, id, "", func() error { text, err = j.Backend.Policy(ctx, id); return err })
	return text, err
}

func (j *Journal) Policies(ctx context.Context, id string) (names []string, err error) {
	err = j.note(OpPolicies, id, "", func() error { names, err = j.Backend.Policies(ctx, id); return err })
	return names, err
}

func (j *Journal) PolicyNamed(ctx context.Context, id, name string) (text string, err error) {
	err = j.note(OpPolicy, id, name, func() error { text, err = j.Backend.PolicyNamed(ctx, id, name); return err })
	return text, err
}

func (j *Journal) PutPolicy(ctx context.Context, id, policy string, blockPublic bool) error {
	return j.note(OpPutPolicy, id, "", func() error { return j.Backend.PutPolicy(ctx, id, policy, blockPublic) })
}

func (j *Journal) DeletePolicy(ctx context.Context, id string) error {
	return j.note(OpDeletePolicy, id, "", func() error { return j.Backend.DeletePolicy(ctx, id) })
}

func (j *Journal) ValidatePolicy(ctx context.Context, id, policy string) (fs []PolicyFinding, err error) {
	err = j.note(OpValidatePolicy, id, "", func() error { fs, err = j.Backend.ValidatePolicy(ctx, id, policy); return err })
	return fs, err
}

func (j *Journal) Replicate(ctx context.Context, id string, to []ReplicaTarget, overwrite bool) (rs []Replica, err error) {
	err = j.note(OpReplicate, id, Counted(len(to), "region"), func() error { rs, err = j.Backend.Replicate(ctx, id, to, overwrite); return err })
	return rs, err
}

func (j *Journal) RemoveReplicas(ctx context.Context, id string, regions []string) (rs []Replica, err error) {
	err = j.note(OpRemoveReplicas, id, strings.Join(regions, ", "), func() error { rs, err = j.Backend.RemoveReplicas(ctx, id, regions); return err })
	return rs, err
}

func (j *Journal) PromoteReplica(ctx context.Context, id string) error {
	return j.note(OpPromoteReplica, id, "", func() error { return j.Backend.PromoteReplica(ctx, id) })
}

func (j *Journal) Associate(ctx context.Context, id string, a Association) (r CrossAccount, err error) {
	err = j.note(OpAssociate, id, "account "+AccountOf(a.Replica), func() error { r, err = j.Backend.Associate(ctx, id, a); return err })
	return r, err
}

func (j *Journal) Dissociate(ctx context.Context, id, replica string) error {
	return j.note(OpDissociate, id, "account "+AccountOf(replica), func() error { return j.Backend.Dissociate(ctx, id, replica) })
}

func (j *Journal) Identity(ctx context.Context) (who Identity, err error) {
	err = j.note(OpIdentity, "", "", func() error { who, err = j.Backend.Identity(ctx); return err })
	return who, err
}
