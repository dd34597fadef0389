package local

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sm "github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"strongroom/internal/tools"
)

func TestOnlyLoopbackIsServed(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.7:0", "10.0.0.1:80", "host.invalid:0", "nonsense", "", "*:0", "0:0"} {
		err := Serve(t.Context(), addr, New(Knobs{}), func(a string) { t.Errorf("%q was served at %s", addr, a) })
		if err == nil {
			t.Errorf("%q was not refused", addr)
		}
	}
}

// serve starts a server for the test and gives its address.
func serve(t *testing.T, s *Server, addr string) string {
	c, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- Serve(c, addr, s, func(a string) { ready <- a }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the end was not clean: %v", err)
		}
	})
	select {
	case a := <-ready:
		return a
	case err := <-done:
		done <- nil
		t.Fatal(err)
		return ""
	}
}

func TestTheServiceIsReachedOnLoopbackAndNeverInUnderTwoMilliseconds(t *testing.T) {
	s := New(Knobs{})
	addr := serve(t, s, "localhost:0")
	c := sm.New(sm.Options{Region: "eu-west-1", Credentials: keys{}, BaseEndpoint: aws.String("http://" + addr), Retryer: aws.NopRetryer{},
		HTTPClient: &http.Client{Transport: &http.Transport{}}})
	for range 50 {
		began := time.Now()
		if _, err := c.ListSecrets(ctx(), &sm.ListSecretsInput{}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < serveLatency {
			t.Errorf("answered in %v", took)
		}
	}
	for _, kind := range []FaultKind{Truncated, Reset} {
		s.Set(func(k *Knobs) { k.Faults = []Fault{{Kind: kind, N: 1}} })
		if _, err := c.ListSecrets(ctx(), &sm.ListSecretsInput{}); err == nil {
			t.Errorf("fault %d did not reach the client", kind)
		}
	}
}

func TestTheEndOfServingCutsOffWhoeverStillWaits(t *testing.T) {
	s := New(Knobs{Faults: []Fault{{Kind: Hang, N: -1}}})
	c, cancel := context.WithCancel(t.Context())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- Serve(c, "127.0.0.1:0", s, func(a string) { ready <- a }) }()
	addr, failed := <-ready, make(chan error, 1)
	go func() {
		_, err := client(s, "eu-west-1").ListSecrets(c, &sm.ListSecretsInput{})
		failed <- err
	}()
	go func() {
		req, _ := http.NewRequest(http.MethodPost, "http://"+addr, strings.NewReader("{}"))
		req.Header.Set("X-Amz-Target", "secretsmanager.ListSecrets")
		_, err := (&http.Client{Transport: &http.Transport{}}).Do(req)
		failed <- err
	}()
	time.Sleep(20 * time.Millisecond)
	cancel()
	for range 2 {
		if <-failed == nil {
			t.Error("a hanging call succeeded")
		}
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// awsCLI runs the AWS CLI against addr and gives what it printed.
func awsCLI(t *testing.T, addr string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command("aws", append([]string{"--endpoint-url", "http://" + addr, "--region", "eu-west-1", "--output", "json"}, args...)...)
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "AWS_") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	cmd.Env = append(cmd.Env, "AWS_ACCESS_KEY_ID=demo", "AWS_SECRET_ACCESS_KEY=made-up", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_PAGER=", "AWS_MAX_ATTEMPTS=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestTheAWSCLIAgrees(t *testing.T) {
	tools.Need(t, "aws")
	s := New(Knobs{})
	s.SeedDemo()
	addr := serve(t, s, "127.0.0.1:0")
	for _, c := range []struct{ args, want string }{
		{"sts get-caller-identity", `"Account": "123456789012"`},
		{"secretsmanager create-secret --name cli/one --secret-string made-up --tags Key=env,Value=dev", `"Name": "cli/one"`},
		{"secretsmanager get-secret-value --secret-id cli/one", `"SecretString": "made-up"`},
		{"secretsmanager create-secret --name cli/one --secret-string x", "(ResourceExistsException)"},
		{"secretsmanager describe-secret --secret-id prod/orders/db", `"DeletedDate"`},
		{"secretsmanager get-secret-value --secret-id prod/orders/db", "because it was marked for deletion."},
		{"secretsmanager restore-secret --secret-id prod/orders/db", `"Name": "prod/orders/db"`},
		{"secretsmanager get-secret-value --secret-id prod/finance/ledger-export", "Access to KMS is not allowed"},
		{"secretsmanager delete-secret --secret-id cli/one --recovery-window-in-days 5", "(InvalidParameterException)"},
		{"secretsmanager delete-secret --secret-id cli/one --recovery-window-in-days 7", `"DeletionDate"`},
		{"logs filter-log-events --log-group-name /aws/lambda/demo-rotation-failing --filter-pattern ?ERROR", "step testSecret"},
		{"logs filter-log-events --log-group-name /aws/lambda/no-such", "(ResourceNotFoundException)"},
		{"secretsmanager list-secrets --filters Key=name,Values=rds! --query SecretList[].OwningService", `"rds"`},
	} {
		out, _ := awsCLI(t, addr, strings.Fields(c.args)...)
		if !strings.Contains(out, c.want) {
			t.Errorf("aws %s: %s\nwant %s", c.args, out, c.want)
		}
	}
	out, err := awsCLI(t, addr, "secretsmanager", "list-secrets", "--include-planned-deletion", "--query", "SecretList[].Name")
	var names []string
	if err != nil || json.Unmarshal([]byte(out), &names) != nil || len(names) < 200 {
		t.Errorf("%d names, %v", len(names), err)
	}
}

// send sends a request over a socket, as a program or a page would.
func send(t *testing.T, addr string, body io.Reader, how func(*http.Request)) (status int, code string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, "http://"+addr, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Amz-Target", "secretsmanager.ListSecrets")
	how(req)
	res, err := (&http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var answer struct {
		Type string `json:"__type"`
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, answer.Type
}

func TestNoWebPageIsAnswered(t *testing.T) {
	s := New(Knobs{})
	addr := serve(t, s, "127.0.0.1:0")
	_, port, _ := net.SplitHostPort(addr)
	for _, c := range []struct {
		host, origin string
		answered     bool
	}{
		{addr, "", true},
		{"127.0.0.1", "", true},
		{"localhost:" + port, "", true},
		{"LOCALHOST", "", true},
		{"127.8.9.10:" + port, "", true},
		{"[::1]:" + port, "", true},
		{"[::1]", "", true},
		{"rebound.example:" + port, "", false},
		{"localhost.example", "", false},
		{"127.0.0.1.example:" + port, "", false},
		{"192.0.2.7:" + port, "", false},
		{"0.0.0.0:" + port, "", false},
		{addr, "http://page.example", false},
		{addr, "http://" + addr, false},
		{addr, "null", false},
	} {
		status, code := send(t, addr, strings.NewReader("{}"), func(r *http.Request) {
			r.Host = c.host
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
		})
		if c.answered && status != 200 || !c.answered && (status != 403 || code != "AccessDeniedException") {
			t.Errorf("host %q, origin %q: %d %s", c.host, c.origin, status, code)
		}
	}
	if n := s.Calls()["ListSecrets"]; n != 7 {
		t.Errorf("%d calls reached the service, want 7", n)
	}
}

func TestABodyThatStallsOrIsTooLargeIsAnswered(t *testing.T) {
	s := New(Knobs{BodyTime: 50 * time.Millisecond, Latency: 200 * time.Millisecond})
	addr := serve(t, s, "127.0.0.1:0")
	// raw writes all of a body before it reads, as other programs do.
	raw := func(length int, body string) string {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
		fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: %s\r\nX-Amz-Target: secretsmanager.ListSecrets\r\nContent-Length: %d\r\n\r\n", addr, length)
		if _, err := io.WriteString(conn, body); err != nil {
			return err.Error()
		}
		answer := make([]byte, 4096)
		n, err := conn.Read(answer)
		if err != nil {
			return err.Error()
		}
		return string(answer[:n])
	}
	if got := raw(100, "{"); !strings.HasPrefix(got, "HTTP/1.1 408 ") || !strings.Contains(got, "RequestTimeoutException") {
		t.Errorf("stalled: %s", got)
	}
	s.Set(func(k *Knobs) { k.BodyTime = 0 })
	if got := raw(30<<20, strings.Repeat("x", 30<<20)); !strings.HasPrefix(got, "HTTP/1.1 413 ") || !strings.Contains(got, "RequestEntityTooLargeException") {
		t.Errorf("too large: %.300s", got)
	}
	s.Set(func(k *Knobs) { k.BodyTime = 50 * time.Millisecond })
	if got := raw(2, "{}"); !strings.HasPrefix(got, "HTTP/1.1 200 ") {
		t.Errorf("an answer that takes longer than a body may: %s", got)
	}
}
