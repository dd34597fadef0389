package local

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	target = "secretsmanager."
	// maxBody is far above the largest legal request (64 KiB of value, escaped six-fold). Of what is larger so much is read
	// and thrown away that whoever still writes it hears the answer.
	maxBody = 2 << 20
	drained = 64 << 20
	// bodyTime is how long a body may take to arrive, where the knob says nothing.
	bodyTime = 10 * time.Second
)

// ServeHTTP answers one call in the service's JSON 1.1 protocol, or one of STS, IAM, CloudTrail, CloudWatch Logs or the
// account service in its own.
// The region is that of the signature's scope; the signature itself is not checked.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := s.readBody(w, r)
	if err != nil {
		s.answer(w, err, nil)
		return
	}
	if r.Method != http.MethodPost {
		s.answer(w, refuse("UnknownOperationException", "Only POST is answered."), nil)
		return
	}
	if r.Header.Get("X-Amz-Target") == "" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		s.serveForm(w, r, string(body))
		return
	}
	if strings.HasSuffix(r.Header.Get("X-Amz-Target"), lookUp) {
		s.serveTrail(w, r, body)
		return
	}
	if strings.HasSuffix(r.Header.Get("X-Amz-Target"), filterLogs) {
		s.serveLogs(w, r, body)
		return
	}
	if r.URL.Path == listRegionsPath {
		s.serveAccount(w, r, body)
		return
	}
	op, ok := strings.CutPrefix(r.Header.Get("X-Amz-Target"), target)
	run := s.ops[op]
	if !ok || run == nil {
		s.answer(w, refuse("UnknownOperationException", "The requested operation is not known."), nil)
		return
	}
	in, err := decode(body)
	id, _ := in["SecretId"].(string)
	f, ferr := s.meet(r.Context(), op, id)
	if ferr != nil {
		s.answer(w, ferr, nil)
		return
	}
	if f.Kind != 0 && !f.After {
		f.breakAnswer(s, w, r, nil)
		return
	}
	var out any
	if err == nil {
		out, err = s.run(r, op, run, in)
	}
	if f.Kind != 0 {
		data, _ := encode(out)
		f.breakAnswer(s, w, r, data)
		return
	}
	s.answer(w, err, out)
}

// readBody reads a request's body within its time. A connection whose body stalled or was cut off ends with the answer.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	s.mu.Lock()
	within := cmp.Or(s.knobs.BodyTime, bodyTime)
	s.mu.Unlock()
	conn := http.NewResponseController(w)
	_ = conn.SetReadDeadline(time.Now().Add(within)) // in process there is none to set
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, &refusal{http.StatusRequestTimeout, "RequestTimeoutException", "The request body did not arrive in time."}
	case err != nil:
		return nil, refuse("SerializationException", "The request body could not be read.")
	case len(body) > maxBody:
		_, _ = io.CopyN(io.Discard, r.Body, drained)
		return nil, &refusal{http.StatusRequestEntityTooLarge, "RequestEntityTooLargeException", "The request body is too large."}
	}
	_ = conn.SetReadDeadline(time.Time{})
	return body, nil
}

// run does one operation with the store locked.
func (s *Server) run(r *http.Request, op string, run operation, in map[string]any) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.call(s.placeOf(r), op)
	for _, each := range s.regions {
		there := *c
		there.region = each
		there.settle()
	}
	if err := c.permitted(in); err != nil {
		return nil, err
	}
	return run(c, in)
}

// call is called with the lock held.
func (s *Server) call(at place, op string) *call {
	return &call{srv: s, region: s.region(at), now: stampOf(s.knobs.now()), op: op}
}

// at is a region of the account that seeds go to.
func (s *Server) at(region string) place { return place{Account, region} }

// in is another region of a call's account.
func (c *call) in(region string) *region { return c.srv.region(place{c.region.account, region}) }

// placeOf reads account and region out of the signature's scope: Credential=KEY/DATE/REGION/SERVICE/aws4_request.
func (s *Server) placeOf(r *http.Request) place {
	at := s.at(s.knobs.home())
	_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	parts := strings.Split(scope, "/")
	if isAccount(parts[0]) {
		at.account = parts[0]
	}
	if account, ok := r.Context().Value(accountKey{}).(string); ok {
		at.account = account
	}
	if len(parts) >= 4 && isRegion(parts[len(parts)-3]) {
		at.region = parts[len(parts)-3]
	} else if len(parts) >= 4 && isRegion(parts[2]) {
		at.region = parts[2]
	}
	return at
}

func isAccount(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

// decode reads a request's JSON object, keeping numbers as written.
func decode(body []byte) (map[string]any, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var in map[string]any
	if err := d.Decode(&in); err != nil {
		return nil, malformed(body)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, malformed(body)
	}
	return in, nil
}

func malformed(body []byte) error {
	if json.Valid(body) {
		return refuse("SerializationException", "Unexpected value: an object is needed")
	}
	return refuse("SerializationException", "Unexpected token: the request is not JSON")
}

func encode(out any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(out)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// answer writes an operation's output, or its refusal.
func (s *Server) answer(w http.ResponseWriter, err error, out any) {
	status := http.StatusOK
	if err != nil {
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			panic(http.ErrAbortHandler) // nobody listens any more
		}
		var r *refusal
		if !errors.As(err, &r) {
			r = &refusal{status: 500, code: "InternalServiceError", message: "An error occurred on the server side."}
		}
		status = r.status
		w.Header().Set("X-Amzn-Errortype", r.code)
		out = struct {
			Type    string `json:"__type"`
			Message string `json:",omitempty"`
		}{r.code, r.message}
	}
	data, eerr := encode(out)
	if eerr != nil {
		panic(http.ErrAbortHandler)
	}
	s.send(w, status, "application/x-amz-json-1.1", data)
}

// send writes an answer with the headers that every answer has.
func (s *Server) send(w http.ResponseWriter, status int, kind string, data []byte) {
	s.stampHeaders(w)
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // a caller who has gone is told nothing
}

func (s *Server) stampHeaders(w http.ResponseWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Date", s.knobs.now().UTC().Format(http.TimeFormat))
	w.Header().Set("X-Amzn-Requestid", uuid(s.chance))
}
