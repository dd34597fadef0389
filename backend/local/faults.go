package local

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"
)

const htmlPage = "<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>This is not the service</h1></body></html>"

// meet is what every call meets before it reaches the store: the counter, the hook, latency, throttling, an expired
// login, a fault. It waits without the lock.
func (s *Server) meet(ctx context.Context, op, id string) (Fault, error) {
	s.mu.Lock()
	s.calls[op]++
	hook := s.knobs.OnCall
	wait := s.knobs.Latency + s.knobs.LatencyOf[op]
	s.mu.Unlock()
	if hook != nil {
		hook(op, id)
	}
	if err := sleep(ctx, wait); err != nil {
		return Fault{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	k := &s.knobs
	if k.Expired {
		return Fault{}, refuse("ExpiredTokenException", "The security token included in the request is expired")
	}
	if k.ThrottleNext > 0 {
		k.ThrottleNext--
		return Fault{}, refuse("ThrottlingException", "Rate exceeded")
	}
	if k.Throttle > 0 && s.chance.Float64() < k.Throttle {
		return Fault{}, refuse("ThrottlingException", "Rate exceeded")
	}
	f, _ := k.takeFault(op)
	return f, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// breakAnswer answers as the fault says; data is what the right answer would have been, if the call took effect.
func (f Fault) breakAnswer(s *Server, w http.ResponseWriter, r *http.Request, data []byte) {
	switch f.Kind {
	case HTMLOK:
		s.send(w, http.StatusOK, "text/html", []byte(htmlPage))
	case BadGateway:
		s.send(w, http.StatusBadGateway, "text/html", []byte(htmlPage))
	case EmptyObject:
		s.send(w, http.StatusOK, "application/x-amz-json-1.1", []byte("{}"))
	case Truncated:
		s.truncate(w, data)
	case Reset:
		reset(w)
	case Hang:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case QuotaReached:
		s.answer(w, refuse("LimitExceededException", "A quota of the service is used up."), nil)
	case SkewedClock:
		s.answer(ahead{w}, refuse("InvalidSignatureException", "Signature expired: the request's date is too far from the service's."), nil)
	case BadKeys:
		s.answer(w, refuse("UnrecognizedClientException", "The security token included in the request is invalid."), nil)
	default:
		s.answer(w, &refusal{500, "InternalServiceError", "An error occurred on the server side."}, nil)
	}
}

// ahead is an answer of a server whose clock is ten minutes ahead.
type ahead struct{ http.ResponseWriter }

func (a ahead) WriteHeader(status int) {
	if at, err := http.ParseTime(a.Header().Get("Date")); err == nil {
		a.Header().Set("Date", at.Add(10*time.Minute).Format(http.TimeFormat))
	}
	a.ResponseWriter.WriteHeader(status)
}

// truncate promises a whole answer and sends half of it.
func (s *Server) truncate(w http.ResponseWriter, data []byte) {
	if len(data) < 2 {
		data = []byte(`{"ARN":"arn:aws:secretsmanager:`)
	}
	s.stampHeaders(w)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(data[:len(data)/2])
	_ = http.NewResponseController(w).Flush() // in process there is nothing to flush
	panic(http.ErrAbortHandler)
}

// reset ends the connection without a farewell, where there is one.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // so that closing sends a reset
	}
	_ = conn.Close()
}

// needs lists the actions that an operation asks of IAM: its own, and for some inputs others.
func needs(op string, in map[string]any) []string {
	actions := []string{op}
	switch {
	case op == "CreateSecret" && in["Tags"] != nil:
		actions = append(actions, "TagResource")
	case op == "BatchGetSecretValue" && in["Filters"] != nil:
		actions = append(actions, "ListSecrets")
	case op == "ValidateResourcePolicy":
		actions = append(actions, "PutResourcePolicy")
	}
	if op == "CreateSecret" && in["CrossAccountPrimaryARN"] != nil {
		actions = append(actions, "PutResourcePolicy")
	}
	if op == "CreateSecret" && in["AddReplicaRegions"] != nil {
		actions = append(actions, "ReplicateSecretToRegions")
	}
	return actions
}

// permitted is IAM's answer to an operation: nil, or the refusal that names the missing action.
func (c *call) permitted(in map[string]any) error {
	for _, a := range needs(c.op, in) {
		if c.srv.knobs.Deny[a] || c.srv.knobs.Deny[a+" "+c.nameIn(in)] {
			return c.denied(a, in)
		}
	}
	return nil
}

// nameIn is the name of the secret that an input names, "" for none.
func (c *call) nameIn(in map[string]any) string {
	id, _ := in["SecretId"].(string)
	if s := c.region.lookup(id); s != nil {
		return s.name
	}
	return id
}

func (c *call) denied(action string, in map[string]any) error {
	action = "secretsmanager:" + action
	on := ""
	if id, ok := in["SecretId"].(string); ok {
		on = " on resource: " + id
		if s := c.region.lookup(id); s != nil {
			on = " on resource: " + c.region.arn(s)
		}
	} else if name, ok := in["Name"].(string); ok {
		on = " on resource: " + name
	}
	return refuse("AccessDeniedException", "User: %s is not authorized to perform: %s%s because no identity-based policy allows the %s action",
		user(c.region.account), action, on, action)
}
