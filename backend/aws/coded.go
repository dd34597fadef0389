package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// coded assumes a role that takes a code. The code is asked for once the credentials are there that the role is assumed with: of a
// chain each role's in its turn. The SDK asks for that of the last role first, and it has ended when its turn comes.
type coded struct {
	*sts.Client
	ask func() (string, error)
}

var _ stscreds.AssumeRoleAPIClient = coded{}

func (c coded) AssumeRole(ctx context.Context, in *sts.AssumeRoleInput, more ...func(*sts.Options)) (*sts.AssumeRoleOutput, error) {
	with, err := c.Options().Credentials.Retrieve(ctx)
	if err != nil { // as where the call itself looks for them: how deep calls lie in each other tells which role it was
		return nil, &smithy.OperationError{ServiceID: sts.ServiceID, OperationName: "AssumeRole", Err: err}
	}
	code, err := c.ask()
	if err != nil {
		return nil, err
	}
	in.TokenCode = aws.String(code)
	return c.Client.AssumeRole(ctx, in, append(more, func(o *sts.Options) {
		o.Credentials = credentials.StaticCredentialsProvider{Value: with}
	})...)
}
