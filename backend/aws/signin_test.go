package aws

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"strongroom/backend"
	"strongroom/internal/tools"
)

// office is a loopback account: STS, Secrets Manager and CloudTrail of all regions, with keys that it takes.
type office struct {
	*httptest.Server
	mu      sync.Mutex
	assumed []string // the key and the role of each AssumeRole
	calls   map[string]int
	off     string // regions that are not enabled
	good    string // the access key that secrets and trail are read with
}

func newOffice(t *testing.T, good string) *office {
	o := &office{calls: map[string]int{}, good: good}
	o.Server = httptest.NewServer(http.HandlerFunc(o.serve))
	t.Cleanup(o.Close)
	t.Setenv("AWS_ENDPOINT_URL_STS", o.URL)
	t.Setenv("AWS_ENDPOINT_URL", o.URL)
	return o
}

func (o *office) serve(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	key, scope, _ := strings.Cut(scope, "/")
	parts := strings.Split(scope, "/")
	_ = r.ParseForm()
	if role := r.Form.Get("RoleArn"); role != "" {
		o.assumed = append(o.assumed, key+" "+role)
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><Arn>a</Arn><AssumedRoleId>a</AssumedRoleId></AssumedRoleUser><Credentials>`+
			`<AccessKeyId>KEY-OF-%s</AccessKeyId><SecretAccessKey>made-up</SecretAccessKey><SessionToken>made-up</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
			role[strings.LastIndex(role, "/")+1:], time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
		return
	}
	if r.Form.Get("Action") == "GetCallerIdentity" {
		o.calls["sts"]++
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>a</Arn><UserId>u</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`)
		return
	}
	o.calls[parts[2]]++
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if key != o.good || strings.Contains(o.off, parts[1]) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type":"UnrecognizedClientException","Message":"The security token included in the request is invalid."}`)
		return
	}
	fmt.Fprintf(w, `{"SecretList":[],"Events":[],"ARN":%q,"Name":"prod/x"}`, arnOf("prod/x"))
}

// helper writes a credential_process that notes each of its runs, does more, and gives a key.
func helper(t *testing.T, dir, key, more string) (command string, runs func() int) {
	t.Helper()
	tools.Need(t, "sh")
	log := filepath.Join(dir, "runs")
	write(t, filepath.Join(dir, "helper.sh"), "echo run >>"+log+"\n"+more+
		"\necho '{\"Version\":1,\"AccessKeyId\":\""+key+"\",\"SecretAccessKey\":\"made-up\"}'\n")
	return "sh " + filepath.Join(dir, "helper.sh"), func() int {
		b, _ := os.ReadFile(log)
		return strings.Count(string(b), "\n")
	}
}

func TestAllRegionsShareOneLogin(t *testing.T) {
	for _, c := range []struct {
		what, config, key string
		assumed           int
	}{
		{"a helper", "[profile p]\nregion = eu-west-1\ncredential_process = %s\n", "HELPED", 0},
		{"a role", "[profile p]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/reader\nsource_profile = s\n[profile s]\ncredential_process = %s\n", "KEY-OF-reader", 1},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := noEnvironment(t)
			o := newOffice(t, c.key)
			o.off = "af-south-1 me-south-1 il-central-1 ap-east-1" // not enabled, as in most accounts
			command, runs := helper(t, dir, "HELPED", "sleep 0.2")
			write(t, filepath.Join(dir, "config"), fmt.Sprintf(c.config, command))
			home := Open(Options{Profile: "p"})
			regions := backend.NewRegions(home, func(r string) backend.Backend { return home.In(r) }, backend.KnownRegions)

			var group sync.WaitGroup
			var refused atomic.Int64
			for _, region := range backend.KnownRegions("") {
				group.Go(func() {
					for _, err := range regions.List(t.Context(), backend.Query{Region: region}) {
						switch {
						case errors.Is(err, backend.ErrBadCredentials):
							refused.Add(1)
						case err != nil:
							t.Errorf("%s: %v %s", region, err, backend.Message(err))
						}
					}
				})
			}
			group.Wait()
			if _, err := regions.Identity(t.Context()); err != nil {
				t.Error(err)
			}
			_, _ = regions.LookUpDeletion(t.Context(), backend.Secret{ARN: strings.Replace(arnOf("x"), "eu-west-1", "us-west-2", 1)})
			if _, err := regions.Describe(t.Context(), "prod/x"); err != nil {
				t.Error(err)
			}
			if n := runs(); n != 1 || len(o.assumed) != c.assumed {
				t.Errorf("one login ran its helper %d times, and assumed %q", n, o.assumed)
			}
			if refused.Load() != 4 || o.calls["secretsmanager"] < 34 || o.calls["sts"] != 1 || o.calls["cloudtrail"] == 0 {
				t.Errorf("%d refused, calls %v", refused.Load(), o.calls)
			}
			if w := regions.In("us-east-1").Where(); w.Region != "us-east-1" || w.Profile != "p" {
				t.Errorf("%+v", w)
			}
		})
	}
}

func TestWhatTheHomeRegionRefusesIsLookedForAnew(t *testing.T) {
	dir := noEnvironment(t)
	o := newOffice(t, "NEW")
	command, runs := helper(t, dir, "OLD", "")
	write(t, filepath.Join(dir, "config"), "[profile p]\nregion = eu-west-1\ncredential_process = "+command+"\n")
	home := Open(Options{Profile: "p"})
	other := home.In("us-east-1")
	for _, c := range []*Client{other, home} {
		_, err := c.Describe(t.Context(), "prod/x")
		fails(t, err, backend.ErrBadCredentials)
	}
	helper(t, dir, "NEW", "")
	for _, c := range []*Client{other, home} {
		if _, err := c.Describe(t.Context(), "prod/x"); err != nil {
			t.Errorf("%s: %v", c.Where().Region, err)
		}
	}
	if n := runs(); n != 2 || o.calls["secretsmanager"] != 4 {
		t.Errorf("the helper ran %d times, %v", n, o.calls)
	}
}

func TestACallerThatGivesUpLeavesTheSignInToTheNext(t *testing.T) {
	dir := noEnvironment(t)
	newOffice(t, "HELPED")
	done := filepath.Join(dir, "touched")
	command, runs := helper(t, dir, "HELPED", "while [ ! -e "+done+" ]; do sleep 0.05; done")
	write(t, filepath.Join(dir, "config"), "[profile p]\nregion = eu-west-1\ncredential_process = "+command+"\n")
	c := Open(Options{Profile: "p"})
	for range 5 { // quick moves of the cursor
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(60*time.Millisecond, cancel)
		if _, err := c.Describe(ctx, "prod/x"); !errors.Is(err, context.Canceled) {
			t.Fatalf("ended with %v", err)
		}
	}
	got := make(chan error)
	go func() {
		_, err := c.Describe(t.Context(), "prod/x")
		got <- err
	}()
	write(t, done, "")
	if err := <-got; err != nil {
		t.Error(err)
	}
	if n := runs(); n != 1 {
		t.Errorf("six calls started %d helpers", n)
	}
}

// provider is a way to sign in, of the test's own.
type provider func(context.Context) (aws.Credentials, error)

func (p provider) Retrieve(ctx context.Context) (aws.Credentials, error) { return p(ctx) }

// entered is a login that is loaded already.
func entered(p aws.CredentialsProvider) *loaded {
	l := newLogin(Options{})
	in := &loaded{login: l, cfg: aws.Config{Credentials: p}, home: "eu-west-1"}
	l.state.Store(in)
	return in
}

func TestASignInHasItsOwnEndAndItsCallersHaveTheirs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun, never := 0, make(chan struct{})
		in := entered(aws.NewCredentialsCache(provider(func(context.Context) (aws.Credentials, error) {
			begun++
			<-never
			return aws.Credentials{}, errors.New("at the end of the test")
		})))
		begin := time.Now()
		_, err := in.credentials(t.Context())
		if e := credentialsError(t.Context(), nil, err); time.Since(begin) != signInWait || !errors.Is(e, backend.ErrTimeout) {
			t.Errorf("a caller waited %v and was told %v", time.Since(begin), e)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := in.credentials(ctx); !errors.Is(err, context.Canceled) || in.login.state.Load() != in {
			t.Errorf("%v; the login is still there: %v", err, in.login.state.Load() == in)
		}
		time.Sleep(signInTime)
		synctest.Wait()
		if begun != 1 || in.login.state.Load() != nil {
			t.Errorf("%d begun; a sign-in that never ended is still waited for: %v", begun, in.login.state.Load() != nil)
		}
		close(never)
	})
}

func TestAPanicWhileSigningInIsAnError(t *testing.T) {
	panics := provider(func(context.Context) (aws.Credentials, error) { panic(canary) })
	for _, p := range []aws.CredentialsProvider{panics, aws.NewCredentialsCache(shielded{panics})} {
		in := entered(p)
		_, err := in.credentials(t.Context())
		if e := credentialsError(t.Context(), nil, err); !errors.Is(e, backend.ErrInternal) || in.login.state.Load() != nil {
			t.Errorf("%v", e)
		}
	}
}

func TestEveryHelperOfAChainIsKeptOffTheTerminal(t *testing.T) {
	for _, c := range []struct {
		what, config string
		roles        []string
		key          string
	}{
		{"the profile's own", "[profile p]\nregion = eu-west-1\ncredential_process = %s\n", nil, "HELPED"},
		{"with a role on top", "[profile p]\nregion = eu-west-1\ncredential_process = %s\nrole_arn = arn:aws:iam::1:role/own\n", []string{"HELPED arn:aws:iam::1:role/own"}, "KEY-OF-own"},
		{"of the source profile", "[profile p]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/reader\nsource_profile = s\n[profile s]\ncredential_process = %s\n",
			[]string{"HELPED arn:aws:iam::1:role/reader"}, "KEY-OF-reader"},
		{"two roles away", "[profile p]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/last\nexternal_id = made-up\nduration_seconds = 3600\nsource_profile = m\n" +
			"[profile m]\nrole_arn = arn:aws:iam::1:role/first\nsource_profile = s\n[profile s]\ncredential_process = %s\n",
			[]string{"HELPED arn:aws:iam::1:role/first", "KEY-OF-first arn:aws:iam::1:role/last"}, "KEY-OF-last"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := noEnvironment(t)
			o := newOffice(t, c.key)
			command, runs := helper(t, dir, "HELPED", "echo noise >&2\nread key && echo \"$key\" >"+filepath.Join(dir, "taken")+
				"\n{ read -r stat </proc/$$/stat && set -- ${stat##*) } && echo $4 >"+filepath.Join(dir, "session")+"; } 2>/dev/null")
			write(t, filepath.Join(dir, "config"), fmt.Sprintf(c.config, command))
			seen := atTheTerminal(t, dir, func() {
				if _, err := Open(Options{Profile: "p"}).Describe(t.Context(), "prod/x"); err != nil {
					t.Errorf("%v: %s", err, backend.Message(err))
				}
			})
			if seen != "" {
				t.Errorf("on the screen: %s", seen)
			}
			if taken, err := os.ReadFile(filepath.Join(dir, "taken")); err == nil {
				t.Errorf("taken from the keys: %s", taken)
			}
			if fmt.Sprint(o.assumed) != fmt.Sprint(c.roles) || runs() != 1 {
				t.Errorf("assumed %q with %d runs of the helper, want %q", o.assumed, runs(), c.roles)
			}
			if runtime.GOOS != "linux" {
				return
			}
			at, _ := os.ReadFile(filepath.Join(dir, "session"))
			ours, _ := os.ReadFile("/proc/self/stat")
			_, rest, _ := strings.Cut(string(ours), ") ")
			if session := strings.TrimSpace(string(at)); session == "" || session == strings.Fields(rest)[3] {
				t.Errorf("the helper ran in session %q, where our terminal is", session)
			}
		})
	}
}

// atTheTerminal gives the program an input of typed keys and an error output of its own, and returns what came on the latter.
func atTheTerminal(t *testing.T, dir string, run func()) string {
	t.Helper()
	write(t, filepath.Join(dir, "keys"), "typed by the user\n")
	screen, err := os.Create(filepath.Join(dir, "screen"))
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	keys, err := os.Open(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	defer keys.Close()
	stderr, stdin := os.Stderr, os.Stdin
	os.Stderr, os.Stdin = screen, keys
	defer func() { os.Stderr, os.Stdin = stderr, stdin }()
	run()
	seen, _ := os.ReadFile(screen.Name())
	return string(seen)
}
