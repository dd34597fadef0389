package cli

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

// served are the names in each region of what a command line serves.
func served(t *testing.T, o serving, regions ...string) (names map[string][]string) {
	t.Helper()
	if err := o.check(nil); err != nil {
		t.Fatal(err)
	}
	s, err := o.server()
	if err != nil {
		t.Fatal(err)
	}
	names = map[string][]string{}
	for _, region := range regions {
		for page, err := range aws.Open(aws.Options{Transport: s.Transport(), Region: region}).List(t.Context(), backend.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range page.Secrets {
				names[region] = append(names[region], secret.Name)
			}
		}
	}
	return names
}

func seedFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made-up.env")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsServedIsWhatTheCommandLineAsksFor(t *testing.T) {
	const listen = "127.0.0.1:0"
	const home = "eu-west-1"
	if got := served(t, serving{listen: listen, empty: true}, home)[home]; len(got) != 0 {
		t.Errorf("an empty server has %v", got)
	}
	if got := served(t, serving{listen: listen}, home)[home]; !slices.Contains(got, "prod/payments/stripe") {
		t.Errorf("the demo has %d secrets", len(got))
	}
	if got := served(t, serving{listen: listen, empty: true, secrets: 7}, home)[home]; len(got) != 7 {
		t.Errorf("of 7 generated secrets there are %v", got)
	}
	file := seedFile(t, `[{"Name":"one","Text":"made-up"},{"Name":"two","Text":"made-up","Region":"eu-west-3"}]`)
	got := served(t, serving{listen: listen, empty: true, seed: file, regions: []string{"us-east-1", "eu-west-3"}, lag: time.Hour}, "us-east-1", "eu-west-3", home)
	if !slices.Equal(got["us-east-1"], []string{"one"}) || !slices.Equal(got["eu-west-3"], []string{"two"}) || got[home] != nil {
		t.Errorf("in two regions: %v", got)
	}
}

func TestTheKnobsOfTheCommandLineTurnTheServer(t *testing.T) {
	o := serving{listen: "127.0.0.1:0", empty: true, lag: time.Hour, regions: []string{"eu-west-1", "eu-west-3"}}
	s, err := o.server()
	if err != nil {
		t.Fatal(err)
	}
	be := aws.Open(aws.Options{Transport: s.Transport()})
	if _, err := be.Create(t.Context(), backend.NewSecret{Name: "late", Value: backend.TextValue("made-up")}); err != nil {
		t.Fatal(err)
	}
	for page := range be.List(t.Context(), backend.Query{}) {
		if len(page.Secrets) != 0 {
			t.Error("a listing that is an hour behind knows the new secret")
		}
	}
	if all, err := be.AccountRegions(t.Context()); err != nil || !slices.Equal(all.Enabled, []string{"eu-west-1", "eu-west-3"}) {
		t.Errorf("the account has %v, %v", all, err)
	}
	o.rewrite = true
	if s, err = o.server(); err != nil {
		t.Fatal(err)
	}
	s.Set(func(k *local.Knobs) {
		if !k.RewritePolicies {
			t.Error("policies are kept as they were sent")
		}
	})
	o.throttle, o.latency = 1, 50*time.Millisecond
	if s, err = o.server(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://embedded.invalid/", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Amz-Target", "secretsmanager.ListSecrets")
	began := time.Now()
	res, err := s.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	if took := time.Since(began); took < o.latency || !strings.Contains(string(body), "ThrottlingException") {
		t.Errorf("after %v: %s", took, body)
	}
}

func TestAServerThatCannotBeIsRefused(t *testing.T) {
	secret := seedFile(t, "ONE=made-up\nbroken \"made-up line\"\n")
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"", exitUsage, "needs --listen"},
		{"--listen 127.0.0.1:0 name", exitUsage, "no names"},
		{"--listen 127.0.0.1:0 --region eu-west-1 --region nowhere", exitUsage, `"nowhere" is not a region`},
		{"--listen 127.0.0.1:0 --demo-secrets -1", exitUsage, "0 to 500000"},
		{"--listen 127.0.0.1:0 --lag -5m", exitUsage, "--lag and --latency"},
		{"--listen 127.0.0.1:0 --latency soon", exitUsage, `invalid value "soon" for --latency`},
		{"--listen 127.0.0.1:0 --throttle 1.5", exitUsage, "between 0 and 1"},
		{"--listen 127.0.0.1:0 --throttle NaN", exitUsage, "between 0 and 1"},
		{"--listen 0.0.0.0:0 --empty", exitFailed, "only a loopback address is served"},
		{"--listen 127.0.0.1:0 --seed " + secret + "x", exitFailed, "no such file"},
		{"--listen 127.0.0.1:0 --seed " + secret, exitFailed, "line 2 is no NAME=value"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, messages, status := typed(append([]string{"serve"}, strings.Fields(c.args)...)...)
			if status != c.status || !strings.Contains(messages, c.says) || strings.Contains(messages, "made-up line") {
				t.Errorf("serve %s ends with %d and says %q, want %d and %q", c.args, status, messages, c.status, c.says)
			}
		}()
		select {
		case <-ended:
		case <-ctx.Done():
			t.Errorf("serve %s serves", c.args)
		}
		cancel()
	}
}
