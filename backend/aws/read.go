package aws

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"strongroom/backend"
)

// Describe is DescribeSecret.
func (c *Client) Describe(ctx context.Context, id string) (backend.Detail, error) {
	d, err := c.describe(ctx, id)
	if !errors.Is(err, backend.ErrNotFound) || !backend.IsTyped(ctx) || !backend.AmbiguousARN(id) || backend.RegionOf(id) != c.Where().Region {
		return d, err
	}
	// The service takes the end of such a name for an ARN's own. Whether the secret of that name is the one, its ARN says.
	if named, nameErr := c.describe(ctx, backend.TypedID(id)); nameErr == nil && backend.IsARNOf(named.ARN, id) {
		return named, nil
	}
	return d, err
}

func (c *Client) describe(ctx context.Context, id string) (backend.Detail, error) {
	out, err := invoke(ctx, c, backend.OpDescribe, id, &secretsmanager.DescribeSecretInput{SecretId: &id},
		(*secretsmanager.Client).DescribeSecret)
	if err != nil {
		return backend.Detail{}, err
	}
	if !answers(id, sdk.ToString(out.ARN), sdk.ToString(out.Name)) {
		return backend.Detail{}, senseless(backend.OpDescribe, id, "secret")
	}
	return detailOf(out), nil
}

// Reveal is GetSecretValue. It always names a version: without one, emulators answer with a stale one.
func (c *Client) Reveal(ctx context.Context, id string, at backend.VersionRef) (backend.Revealed, error) {
	if at == (backend.VersionRef{}) {
		at.Stage = backend.Current
	}
	in := &secretsmanager.GetSecretValueInput{SecretId: &id, VersionId: orNil(at.ID), VersionStage: orNil(at.Stage)}
	out, err := invoke(reading(ctx, 1), c, backend.OpReveal, id, in, (*secretsmanager.Client).GetSecretValue)
	if err != nil {
		return backend.Revealed{}, err
	}
	r := backend.Revealed{
		ARN:     sdk.ToString(out.ARN),
		Name:    sdk.ToString(out.Name),
		Version: sdk.ToString(out.VersionId),
		Stages:  out.VersionStages,
		Created: utc(out.CreatedDate),
	}
	var ok bool
	r.Value, ok = valueOf(c.opts.Ledger, out.SecretString, out.SecretBinary)
	out.SecretString = nil
	switch {
	case !ok:
		return backend.Revealed{}, senseless(backend.OpReveal, id, "value")
	case !answers(id, r.ARN, r.Name) || r.Version == "" || at.ID != "" && r.Version != at.ID:
		r.Value.Wipe()
		return backend.Revealed{}, senseless(backend.OpReveal, id, "such version")
	}
	return r, nil
}

// answers reports whether an answer is about the secret that was asked for, by ARN, partial ARN or name.
func answers(id, arn, name string) bool {
	if arn == "" || name == "" {
		return false
	}
	return id == name || strings.HasPrefix(id, "arn:") && strings.HasPrefix(arn, id)
}

// valueOf takes the value out of an answer; ok is false if there was none, which is not the same as an empty one.
func valueOf(l *backend.Ledger, text *string, binary []byte) (v backend.Value, ok bool) {
	switch {
	case text != nil:
		return l.Value([]byte(*text), false), true
	case binary != nil:
		return l.Value(binary, true), true
	}
	return backend.Value{}, false
}

// maxBatch is how many secrets BatchGetSecretValue takes.
const maxBatch = 20

// RevealMany is BatchGetSecretValue by ids.
func (c *Client) RevealMany(ctx context.Context, ids []string) ([]backend.RevealedItem, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if len(ids) > maxBatch {
		return nil, &backend.Error{Op: backend.OpRevealMany.Words(), Kind: backend.ErrInvalid, Unsent: true,
			Message: fmt.Sprintf("%d secrets at once, the service takes %d", len(ids), maxBatch), Action: backend.OpRevealMany.Action()}
	}
	items := make([]backend.RevealedItem, len(ids))
	for i, id := range ids {
		items[i] = backend.RevealedItem{ID: id, Err: senseless(backend.OpReveal, id, "such secret")}
	}
	in := &secretsmanager.BatchGetSecretValueInput{SecretIdList: ids}
	left := len(ids)
	for range maxBatch {
		out, err := invoke(reading(ctx, max(0, left)), c, backend.OpRevealMany, "", in, (*secretsmanager.Client).BatchGetSecretValue)
		if err != nil {
			wipe(items)
			return nil, err
		}
		sortInto(items, out, c.opts.Ledger)
		left -= len(out.SecretValues) + len(out.Errors)
		if in.NextToken = out.NextToken; sdk.ToString(in.NextToken) == "" {
			break
		}
	}
	return items, nil
}

func wipe(items []backend.RevealedItem) {
	for _, it := range items {
		it.Value.Wipe()
	}
}

// sortInto puts one page of a batch where it was asked for. The service answers in an order of its own.
func sortInto(items []backend.RevealedItem, out *secretsmanager.BatchGetSecretValueOutput, l *backend.Ledger) {
	for i := range out.SecretValues {
		e := &out.SecretValues[i]
		v, ok := valueOf(l, e.SecretString, e.SecretBinary)
		e.SecretString = nil
		at := slices.IndexFunc(items, func(it backend.RevealedItem) bool {
			return it.Err != nil && (it.ID == sdk.ToString(e.ARN) || it.ID == sdk.ToString(e.Name))
		})
		if !ok || at < 0 {
			v.Wipe()
			continue
		}
		items[at].Err = nil
		items[at].Revealed = backend.Revealed{ARN: sdk.ToString(e.ARN), Name: sdk.ToString(e.Name), Version: sdk.ToString(e.VersionId),
			Stages: e.VersionStages, Created: utc(e.CreatedDate), Value: v}
	}
	for _, fault := range out.Errors {
		for i := range items {
			if items[i].ID == sdk.ToString(fault.SecretId) && items[i].Err != nil {
				said := serviceError(sdk.ToString(fault.ErrorCode), sdk.ToString(fault.Message), offset{})
				items[i].Err = complete(said, backend.OpReveal, items[i].ID)
			}
		}
	}
}

// Versions is ListSecretVersionIds, page by page.
func (c *Client) Versions(ctx context.Context, id string, deprecated bool) iter.Seq2[[]backend.Version, error] {
	return func(yield func([]backend.Version, error) bool) {
		in := &secretsmanager.ListSecretVersionIdsInput{SecretId: &id, IncludeDeprecated: &deprecated, MaxResults: sdk.Int32(maxPage)}
		var guard loopGuard
		for {
			out, err := invoke(ctx, c, backend.OpVersions, id, in, (*secretsmanager.Client).ListSecretVersionIds)
			if err == nil && out.Versions == nil && out.ARN == nil {
				err = senseless(backend.OpVersions, id, "versions")
			}
			if err == nil && !guard.passes(sdk.ToString(out.NextToken), len(out.Versions)) {
				err = senseless(backend.OpVersions, id, "end")
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(versionsOf(out.Versions), nil) {
				return
			}
			if in.NextToken = out.NextToken; sdk.ToString(in.NextToken) == "" {
				return
			}
		}
	}
}

func versionsOf(entries []types.SecretVersionsListEntry) []backend.Version {
	out := make([]backend.Version, 0, len(entries))
	for _, e := range entries {
		out = append(out, backend.Version{ID: sdk.ToString(e.VersionId), Stages: e.VersionStages, Created: utc(e.CreatedDate),
			Accessed: utc(e.LastAccessedDate), KMSKeys: e.KmsKeyIds})
	}
	return out
}

// RandomPassword is GetRandomPassword.
func (c *Client) RandomPassword(ctx context.Context, r backend.PasswordRules) (backend.Value, error) {
	in := &secretsmanager.GetRandomPasswordInput{
		ExcludeCharacters:       orNil(r.ExcludeCharacters),
		ExcludeNumbers:          &r.ExcludeNumbers,
		ExcludePunctuation:      &r.ExcludePunctuation,
		ExcludeUppercase:        &r.ExcludeUppercase,
		ExcludeLowercase:        &r.ExcludeLowercase,
		IncludeSpace:            &r.IncludeSpace,
		RequireEachIncludedType: &r.RequireEachType,
	}
	if r.Length != 0 {
		in.PasswordLength = sdk.Int64(int64(r.Length))
	}
	out, err := invoke(ctx, c, backend.OpRandomPassword, "", in, (*secretsmanager.Client).GetRandomPassword)
	if err != nil {
		return backend.Value{}, err
	}
	v, ok := valueOf(c.opts.Ledger, out.RandomPassword, nil)
	out.RandomPassword = nil
	if !ok || v.Len() == 0 {
		v.Wipe()
		return backend.Value{}, senseless(backend.OpRandomPassword, "", "password")
	}
	return v, nil
}

// Identity is the token service's GetCallerIdentity, asked at the same endpoint where one was named.
func (c *Client) Identity(ctx context.Context) (backend.Identity, error) {
	var out *sts.GetCallerIdentityOutput
	err := c.attempt(ctx, backend.OpIdentity, "", func(ctx context.Context, s *session) (err error) {
		out, err = s.sts.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		return err
	})
	if err != nil {
		return backend.Identity{}, err
	}
	who := backend.Identity{Account: sdk.ToString(out.Account), ARN: sdk.ToString(out.Arn), UserID: sdk.ToString(out.UserId)}
	if who.Account == "" {
		return backend.Identity{}, senseless(backend.OpIdentity, "", "account")
	}
	return who, nil
}
