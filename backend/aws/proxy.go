package aws

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"strongroom/backend"
)

// proxy is one that stands between here and a host, as the environment says.
type proxy struct{ host, setting string }

// whichProxy is the one on the way to a URL. Its user and password are left out.
func whichProxy(to *url.URL) (p proxy) {
	p.setting = "the proxy's setting"
	if to == nil {
		return p
	}
	names := []string{"HTTP_PROXY", "http_proxy"}
	if to.Scheme == "https" {
		names = []string{"HTTPS_PROXY", "https_proxy"}
	}
	for _, n := range names {
		if os.Getenv(n) != "" {
			p.setting = n
			break
		}
	}
	if at, err := http.ProxyFromEnvironment(&http.Request{URL: to}); err == nil && at != nil {
		p.host = at.Host
	}
	return p
}

func (p proxy) String() string {
	if p.host == "" {
		return "the proxy"
	}
	return "the proxy " + p.host + " (" + p.setting + ")"
}

// wrongProxy is a proxy of the environment that can be none: Go would pass it over, and go straight out.
func wrongProxy(getenv func(string) string) string {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		text := getenv(name)
		if text == "" {
			continue
		}
		if !strings.Contains(text, "://") {
			text = "http://" + text
		}
		if u, err := url.Parse(text); err != nil || u.Host == "" {
			return name + " is no address of a proxy: they look like http://proxy.example:3128"
		}
	}
	return ""
}

// met is the proxy at the address that was dialled in vain.
func (p proxy) met(err error) proxy {
	var via, dial *net.OpError
	if errors.As(err, &via) && errors.As(via.Err, &dial) && dial.Addr != nil {
		p.host = dial.Addr.String()
	}
	return p
}

// viaProxy reports whether the connection to a proxy failed (the operation's name is net/http's).
func viaProxy(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "proxyconnect"
}

// proxyRefusal is a proxy's answer to the wish to be connected.
type proxyRefusal struct {
	status int
	host   string // the proxy's
}

func (p *proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy refuses the way (HTTP status %d)", p.status)
}

// says is the refusal as it is told.
func (p *proxyRefusal) says(by proxy, host string) string {
	by.host = p.host
	if p.status == http.StatusProxyAuthRequired {
		return by.String() + " on the way to " + host + " asks for a login (HTTP status 407)"
	}
	return fmt.Sprintf("%s refuses the way to %s (HTTP status %d)", by, host, p.status)
}

func (p *proxyRefusal) advice() string {
	if p.status == http.StatusProxyAuthRequired {
		return "the proxy's address has to hold a user and a password, as in http://USER:PASSWORD@HOST:PORT"
	}
	return "whoever runs the proxy has to let this host through, or NO_PROXY has to name it where it can be reached without a proxy"
}

// proxyAnswered makes an error of a refusal that says more than its text.
func proxyAnswered(_ context.Context, by *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusal{answer.StatusCode, by.Host}
}

// fromProxy is an answer that is not the service's and came through a proxy, which reads what is not encrypted; nil where none was
// on the way.
func fromProxy(err error) *backend.Error {
	var answer *smithyhttp.ResponseError
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() != "UnknownError" {
		return nil
	}
	if !errors.As(err, &answer) || answer.HTTPStatusCode() == http.StatusOK || answer.Response == nil || answer.Response.Response == nil || answer.Response.Request == nil {
		return nil
	}
	to := answer.Response.Request.URL
	by := whichProxy(to)
	if to.Scheme != "http" || by.host == "" {
		return nil
	}
	refusal := &proxyRefusal{answer.HTTPStatusCode(), by.host}
	return &backend.Error{Kind: backend.ErrUnreachable, Message: refusal.says(by, to.Host), Advice: refusal.advice()}
}
