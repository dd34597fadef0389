package aws

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
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
)

// frontier is the proxy of this package's tests: whatever would leave this machine asks it first. It lets nothing through and
// remembers who was asked for.
type frontier struct {
	mu    sync.Mutex
	asked []string
	then  func()
}

func (f *frontier) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, r.Host)
	if f.then != nil {
		f.then()
	}
	http.Error(w, "nothing leaves here", http.StatusForbidden)
}

// call has then called whenever somebody asks.
func (f *frontier) call(then func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.then = then
}

// passed are the hosts that were asked for since the last look.
func (f *frontier) passed() (hosts []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	hosts, f.asked = f.asked, nil
	return hosts
}

var theFrontier frontier // the SDK's transport reads the environment once, so there is one for all tests

func TestMain(m *testing.M) {
	if os.Getenv("STRONGROOM_TEST_AWS_PROFILE") != "" { // a real account is asked in this run
		os.Exit(m.Run())
	}
	firstBackoff /= 20
	proxy := httptest.NewServer(&theFrontier)
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY"} {
		os.Setenv(name, cmp.Or(os.Getenv("STRONGROOM_TEST_PROXY"), proxy.URL)) // another one for a test that runs this program anew
	}
	os.Unsetenv("NO_PROXY")
	os.Unsetenv("no_proxy")
	status := m.Run()
	proxy.Close()
	os.Exit(status)
}

// watched returns what was asked of the outside since the test began.
func watched(t *testing.T) func() []string {
	t.Helper()
	if os.Getenv("STRONGROOM_TEST_AWS_PROFILE") != "" {
		t.Skip("a real account is asked in this run, so the way out is open")
	}
	theFrontier.passed()
	return theFrontier.passed
}

// counter is a loopback server of every service, which counts what it is asked.
type counter struct {
	*httptest.Server
	mu   sync.Mutex
	hits map[string]int // by service
}

func newCounter(t *testing.T) *counter {
	c := &counter{hits: map[string]int{}}
	c.Server = httptest.NewServer(http.StripPrefix("/at", c)) // an endpoint may have a path
	c.URL += "/at"
	t.Cleanup(c.Close)
	return c
}

func (c *counter) counted() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.Join(slices.Sorted(maps.Keys(c.hits)), ", ")
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	service, kind, answer := asked(r)
	c.mu.Lock()
	c.hits[service]++
	c.mu.Unlock()
	w.Header().Set("Content-Type", kind)
	fmt.Fprint(w, answer)
}

// asked tells which service a request is for, and answers it.
func asked(r *http.Request) (service, kind, answer string) {
	ends := time.Now().Add(time.Hour)
	target, action := r.Header.Get("X-Amz-Target"), r.Form.Get("Action")
	switch {
	case strings.HasPrefix(target, "secretsmanager."):
		return "Secrets Manager", "application/x-amz-json-1.1", fmt.Sprintf(`{"ARN":%q,"Name":"prod/x","SecretList":[]}`, arnOf("prod/x"))
	case strings.Contains(target, "LookupEvents"):
		return "CloudTrail", "application/x-amz-json-1.1", `{"Events":[]}`
	case strings.HasSuffix(target, "FilterLogEvents"):
		return "CloudWatch Logs", "application/x-amz-json-1.1", `{"events":[]}`
	case r.URL.Path == "/federation/credentials":
		return "SSO", "application/json", fmt.Sprintf(`{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"b","sessionToken":"c","expiration":%d}}`, ends.UnixMilli())
	case r.URL.Path == "/listRegions":
		return "Account", "application/json", `{"Regions":[{"RegionName":"eu-west-1","RegionOptStatus":"ENABLED"}]}`
	case r.URL.Path == "/token":
		return "SSO OIDC", "application/json", `{"accessToken":"t","expiresIn":3600,"tokenType":"Bearer"}`
	case r.URL.Path == "/v1/token":
		return "Signin", "application/json", `{"accessToken":{"accessKeyId":"IN","secretAccessKey":"b","sessionToken":"c"},"tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"r"}`
	case action == "GetCallerIdentity":
		return "STS", "text/xml", `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>a</Arn><UserId>u</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
	case action == "ListAccountAliases":
		return "IAM", "text/xml", `<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccountAliasesResult><AccountAliases><member>made-up</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>`
	case action != "":
		return "STS sign-in", "text/xml", fmt.Sprintf(`<%[1]sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%[1]sResult><AssumedRoleUser><Arn>a</Arn><AssumedRoleId>a</AssumedRoleId></AssumedRoleUser><Credentials>`+
			`<AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>%[2]s</Expiration></Credentials></%[1]sResult></%[1]sResponse>`, action, ends.UTC().Format(time.RFC3339))
	}
	return "unknown " + r.Method + " " + r.URL.Path, "text/plain", ""
}

// wayIn is a way of signing in that calls a service.
type wayIn struct {
	name   string
	asks   string // the services that it asks
	config string // %s stands for the lines of profile p that say where services are
	env    []string
	files  func(t *testing.T, home string)
}

func waysIn() []wayIn {
	const region, keys = "region = eu-west-1\n", "aws_access_key_id = a\naws_secret_access_key = b\n"
	const role = "role_arn = arn:aws:iam::123456789012:role/reader\n"
	const sso = "sso_account_id = 123456789012\nsso_role_name = r\n"
	const session = "[sso-session s]\nsso_start_url = https://s.invalid\nsso_region = eu-west-1\n"
	return []wayIn{
		{name: "keys", config: "[profile p]\n" + region + keys + "%s"},
		{name: "a role", asks: "STS sign-in", config: "[profile p]\n" + region + role + "source_profile = s\n%s\n[profile s]\n" + keys},
		{name: "a role through a role", asks: "STS sign-in", config: "[profile p]\n" + region + role + "source_profile = m\n%s\n[profile m]\n" + role + "source_profile = s\n[profile s]\n" + keys},
		{name: "a role through a helper", asks: "STS sign-in", config: "[profile p]\n" + region + role + "source_profile = s\n%s\n[profile s]\n" +
			"credential_process = echo '{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"b\"}'\n"},
		{name: "a web identity", asks: "STS sign-in", config: "[profile p]\n" + region + role + "web_identity_token_file = HOME/token\n%s", files: webToken},
		{name: "a web identity of the environment", asks: "STS sign-in", config: "[profile p]\n" + region + "%s", files: webToken, env: []string{"AWS_WEB_IDENTITY_TOKEN_FILE=HOME/token", "AWS_ROLE_ARN=arn:aws:iam::123456789012:role/reader"}},
		{name: "single sign-on", asks: "SSO", config: "[profile p]\n" + region + sso + "sso_session = s\n%s\n" + session, files: ssoToken("s", time.Hour)},
		{name: "single sign-on that is renewed", asks: "SSO, SSO OIDC", config: "[profile p]\n" + region + sso + "sso_session = s\n%s\n" + session, files: ssoToken("s", -time.Hour)},
		{name: "single sign-on of the old form", asks: "SSO", config: "[profile p]\n" + region + sso + "sso_start_url = https://s.invalid\nsso_region = eu-west-1\n%s", files: ssoToken("https://s.invalid", time.Hour)},
		{name: "a role through single sign-on", asks: "SSO, STS sign-in", config: "[profile p]\n" + region + role + "source_profile = s\n%s\n[profile s]\n" + sso + "sso_session = s\n" + session, files: ssoToken("s", time.Hour)},
		{name: "aws login", asks: "Signin", config: "[profile p]\n" + region + "login_session = arn:aws:iam::123456789012:user/u\n%s", files: loginToken},
	}
}

func webToken(t *testing.T, home string) { write(t, filepath.Join(home, "token"), "made-up") }

// ssoToken caches a token that ends in so long, and can be renewed.
func ssoToken(of string, ends time.Duration) func(*testing.T, string) {
	return func(t *testing.T, home string) {
		stamp := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }
		text, _ := json.Marshal(map[string]string{"accessToken": "t", "expiresAt": stamp(ends), "refreshToken": "r", "clientId": "c", "clientSecret": "s",
			"registrationExpiresAt": stamp(time.Hour), "region": "eu-west-1", "startUrl": "https://s.invalid"})
		write(t, ssoCache(home, of), string(text))
	}
}

// ssoCache is the file in which the AWS CLI keeps the token of a session.
func ssoCache(home, of string) string {
	sum := sha1.Sum([]byte(of))
	return filepath.Join(home, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json")
}

// loginToken caches what aws login leaves, so that it must be renewed.
func loginToken(t *testing.T, home string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, _ := x509.MarshalECPrivateKey(key)
	text, _ := json.Marshal(map[string]any{"accessToken": map[string]any{"accessKeyId": "OLD", "secretAccessKey": "b", "sessionToken": "c", "accountId": "123456789012",
		"expiresAt": time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)}, "tokenType": "aws_sigv4", "refreshToken": "r", "clientId": "c",
		"dpopKey": string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))})
	sum := sha256.Sum256([]byte("arn:aws:iam::123456789012:user/u"))
	write(t, filepath.Join(home, ".aws", "login", "cache", hex.EncodeToString(sum[:])+".json"), string(text))
}

// prepare lays down what a sign-in needs, with lines of its profile and sections behind it.
func (k wayIn) prepare(t *testing.T, lines, sections string) {
	t.Helper()
	home := noEnvironment(t)
	write(t, filepath.Join(home, "config"), strings.ReplaceAll(fmt.Sprintf(k.config, lines), "HOME", home)+"\n"+sections)
	if k.files != nil {
		k.files(t, home)
	}
	for _, pair := range append([]string{"AWS_PROFILE=p"}, k.env...) {
		name, value, _ := strings.Cut(strings.ReplaceAll(pair, "HOME", home), "=")
		t.Setenv(name, value)
	}
}

// tour makes one call of each service that the program itself speaks to.
func tour(t *testing.T, o Options) {
	t.Helper()
	c := Open(o)
	if _, err := c.Describe(t.Context(), "prod/x"); err != nil {
		t.Errorf("a secret: %v: %s", err, backend.Message(err))
	}
	if _, err := c.Identity(t.Context()); err != nil {
		t.Errorf("who this is: %v: %s", err, backend.Message(err))
	}
	_, _ = c.LookUpDeletion(t.Context(), backend.Secret{ARN: arnOf("x")})
	if _, err := c.LastError(t.Context(), rotated("x"), time.Now().Add(-time.Minute), time.Now()); err != nil {
		t.Errorf("the log: %v: %s", err, backend.Message(err))
	}
	if is, err := c.AccountRegions(t.Context()); err != nil || len(is.Enabled) != 1 {
		t.Errorf("the regions: %+v, %v: %s", is, err, backend.Message(err))
	}
	if alias, err := c.AccountAlias(t.Context()); err != nil || alias != "made-up" {
		t.Errorf("the alias: %q, %v: %s", alias, err, backend.Message(err))
	}
}

func with(services ...string) string {
	var all []string
	for _, s := range services {
		for one := range strings.SplitSeq(s, ", ") {
			if one != "" {
				all = append(all, one)
			}
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
