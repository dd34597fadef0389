package aws

import (
	"context"
	"encoding/json"

	"strongroom/backend"
)

var _ backend.Account = (*Client)(nil)

const (
	// accountPage is the most regions that a page of ListRegions has (API reference).
	accountPage = 50
	// accountPages bounds the pages: AWS has fewer than fifty regions.
	accountPages = 10
)

// The question and its answer (account service, API reference).
type (
	listRegionsIn struct {
		MaxResults int
		NextToken  string `json:",omitempty"`
	}
	listRegionsOut struct {
		Regions   []struct{ RegionName, RegionOptStatus string }
		NextToken string
	}
)

// AccountRegions is the account service's ListRegions.
func (c *Client) AccountRegions(ctx context.Context) (is backend.AccountRegions, err error) {
	in := listRegionsIn{MaxResults: accountPage}
	for range accountPages {
		var out listRegionsOut
		body, err := json.Marshal(in)
		if err == nil {
			err = c.attempt(ctx, backend.OpListRegions, "", func(ctx context.Context, at *session) (err error) {
				_, err = at.account.call(ctx, newRetryer(nil), question{kind: kindREST, path: "listRegions", body: body}, &out)
				return err
			})
		}
		if err != nil {
			return backend.AccountRegions{}, err
		}
		for _, r := range out.Regions {
			switch name := r.RegionName; {
			case !backend.GoodRegion(name):
			case r.RegionOptStatus == "ENABLED" || r.RegionOptStatus == "ENABLED_BY_DEFAULT":
				is.Enabled = append(is.Enabled, name)
			default:
				is.Others = append(is.Others, name)
			}
		}
		if in.NextToken = out.NextToken; out.NextToken == "" {
			break
		}
	}
	if in.NextToken != "" || len(is.Enabled) == 0 {
		return backend.AccountRegions{}, senseless(backend.OpListRegions, "", "regions")
	}
	return is, nil
}
