package local

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"syscall"
)

// Transport reaches the server in process: no socket, no goroutine of its own, so it also works inside a synctest
// bubble. It ends with the request's context.
func (s *Server) Transport() http.RoundTripper { return transport{s, ""} }

// TransportOf is Transport for the calls of another account, whatever keys they are signed with.
func (s *Server) TransportOf(account string) http.RoundTripper { return transport{s, account} }

type transport struct {
	server  *Server
	account string
}

// accountKey is where a request's context has the account that a transport is of.
type accountKey struct{}

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.account != "" {
		req = req.WithContext(context.WithValue(req.Context(), accountKey{}, t.account))
	}
	if req.Body == nil {
		req = req.Clone(req.Context())
		req.Body = http.NoBody
	}
	defer req.Body.Close()
	rec := &recorder{header: http.Header{}}
	if err := rec.serve(t.server, req); err != nil {
		return nil, err
	}
	return rec.response(req), nil
}

// recorder keeps an answer. Headers are frozen when the status is written, as on a connection.
type recorder struct {
	header  http.Header
	frozen  http.Header
	status  int
	body    bytes.Buffer
	aborted bool
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status, r.frozen = status, r.header.Clone()
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

func (r *recorder) serve(h http.Handler, req *http.Request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler {
				panic(p)
			}
			r.aborted = true
		}
		switch {
		case req.Context().Err() != nil:
			err = req.Context().Err()
		case r.aborted && r.status == 0:
			err = fmt.Errorf("read: %w", syscall.ECONNRESET)
		}
	}()
	h.ServeHTTP(r, req)
	return nil
}

func (r *recorder) response(req *http.Request) *http.Response {
	r.WriteHeader(http.StatusOK)
	var body io.Reader = bytes.NewReader(r.body.Bytes())
	length := int64(r.body.Len())
	if r.aborted {
		body = io.MultiReader(body, broken{})
		if n, err := strconv.ParseInt(r.frozen.Get("Content-Length"), 10, 64); err == nil {
			length = n
		}
	}
	return &http.Response{
		Status:        strconv.Itoa(r.status) + " " + http.StatusText(r.status),
		StatusCode:    r.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        r.frozen,
		Body:          io.NopCloser(body),
		ContentLength: length,
		Request:       req,
	}
}

// broken is the end of a body that was cut off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
