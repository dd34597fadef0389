package aws

import (
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/smithy-go/middleware"

	"strongroom/backend"
)

// names keeps one copy of each string that many secrets of a listing share.
type names map[string]string

func (n names) one(s *string) string {
	if s == nil || *s == "" {
		return ""
	}
	if n == nil {
		return *s
	}
	if known, ok := n[*s]; ok {
		return known
	}
	n[*s] = *s
	return *s
}

// secretOf converts an entry of a listing.
func secretOf(e *types.SecretListEntry, shared names) backend.Secret {
	return backend.Secret{
		ARN:           sdk.ToString(e.ARN),
		Name:          sdk.ToString(e.Name),
		Description:   sdk.ToString(e.Description),
		KMSKey:        shared.one(e.KmsKeyId),
		Type:          shared.one(e.Type),
		OwningService: shared.one(e.OwningService),
		PrimaryRegion: shared.one(e.PrimaryRegion),
		Created:       utc(e.CreatedDate),
		Changed:       utc(e.LastChangedDate),
		Accessed:      utc(e.LastAccessedDate),
		Deleted:       utc(e.DeletedDate),
		Rotation: rotationOf(e.RotationEnabled, e.RotationLambdaARN, e.ExternalSecretRotationRoleArn, e.RotationRules,
			e.LastRotatedDate, e.NextRotationDate, shared),
		Tags:   tagsOf(e.Tags, shared),
		Stages: stagesOf(e.SecretVersionsToStages, shared),
	}
}

func detailOf(d *secretsmanager.DescribeSecretOutput) backend.Detail {
	return backend.Detail{
		Secret: backend.Secret{
			ARN:           sdk.ToString(d.ARN),
			Name:          sdk.ToString(d.Name),
			Description:   sdk.ToString(d.Description),
			KMSKey:        sdk.ToString(d.KmsKeyId),
			Type:          sdk.ToString(d.Type),
			OwningService: sdk.ToString(d.OwningService),
			PrimaryRegion: sdk.ToString(d.PrimaryRegion),
			PrimaryARN:    primaryOf(d.CrossAccountPrimary).ARN,
			Created:       utc(d.CreatedDate),
			Changed:       utc(d.LastChangedDate),
			Accessed:      utc(d.LastAccessedDate),
			Deleted:       utc(d.DeletedDate),
			Rotation: rotationOf(d.RotationEnabled, d.RotationLambdaARN, d.ExternalSecretRotationRoleArn, d.RotationRules,
				d.LastRotatedDate, d.NextRotationDate, nil),
			Tags:   tagsOf(d.Tags, nil),
			Stages: stagesOf(d.VersionIdsToStages, nil),
		},
		Replicas:      replicasOf(d.ReplicationStatus),
		Primary:       primaryOf(d.CrossAccountPrimary),
		CrossReplicas: crossReplicasOf(d.CrossAccountReplicas),
		Partner:       partnerOf(d.ExternalSecretRotationMetadata),
		At:            serverTime(d.ResultMetadata),
	}
}

func primaryOf(p *types.CrossAccountPrimaryType) backend.CrossAccount {
	if p == nil {
		return backend.CrossAccount{}
	}
	return backend.CrossAccount{ARN: sdk.ToString(p.PrimarySecretARN), Status: string(p.ReplicationStatus), Message: sdk.ToString(p.StatusMessage)}
}

func crossReplicasOf(rs []types.CrossAccountReplicaEntry) (out []backend.CrossAccount) {
	for _, r := range rs {
		out = append(out, backend.CrossAccount{ARN: sdk.ToString(r.ReplicaSecretARN), RoleARN: sdk.ToString(r.ReplicationRoleARN),
			Status: string(r.ReplicationStatus), Message: sdk.ToString(r.StatusMessage)})
	}
	return out
}

// rotationOf: RotationEnabled is absent where rotation never was configured, and false where it was switched off.
func rotationOf(on *bool, lambda, role *string, rules *types.RotationRulesType, last, next *time.Time, shared names) backend.Rotation {
	r := backend.Rotation{
		Enabled:    sdk.ToBool(on),
		Configured: sdk.ToBool(on) || sdk.ToString(lambda) != "" || sdk.ToString(role) != "" || rules != nil,
		Lambda:     shared.one(lambda),
		RoleARN:    shared.one(role),
		Last:       utc(last),
		Next:       utc(next),
	}
	if rules != nil {
		r.AfterDays = int(sdk.ToInt64(rules.AutomaticallyAfterDays))
		r.Schedule = shared.one(rules.ScheduleExpression)
		r.Duration = shared.one(rules.Duration)
	}
	return r
}

func tagsOf(tags []types.Tag, shared names) []backend.Tag {
	if len(tags) == 0 {
		return nil
	}
	out := make([]backend.Tag, len(tags))
	for i, t := range tags {
		out[i] = backend.Tag{Key: shared.one(t.Key), Value: shared.one(t.Value)}
	}
	return out
}

func partnerOf(items []types.ExternalSecretRotationMetadataItem) (out []backend.Tag) {
	for _, i := range items {
		out = append(out, backend.Tag{Key: sdk.ToString(i.Key), Value: sdk.ToString(i.Value)})
	}
	return out
}

// stagesOf leaves unlabelled versions out, as the service does and emulators do not.
func stagesOf(m map[string][]string, shared names) map[string][]string {
	var out map[string][]string
	for id, labels := range m {
		if len(labels) == 0 {
			continue
		}
		for i := range labels {
			labels[i] = shared.one(&labels[i])
		}
		if out == nil {
			out = make(map[string][]string, len(m))
		}
		out[id] = labels
	}
	return out
}

func replicasOf(rs []types.ReplicationStatusType) []backend.Replica {
	var out []backend.Replica
	for _, r := range rs {
		out = append(out, backend.Replica{
			Region:   sdk.ToString(r.Region),
			KMSKey:   sdk.ToString(r.KmsKeyId),
			Status:   string(r.Status),
			Message:  sdk.ToString(r.StatusMessage),
			Accessed: utc(r.LastAccessedDate),
		})
	}
	return out
}

func utc(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// serverTime is the Date header of the answer, zero if it had none.
func serverTime(m middleware.Metadata) time.Time {
	at, _ := awsmiddleware.GetServerTime(m)
	if at.IsZero() {
		return time.Time{}
	}
	return at.UTC()
}

// orNil leaves an empty string out of a request.
func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
