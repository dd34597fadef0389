package local

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// filters asks for what a function has logged.
func (r *rig) filters(in map[string]any) (texts []string, next, refusal string) {
	r.Helper()
	body, _ := json.Marshal(in)
	req, _ := http.NewRequest(http.MethodPost, "http://embedded.invalid/", bytes.NewReader(body))
	req.Header.Set("X-Amz-Target", "Logs_20140328.FilterLogEvents")
	resp, err := r.Transport().RoundTrip(req)
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	var out struct {
		Type   string `json:"__type"`
		Events []struct {
			Message   string
			Timestamp int64
		}
		NextToken string
	}
	if err := json.Unmarshal(b, &out); err != nil {
		r.Fatalf("%s: %v", b, err)
	}
	for _, e := range out.Events {
		texts = append(texts, e.Message)
	}
	return texts, out.NextToken, out.Type
}

func TestARotationFunctionsLogTellsWhyItFailed(t *testing.T) {
	r := start(t)
	r.Set(func(k *Knobs) { k.RotationTime = time.Minute })
	log := func(name string) map[string]any {
		return map[string]any{"logGroupName": "/aws/lambda/" + name, "startTime": r.now.Add(-time.Hour).UnixMilli(), "endTime": r.now.Add(time.Hour).UnixMilli()}
	}
	if _, _, code := r.filters(log("demo-rotation-failing")); code != "ResourceNotFoundException" {
		t.Errorf("before it has run it has a log: %s", code)
	}
	r.create("a", "made-up")
	must(r, 0, second(r.rotate("a", goodLambda+"-failing", 30)))
	r.later(time.Minute)
	in := log("demo-rotation-failing")
	all, _, _ := r.filters(in)
	in["filterPattern"] = `?ERROR ?"timed out"`
	errors, _, _ := r.filters(in)
	if len(all) != 4 || len(errors) != 1 || !strings.Contains(errors[0], "testSecret") || errors[0] != all[3] {
		t.Errorf("it logged %q, of errors %q", all, errors)
	}
	in["limit"] = 3
	delete(in, "filterPattern")
	first, next, _ := r.filters(in)
	in["nextToken"] = next
	if rest, none, _ := r.filters(in); !slices.Equal(slices.Concat(first, rest), all) || none != "" {
		t.Errorf("in pages: %q %q", first, rest)
	}
	in["endTime"] = r.now.Add(-time.Second).UnixMilli()
	delete(in, "nextToken")
	if early, _, _ := r.filters(in); !slices.Equal(early, all[:3]) {
		t.Errorf("before the end of it: %q", early)
	}
	r.create("b", "made-up")
	must(r, 0, second(r.rotate("b", stuckLambda, 30)))
	if hung, _, _ := r.filters(log("demo-rotation-stuck")); len(hung) != 2 || !strings.Contains(hung[1], "Task timed out") {
		t.Errorf("one that hangs logs %q", hung)
	}
	r.Set(func(k *Knobs) { k.Deny = map[string]bool{"FilterLogEvents": true} })
	if _, _, code := r.filters(log("demo-rotation-failing")); code != "AccessDeniedException" {
		t.Errorf("denied: %q", code)
	}
}
