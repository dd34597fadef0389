package aws

import (
	"context"
	"errors"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"

	"strongroom/backend"
)

// Create is CreateSecret. Without a token the SDK makes one for this call and its retries.
func (c *Client) Create(ctx context.Context, s backend.NewSecret) (backend.Written, error) {
	in := &secretsmanager.CreateSecretInput{
		Name:                        &s.Name,
		Description:                 orNil(s.Description),
		KmsKeyId:                    orNil(s.KMSKey),
		Type:                        orNil(s.Type),
		Tags:                        tagsIn(s.Tags),
		ClientRequestToken:          orNil(s.Token),
		AddReplicaRegions:           regionsIn(s.Replicas),
		ForceOverwriteReplicaSecret: s.OverwriteReplica,
		CrossAccountPrimaryARN:      orNil(s.PrimaryARN),
	}
	var wipe func()
	in.SecretString, in.SecretBinary, wipe = valueIn(s.Value)
	defer wipe()
	out, err := invoke(ctx, c, backend.OpCreate, s.Name, in, (*secretsmanager.Client).CreateSecret)
	if err != nil {
		return backend.Written{}, withoutValue(err, s.Value, s.Name)
	}
	return written(backend.OpCreate, s.Name, out.ARN, out.Name, out.VersionId)
}

// Put is PutSecretValue.
func (c *Client) Put(ctx context.Context, id string, p backend.NewVersion) (backend.Written, error) {
	in := &secretsmanager.PutSecretValueInput{SecretId: &id, VersionStages: p.Stages, ClientRequestToken: orNil(p.Token)}
	var wipe func()
	in.SecretString, in.SecretBinary, wipe = valueIn(p.Value)
	defer wipe()
	out, err := invoke(ctx, c, backend.OpPut, id, in, (*secretsmanager.Client).PutSecretValue)
	if err != nil {
		return backend.Written{}, withoutValue(err, p.Value, id)
	}
	if sdk.ToString(out.VersionId) == "" {
		return backend.Written{}, senseless(backend.OpPut, id, "version")
	}
	w, err := written(backend.OpPut, id, out.ARN, out.Name, out.VersionId)
	w.Current = slices.Contains(out.VersionStages, backend.Current)
	return w, err
}

// valueIn makes the request's form of a value; wipe overwrites the copy of a binary one. The copy of a text is a string of
// the SDK's, which nobody can overwrite.
func valueIn(v backend.Value) (text *string, binary []byte, wipe func()) {
	v.Use(func(b []byte) {
		if v.Binary() {
			binary = append(make([]byte, 0, len(b)), b...)
			return
		}
		s := string(b)
		text = &s
	})
	return text, binary, func() { clear(binary) }
}

func written(op backend.Operation, id string, arn, name, version *string) (backend.Written, error) {
	w := backend.Written{ARN: sdk.ToString(arn), Name: sdk.ToString(name), Version: sdk.ToString(version)}
	if w.ARN == "" {
		return backend.Written{}, senseless(op, id, "secret")
	}
	return w, nil
}

// Update is UpdateSecret without a value.
func (c *Client) Update(ctx context.Context, id string, m backend.MetadataChange) error {
	in := &secretsmanager.UpdateSecretInput{SecretId: &id, Description: m.Description, KmsKeyId: m.KMSKey, Type: m.Type,
		ClientRequestToken: orNil(m.Token)}
	out, err := invoke(ctx, c, backend.OpUpdate, id, in, (*secretsmanager.Client).UpdateSecret)
	if err != nil {
		return err
	}
	_, err = written(backend.OpUpdate, id, out.ARN, out.Name, out.VersionId)
	return err
}

// MoveLabel is UpdateSecretVersionStage.
func (c *Client) MoveLabel(ctx context.Context, id string, m backend.LabelMove) error {
	in := &secretsmanager.UpdateSecretVersionStageInput{SecretId: &id, VersionStage: &m.Label,
		RemoveFromVersionId: orNil(m.From), MoveToVersionId: orNil(m.To)}
	out, err := invoke(ctx, c, backend.OpMoveLabel, id, in, (*secretsmanager.Client).UpdateSecretVersionStage)
	var e *backend.Error
	if errors.As(err, &e) && e.Code == "InvalidParameterException" && e.Kind == backend.ErrInvalid && m.From != "" && m.To != "" {
		// The text for a label that has left From meanwhile is not recorded, and servers word it differently.
		e.Kind = backend.ErrConflict
	}
	if err != nil {
		return err
	}
	_, err = written(backend.OpMoveLabel, id, out.ARN, out.Name, nil)
	return err
}

// Tag is TagResource; its answer is empty.
func (c *Client) Tag(ctx context.Context, id string, tags []backend.Tag) error {
	_, err := invoke(ctx, c, backend.OpTag, id, &secretsmanager.TagResourceInput{SecretId: &id, Tags: tagsIn(tags)},
		(*secretsmanager.Client).TagResource)
	return err
}

// Untag is UntagResource; its answer is empty.
func (c *Client) Untag(ctx context.Context, id string, keys []string) error {
	_, err := invoke(ctx, c, backend.OpUntag, id, &secretsmanager.UntagResourceInput{SecretId: &id, TagKeys: keys},
		(*secretsmanager.Client).UntagResource)
	return err
}

// Delete is DeleteSecret. The window is always named, so that the end never rests on a default.
func (c *Client) Delete(ctx context.Context, id string, d backend.Deletion) (backend.Deleted, error) {
	in := &secretsmanager.DeleteSecretInput{SecretId: &id}
	if d.Force && !strings.HasPrefix(id, "arn:") { // a name is whoever has it by then
		return backend.Deleted{}, &backend.Error{Op: backend.OpDelete.Words(), ID: id, Kind: backend.ErrInvalid, Unsent: true,
			Message: "only an ARN can be deleted for good, never a name", Action: backend.OpDelete.Action()}
	}
	if d.Force {
		in.ForceDeleteWithoutRecovery = sdk.Bool(true)
	} else {
		in.RecoveryWindowInDays = sdk.Int64(int64(d.WindowDays))
	}
	out, err := invoke(ctx, c, backend.OpDelete, id, in, (*secretsmanager.Client).DeleteSecret)
	if err != nil {
		return backend.Deleted{}, err
	}
	if out.DeletionDate == nil {
		return backend.Deleted{}, senseless(backend.OpDelete, id, "end date")
	}
	return backend.Deleted{ARN: sdk.ToString(out.ARN), Name: sdk.ToString(out.Name), End: utc(out.DeletionDate),
		At: serverTime(out.ResultMetadata)}, nil
}

// Restore is RestoreSecret.
func (c *Client) Restore(ctx context.Context, id string) error {
	out, err := invoke(ctx, c, backend.OpRestore, id, &secretsmanager.RestoreSecretInput{SecretId: &id},
		(*secretsmanager.Client).RestoreSecret)
	if err != nil {
		return err
	}
	_, err = written(backend.OpRestore, id, out.ARN, out.Name, nil)
	return err
}

func tagsIn(tags []backend.Tag) []types.Tag {
	var out []types.Tag
	for _, t := range tags {
		out = append(out, types.Tag{Key: &t.Key, Value: &t.Value})
	}
	return out
}

func regionsIn(to []backend.ReplicaTarget) []types.ReplicaRegionType {
	var out []types.ReplicaRegionType
	for _, t := range to {
		out = append(out, types.ReplicaRegionType{Region: &t.Region, KmsKeyId: orNil(t.KMSKey)})
	}
	return out
}
