package aws

import (
	"context"
	"encoding/xml"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

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

// iam is where IAM is asked, and the region that it is signed for; "" for nowhere.
func (h hosts) iam() (endpoint, signedFor string) {
	host, signedFor := iamOf(h.region)
	switch {
	case host == "":
		return "", signedFor
	case h.fips && host == "iam.amazonaws.com":
		host = "iam-fips.amazonaws.com"
	case h.fips && !strings.Contains(host, "us-gov"):
		return "", signedFor
	}
	return "https://" + host + "/", signedFor
}

// AccountAlias is IAM's ListAccountAliases. Nobody waits for it: it is tried once, and says nothing of the login.
func (c *Client) AccountAlias(ctx context.Context) (alias string, err error) {
	var told struct {
		XMLName xml.Name `xml:"ListAccountAliasesResponse"`
		Aliases []string `xml:"ListAccountAliasesResult>AccountAliases>member"`
	}
	err = c.attempt(ctx, backend.OpAlias, "", func(ctx context.Context, at *session) error {
		if at.iam.at == "" {
			return nil
		}
		_, err := at.iam.call(ctx, aws.NopRetryer{}, question{kind: kindQuery, body: []byte(askAlias), limit: aliasPage}, &told)
		return err
	})
	alias = strings.Join(told.Aliases, ", ")
	if err == nil && !backend.GoodAlias(alias) {
		return "", senseless(backend.OpAlias, "", "alias that could be one")
	}
	return alias, err
}
