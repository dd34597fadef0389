package cli

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"
)

// withTrail stands a server before the shell's that answers the audit trail's call with one event, off the deletion by so much.
func (s *shell) withTrail(name string, off time.Duration, days int) {
	s.t.Helper()
	at := described(s, name).Deleted.Add(off)
	behind, err := url.Parse(s.url)
	if err != nil {
		s.t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(behind)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".LookupEvents") {
			proxy.ServeHTTP(w, r)
			return
		}
		text, _ := json.Marshal(map[string]any{"userIdentity": map[string]any{"arn": "user/eve"},
			"requestParameters": map[string]any{"secretId": name, "recoveryWindowInDays": days}})
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_ = json.NewEncoder(w).Encode(map[string]any{"Events": []any{map[string]any{"EventName": "DeleteSecret",
			"EventTime": float64(at.UnixMilli()) / 1000, "CloudTrailEvent": string(text)}}})
	}))
	s.t.Cleanup(server.Close)
	s.url = server.URL
}

func TestDoctorTakesNoOtherDeletionForThisOne(t *testing.T) {
	s := newShell(t)
	own := s.url
	s.withTrail("prod/old/mailgun", -3*time.Minute, 30)
	s.types("doctor", "prod/old/mailgun").exits(1).prints("CloudTrail has no event of it", "it has one of an earlier deletion", "by user/eve", "safe for 3d 21h, its window ends by")
	s.types("deleted").exits(0).prints("safe for 3d 21h · ≤ 27d")
	s.url = own
	s.withTrail("prod/old/mailgun", 0, 7)
	s.types("doctor", "prod/old/mailgun").exits(1).prints("deleted by user/eve", "3d 21h left, not removed before")
	s.types("deleted").exits(0).prints("3d 21h left")
}
