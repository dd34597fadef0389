package aws

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/internal/tools"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// unreached is a server that fails the test if anything is asked of it.
func unreached(t *testing.T) string {
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a request went out: %s %s", r.Method, r.URL)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestLoginsThatDoNotWorkAreNamed(t *testing.T) {
	const sso = "sso_account_id = 1\nsso_role_name = r\nregion = eu-west-1\n"
	expired := fmt.Sprintf(`{"accessToken":%q,"expiresAt":%q}`, canary, time.Now().Add(-time.Hour).UTC().Format(time.RFC3339))
	for _, c := range []struct {
		what    string
		config  string
		profile string
		region  string
		cache   map[string]string // by the name the cache file is hashed from
		kind    error
		says    string
	}{
		{"no region", "[default]\naws_access_key_id = a\naws_secret_access_key = b\n", "", "", nil, backend.ErrNoRegion, ""},
		{"no such profile", "[default]\nregion = eu-west-1\n", "prod", "", nil, backend.ErrNoProfile, "prod"},
		{"no such source profile", "[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = gone\n", "p", "eu-west-1", nil, backend.ErrNoProfile, "source profile"},
		{"a name in quotes", "[default]\nregion = eu-west-1\n[profile \"my team\"]\naws_access_key_id = a\naws_secret_access_key = b\n", "my team", "eu-west-1", nil, backend.ErrConfig, "line 3: the name of profile my team stands in quotes, which the AWS CLI takes off and Strongroom does not: write [profile my-team], and name it so elsewhere"},
		{"a second factor", "[profile s]\naws_access_key_id = a\naws_secret_access_key = b\n[profile p]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = s\nmfa_serial = m\n", "p", "eu-west-1", nil, backend.ErrNoCode, "profile p needs a code of m"},
		{"nothing at all", "", "", "eu-west-1", nil, backend.ErrNoCredentials, "nothing in the environment"},
		{"an empty profile", "[profile p]\nregion = eu-west-1\n", "p", "", nil, backend.ErrNoCredentials, "nothing in the environment"},
		{"a configuration that is no configuration", "[profile p\n\x00", "p", "eu-west-1", nil, backend.ErrConfig, "line 1: the name of a section is not closed"},
		{"session without a cache", "[profile p]\nsso_session = s\n" + sso + "[sso-session s]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n", "p", "", nil, backend.ErrExpired, ""},
		{"session ended", "[profile p]\nsso_session = s\n" + sso + "[sso-session s]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n", "p", "", map[string]string{"s": expired}, backend.ErrExpired, ""},
		{"session cache of rubbish", "[profile p]\nsso_session = s\n" + sso + "[sso-session s]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n", "p", "", map[string]string{"s": canary}, backend.ErrExpired, ""},
		{"old form without a cache", "[profile p]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n" + sso, "p", "", nil, backend.ErrExpired, ""},
		{"old form ended", "[profile p]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n" + sso, "p", "", map[string]string{"https://s.invalid": expired}, backend.ErrExpired, ""},
		{"login session missing", "[profile p]\nlogin_session = arn:aws:iam::1:user/u\nregion = eu-west-1\n", "p", "", nil, backend.ErrExpired, ""},
		{"a helper that fails", "[profile p]\ncredential_process = sh -c 'echo " + canary + "; exit 3'\nregion = eu-west-1\n", "p", "", nil, backend.ErrBadCredentials, "credential_process"},
		{"a helper that prints rubbish", "[profile p]\ncredential_process = echo " + canary + "\nregion = eu-west-1\n", "p", "", nil, backend.ErrBadCredentials, "credential_process"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := noEnvironment(t)
			write(t, filepath.Join(dir, "config"), c.config)
			for name, text := range c.cache {
				sum := sha1.Sum([]byte(name))
				write(t, filepath.Join(dir, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json"), text)
			}
			cl := Open(Options{Profile: c.profile, Region: c.region, Endpoint: unreached(t)})
			for range 2 { // a failure is not remembered as a success
				_, err := cl.Describe(t.Context(), "prod/x")
				e := fails(t, err, c.kind)
				if !strings.Contains(e.Message, c.says) || !e.Unsent {
					t.Errorf("message %q, unsent %v", e.Message, e.Unsent)
				}
				if backend.Hint(e) == "" {
					t.Error("there is no hint")
				}
			}
		})
	}
}

// keyring is a server that knows which access keys are good.
type keyring struct {
	good  atomic.Value // string
	calls atomic.Int64
}

func (k *keyring) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.calls.Add(1)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if good, _ := k.good.Load().(string); !strings.Contains(r.Header.Get("Authorization"), "Credential="+good+"/") {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type":"ExpiredTokenException","Message":"The security token included in the request is expired"}`)
		return
	}
	fmt.Fprintf(w, `{"ARN":%q,"Name":"prod/x"}`, arnOf("prod/x"))
}

func TestAFreshLoginGoesOnWithoutARestart(t *testing.T) {
	dir := noEnvironment(t)
	ring := &keyring{}
	ring.good.Store("NEW")
	server := httptest.NewServer(ring)
	defer server.Close()
	credentials := filepath.Join(dir, "credentials")
	write(t, credentials, "[default]\naws_access_key_id = OLD\naws_secret_access_key = b\n")
	c := Open(Options{Region: "eu-west-1", Endpoint: server.URL})

	_, err := c.Describe(t.Context(), "prod/x")
	fails(t, err, backend.ErrExpired)
	if n := ring.calls.Load(); n != 1 {
		t.Errorf("an ended login was tried %d times", n)
	}
	write(t, credentials, "[default]\naws_access_key_id = NEW\naws_secret_access_key = b\n")
	if _, err := c.Describe(t.Context(), "prod/x"); err != nil {
		t.Fatalf("the new keys are not used: %v", err)
	}
	if w := c.Where(); w.Credentials != "keys of profile default" || w.Profile != "default" || w.Region != "eu-west-1" || w.Endpoint != server.URL || w.Kind != "custom endpoint" {
		t.Errorf("%+v", w)
	}
	ring.good.Store("NEWER")
	for _, err := range c.List(t.Context(), backend.Query{}) {
		fails(t, err, backend.ErrExpired)
	}
	if n := ring.calls.Load(); n > 3 {
		t.Errorf("%d calls", n)
	}
}

func TestALoginMadeLaterIsFound(t *testing.T) {
	dir := noEnvironment(t)
	ring := &keyring{}
	ring.good.Store("MADE")
	server := httptest.NewServer(ring)
	defer server.Close()
	c := Open(Options{Region: "eu-west-1", Endpoint: server.URL})
	_, err := c.Describe(t.Context(), "prod/x")
	fails(t, err, backend.ErrNoCredentials)
	write(t, filepath.Join(dir, "credentials"), "[default]\naws_access_key_id = MADE\naws_secret_access_key = b\n")
	if _, err := c.Describe(t.Context(), "prod/x"); err != nil {
		t.Error(err)
	}
}

func TestWhereTellsWhatTheEnvironmentChose(t *testing.T) {
	noEnvironment(t)
	ring := &keyring{}
	ring.good.Store("ENV")
	server := httptest.NewServer(ring)
	defer server.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "ENV")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "b")
	t.Setenv("AWS_REGION", "ap-south-1")
	t.Setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", server.URL)
	c := Open(Options{})
	if w := c.Where(); w != (backend.Where{Kind: "AWS"}) {
		t.Errorf("before any call: %+v", w)
	}
	if _, err := c.Describe(t.Context(), "prod/x"); err != nil {
		t.Fatal(err)
	}
	if w := c.Where(); w.Region != "ap-south-1" || w.Endpoint != server.URL || w.Credentials != "keys of the environment" {
		t.Errorf("%+v", w)
	}
}

func TestANamedEndpointBeatsEverything(t *testing.T) {
	noEnvironment(t)
	ring := &keyring{}
	ring.good.Store("ENV")
	server := httptest.NewServer(ring)
	defer server.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "ENV")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "b")
	t.Setenv("AWS_REGION", "ap-south-1")
	t.Setenv("AWS_ENDPOINT_URL", unreached(t))
	t.Setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
	if _, err := Open(Options{Endpoint: server.URL}).Describe(t.Context(), "prod/x"); err != nil {
		t.Fatal(err)
	}
}

func TestAnEndpointOfTheEnvironmentThatIsNoURLIsToldAsSuch(t *testing.T) {
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "a")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "b")
	t.Setenv("AWS_REGION", "ap-south-1")
	t.Setenv("AWS_ENDPOINT_URL", "127.0.0.1:4566")
	_, err := Open(Options{}).Describe(t.Context(), "prod/x")
	if !errors.Is(err, backend.ErrConfig) || !strings.Contains(backend.Message(err), "AWS_ENDPOINT_URL is \"127.0.0.1:4566\", and an endpoint is a URL") {
		t.Errorf("it gave %v: %s", err, backend.Message(err))
	}
}

func TestAnEmbeddedServerNeedsNothingOfTheEnvironment(t *testing.T) {
	noEnvironment(t)
	t.Setenv("AWS_PROFILE", "broken")
	t.Setenv("AWS_ENDPOINT_URL", unreached(t))
	var scope atomic.Value
	c := Open(Options{Transport: carrier(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		scope.Store(r.Header.Get("Authorization") + r.Header.Get("User-Agent"))
		return ok(r, map[string]any{"ARN": arnOf("x"), "Name": "x"})
	}), Region: "us-west-2", Kind: "demo"})
	if _, err := c.Describe(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	if got := scope.Load().(string); !strings.Contains(got, "/us-west-2/secretsmanager/") || !strings.Contains(got, "app/strongroom") {
		t.Errorf("signed as %s", got)
	}
	if w := c.Where(); w != (backend.Where{Kind: "demo", Region: "us-west-2"}) {
		t.Errorf("%+v", w)
	}
}

// The sign-on service's own refusals.
func TestSignOnServersAreUnderstood(t *testing.T) {
	const config = "[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\nregion = eu-west-1\n" +
		"[sso-session s]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n"
	for _, c := range []struct {
		what   string
		fresh  bool // the cached token is still good
		status int  // 0: nobody answers
		code   string
		kind   error
	}{
		{"the refresh is refused", false, 400, "InvalidGrantException", backend.ErrExpired},
		{"the refresh finds nobody", false, 0, "", backend.ErrUnreachable},
		{"the token was revoked", true, 401, "UnauthorizedException", backend.ErrExpired},
		{"the role is not assigned", true, 403, "ForbiddenException", backend.ErrDenied},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := noEnvironment(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Amzn-ErrorType", c.code)
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(c.status)
				fmt.Fprintf(w, `{"message":"no"}`)
			}))
			if c.status == 0 {
				server.Close()
			} else {
				defer server.Close()
			}
			t.Setenv("AWS_ENDPOINT_URL_SSO", server.URL)
			t.Setenv("AWS_ENDPOINT_URL_SSO_OIDC", server.URL)
			ends := time.Now().Add(-time.Hour)
			if c.fresh {
				ends = time.Now().Add(time.Hour)
			}
			write(t, filepath.Join(dir, "config"), config)
			sum := sha1.Sum([]byte("s"))
			write(t, filepath.Join(dir, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json"),
				fmt.Sprintf(`{"accessToken":%q,"expiresAt":%q,"refreshToken":%q,"clientId":"c","clientSecret":%q,"registrationExpiresAt":%q}`,
					canary, ends.UTC().Format(time.RFC3339), canary, canary, time.Now().Add(time.Hour).UTC().Format(time.RFC3339)))
			_, err := Open(Options{Profile: "p", Endpoint: unreached(t)}).Describe(t.Context(), "prod/x")
			if e := fails(t, err, c.kind); !e.Unsent || e.Action != "" || e.Message == "" {
				t.Errorf("%+v", e)
			}
		})
	}
}

func TestACredentialHelperTouchesNeitherScreenNorKeys(t *testing.T) {
	tools.Need(t, "sh") // which runs a credential_process
	dir := noEnvironment(t)
	ring := &keyring{}
	ring.good.Store("HELPED")
	server := httptest.NewServer(ring)
	defer server.Close()
	write(t, filepath.Join(dir, "helper.sh"), "echo noise >&2\nread key && echo \"$key\" >"+filepath.Join(dir, "taken")+
		"\necho '{\"Version\":1,\"AccessKeyId\":\"HELPED\",\"SecretAccessKey\":\"made-up\"}'\n")
	write(t, filepath.Join(dir, "config"), "[profile p]\nregion = eu-west-1\ncredential_process = sh "+filepath.Join(dir, "helper.sh")+"\n")
	write(t, filepath.Join(dir, "keys"), "typed by the user\n")
	screen, err := os.Create(filepath.Join(dir, "screen"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := os.Open(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	stderr, stdin := os.Stderr, os.Stdin
	os.Stderr, os.Stdin = screen, keys
	c := Open(Options{Profile: "p", Endpoint: server.URL})
	_, err = c.Describe(t.Context(), "prod/x")
	os.Stderr, os.Stdin = stderr, stdin
	if err != nil {
		t.Fatal(err)
	}
	if seen, _ := os.ReadFile(screen.Name()); len(seen) != 0 {
		t.Errorf("on the screen: %s", seen)
	}
	if taken, err := os.ReadFile(filepath.Join(dir, "taken")); err == nil {
		t.Errorf("taken from the keys: %s", taken)
	}
	if w := c.Where(); w.Credentials != "credential_process of profile p" || w.Profile != "p" {
		t.Errorf("%+v", w)
	}
}

func TestTheConfigurationIsReadWithoutACall(t *testing.T) {
	const files = "[default]\nregion = us-gov-west-1\naws_access_key_id = DEFAULT\naws_secret_access_key = b\n" +
		"[profile team]\nregion = cn-north-1\naws_access_key_id = TEAM\naws_secret_access_key = b\n"
	keys := map[string]string{"AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "b"}
	for what, c := range map[string]struct {
		options Options
		files   string
		env     map[string]string
		want    backend.Where
	}{
		"nothing is named":                 {files: files, want: backend.Where{Profile: "default", Named: "default", Region: "us-gov-west-1"}},
		"the environment names a profile":  {files: files, env: map[string]string{"AWS_PROFILE": "team"}, want: backend.Where{Profile: "team", Named: "team", Region: "cn-north-1"}},
		"the older variable does":          {files: files, env: map[string]string{"AWS_DEFAULT_PROFILE": "team"}, want: backend.Where{Profile: "team", Named: "team", Region: "cn-north-1"}},
		"a flag does":                      {options: Options{Profile: "team", Region: "eu-west-1"}, files: files, want: backend.Where{Profile: "team", Named: "team", Region: "eu-west-1"}},
		"a flag does, with keys set":       {options: Options{Profile: "team"}, files: files, env: keys, want: backend.Where{Profile: "team", Named: "team", Region: "cn-north-1"}},
		"the environment has its own keys": {files: files, env: keys, want: backend.Where{Region: "us-gov-west-1"}},
		"no file":                          {options: Options{Region: "eu-west-1"}, want: backend.Where{Profile: "default", Region: "eu-west-1"}},
	} {
		t.Run(what, func(t *testing.T) {
			dir := noEnvironment(t)
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			if c.files != "" {
				write(t, filepath.Join(dir, "config"), c.files)
			}
			t.Setenv("AWS_ENDPOINT_URL", unreached(t))
			c.want.Kind, c.want.Endpoint = "custom endpoint", os.Getenv("AWS_ENDPOINT_URL")
			c.want.Configured = c.want.Endpoint
			client := Open(c.options)
			got, err := client.Locate(t.Context())
			if err != nil || got != c.want || client.Where() != c.want {
				t.Errorf("%+v, %v; want %+v", got, err, c.want)
			}
		})
	}
	noEnvironment(t)
	_, err := Open(Options{}).Locate(t.Context())
	fails(t, err, backend.ErrNoRegion)
	_, err = Open(Options{Profile: "nobody"}).Locate(t.Context())
	fails(t, err, backend.ErrNoProfile)
}

func TestALoginThatIsOverIsAskedForUnderItsProfile(t *testing.T) {
	dir := noEnvironment(t)
	write(t, filepath.Join(dir, "config"), "[profile team x]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\nregion = eu-west-1\n"+
		"[sso-session s]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n")
	t.Setenv("AWS_PROFILE", "team x")
	_, err := Open(Options{Endpoint: unreached(t)}).Describe(t.Context(), "prod/x")
	if e := fails(t, err, backend.ErrExpired); !strings.Contains(backend.Hint(e), "aws sso login --profile 'team x'") {
		t.Errorf("the hint is %s", backend.Hint(e))
	}
}
