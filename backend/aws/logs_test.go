package aws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"strongroom/backend"
)

// rotated is a secret that a function rotates.
func rotated(name string) backend.Secret {
	return backend.Secret{ARN: arnOf(name), Name: name, Rotation: backend.Rotation{Lambda: "arn:aws:lambda:eu-west-1:123456789012:function:made-up-rotation"}}
}

// logServer answers FilterLogEvents as the service does: by time, oldest first, in pages of so many events.
type logServer struct {
	*httptest.Server
	mu     sync.Mutex
	events map[time.Time]string
	page   int
	fails  []int // statuses of the next answers
	kind   string
	asked  []filterIn
	header http.Header
}

func newLogServer(t *testing.T, events map[time.Time]string) (*logServer, *Client) {
	t.Helper()
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
	l := &logServer{events: events, page: 1000}
	l.Server = httptest.NewServer(l)
	t.Cleanup(l.Close)
	return l, Open(Options{Region: "eu-west-1", Endpoint: l.URL, Ledger: &backend.Ledger{}})
}

func (l *logServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var in filterIn
	_ = json.NewDecoder(r.Body).Decode(&in)
	l.asked, l.header = append(l.asked, in), r.Header.Clone()
	if len(l.fails) > 0 {
		w.Header().Set("X-Amzn-Errortype", l.kind)
		w.WriteHeader(l.fails[0])
		fmt.Fprintf(w, `{"__type":"%s","message":"made-up: not authorized to perform: logs:FilterLogEvents on it"}`, l.kind)
		l.fails = l.fails[1:]
		return
	}
	type event struct {
		Timestamp int64  `json:"timestamp"`
		Message   string `json:"message"`
	}
	var all []event
	for ms := in.StartTime; ms <= in.EndTime; ms += 1000 {
		if text, is := l.events[time.UnixMilli(ms).UTC()]; is {
			all = append(all, event{ms, text})
		}
	}
	from := 0
	_, _ = fmt.Sscan(in.NextToken, &from)
	out := map[string]any{"events": all[min(from, len(all)):min(len(all), from+l.page)]}
	if from+l.page < len(all) {
		out["nextToken"] = fmt.Sprint(from + l.page)
	}
	_ = json.NewEncoder(w).Encode(out)
}

func TestTheLastErrorIsFoundFromTheNewestHoursBack(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		events map[time.Time]string
		at     time.Time
		asks   int
	}{
		"in the last hour": {map[time.Time]string{now.Add(-20 * time.Minute): "[ERROR] made-up", now.Add(-10 * time.Minute): "[ERROR] made-up later", now.Add(-time.Minute): "INFO fine",
			now.Add(-9 * time.Hour): "[ERROR] made-up earlier"}, now.Add(-10 * time.Minute), 1},
		"hours ago":                 {map[time.Time]string{now.Add(-9 * time.Hour): "Traceback made-up", now.Add(-10 * time.Hour): "[ERROR] made-up"}, now.Add(-9 * time.Hour), 3},
		"not Lambda's report of it": {map[time.Time]string{now.Add(-20 * time.Minute): "Task timed out after 3.00 seconds", now.Add(-19 * time.Minute): "REPORT RequestId: 1 Status: timeout Error"}, now.Add(-20 * time.Minute), 1},
		"before what was asked for": {map[time.Time]string{now.Add(-40 * time.Hour): "[ERROR] made-up"}, time.Time{}, 4},
		"none":                      {nil, time.Time{}, 4},
	} {
		l, c2 := newLogServer(t, c.events)
		got, err := c2.LastError(t.Context(), rotated("x"), now.Add(-30*time.Hour), now)
		if err != nil || !got.At.Equal(c.at) || got.Cut || len(l.asked) != c.asks {
			t.Errorf("%s: %+v, %v after %d questions", name, got, err, len(l.asked))
		}
		got.Text.Use(func(b []byte) {
			if string(b) != c.events[c.at] {
				t.Errorf("%s: it says %q", name, b)
			}
		})
		if at := l.asked[0]; at.LogGroupName != "/aws/lambda/made-up-rotation" || at.EndTime != now.UnixMilli() || !strings.Contains(at.FilterPattern, "?ERROR") {
			t.Errorf("%s: it asked for %+v", name, at)
		}
		if c.at.IsZero() && !got.From.Equal(now.Add(-30*time.Hour)) {
			t.Errorf("%s: it looked back to %v", name, got.From)
		}
		if h := l.header; !strings.Contains(h.Get("Authorization"), "/eu-west-1/logs/aws4_request") || h.Get("X-Amz-Target") != "Logs_20140328.FilterLogEvents" {
			t.Errorf("%s: it was sent with %v", name, h)
		}
		got.Text.Wipe()
	}
}

func TestASearchOfALogThatIsLongEndsAndSaysSo(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	events := map[time.Time]string{}
	for i := range 600 {
		events[now.Add(-time.Duration(600-i)*time.Second)] = fmt.Sprint("[ERROR] made-up ", i)
	}
	l, c := newLogServer(t, events)
	l.page = 10
	got, err := c.LastError(t.Context(), rotated("x"), now.Add(-24*time.Hour), now)
	if err != nil || !got.Cut || len(l.asked) != logPages || got.At.IsZero() {
		t.Errorf("%+v, %v after %d pages", got, err, len(l.asked))
	}
	got.Text.Wipe()
	l, c = newLogServer(t, map[time.Time]string{now.Add(-2 * time.Minute): "[ERROR] " + strings.Repeat("made-up ", logBytes/8), now.Add(-time.Minute): "[ERROR] made-up"})
	l.page = 1
	if got, err := c.LastError(t.Context(), rotated("x"), now.Add(-24*time.Hour), now); err != nil || !got.Cut || len(l.asked) != 1 {
		t.Errorf("after %d pages: %v, cut %v", len(l.asked), err, got.Cut)
	}
}

func TestWhyALogCannotBeReadIsSaid(t *testing.T) {
	now := time.Now()
	for _, c := range []struct {
		code   string
		status []int
		kind   error
		says   string
		asks   int
	}{
		{"AccessDeniedException", []int{400}, backend.ErrDenied, "logs:FilterLogEvents", 1},
		{"com.amazonaws.logs#ResourceNotFoundException", []int{400}, backend.ErrNotFound, "there is no log group /aws/lambda/made-up-rotation in eu-west-1", 1},
		{"ThrottlingException", []int{400, 400, 400}, backend.ErrThrottled, "", 3},
		{"ServiceUnavailableException", []int{503, 503, 503}, backend.ErrServer, "", 3},
		{"ThrottlingException", []int{400, 400}, nil, "", 5},
		{"ExpiredTokenException", []int{400}, backend.ErrExpired, "", 1},
	} {
		l, client := newLogServer(t, nil)
		l.fails, l.kind = c.status, c.code
		_, err := client.LastError(t.Context(), rotated("x"), now.Add(-20*time.Hour), now)
		if !errors.Is(err, c.kind) || len(l.asked) != c.asks || c.says != "" && !strings.Contains(fmt.Sprint(backend.Message(err), backend.Hint(err)), c.says) {
			t.Errorf("%s: %v (%s) after %d questions", c.code, err, backend.Message(err), len(l.asked))
		}
	}
	_, client := newLogServer(t, nil)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.LastError(gone, rotated("x"), now.Add(-time.Hour), now); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// The names are the service's: endpoints of CloudWatch Logs in AWS's own SDK for Go, v1.92.2.
func TestTheLogsAreWhereAWSHasThem(t *testing.T) {
	for region, want := range map[string][3]string{
		"eu-west-1":     {"https://logs.eu-west-1.amazonaws.com/", "https://logs-fips.eu-west-1.amazonaws.com/", "https://logs.eu-west-1.api.aws/"},
		"cn-north-1":    {"https://logs.cn-north-1.amazonaws.com.cn/", "https://logs-fips.cn-north-1.amazonaws.com.cn/", "https://logs.cn-north-1.api.amazonwebservices.com.cn/"},
		"us-gov-west-1": {"https://logs.us-gov-west-1.amazonaws.com/", "https://logs.us-gov-west-1.amazonaws.com/", "https://logs.us-gov-west-1.api.aws/"},
	} {
		for i, h := range []hosts{{region, false, false}, {region, true, false}, {region, false, true}} {
			if got := h.of("logs"); got != want[i] {
				t.Errorf("in %s: %s, want %s", region, got, want[i])
			}
		}
	}
}

// TestAnIndependentServerTellsOfItsLogs checks our reading of the protocol by somebody else's: what is sent, how it is signed, and
// what comes back.
func TestAnIndependentServerTellsOfItsLogs(t *testing.T) {
	url := startMoto(t)
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
	c := Open(Options{Endpoint: url, Region: "eu-west-1", Ledger: &backend.Ledger{}})
	s, now := rotated("x"), time.Now()
	if _, err := c.LastError(t.Context(), s, now.Add(-time.Hour), now); !errors.Is(err, backend.ErrNotFound) || !strings.Contains(backend.Message(err), "there is no log group") {
		t.Errorf("without a log group: %v, %s", err, backend.Message(err))
	}
	does := func(op string, in map[string]any) {
		t.Helper()
		body, _ := json.Marshal(in)
		r, _ := http.NewRequest(http.MethodPost, url, strings.NewReader(string(body)))
		r.Header.Set("X-Amz-Target", "Logs_20140328."+op)
		r.Header.Set("Content-Type", "application/x-amz-json-1.1")
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=made-up/20261120/eu-west-1/logs/aws4_request, SignedHeaders=host, Signature=made-up")
		resp, err := http.DefaultClient.Do(r)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v %v", op, resp, err)
		}
		resp.Body.Close()
	}
	group, stream := "/aws/lambda/made-up-rotation", "made-up"
	does("CreateLogGroup", map[string]any{"logGroupName": group})
	does("CreateLogStream", map[string]any{"logGroupName": group, "logStreamName": stream})
	at := now.Add(-20 * time.Minute).Truncate(time.Millisecond).UTC()
	var events []map[string]any
	for i, text := range []string{"[ERROR] made-up earlier", "[ERROR] made-up\nTraceback", "made-up: fine"} {
		events = append(events, map[string]any{"timestamp": at.Add(time.Duration(i-1) * time.Minute).UnixMilli(), "message": text})
	}
	does("PutLogEvents", map[string]any{"logGroupName": group, "logStreamName": stream, "logEvents": events})
	got, err := c.LastError(t.Context(), s, now.Add(-2*time.Hour), now)
	if err != nil || !got.At.Equal(at) || got.Cut {
		t.Errorf("%+v, %v, want one of %v", got, err, at)
	}
	got.Text.Use(func(b []byte) {
		if string(b) != "[ERROR] made-up\nTraceback" {
			t.Errorf("it says %q", b)
		}
	})
	got.Text.Wipe()
}

func TestWhatWasFoundBeforeTheTimeWasUpIsTold(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked > 1 {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			return
		}
		fmt.Fprintf(w, `{"events":[{"timestamp":%d,"message":"[ERROR] made-up"}],"nextToken":"next"}`, now.Add(-time.Minute).UnixMilli())
	}))
	defer server.Close()
	soon, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	got, err := Open(Options{Region: "eu-west-1", Endpoint: server.URL}).LastError(soon, rotated("x"), now.Add(-time.Hour), now)
	if err != nil || !got.Cut || !got.At.Equal(now.Add(-time.Minute)) {
		t.Errorf("%+v, %v", got, err)
	}
	got.Text.Wipe()
}
