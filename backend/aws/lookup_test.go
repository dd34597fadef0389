package aws

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"strongroom/backend"
)

// nameServer is a name server on loopback that answers every question with a code (RFC 1035, 4.1.1), or with -1 never.
func nameServer(t *testing.T, code int) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if code < 0 {
				continue
			}
			buf[2] |= 0x80
			buf[3] = 0x80 | byte(code)
			_, _ = conn.WriteTo(buf[:n], from)
		}
	}()
	return resolverAt(conn.LocalAddr().String())
}

func resolverAt(addr string) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", addr)
	}}
}

// nobody is an address of loopback where nothing listens.
func nobody(t *testing.T) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return conn.LocalAddr().String()
}

func TestANameThatIsNotFoundOutIsToldAsItIs(t *testing.T) {
	const host = "secretsmanager.embedded.invalid"
	for what, c := range map[string]struct {
		resolver *net.Resolver
		kind     error
		says     string
	}{
		"no such name":                  {nameServer(t, 3), backend.ErrUnreachable, "the name " + host + " is not known"},
		"the server fails":              {nameServer(t, 2), backend.ErrUnreachable, "the name server could not say where " + host + " is; that may pass"},
		"the server refuses":            {nameServer(t, 5), backend.ErrUnreachable, "the name server refuses to say where " + host + " is"},
		"nothing listens at the server": {resolverAt(nobody(t)), backend.ErrUnreachable, "the name server could not say where " + host + " is; that may pass"},
		"the server never answers":      {nameServer(t, -1), backend.ErrTimeout, "the name server did not say in time where " + host + " is"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			dialer := &net.Dialer{Resolver: c.resolver}
			cl := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
				ctx, cancel := context.WithTimeout(r.Context(), 300*time.Millisecond)
				defer cancel()
				_, err := dialer.DialContext(ctx, "tcp", r.URL.Host+":443")
				if err == nil {
					t.Error("the name was found")
				}
				return nil, err
			})
			_, err := cl.Describe(t.Context(), "prod/x")
			if e := fails(t, err, c.kind); e.Message != c.says {
				t.Errorf("told %q, want %q", e.Message, c.says)
			}
		})
	}
}

func TestALookUpThatOutlastsTheCallIsToldAsItIs(t *testing.T) {
	within, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := (&net.Dialer{Resolver: nameServer(t, -1)}).DialContext(within, "tcp", "secretsmanager.invalid:443")
	<-within.Done()
	e := translate(t.Context(), within, &url.Error{Op: "Post", URL: "https://secretsmanager.invalid/", Err: err})
	if want := "the name server did not say in time where secretsmanager.invalid is"; e.Kind != backend.ErrTimeout || e.Message != want {
		t.Errorf("%v: %q, want %q", e.Kind, e.Message, want)
	}
}

func TestWhatAProxyLacksIsNotToldOfTheService(t *testing.T) {
	noEnvironment(t)
	in, fail := newLogin(Options{Region: "eu-west-1"}).load(t.Context(), "")
	if fail != nil {
		t.Fatal(fail)
	}
	answering := func(status int) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(s.Close)
		return s.URL
	}
	dead := answering(0)
	dead = strings.Replace(dead, dead[strings.LastIndex(dead, ":"):], ":1", 1)
	for what, c := range map[string]struct {
		proxy string
		names int // what the name server says
		kind  error
		says  string
	}{
		"its name is not known":   {"http://made-up:" + canary + "@proxy.invalid:3128", 3, backend.ErrUnreachable, "the name proxy.invalid, the proxy (HTTPS_PROXY), is not known"},
		"its name takes too long": {"http://proxy.invalid:3128", -1, backend.ErrTimeout, "the name server did not say in time where proxy.invalid, the proxy (HTTPS_PROXY), is"},
		"it refuses to talk":      {dead, 3, backend.ErrUnreachable, "the proxy 127.0.0.1:1 (HTTPS_PROXY) on the way to secretsmanager.invalid refused the connection"},
		"it asks for a login":     {answering(407), 3, backend.ErrUnreachable, "the proxy PROXY (HTTPS_PROXY) on the way to secretsmanager.invalid asks for a login (HTTP status 407)"},
		"it forbids the way":      {answering(403), 3, backend.ErrUnreachable, "the proxy PROXY (HTTPS_PROXY) refuses the way to secretsmanager.invalid (HTTP status 403)"},
	} {
		t.Run(what, func(t *testing.T) {
			client := in.cfg.HTTPClient.(*awshttp.BuildableClient)
			way := client.GetTransport()
			proxy, err := url.Parse(c.proxy)
			if err != nil {
				t.Fatal(err)
			}
			way.Proxy = http.ProxyURL(proxy)
			way.DialContext = (&net.Dialer{Resolver: nameServer(t, c.names), Timeout: 300 * time.Millisecond}).DialContext
			req, _ := http.NewRequest(http.MethodPost, "https://secretsmanager.invalid/", nil)
			_, err = (&http.Client{Transport: way}).Do(req)
			e := networkError(fmt.Errorf("https response error: %w", err))
			c.says = strings.Replace(c.says, "PROXY (", proxy.Host+" (", 1)
			if e.Kind != c.kind || e.Message != c.says || !strings.Contains(e.Advice, "proxy") && !strings.Contains(e.Advice, "PROXY") {
				t.Errorf("%v: told %q, want %q (%v)", e.Kind, e.Message, c.says, err)
			}
		})
	}
}
