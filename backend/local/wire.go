package local

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

const (
	target = "secretsmanager."
	// maxBody is far above the largest legal request (64 KiB of value, escaped six-fold).
	maxBody = 2 << 20
)

// ServeHTTP answers one call in the service's JSON 1.1 protocol, or one of STS, CloudTrail or the account service in its own.
// The region is that of the signature's scope; the signature itself is not checked.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		s.answer(w, refuse("SerializationException", "The request body could not be read or is too large."), nil)
		return
	}
	if r.Method != http.MethodPost {
		s.answer(w, refuse("UnknownOperationException", "Only POST is answered."), nil)
		return
	}
	if r.Header.Get("X-Amz-Target") == "" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		s.serveSTS(w, r, string(body))
		return
	}
	if strings.HasSuffix(r.Header.Get("X-Amz-Target"), lookUp) {
		s.serveTrail(w, r, body)
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

// run does one operation with the store locked.
func (s *Server) run(r *http.Request, op string, run operation, in map[string]any) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.call(s.regionOf(r), op)
	for _, place := range s.regions {
		there := *c
		there.region = place
		there.settle()
	}
	if err := c.permitted(in); err != nil {
		return nil, err
	}
	return run(c, in)
}

// call is called with the lock held.
func (s *Server) call(region, op string) *call {
	return &call{srv: s, region: s.region(region), now: stampOf(s.knobs.now()), op: op}
}

// regionOf reads the region out of the signature's scope: Credential=KEY/DATE/REGION/SERVICE/aws4_request.
func (s *Server) regionOf(r *http.Request) string {
	_, scope, ok := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	if parts := strings.Split(scope, "/"); ok && len(parts) >= 4 && isRegion(parts[len(parts)-3]) {
		return parts[len(parts)-3]
	}
	if parts := strings.SplitN(scope, "/", 4); ok && len(parts) == 4 && isRegion(parts[2]) {
		return parts[2]
	}
	return s.knobs.home()
}

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
