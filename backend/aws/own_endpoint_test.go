package aws

import (
	"slices"
	"testing"

	"strongroom/backend"
)

func TestAWSsOwnEndpointIsAskedWhateverTheConfigurationSays(t *testing.T) {
	left := watched(t)
	for _, way := range waysIn()[:2] {
		for _, variable := range []string{"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER"} {
			server := newCounter(t)
			way.prepare(t, "", "")
			t.Setenv(variable, server.URL)
			c := Open(Options{OwnEndpoint: true})
			_, _ = c.Describe(t.Context(), "prod/x")
			want := map[string]string{"": "secretsmanager.eu-west-1.amazonaws.com:443", "STS sign-in": "sts.eu-west-1.amazonaws.com:443"}[way.asks]
			if hosts := slices.Compact(left()); len(hosts) != 1 || hosts[0] != want || server.counted() != "" {
				t.Errorf("with %s and %s, %v and %q were asked, want %s", way.name, variable, hosts, server.counted(), want)
			}
			if w := c.Where(); w.Endpoint != "" || w.Configured != server.URL || w.Kind != "AWS" {
				t.Errorf("it says of itself %+v", w)
			}
			t.Setenv(variable, "")
		}
	}
}

func TestAnEndpointIsTheURLOfAServerWithoutALogin(t *testing.T) {
	for text, good := range map[string]bool{"http://127.0.0.1:4566": true, "https://vpce.example/at": true, "": false, "127.0.0.1:4566": false, "ftp://host": false,
		"http://": false, "http://me:made-up@host": false, "https://a b": false, "http:/x": false} {
		if backend.GoodEndpoint(text) != good {
			t.Errorf("%q is said to be one: %v", text, !good)
		}
	}
}
