package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"

	"strongroom/backend"
)

var _ backend.Account = (*Client)(nil)

const (
	// accountPage is the most regions that a page of ListRegions has (API reference).
	accountPage = 50
	// accountPages bounds the pages: AWS has fewer than fifty regions.
	accountPages = 10
)

// AccountRegions is the account service's ListRegions.
func (c *Client) AccountRegions(ctx context.Context) (is backend.AccountRegions, err error) {
	in := &account.ListRegionsInput{MaxResults: sdk.Int32(accountPage)}
	for range accountPages {
		var out *account.ListRegionsOutput
		err := c.attempt(ctx, backend.OpListRegions, "", func(ctx context.Context, at *session) (err error) {
			out, err = at.account.ListRegions(ctx, in)
			return err
		})
		if err != nil {
			return backend.AccountRegions{}, err
		}
		for _, r := range out.Regions {
			switch name := sdk.ToString(r.RegionName); {
			case !backend.GoodRegion(name):
			case r.RegionOptStatus == types.RegionOptStatusEnabled || r.RegionOptStatus == types.RegionOptStatusEnabledByDefault:
				is.Enabled = append(is.Enabled, name)
			default:
				is.Others = append(is.Others, name)
			}
		}
		if in.NextToken = out.NextToken; sdk.ToString(out.NextToken) == "" {
			break
		}
	}
	if sdk.ToString(in.NextToken) != "" || len(is.Enabled) == 0 {
		return backend.AccountRegions{}, senseless(backend.OpListRegions, "", "regions")
	}
	return is, nil
}
