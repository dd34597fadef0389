package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"

	"strongroom/backend"
)

// Rotate is RotateSecret, which ends long after its answer: done when the version returned has AWSCURRENT.
func (c *Client) Rotate(ctx context.Context, id string, r backend.RotationOrder) (backend.Written, error) {
	in := &secretsmanager.RotateSecretInput{SecretId: &id, RotationLambdaARN: orNil(r.Lambda), ClientRequestToken: orNil(r.Token),
		RotateImmediately: sdk.Bool(!r.Later), ExternalSecretRotationRoleArn: orNil(r.Role)}
	if r.Partner != nil {
		in.ExternalSecretRotationMetadata = []types.ExternalSecretRotationMetadataItem{}
	}
	for _, m := range r.Partner {
		in.ExternalSecretRotationMetadata = append(in.ExternalSecretRotationMetadata, types.ExternalSecretRotationMetadataItem{Key: sdk.String(m.Key), Value: sdk.String(m.Value)})
	}
	if r.AfterDays != 0 || r.Schedule != "" || r.Duration != "" {
		in.RotationRules = &types.RotationRulesType{ScheduleExpression: orNil(r.Schedule), Duration: orNil(r.Duration)}
		if r.AfterDays != 0 {
			in.RotationRules.AutomaticallyAfterDays = sdk.Int64(int64(r.AfterDays))
		}
	}
	out, err := invoke(ctx, c, backend.OpRotate, id, in, (*secretsmanager.Client).RotateSecret)
	if err != nil {
		return backend.Written{}, err
	}
	return written(backend.OpRotate, id, out.ARN, out.Name, out.VersionId)
}

// CancelRotation is CancelRotateSecret.
func (c *Client) CancelRotation(ctx context.Context, id string) error {
	out, err := invoke(ctx, c, backend.OpCancelRotation, id, &secretsmanager.CancelRotateSecretInput{SecretId: &id},
		(*secretsmanager.Client).CancelRotateSecret)
	if err != nil {
		return err
	}
	_, err = written(backend.OpCancelRotation, id, out.ARN, out.Name, out.VersionId)
	return err
}

// Policy is GetResourcePolicy of the default policy.
func (c *Client) Policy(ctx context.Context, id string) (string, error) {
	return c.PolicyNamed(ctx, id, "")
}

// PolicyNamed is GetResourcePolicy. Without a name it is the default one, which servers know that know of no others.
func (c *Client) PolicyNamed(ctx context.Context, id, name string) (string, error) {
	out, err := invoke(ctx, c, backend.OpPolicy, id, &secretsmanager.GetResourcePolicyInput{SecretId: &id, PolicyName: orNil(name)},
		(*secretsmanager.Client).GetResourcePolicy)
	if err != nil {
		return "", err
	}
	if _, err := written(backend.OpPolicy, id, out.ARN, out.Name, nil); err != nil {
		return "", err
	}
	return sdk.ToString(out.ResourcePolicy), nil
}

// Policies is ListResourcePolicies, all pages of it.
func (c *Client) Policies(ctx context.Context, id string) (names []string, err error) {
	in := &secretsmanager.ListResourcePoliciesInput{SecretId: &id, MaxResults: sdk.Int32(maxPage)}
	var guard loopGuard
	for {
		out, err := invoke(ctx, c, backend.OpPolicies, id, in, (*secretsmanager.Client).ListResourcePolicies)
		if err == nil && out.ResourcePolicies == nil {
			err = senseless(backend.OpPolicies, id, "policies")
		}
		if err == nil && !guard.passes(sdk.ToString(out.NextToken), len(out.ResourcePolicies)) {
			err = senseless(backend.OpPolicies, id, "end")
		}
		if err != nil {
			return nil, err
		}
		for _, p := range out.ResourcePolicies {
			names = append(names, sdk.ToString(p.PolicyName))
		}
		if in.NextToken = out.NextToken; sdk.ToString(in.NextToken) == "" {
			return names, nil
		}
	}
}

// PutPolicy is PutResourcePolicy.
func (c *Client) PutPolicy(ctx context.Context, id, policy string, blockPublic bool) error {
	in := &secretsmanager.PutResourcePolicyInput{SecretId: &id, ResourcePolicy: &policy, BlockPublicPolicy: &blockPublic}
	out, err := invoke(ctx, c, backend.OpPutPolicy, id, in, (*secretsmanager.Client).PutResourcePolicy)
	if err != nil {
		return err
	}
	_, err = written(backend.OpPutPolicy, id, out.ARN, out.Name, nil)
	return err
}

// DeletePolicy is DeleteResourcePolicy.
func (c *Client) DeletePolicy(ctx context.Context, id string) error {
	out, err := invoke(ctx, c, backend.OpDeletePolicy, id, &secretsmanager.DeleteResourcePolicyInput{SecretId: &id},
		(*secretsmanager.Client).DeleteResourcePolicy)
	if err != nil {
		return err
	}
	_, err = written(backend.OpDeletePolicy, id, out.ARN, out.Name, nil)
	return err
}

// ValidatePolicy is ValidateResourcePolicy. A refusal without a reason is a finding too.
func (c *Client) ValidatePolicy(ctx context.Context, id, policy string) ([]backend.PolicyFinding, error) {
	in := &secretsmanager.ValidateResourcePolicyInput{SecretId: orNil(id), ResourcePolicy: &policy}
	out, err := invoke(ctx, c, backend.OpValidatePolicy, id, in, (*secretsmanager.Client).ValidateResourcePolicy)
	if err != nil {
		return nil, err
	}
	var found []backend.PolicyFinding
	for _, v := range out.ValidationErrors {
		found = append(found, backend.PolicyFinding{Check: sdk.ToString(v.CheckName), Message: sdk.ToString(v.ErrorMessage)})
	}
	if !out.PolicyValidationPassed && len(found) == 0 {
		found = []backend.PolicyFinding{{Message: "the service does not accept it and gives no reason"}}
	}
	return found, nil
}

// Replicate is ReplicateSecretToRegions.
func (c *Client) Replicate(ctx context.Context, id string, to []backend.ReplicaTarget, overwrite bool) ([]backend.Replica, error) {
	in := &secretsmanager.ReplicateSecretToRegionsInput{SecretId: &id, AddReplicaRegions: regionsIn(to), ForceOverwriteReplicaSecret: overwrite}
	out, err := invoke(ctx, c, backend.OpReplicate, id, in, (*secretsmanager.Client).ReplicateSecretToRegions)
	if err != nil {
		return nil, err
	}
	if _, err := written(backend.OpReplicate, id, out.ARN, nil, nil); err != nil {
		return nil, err
	}
	return replicasOf(out.ReplicationStatus), nil
}

// RemoveReplicas is RemoveRegionsFromReplication. Removed replicas have no recovery window.
func (c *Client) RemoveReplicas(ctx context.Context, id string, regions []string) ([]backend.Replica, error) {
	in := &secretsmanager.RemoveRegionsFromReplicationInput{SecretId: &id, RemoveReplicaRegions: regions}
	out, err := invoke(ctx, c, backend.OpRemoveReplicas, id, in, (*secretsmanager.Client).RemoveRegionsFromReplication)
	if err != nil {
		return nil, err
	}
	if _, err := written(backend.OpRemoveReplicas, id, out.ARN, nil, nil); err != nil {
		return nil, err
	}
	return replicasOf(out.ReplicationStatus), nil
}

// PromoteReplica is StopReplicationToReplica, in the replica's own region.
func (c *Client) PromoteReplica(ctx context.Context, id string) error {
	out, err := invoke(ctx, c, backend.OpPromoteReplica, id, &secretsmanager.StopReplicationToReplicaInput{SecretId: &id},
		(*secretsmanager.Client).StopReplicationToReplica)
	if err != nil {
		return err
	}
	_, err = written(backend.OpPromoteReplica, id, out.ARN, nil, nil)
	return err
}

// Associate is AssociateCrossAccountReplica, in the primary's account.
func (c *Client) Associate(ctx context.Context, id string, a backend.Association) (backend.CrossAccount, error) {
	in := &secretsmanager.AssociateCrossAccountReplicaInput{SecretId: &id, CrossAccountReplicaARN: &a.Replica, ReplicationRoleARN: orNil(a.RoleARN)}
	if a.AnyOrganization {
		in.ReplicaRestriction = types.ReplicaRestrictionTypeNoRestriction
	}
	out, err := invoke(ctx, c, backend.OpAssociate, id, in, (*secretsmanager.Client).AssociateCrossAccountReplica)
	if err != nil {
		return backend.CrossAccount{}, err
	}
	if _, err := written(backend.OpAssociate, id, out.ARN, nil, nil); err != nil {
		return backend.CrossAccount{}, err
	}
	return backend.CrossAccount{ARN: sdk.ToString(out.CrossAccountReplicaARN), RoleARN: a.RoleARN, Status: string(out.ReplicationStatus)}, nil
}

// Dissociate is DisassociateCrossAccountReplica, in the primary's account.
func (c *Client) Dissociate(ctx context.Context, id, replica string) error {
	out, err := invoke(ctx, c, backend.OpDissociate, id, &secretsmanager.DisassociateCrossAccountReplicaInput{SecretId: &id, CrossAccountReplicaARN: &replica},
		(*secretsmanager.Client).DisassociateCrossAccountReplica)
	if err != nil {
		return err
	}
	_, err = written(backend.OpDissociate, id, out.ARN, nil, nil)
	return err
}
