package aws

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/local"
)

func TestTheAliasOfAnAccountIsTold(t *testing.T) {
	server := local.New(local.Knobs{Alias: "made-up"})
	c := Open(Options{Transport: server.Transport()})
	if alias, err := c.AccountAlias(t.Context()); err != nil || alias != "made-up" {
		t.Errorf("%q, %v", alias, err)
	}
	server.Set(func(k *local.Knobs) { k.Alias = "" })
	if alias, err := c.AccountAlias(t.Context()); err != nil || alias != "" {
		t.Errorf("%q, %v", alias, err)
	}
	server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"ListAccountAliases": true} })
	_, err := c.AccountAlias(t.Context())
	if e := fails(t, err, backend.ErrDenied); e.Action != "iam:ListAccountAliases" {
		t.Errorf("it needs %q", e.Action)
	}
}

// The names are the service's, as botocore has them.
func TestIAMIsWhereAWSHasIt(t *testing.T) {
	for region, want := range map[string][3]string{
		"eu-west-1":       {"https://iam.amazonaws.com/", "https://iam-fips.amazonaws.com/", "us-east-1"},
		"cn-northwest-1":  {"https://iam.cn-north-1.amazonaws.com.cn/", "", "cn-north-1"},
		"us-gov-east-1":   {"https://iam.us-gov.amazonaws.com/", "https://iam.us-gov.amazonaws.com/", "us-gov-west-1"},
		"us-iso-west-1":   {"https://iam.us-iso-east-1.c2s.ic.gov/", "", "us-iso-east-1"},
		"eusc-de-east-1":  {"https://iam.eusc-de-east-1.amazonaws.eu/", "", "eusc-de-east-1"},
		"xx-made-up-it-1": {"", "", "xx-made-up-it-1"},
	} {
		for i, fips := range []bool{false, true} {
			if got, signedFor := (hosts{region: region, fips: fips}).iam(); got != want[i] || signedFor != want[2] {
				t.Errorf("in %s: %q for %s, want %q", region, got, signedFor, want[i])
			}
		}
	}
}

// A server of the same protocol need not know IAM, and what it says then says nothing of the login.
func TestAServerThatDoesNotKnowIAMLosesNobodyTheLogin(t *testing.T) {
	for _, answer := range []struct {
		status int
		text   string
	}{
		{403, `<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>made-up</Message></Error></ErrorResponse>`},
		{403, `<ErrorResponse><Error><Code>ExpiredToken</Code><Message>made-up</Message></Error></ErrorResponse>`},
		{200, `<html>`}, {200, `{"made":"up"}`}, {500, ""}, {200, ""},
		{200, `<ListAccountAliasesResponse><ListAccountAliasesResult><AccountAliases><member>` + strings.Repeat("x", 64) + `</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>`},
	} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			w.WriteHeader(answer.status)
			fmt.Fprint(w, answer.text)
		}))
		noEnvironment(t)
		t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
		t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
		c := Open(Options{Endpoint: server.URL, Region: "eu-west-1"})
		if alias, err := c.AccountAlias(t.Context()); err == nil || alias != "" {
			t.Errorf("%s tells of %q", answer.text, alias)
		}
		if !c.Login().Held || asked != 1 {
			t.Errorf("after %d %s the login is %+v, and %d were asked", answer.status, answer.text, c.Login(), asked)
		}
		server.Close()
	}
}

// TestAnIndependentServerTellsOfItsAlias checks our reading of the protocol by somebody else's.
func TestAnIndependentServerTellsOfItsAlias(t *testing.T) {
	url := startMoto(t)
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
	c := Open(Options{Endpoint: url, Region: "eu-west-1"})
	if alias, err := c.AccountAlias(t.Context()); err != nil || alias != "" {
		t.Errorf("before there is one: %q, %v", alias, err)
	}
	r, _ := http.NewRequest(http.MethodPost, url, strings.NewReader("Action=CreateAccountAlias&AccountAlias=made-up&Version=2010-05-08"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=made-up/20261120/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=made-up")
	if resp, err := http.DefaultClient.Do(r); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	if alias, err := c.AccountAlias(t.Context()); err != nil || alias != "made-up" {
		t.Errorf("%q, %v", alias, err)
	}
}
