package aws

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"strongroom/backend"
)

// translate turns any error of the SDK into a *backend.Error. caller is the context the caller gave, within the call's own.
// Only the service's own error text is passed on: the SDK's decoding errors can quote a value.
func translate(caller, within context.Context, err error) *backend.Error {
	var own *backend.Error
	if errors.As(err, &own) {
		return own
	}
	if caller.Err() != nil {
		return cutShort(caller)
	}
	if within.Err() != nil {
		return tooLate(err)
	}
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() != "UnknownError" {
		e := serviceError(api.ErrorCode(), api.ErrorMessage(), clockOffset(err))
		e.Request = requestOf(err)
		return e
	}
	var invalid smithy.InvalidParamsError
	if errors.As(err, &invalid) {
		return &backend.Error{Kind: backend.ErrInvalid, Message: "a required part of the request is missing", Unsent: true}
	}
	var notSent *smithyhttp.RequestSendError
	if errors.As(err, &notSent) {
		return networkError(err)
	}
	var answer *smithyhttp.ResponseError
	if errors.As(err, &answer) && answer.HTTPStatusCode() != 0 {
		return strangeAnswer(answer.HTTPStatusCode(), err)
	}
	var decode *smithy.DeserializationError
	if errors.As(err, &decode) {
		return strangeAnswer(http.StatusOK, err)
	}
	return &backend.Error{Kind: backend.ErrInvalid, Message: "the request could not be made; check region and endpoint", Err: errNotMade}
}

// What is found out of an error behind its kind, for whoever knows more of the place.
var (
	errNotMade = errors.New("the request was not made")
	errNoName  = errors.New("there is no such host")
)

// cutShort is a call that the caller's own context ended.
func cutShort(ctx context.Context) *backend.Error {
	e := &backend.Error{Err: ctx.Err()}
	if errors.Is(e.Err, context.DeadlineExceeded) {
		e.Kind = backend.ErrTimeout
	}
	return e
}

func tooLate(err error) *backend.Error {
	e := &backend.Error{Kind: backend.ErrTimeout, Err: context.DeadlineExceeded}
	var dns *net.DNSError
	switch host := hostOf(err); {
	case errors.As(err, &dns):
		e.Message = unnamed(sought(err, host, dns), &net.DNSError{IsTimeout: true})
	case host != "":
		e.Message = "no answer from " + through(err, host)
	}
	return e
}

// strangeAnswer is an answer that is not of this service: a proxy's page, half a body, no JSON.
func strangeAnswer(status int, err error) *backend.Error {
	e := &backend.Error{Kind: backend.ErrMalformed, Message: fmt.Sprintf("an answer with HTTP status %d that is not the service's", status)}
	switch {
	case status >= http.StatusInternalServerError:
		e.Kind, e.Message = backend.ErrServer, fmt.Sprintf("HTTP status %d without a reason", status)
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Message = "the answer broke off"
	case status == http.StatusOK:
		e.Message = "the answer is not what the service sends"
	}
	return e
}

// networkError says in plain words why there was no answer, and from whom.
func networkError(err error) *backend.Error {
	e := &backend.Error{Kind: backend.ErrUnreachable}
	host := hostOf(err)
	if host == "" {
		host = "the service"
	}
	name := host
	host = through(err, host)
	var dns *net.DNSError
	var proxy *proxyRefusal
	var unknownCA x509.UnknownAuthorityError
	var wrongName x509.HostnameError
	var badCert *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	var timeout net.Error
	switch {
	case errors.As(err, &proxy):
		e.Message = proxy.says(whichProxy(requested(err)), name)
		e.Advice = proxy.advice()
	case errors.As(err, &dns):
		e.Message = unnamed(sought(err, name, dns), dns)
		if dns.IsTimeout {
			e.Kind = backend.ErrTimeout
		}
		if dns.IsNotFound && !viaProxy(err) {
			e.Err = errNoName
		}
	case errors.Is(err, syscall.ECONNREFUSED):
		e.Message = host + " refused the connection"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		e.Message = host + " dropped the connection"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		e.Message = "there is no way to " + host
	case errors.As(err, &wrongName):
		e.Message = "the certificate is not for " + host
	case errors.As(err, &unknownCA), errors.As(err, &badCert):
		e.Message = "the certificate of " + host + " is not trusted"
	case errors.As(err, &plain):
		e.Message = host + " does not speak TLS"
	case errors.As(err, &timeout) && timeout.Timeout():
		e.Kind, e.Message = backend.ErrTimeout, "no answer from "+host
	default:
		e.Message = "no connection to " + host
	}
	if viaProxy(err) {
		e.Advice = "check " + whichProxy(requested(err)).setting + ", or name the host in NO_PROXY where it can be reached without a proxy"
	}
	return e
}

// unnamed says why a name was not found out: that there is no such name is one reason of several.
func unnamed(name string, dns *net.DNSError) string {
	switch {
	case dns.IsNotFound:
		return "the name " + name + " is not known"
	case dns.IsTimeout:
		return "the name server did not say in time where " + name + " is"
	case dns.IsTemporary:
		return "the name server could not say where " + name + " is; that may pass"
	}
	return "the name server refuses to say where " + name + " is"
}

// sought is the name that was looked up: the host's, or that of the proxy on the way to it.
func sought(err error, host string, dns *net.DNSError) string {
	if viaProxy(err) {
		return dns.Name + ", the proxy (" + whichProxy(requested(err)).setting + "),"
	}
	if u, parseErr := url.Parse("//" + host); parseErr == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return host
}

// through is who failed to answer: the host, or the proxy on the way to it.
func through(err error, host string) string {
	if viaProxy(err) {
		return whichProxy(requested(err)).met(err).String() + " on the way to " + host
	}
	return host
}

// hostOf is the host a failed request went to, "" if it never got that far.
func hostOf(err error) string {
	if u := requested(err); u != nil {
		return u.Host
	}
	return ""
}

// requested is where a failed request went to, nil if it never got that far.
func requested(err error) *url.URL {
	var request *url.Error
	if !errors.As(err, &request) {
		return nil
	}
	u, parseErr := url.Parse(request.URL)
	if parseErr != nil {
		return nil
	}
	return u
}

// clockOffset is how far this machine's clock is ahead of the one that refused the request; ok is false if it did not tell.
func clockOffset(err error) offset {
	var answer *smithyhttp.ResponseError
	if !errors.As(err, &answer) || answer.Response == nil || answer.Response.Response == nil {
		return offset{}
	}
	at, parseErr := http.ParseTime(answer.Response.Header.Get("Date"))
	if parseErr != nil {
		return offset{}
	}
	return offset{by: time.Since(at), known: true}
}

// offset is a clock's distance to the service's; positive is ahead.
type offset struct {
	by    time.Duration
	known bool
}

// wide reports a distance at which signatures begin to fail (the service allows five minutes).
func (o offset) wide() bool { return o.known && o.by.Abs() > 4*time.Minute }

func (o offset) String() string {
	if !o.known {
		return ""
	}
	side := "ahead of"
	if o.by < 0 {
		side = "behind"
	}
	return fmt.Sprintf("this clock is %d minutes %s the service's", int(o.by.Abs().Round(time.Minute)/time.Minute), side)
}
