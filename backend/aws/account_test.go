package aws

import (
	"net/http"
	"slices"
	"testing"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestTheAccountTellsWhichRegionsItHasEnabled(t *testing.T) {
	server := local.New(local.Knobs{Region: "eu-west-1", Regions: []string{"us-east-1", "xx-new-1"}})
	is, err := Open(Options{Transport: server.Transport()}).AccountRegions(t.Context())
	if err != nil || !slices.Equal(is.Enabled, []string{"eu-west-1", "us-east-1", "xx-new-1"}) || len(is.Others) != len(backend.KnownRegions("eu-west-1"))-2 {
		t.Errorf("%+v, %v", is, err)
	}
}

func TestAnAccountThatDoesNotTellItsRegionsIsAnError(t *testing.T) {
	const one = `{"Regions":[{"RegionName":"eu-west-1","RegionOptStatus":"ENABLED"}],"NextToken":"t"}`
	for what, c := range map[string]struct {
		status           int
		code, kind, body string
		want             error
	}{
		"denied":                   {403, "AccessDeniedException", "application/json", `{"message":"no"}`, backend.ErrDenied},
		"unknown":                  {404, "", "text/html", "<html></html>", backend.ErrMalformed},
		"a page":                   {200, "", "text/html", "<html></html>", backend.ErrMalformed},
		"nothing":                  {200, "", "application/json", `{}`, backend.ErrMalformed},
		"none enabled":             {200, "", "application/json", `{"Regions":[{"RegionName":"eu-west-1","RegionOptStatus":"DISABLED"}]}`, backend.ErrMalformed},
		"no region":                {200, "", "application/json", `{"Regions":[{"RegionName":"evil.example/","RegionOptStatus":"ENABLED"}]}`, backend.ErrMalformed},
		"a mark that does not end": {200, "", "application/json", one, backend.ErrMalformed},
	} {
		t.Run(what, func(t *testing.T) {
			calls := 0
			client := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
				calls++
				answer := reply(r, c.status, c.kind, c.body)
				if c.code != "" {
					answer.Header.Set("X-Amzn-Errortype", c.code)
				}
				return answer, nil
			})
			is, err := client.AccountRegions(t.Context())
			if e := fails(t, err, c.want); e.Action != "account:ListRegions" || len(is.Enabled) > 0 || calls > accountPages {
				t.Errorf("%+v after %d calls: %+v", is, calls, e)
			}
		})
	}
}
