package aws

import (
	"cmp"
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"strongroom/backend"
)

var _ backend.AccountAlias = (*Client)(nil)

const (
	// iamID is what the SDKs call IAM where they are told of endpoints.
	iamID = "IAM"
	// askAlias is the request, of IAM's one API version.
	askAlias = "Action=ListAccountAliases&Version=2010-05-08"
	// aliasPage is far more than an answer has: an account has one alias at most.
	aliasPage = 64 << 10
)

// iam is the one call of IAM that is made.
type iam struct {
	signed
	base string // "" for AWS's own endpoint
	fips bool
}

func newIAM(cfg aws.Config, base string, trail *cloudtrail.Client) *iam {
	_, region := iamOf(cfg.Region)
	return &iam{signed{cfg, "iam", region}, base, trail.Options().EndpointOptions.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled}
}

// iamOf is the host of IAM, which each partition has one of, and the region that its requests are signed for (botocore's rules
// of IAM's endpoints); "" where it is not known.
func iamOf(region string) (host, signedFor string) {
	switch backend.PartitionOf(region) {
	case "aws":
		return "iam.amazonaws.com", "us-east-1"
	case "aws-cn":
		return "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"
	case "aws-us-gov":
		return "iam.us-gov.amazonaws.com", "us-gov-west-1"
	case "aws-iso":
		return "iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"
	case "aws-iso-b":
		return "iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1"
	case "aws-iso-e":
		return "iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1"
	case "aws-iso-f":
		return "iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"
	case "aws-eusc":
		return "iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"
	}
	return "", region
}

// endpoint is where it is asked, "" for nowhere.
func (i *iam) endpoint() string {
	host, _ := iamOf(i.cfg.Region)
	switch {
	case i.base != "":
		return strings.TrimSuffix(i.base, "/") + "/"
	case host == "":
		return ""
	case i.fips && host == "iam.amazonaws.com":
		host = "iam-fips.amazonaws.com"
	case i.fips && !strings.Contains(host, "us-gov"):
		return ""
	}
	return "https://" + host + "/"
}

// AccountAlias is IAM's ListAccountAliases. Nobody waits for it: it is tried once, and says nothing of the login.
func (c *Client) AccountAlias(ctx context.Context) (alias string, err error) {
	err = c.attempt(ctx, backend.OpAlias, "", func(ctx context.Context, at *session) (err error) {
		alias, err = at.iam.alias(ctx)
		return err
	})
	if err == nil && !backend.GoodAlias(alias) {
		return "", senseless(backend.OpAlias, "", "alias that could be one")
	}
	return alias, err
}

func (i *iam) alias(ctx context.Context) (string, error) {
	to := i.endpoint()
	if to == "" {
		return "", nil
	}
	answer, err := i.post(ctx, to, map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, []byte(askAlias))
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	whole := func(err error) error {
		return &smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: answer}, Err: err}
	}
	b, err := io.ReadAll(io.LimitReader(answer.Body, aliasPage))
	if err != nil {
		return "", whole(&smithy.DeserializationError{Err: err})
	}
	if answer.StatusCode != http.StatusOK {
		var told struct {
			Code    string `xml:"Error>Code"`
			Message string `xml:"Error>Message"`
		}
		_ = xml.Unmarshal(b, &told)
		return "", whole(&smithy.GenericAPIError{Code: cmp.Or(told.Code, "UnknownError"), Message: told.Message})
	}
	var told struct {
		XMLName xml.Name `xml:"ListAccountAliasesResponse"`
		Aliases []string `xml:"ListAccountAliasesResult>AccountAliases>member"`
	}
	if xml.Unmarshal(b, &told) != nil {
		return "", whole(&smithy.DeserializationError{Err: io.ErrUnexpectedEOF})
	}
	return strings.Join(told.Aliases, ", "), nil
}
