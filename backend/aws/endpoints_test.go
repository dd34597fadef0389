package aws

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/internal/tools"
)

const ownCalls = "Account, CloudTrail, CloudWatch Logs, IAM, STS, Secrets Manager"

// oneForAll are the ways to say that everything is at one endpoint; each lays down what a sign-in needs.
func oneForAll(kind wayIn) map[string]func(t *testing.T, url string) Options {
	return map[string]func(t *testing.T, url string) Options{
		"the environment": func(t *testing.T, url string) Options {
			kind.prepare(t, "", "")
			t.Setenv("AWS_ENDPOINT_URL", url)
			return Options{}
		},
		"the profile": func(t *testing.T, url string) Options {
			kind.prepare(t, "endpoint_url = "+url+"\n", "")
			return Options{}
		},
		"the profile, with an empty variable": func(t *testing.T, url string) Options {
			kind.prepare(t, "endpoint_url = "+url+"\n", "")
			t.Setenv("AWS_ENDPOINT_URL", "")
			return Options{}
		},
		"the command line": func(t *testing.T, url string) Options {
			kind.prepare(t, "", "")
			return Options{Endpoint: url}
		},
		"the command line, where configured ones are ignored": func(t *testing.T, url string) Options {
			kind.prepare(t, "endpoint_url = "+unreached(t)+"\n", "")
			t.Setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
			return Options{Endpoint: url}
		},
		"services": func(t *testing.T, url string) Options {
			section := "[services all]\n"
			for _, s := range []string{"secrets_manager", "sts", "cloudtrail", "cloudwatch_logs", "account", "iam", "sso", "sso_oidc", "signin"} {
				section += s + " =\n  endpoint_url = " + url + "\n"
			}
			kind.prepare(t, "services = all\n", section)
			return Options{}
		},
		"variables of services": func(t *testing.T, url string) Options {
			kind.prepare(t, "endpoint_url = "+unreached(t)+"\n", "")
			for _, s := range []string{"SECRETS_MANAGER", "STS", "CLOUDTRAIL", "CLOUDWATCH_LOGS", "ACCOUNT", "IAM", "SSO", "SSO_OIDC", "SIGNIN"} {
				t.Setenv("AWS_ENDPOINT_URL_"+s, url)
			}
			return Options{}
		},
	}
}

func TestWithAnEndpointForAllServicesNoCallLeavesForAWS(t *testing.T) {
	tools.Need(t, "sh") // which runs a credential_process
	for _, kind := range waysIn() {
		for how, set := range oneForAll(kind) {
			t.Run(kind.name+", "+how, func(t *testing.T) {
				left := watched(t)
				server := newCounter(t)
				tour(t, set(t, server.URL))
				if got, want := server.counted(), with(kind.asks, ownCalls); got != want {
					t.Errorf("the endpoint was asked for %s; want %s", got, want)
				}
				if hosts := left(); len(hosts) > 0 {
					t.Errorf("calls left for %v", hosts)
				}
			})
		}
	}
}

func TestASignInThatIsAnsweredWithNothingIsAnErrorAndKeepsItsToken(t *testing.T) {
	for _, kind := range waysIn() {
		if kind.asks == "" {
			continue
		}
		for what, answer := range map[string]string{"nothing": "", "an empty object": "{}", "a page": "<html></html>"} {
			t.Run(kind.name+", "+what, func(t *testing.T) {
				kind.prepare(t, "", "")
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					service, form, good := asked(r)
					if what == "an empty object" && service == "SSO" && strings.Contains(kind.asks, "OIDC") {
						t.Error("an empty token was used")
					}
					if service == "Secrets Manager" {
						t.Error("a secret was asked for without credentials")
						answer = good
					}
					w.Header().Set("Content-Type", form)
					fmt.Fprint(w, answer)
				}))
				defer server.Close()
				t.Setenv("AWS_ENDPOINT_URL", server.URL)
				before := cached(t)
				_, err := Open(Options{}).Describe(t.Context(), "prod/x")
				var e *backend.Error
				if !errors.As(err, &e) {
					t.Fatalf("it gave %v", err)
				}
				if e.Kind == nil || e.Kind == backend.ErrInternal || !e.Unsent {
					t.Errorf("%+v", e)
				}
				if after := cached(t); after != before {
					t.Errorf("the cache held\n%s\nand now\n%s", before, after)
				}
			})
		}
	}
}

// cached is what a sign-in keeps in the home directory.
func cached(t *testing.T) (all string) {
	t.Helper()
	for _, dir := range []string{"sso", "login"} {
		files, _ := filepath.Glob(filepath.Join(os.Getenv("HOME"), ".aws", dir, "cache", "*"))
		for _, f := range files {
			b, _ := os.ReadFile(f)
			all += f + "\n" + string(b) + "\n"
		}
	}
	return all
}

func TestWhatIsElsewhereThanTheSecretsIsSaid(t *testing.T) {
	const theirs = "STS, CloudTrail, CloudWatch Logs, Account and IAM are at AWS's own endpoints"
	for what, c := range map[string]struct {
		way, lines, sections string
		env                  []string
		named, want          string
	}{
		"nothing is set":                 {},
		"everything is at one":           {env: []string{"AWS_ENDPOINT_URL=http://127.0.0.1:1"}},
		"the flag":                       {named: "http://127.0.0.1:1"},
		"secrets alone":                  {env: []string{"AWS_ENDPOINT_URL_SECRETS_MANAGER=http://127.0.0.1:1"}, want: theirs},
		"the flag is AWS's own":          {named: "https://vpce-0a-1b.secretsmanager.eu-west-1.vpce.amazonaws.com", want: theirs},
		"the trail alone":                {env: []string{"AWS_ENDPOINT_URL_CLOUDTRAIL=http://127.0.0.1:2"}, want: "CloudTrail is at http://127.0.0.1:2"},
		"three places":                   {env: []string{"AWS_ENDPOINT_URL_SECRETS_MANAGER=http://127.0.0.1:1", "AWS_ENDPOINT_URL_STS=http://127.0.0.1:2"}, want: "STS is at http://127.0.0.1:2, CloudTrail, CloudWatch Logs, Account and IAM are at AWS's own endpoints"},
		"single sign-on":                 {way: "single sign-on", env: []string{"AWS_ENDPOINT_URL=http://127.0.0.1:1", "AWS_ENDPOINT_URL_SSO=http://127.0.0.1:2"}, want: "SSO is at http://127.0.0.1:2"},
		"single sign-on of the old form": {way: "single sign-on of the old form", env: []string{"AWS_ENDPOINT_URL_SECRETS_MANAGER=http://127.0.0.1:1"}, want: "STS, CloudTrail, CloudWatch Logs, Account, IAM and SSO are at AWS's own endpoints"},
		"aws login":                      {way: "aws login", lines: "services = s\n", sections: "[services s]\nsecrets_manager =\n  endpoint_url = http://127.0.0.1:1\n", want: "STS, CloudTrail, CloudWatch Logs, Account, IAM and Signin are at AWS's own endpoints"},
	} {
		t.Run(what, func(t *testing.T) {
			way := waysIn()[max(0, slices.IndexFunc(waysIn(), func(w wayIn) bool { return w.name == c.way }))]
			way.prepare(t, c.lines, c.sections)
			for _, pair := range c.env {
				name, value, _ := strings.Cut(pair, "=")
				t.Setenv(name, value)
			}
			w, err := Open(Options{Endpoint: c.named}).Locate(t.Context())
			if err != nil || w.Beside != c.want {
				t.Errorf("said %q, %v; want %q", w.Beside, err, c.want)
			}
		})
	}
}

func TestAnEndpointOfAWSOnTheCommandLineIsSecretsManagersAlone(t *testing.T) {
	left := watched(t)
	for _, way := range waysIn()[:2] {
		way.prepare(t, "", "")
		c := Open(Options{Endpoint: "https://vpce-0a-1b.secretsmanager.eu-west-1.vpce.amazonaws.com"})
		_, _ = c.Describe(t.Context(), "prod/x")
		want := map[string]string{"": "vpce-0a-1b.secretsmanager.eu-west-1.vpce.amazonaws.com:443", "STS sign-in": "sts.eu-west-1.amazonaws.com:443"}[way.asks]
		if hosts := slices.Compact(left()); len(hosts) != 1 || hosts[0] != want {
			t.Errorf("with %s %v were asked, want %s", way.name, hosts, want)
		}
	}
	for endpoint, own := range map[string]bool{"https://secretsmanager.eu-west-1.api.aws": true, "https://x.amazonaws.com.cn/": true, "http://127.0.0.1:1": false,
		"https://amazonaws.com.evil.example": false, "https://evilamazonaws.com": false, "https://SECRETSMANAGER.eu-west-1.AMAZONAWS.COM.:443": true} {
		if ownedByAWS(endpoint) != own {
			t.Errorf("%s is said to be AWS's: %v", endpoint, !own)
		}
	}
}

func TestATrailElsewhereThanTheSecretsSaysSoInItsErrors(t *testing.T) {
	watched(t)
	waysIn()[0].prepare(t, "", "")
	t.Setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", newCounter(t).URL)
	_, err := Open(Options{}).LookUpDeletion(t.Context(), backend.Secret{ARN: arnOf("x")})
	if !strings.Contains(backend.Message(err), "CloudTrail is at AWS's own endpoint") {
		t.Errorf("it says %q", backend.Message(err))
	}
	t.Setenv("AWS_ENDPOINT_URL", newCounter(t).URL)
	_, err = Open(Options{}).LookUpDeletion(t.Context(), backend.Secret{ARN: arnOf("x")})
	if e := fails(t, err, backend.ErrNotFound); !strings.Contains(e.Message, "CloudTrail is at http://127.0.0.1:") {
		t.Errorf("it says %q", e.Message)
	}
}

func TestAnInstanceIsAskedWhereTheProfileSays(t *testing.T) {
	home := noEnvironment(t)
	os.Unsetenv("AWS_EC2_METADATA_DISABLED")
	var mu sync.Mutex
	var paths []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		paths = append(paths, r.Method+" "+r.URL.Path)
		switch {
		case strings.HasSuffix(r.URL.Path, "/api/token"):
			w.Header().Set("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", "21600")
			fmt.Fprint(w, "token")
		case strings.HasSuffix(r.URL.Path, "/security-credentials/"):
			fmt.Fprint(w, "role")
		default:
			fmt.Fprintf(w, `{"Code":"Success","AccessKeyId":"ROLE","SecretAccessKey":"b","Token":"c","Expiration":%q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
		}
	}))
	defer server.Close()
	write(t, filepath.Join(home, "config"), "[profile p]\nregion = eu-west-1\nec2_metadata_service_endpoint = "+server.URL+"\n")
	secrets := newCounter(t)
	if _, err := Open(Options{Profile: "p", Endpoint: secrets.URL}).Describe(t.Context(), "prod/x"); err != nil {
		t.Errorf("%v: %s", err, backend.Message(err))
	}
	if got := strings.Join(paths, ", "); got != "PUT /latest/api/token, GET /latest/meta-data/iam/security-credentials/, GET /latest/meta-data/iam/security-credentials/role" {
		t.Errorf("the instance was asked for %s", got)
	}
}

func TestAnEndpointThatIsNoURLIsToldAsSuchAlsoWhereTheSignInIs(t *testing.T) {
	tools.Need(t, "sh") // which runs a credential_process
	left := watched(t)
	for _, way := range waysIn() {
		for _, name := range []string{"STS", "SSO", "SSO_OIDC", "SIGNIN"} {
			way.prepare(t, "", "")
			t.Setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", newCounter(t).URL)
			for _, other := range []string{"STS", "SSO", "SSO_OIDC", "SIGNIN"} {
				t.Setenv("AWS_ENDPOINT_URL_"+other, newCounter(t).URL)
			}
			t.Setenv("AWS_ENDPOINT_URL_"+name, "127.0.0.1:4566")
			_, err := Open(Options{}).Describe(t.Context(), "prod/x")
			if asks := strings.ReplaceAll(strings.Replace(way.asks, "STS sign-in", "STS", 1), "SSO OIDC", "SSO_OIDC"); !slices.Contains(strings.Split(strings.ToUpper(asks), ", "), name) {
				if err != nil {
					t.Errorf("%s needs no %s: %v", way.name, name, err)
				}
				continue
			}
			if !errors.Is(err, backend.ErrConfig) || !strings.Contains(backend.Message(err), "AWS_ENDPOINT_URL_"+name+" is ") {
				t.Errorf("%s, %s: it gave %v: %s", way.name, name, err, backend.Message(err))
			}
		}
	}
	if hosts := left(); len(hosts) > 0 {
		t.Errorf("calls left for %v", hosts)
	}
}
