package aws

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/internal/tools"
)

// witnessScript makes the calls of a tour as the AWS CLI makes them, once for each line it is given: the environment to do it in.
const witnessScript = `
import botocore.session, botocore.credentials, botocore.tokens, botocore.utils, json, os, sys
if not hasattr(__import__("botocore.configprovider").configprovider, "ConfiguredEndpointProvider"):
    print("too old", flush=True)
    sys.exit()
print("ready", flush=True)
for line in sys.stdin:
    for name in [n for n in os.environ if n.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(json.loads(line))
    cache = os.path.expanduser("~/.aws/sso/cache")
    botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = cache
    botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache
    session = botocore.session.Session()
    told = []
    for service, call, args in [("secretsmanager", "describe_secret", {"SecretId": "prod/x"}), ("sts", "get_caller_identity", {}), ("cloudtrail", "lookup_events", {}), ("logs", "filter_log_events", {"logGroupName": "/aws/lambda/x"}), ("account", "list_regions", {})]:
        try:
            getattr(session.create_client(service), call)(**args)
        except Exception as e:
            told.append(type(e).__name__)
    print(json.dumps(told), flush=True)
`

// botocore is the library that the AWS CLI calls AWS with.
type botocore struct {
	in  io.WriteCloser
	out *bufio.Scanner
}

func startBotocore(t *testing.T) *botocore {
	t.Helper()
	cmd := exec.Command(tools.Need(t, "python3"), "-c", witnessScript)
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "HTTP_PROXY=") // Python would ask it for servers of this machine too
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); _ = cmd.Wait() })
	b := &botocore{in: in, out: bufio.NewScanner(out)}
	if b.out.Scan(); b.out.Text() == "too old" {
		t.Skip("this botocore knows no endpoints of the environment")
	} else if b.out.Text() != "ready" {
		tools.Missing(t, "python3 has no botocore")
	}
	return b
}

// tour makes the calls in the environment as it is, and returns what went wrong.
func (b *botocore) tour(t *testing.T) (failures string) {
	t.Helper()
	env := map[string]string{"AWS_PROFILE": "p", "AWS_MAX_ATTEMPTS": "1", "AWS_STS_REGIONAL_ENDPOINTS": "regional", "HOME": os.Getenv("HOME")}
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "AWS_") {
			env[name] = value
		}
	}
	line, _ := json.Marshal(env)
	if _, err := b.in.Write(append(line, '\n')); err != nil || !b.out.Scan() {
		t.Fatal("botocore has ended", err)
	}
	return b.out.Text()
}

// meetings are where services were met: at servers of the test's own by their letter, or at AWS.
type meetings struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (m *meetings) note(what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[what] = true
}

func (m *meetings) take(left []string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, host := range left {
		m.seen["at AWS "+host] = true
	}
	all := strings.Join(slices.Sorted(maps.Keys(m.seen)), ", ")
	m.seen = map[string]bool{}
	return all
}

// server is one that notes who is met at it under its letter.
func (m *meetings) server(t *testing.T, letter string) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		service, kind, answer := asked(r)
		m.note(letter + " " + service)
		w.Header().Set("Content-Type", kind)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// configured is a way to say where services are; A and B stand for two servers.
type configured struct {
	way             string
	lines, sections string
	env             []string
}

func configurations() map[string]configured {
	const stsAtB = "[services s]\nsts =\n  endpoint_url = B\n"
	all := map[string]configured{
		"nothing is set":                                      {},
		"a variable":                                          {way: "a role", env: []string{"AWS_ENDPOINT_URL=A"}},
		"a variable, and one of STS":                          {way: "a role", env: []string{"AWS_ENDPOINT_URL=A", "AWS_ENDPOINT_URL_STS=B"}},
		"a variable of Secrets Manager":                       {env: []string{"AWS_ENDPOINT_URL_SECRETS_MANAGER=A"}},
		"a variable of Secrets Manager, a role":               {way: "a role", env: []string{"AWS_ENDPOINT_URL_SECRETS_MANAGER=A"}},
		"the profile":                                         {way: "a role", lines: "endpoint_url = A\n"},
		"the profile, and STS among services":                 {way: "a role", lines: "endpoint_url = A\nservices = s\n", sections: stsAtB},
		"STS among services alone":                            {way: "a role", lines: "services = s\n", sections: stsAtB},
		"a variable, and STS among services":                  {way: "a role", lines: "services = s\n", sections: stsAtB, env: []string{"AWS_ENDPOINT_URL=A"}},
		"an empty variable, the profile, and services":        {way: "a role", lines: "endpoint_url = A\nservices = s\n", sections: stsAtB, env: []string{"AWS_ENDPOINT_URL="}},
		"services without a value, and the profile":           {way: "a role", lines: "endpoint_url = A\nservices = s\n", sections: "[services s]\nsts =\n  endpoint_url =\n"},
		"services that are not there":                         {lines: "services = none\n"},
		"services that are not there, and a variable":         {lines: "services = none\n", env: []string{"AWS_ENDPOINT_URL=A"}},
		"services that are not there, and all is ignored":     {lines: "services = none\n", env: []string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true"}},
		"a variable says to ignore a variable":                {env: []string{"AWS_ENDPOINT_URL=A", "AWS_ENDPOINT_URL_STS=B", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true"}},
		"a variable says to ignore the profile":               {lines: "endpoint_url = A\nservices = s\n", sections: stsAtB, env: []string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=TRUE"}},
		"the profile says to ignore itself":                   {lines: "endpoint_url = A\nignore_configured_endpoint_urls = true\n"},
		"the profile says to ignore a variable":               {lines: "ignore_configured_endpoint_urls = true\n", env: []string{"AWS_ENDPOINT_URL=A"}},
		"a variable says not to ignore what the profile does": {lines: "endpoint_url = A\nignore_configured_endpoint_urls = true\n", env: []string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false"}},
		"the profile that a role comes from":                  {way: "a role", sections: "endpoint_url = A\n"},
		"another profile":                                     {sections: "[default]\nendpoint_url = A\n"},
		"a variable, and one of single sign-on":               {way: "single sign-on that is renewed", env: []string{"AWS_ENDPOINT_URL=A", "AWS_ENDPOINT_URL_SSO=B"}},
		"a variable, and one of its tokens":                   {way: "single sign-on that is renewed", env: []string{"AWS_ENDPOINT_URL=A", "AWS_ENDPOINT_URL_SSO_OIDC=B"}},
		"the profile, and single sign-on among services": {way: "a role through single sign-on", lines: "endpoint_url = A\nservices = s\n",
			sections: "[services s]\nsso =\n  endpoint_url = B\ncloudtrail =\n  endpoint_url = B\ncloudwatch_logs =\n  endpoint_url = B\n"},
	}
	for _, way := range waysIn() {
		all[way.name+" at a variable's"] = configured{way: way.name, env: []string{"AWS_ENDPOINT_URL=A"}}
		all[way.name+" at the profile's"] = configured{way: way.name, lines: "endpoint_url = A\n"}
	}
	return all
}

func TestEachServiceIsAskedWhereTheAWSCLIAsksIt(t *testing.T) {
	left := watched(t)
	witness := startBotocore(t)
	for what, c := range configurations() {
		t.Run(what, func(t *testing.T) {
			way := waysIn()[max(0, slices.IndexFunc(waysIn(), func(w wayIn) bool { return w.name == c.way }))]
			met := &meetings{seen: map[string]bool{}}
			put := strings.NewReplacer("= A", "= "+met.server(t, "A"), "= B", "= "+met.server(t, "B"), "=A", "="+met.server(t, "A"), "=B", "="+met.server(t, "B")).Replace
			set := func() {
				way.prepare(t, put(c.lines), put(c.sections))
				for _, pair := range c.env {
					name, value, _ := strings.Cut(put(pair), "=")
					t.Setenv(name, value)
				}
			}
			set()
			failures := witness.tour(t)
			theirs := met.take(left())
			if strings.Contains(failures, "MissingDependency") {
				t.Logf("botocore lacks something: %s", failures)
				return
			}
			set()
			client := Open(Options{})
			for _, call := range []func(context.Context){
				func(ctx context.Context) { _, _ = client.Describe(ctx, "prod/x") },
				func(ctx context.Context) { _, _ = client.Identity(ctx) },
				func(ctx context.Context) {
					_, _ = client.LookUpDeletion(ctx, backend.Secret{ARN: arnOf("x")})
				},
				func(ctx context.Context) {
					_, _ = client.LastError(ctx, rotated("x"), time.Now().Add(-time.Minute), time.Now())
				},
				func(ctx context.Context) { _, _ = client.AccountRegions(ctx) },
			} {
				ctx, cancel := context.WithCancel(t.Context())
				if way.asks == "" { // a sign-in goes on without its caller
					theFrontier.call(cancel)
				}
				call(ctx)
				cancel()
			}
			theFrontier.call(nil)
			if ours := met.take(left()); ours != theirs {
				t.Errorf("we ask\n  %s\nand the AWS CLI asks\n  %s\n%s", ours, theirs, failures)
			}
		})
	}
}
