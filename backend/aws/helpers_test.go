package aws

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

const canary = "made-up-CANARY-5e0d7c1b42"

// carrier answers requests in process: op is the operation's name, in its decoded input.
type carrier func(op string, in map[string]any, r *http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	in := map[string]any{}
	_ = json.Unmarshal(raw, &in)
	_, op, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	return c(op, in, r)
}

func reply(r *http.Request, status int, kind, body string) *http.Response {
	return &http.Response{StatusCode: status, Status: fmt.Sprint(status), ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        http.Header{"Content-Type": {kind}, "Date": {time.Now().UTC().Format(http.TimeFormat)}},
		Body:          io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body))}
}

func ok(r *http.Request, answer any) (*http.Response, error) {
	raw, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return reply(r, http.StatusOK, "application/x-amz-json-1.1", string(raw)), nil
}

func fail(r *http.Request, status int, code, message string) (*http.Response, error) {
	raw, err := json.Marshal(map[string]string{"__type": code, "Message": message})
	if err != nil {
		return nil, err
	}
	return reply(r, status, "application/x-amz-json-1.1", string(raw)), nil
}

// over is a client whose every request goes to answer.
func over(answer carrier) *Client { return Open(Options{Transport: answer}) }

// always answers everything alike.
func always(status int, kind, body string) carrier {
	return func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		return reply(r, status, kind, body), nil
	}
}

// noEnvironment leaves a test nothing of the machine's own AWS configuration, so that nothing can reach AWS, and returns
// the directory of its own configuration.
func noEnvironment(t *testing.T) string {
	t.Helper()
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(dir, "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(dir, "credentials"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	return dir
}

// fails checks the kind of an error and that it tells nothing it must not.
func fails(t *testing.T, err error, kind error) *backend.Error {
	t.Helper()
	var e *backend.Error
	if !errors.As(err, &e) {
		t.Fatalf("want a *backend.Error of kind %q, got %T: %v", kind, err, err)
	}
	if !errors.Is(err, kind) {
		t.Fatalf("want %q, got %q (code %q, message %q)", kind, e.Kind, e.Code, e.Message)
	}
	if e.Op == "" {
		t.Errorf("the error does not say what was attempted: %v", e)
	}
	for _, text := range []string{e.Error(), e.Message, e.Code, e.Action, backend.Hint(e), fmt.Sprintf("%+v %#v", e, e)} {
		if strings.Contains(text, canary) {
			t.Errorf("an error tells a value: %.60s…", text)
		}
	}
	return e
}

// quiet fails the test if goroutines outlive it.
func quiet(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for range 100 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), buf[:runtime.Stack(buf, true)])
	})
}

// collect runs a listing to its end.
func collect(t *testing.T, c backend.Backend, q backend.Query) (names []string, pages int, err error) {
	t.Helper()
	for p, pageErr := range c.List(t.Context(), q) {
		if err != nil {
			t.Fatal("a listing went on after its error")
		}
		if err = pageErr; err != nil {
			continue
		}
		pages++
		for _, s := range p.Secrets {
			names = append(names, s.Name)
		}
	}
	return names, pages, err
}
