package aws

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"

	"strongroom/backend"
	"strongroom/internal/tools"
)

func TestAProxyThatAnswersForAServiceIsNamed(t *testing.T) {
	left := watched(t)
	dir := noEnvironment(t)
	write(t, filepath.Join(dir, "config"), "[default]\n"+regionLine+keyLines)
	_, err := Open(Options{Endpoint: "http://secrets.invalid:8080"}).Describe(t.Context(), "prod/x")
	e := fails(t, err, backend.ErrUnreachable)
	proxy := strings.TrimPrefix(os.Getenv("HTTP_PROXY"), "http://")
	if e.Message != "the proxy "+proxy+" (HTTP_PROXY) refuses the way to secrets.invalid:8080 (HTTP status 403)" || !strings.Contains(backend.Hint(e), "NO_PROXY") {
		t.Errorf("it says %q, and %q", e.Message, backend.Hint(e))
	}
	if len(left()) == 0 {
		t.Error("the proxy was not asked")
	}
}

func TestARegionThatNobodyKnowsIsToldWithTheOneThatIsMeant(t *testing.T) {
	for region, hint := range map[string]string{
		"eu-wst-1": "eu-wst-1 is no region that is known here: perhaps eu-west-1 is meant", "us-esat-1": "perhaps us-east-1 is meant",
		"xx-nowhere-9": "xx-nowhere-9 is no region that is known here: check the region and the network", "eu-west-1": "check the network, the region and the endpoint",
	} {
		dir := noEnvironment(t)
		write(t, filepath.Join(dir, "config"), "[default]\n"+keyLines)
		c := Open(Options{Region: region})
		in, fail := c.login.load(t.Context(), region)
		if fail != nil {
			t.Fatal(fail)
		}
		e := c.knowing(in, &backend.Error{Kind: backend.ErrUnreachable, Err: errNoName})
		if !strings.Contains(backend.Hint(e), hint) {
			t.Errorf("%s: %q", region, backend.Hint(e))
		}
	}
}

// The service takes the last seven characters of such an ARN for its suffix (aws.md 2.3).
func TestAPartialARNOfANameThatLooksLikeOneFindsItsSecret(t *testing.T) {
	const partial = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:zz/db-master"
	whole := partial + "-AbCdEf"
	for what, c := range map[string]struct {
		found string // the ARN of the secret that has the name
		right bool
	}{
		"it is the one": {whole, true}, "another account's has that name": {strings.Replace(whole, "123456789012", "210987654321", 1), false}, "there is none": {"", false},
	} {
		cl := over(func(_ string, in map[string]any, r *http.Request) (*http.Response, error) {
			if in["SecretId"] != "zz/db-master" || c.found == "" {
				return fail(r, http.StatusBadRequest, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
			}
			return ok(r, map[string]any{"ARN": c.found, "Name": "zz/db-master"})
		})
		typed := backend.NewJournal(cl, time.Now)
		typed.Typed(partial)
		d, err := typed.Describe(t.Context(), partial)
		if c.right {
			if err != nil || d.ARN != whole {
				t.Errorf("%s: %v, %v", what, d.ARN, err)
			}
			continue
		}
		if e := fails(t, err, backend.ErrNotFound); !strings.Contains(backend.Hint(e), "give the whole ARN, or the name") || e.ID != partial {
			t.Errorf("%s: %q of %s", what, backend.Hint(e), e.ID)
		}
	}
	cl := over(func(_ string, in map[string]any, r *http.Request) (*http.Response, error) {
		if !strings.HasPrefix(in["SecretId"].(string), "arn:") {
			t.Errorf("another region's secret was looked for here, or one whose ARN nobody has typed: %v", in)
		}
		return fail(r, http.StatusBadRequest, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
	})
	_, err := cl.Describe(backend.AsTyped(t.Context()), strings.Replace(partial, "eu-west-1", "us-east-1", 1))
	fails(t, err, backend.ErrNotFound)
	_, err = cl.Describe(t.Context(), whole)
	if e := fails(t, err, backend.ErrNotFound); strings.Contains(backend.Hint(e), "whole ARN") {
		t.Errorf("of a whole ARN it says %q", backend.Hint(e))
	}
}

func TestTheMachineSaysWhetherItIsAnInstance(t *testing.T) {
	for text, want := range map[string]bool{"devices/virtual/dmi/id/sys_vendor Amazon EC2\n": true, "hypervisor/uuid ec2e1916-9099-7caf\n": true, "devices/virtual/dmi/id/sys_vendor QEMU\n": false, "x y": false} {
		file, holds, _ := strings.Cut(text, " ")
		if got := isInstance(fstest.MapFS{file: {Data: []byte(holds)}}); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestAnInstanceIsNotAskedWhereNothingSaysOfOne(t *testing.T) {
	noEnvironment(t)
	os.Unsetenv("AWS_EC2_METADATA_DISABLED")
	if isInstance(os.DirFS("/sys")) {
		return
	}
	s, fail := prepare(Options{})
	if fail != nil || s.root != backend.WayNone {
		t.Fatalf("%+v, %v", s, fail)
	}
	begun := time.Now()
	_, err := Open(Options{Region: "eu-west-1"}).Describe(t.Context(), "x")
	if fails(t, err, backend.ErrNoCredentials); time.Since(begun) > 500*time.Millisecond {
		t.Errorf("it took %v", time.Since(begun))
	}
}

// Every value that the SDK stops at is refused before, with the name of what sets it.
func TestWhatTheSDKStopsAtIsRefusedByNameBefore(t *testing.T) {
	for name := range variables() {
		noEnvironment(t)
		t.Setenv(name, "made-up")
		if _, err := config.LoadDefaultConfig(t.Context()); err == nil && name != "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE" {
			t.Errorf("the SDK takes any %s", name)
		}
		_, err := Open(Options{Region: "eu-west-1"}).Describe(t.Context(), "x")
		if e := fails(t, err, backend.ErrConfig); !strings.HasPrefix(e.Message, name+" is \"made-up\", and can be ") {
			t.Errorf("%s: %s", name, e.Message)
		}
	}
	for key := range keys() {
		dir := noEnvironment(t)
		write(t, filepath.Join(dir, "config"), "[profile p]\n"+regionLine+keyLines+key+" = made-up\n")
		_, err := Open(Options{Profile: "p"}).Describe(t.Context(), "x")
		if e := fails(t, err, backend.ErrConfig); !strings.Contains(e.Message, "config (AWS_CONFIG_FILE), line 5: "+key+" of profile p is \"made-up\", and can be ") {
			t.Errorf("%s: %s", key, e.Message)
		}
	}
}

func TestTheLoginIsToldWithWhenItEnds(t *testing.T) {
	for _, c := range []struct {
		name, situation string
		want            backend.Login
		credentials     time.Duration // until they end, 0 for never
		ends            time.Duration // until somebody has to do something, 0 where that is not known
	}{
		{"keys", "keys", backend.Login{Way: backend.WayKeys, Profile: "p", Chain: []string{"p"}}, 0, 0},
		{"a role", "a role through a role", backend.Login{Way: backend.WayKeys, Profile: "s", Chain: []string{"p", "m", "s"}, Role: "arn:aws:iam::123456789012:role/last"}, time.Hour, 0},
		{"single sign-on", "single sign-on", backend.Login{Way: backend.WaySSO, Profile: "p", Chain: []string{"p"}}, time.Hour, time.Hour},
		{"the environment", "keys of the environment", backend.Login{Way: backend.WayEnvironment}, 0, 0},
		{"a web identity", "a web identity of the environment", backend.Login{Way: backend.WayWeb, Role: "arn:aws:iam::123456789012:role/reader"}, time.Hour, 0},
		{"an instance", "an instance", backend.Login{Way: backend.WayInstance}, time.Hour, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, s := range situations() {
				if s.name != c.situation {
					continue
				}
				s.arrange(t)
				client := Open(Options{Profile: s.profile, Region: s.region})
				if l := client.Login(); l.Held || l.Way != "" {
					t.Errorf("before any call: %+v", l)
				}
				if _, err := client.Describe(t.Context(), "prod/x"); err != nil {
					t.Fatal(err)
				}
				l := client.Login()
				if !l.Held || l.Way != c.want.Way || l.Profile != c.want.Profile || strings.Join(l.Chain, " ") != strings.Join(c.want.Chain, " ") || l.Role != c.want.Role {
					t.Errorf("%+v, want %+v", l, c.want)
				}
				for what, of := range map[string]struct {
					at   time.Time
					want time.Duration
				}{"the credentials": {l.CredentialsEnd, c.credentials}, "the login": {l.Ends, c.ends}} {
					if off := time.Until(of.at) - of.want; of.want == 0 != of.at.IsZero() || of.want != 0 && off.Abs() > 10*time.Minute {
						t.Errorf("%s end at %v, which is in %v and should be in %v", what, of.at, time.Until(of.at), of.want)
					}
				}
				return
			}
			t.Fatal("there is no such situation")
		})
	}
}

func TestAMachineThatHangsIsNotWaitedForLong(t *testing.T) {
	tools.Long(t)
	for variable, c := range map[string]struct {
		kind error
		says string
	}{
		"AWS_CONTAINER_CREDENTIALS_FULL_URI": {backend.ErrTimeout, "what gives the container's credentials (AWS_CONTAINER_CREDENTIALS_FULL_URI) has not answered"},
		"AWS_EC2_METADATA_SERVICE_ENDPOINT":  {backend.ErrNoCredentials, "the metadata service of an instance (URL) gives no credentials"},
	} {
		noEnvironment(t)
		os.Unsetenv("AWS_EC2_METADATA_DISABLED")
		over := make(chan struct{})
		server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-over }))
		t.Setenv(variable, server.URL)
		begun := time.Now()
		_, err := Open(Options{Region: "eu-west-1", Endpoint: unreached(t)}).Describe(t.Context(), "x")
		if e := fails(t, err, c.kind); e.Message != strings.Replace(c.says, "URL)", server.URL+")", 1) && e.Message != c.says {
			t.Errorf("it says %s", e.Message)
		}
		if took := time.Since(begun); took > 9*time.Second {
			t.Errorf("%s: it took %v", variable, took)
		}
		close(over)
		server.Close()
	}
}

// The transport reads the environment once, so each proxy is met by a run of its own.
func TestAProxyOfTheEnvironmentThatDoesNotWorkIsNamed(t *testing.T) {
	if says := os.Getenv("STRONGROOM_TEST_SAYS"); says != "" {
		dir := noEnvironment(t)
		write(t, filepath.Join(dir, "config"), "[default]\n"+regionLine+keyLines)
		for what, c := range map[string]string{"the service": "", "the sign-in": readerRole + "source_profile = s\n[profile s]\n" + keyLines} {
			if c != "" {
				write(t, filepath.Join(dir, "config"), "[default]\n"+regionLine+c)
			}
			_, err := Open(Options{}).Describe(t.Context(), "prod/x")
			if e := fails(t, err, map[bool]error{true: backend.ErrConfig, false: backend.ErrUnreachable}[strings.HasPrefix(says, "HTTPS_PROXY")]); !strings.HasPrefix(e.Message, says) || strings.Contains(e.Message, "made-up") {
				t.Errorf("%s: it says %q", what, e.Message)
			}
		}
		return
	}
	if os.Getenv("STRONGROOM_TEST_AWS_PROFILE") != "" {
		return // the way out is open, and no proxy is on it
	}
	for proxy, says := range map[string]string{
		"http://user:made-up@127.0.0.1:1": "the proxy 127.0.0.1:1 (HTTPS_PROXY) on the way to s",
		"http://127.0.0.1:port":           "HTTPS_PROXY is no address of a proxy",
		"127.0.0.1:port":                  "HTTPS_PROXY is no address of a proxy",
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "STRONGROOM_TEST_PROXY="+proxy, "STRONGROOM_TEST_SAYS="+says)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", proxy, err, out)
		}
	}
}
