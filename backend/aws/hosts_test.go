package aws

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/smithy-go"
	smithyauth "github.com/aws/smithy-go/auth"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"strongroom/backend"
)

// The SDK's own clients are asked, in every region that is known and in some that are not.
func TestServicesAreWhereTheSDKHasThem(t *testing.T) {
	var regions []string
	for _, one := range []string{"eu-west-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-east-1", "eusc-de-east-1"} {
		regions = append(append(regions, one), backend.KnownRegions(one)...)
	}
	for _, region := range append(regions, "us-gov-east-1", "xx-made-9", "xx-made-up-1", "us-gov-up-7") {
		for _, h := range []hosts{{region, false, false}, {region, true, false}, {region, false, true}, {region, true, true}} {
			trail, err := cloudtrail.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), cloudtrail.EndpointParameters{Region: &region, UseFIPS: &h.fips, UseDualStack: &h.dualStack})
			if err != nil || h.of("cloudtrail") != trail.URI.String()+"/" {
				t.Errorf("%+v: CloudTrail is at %s, want %s %v", h, h.of("cloudtrail"), trail.URI.String(), err)
			}
			one, err := account.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), account.EndpointParameters{Region: &region, UseFIPS: &h.fips, UseDualStack: &h.dualStack})
			at, signedFor := h.once("account")
			if err != nil || at != one.URI.String()+"/" || signedFor != signingRegion(one.Properties) {
				t.Errorf("%+v: the account is at %s for %s, want %s %v", h, at, signedFor, one.URI.String(), err)
			}
		}
	}
}

func signingRegion(p smithy.Properties) string {
	options, _ := smithyauth.GetAuthOptions(&p)
	for _, o := range options {
		region, _ := smithyhttp.GetSigV4SigningRegion(&o.SignerProperties)
		return region
	}
	return ""
}

// The SDK's own clients sign again by the service's clock where that is the reason of a refusal.
func TestTheTrailIsAskedByTheServicesClock(t *testing.T) {
	ahead := 40 * time.Minute
	asked := 0
	c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		asked++
		now := time.Now().Add(ahead).UTC()
		signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		if err != nil {
			t.Error(err)
		}
		answer, err := ok(r, map[string]any{"Events": []any{}})
		if now.Sub(signed).Abs() > 5*time.Minute {
			answer, err = fail(r, http.StatusForbidden, "InvalidSignatureException", "Signature expired")
		}
		answer.Header.Set("Date", now.Format(http.TimeFormat))
		return answer, err
	})
	if _, err := c.LookUpDeletion(t.Context(), backend.Secret{ARN: arnOf("x"), Name: "x"}); !errors.Is(err, backend.ErrNotFound) || asked != 2 {
		t.Errorf("%v after %d questions", err, asked)
	}
	ahead, asked = 0, 0
	c = over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		asked++
		return fail(r, http.StatusForbidden, "InvalidSignatureException", "made-up")
	})
	if _, err := c.LookUpDeletion(t.Context(), backend.Secret{ARN: arnOf("x"), Name: "x"}); !errors.Is(err, backend.ErrBadCredentials) || asked != 1 {
		t.Errorf("where the clocks agree: %v after %d questions", err, asked)
	}
}
