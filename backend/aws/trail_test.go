package aws

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
)

const (
	trailARN  = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/x-AbCdEf"
	trailName = "app/x"
)

// cloudTrail is a server on loopback that answers LookupEvents with pages of events.
func cloudTrail(t *testing.T, pages ...[]map[string]any) *Client {
	t.Helper()
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			LookupAttributes []struct{ AttributeKey, AttributeValue string }
			NextToken        string
		}
		_ = json.NewDecoder(r.Body).Decode(&in)
		if !strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".LookupEvents") || len(in.LookupAttributes) != 1 || in.LookupAttributes[0].AttributeValue != "DeleteSecret" {
			t.Errorf("%s was asked for with %+v", r.Header.Get("X-Amz-Target"), in)
		}
		out := map[string]any{"Events": []any{}}
		if asked < len(pages) {
			out["Events"] = pages[asked]
		}
		if asked++; asked < len(pages) {
			out["NextToken"] = "next"
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_ = json.NewEncoder(w).Encode(out)
	}))
	t.Cleanup(server.Close)
	return Open(Options{Region: "eu-west-1", Endpoint: server.URL})
}

func event(at time.Time, text string) map[string]any {
	return map[string]any{"EventId": "e1", "EventName": "DeleteSecret", "EventTime": float64(at.Unix()), "CloudTrailEvent": text}
}

func TestADeletionsEventIsReadHoweverItIsWritten(t *testing.T) {
	at := time.Date(2026, 11, 20, 3, 4, 5, 0, time.UTC)
	days := func(n int) time.Time { return at.AddDate(0, 0, n) }
	for name, c := range map[string]struct {
		text string
		days int
		end  time.Time
		by   string
	}{
		"as documented": {`{"eventName":"DeleteSecret","userIdentity":{"arn":"arn:aws:iam::1:user/eve"},"requestParameters":{"secretId":"app/x","recoveryWindowInDays":7},
			"responseElements":{"arn":"` + trailARN + `","deletionDate":"Nov 27, 2026, 3:04:07 AM"},"sourceIPAddress":"192.0.2.1"}`, 7, days(7).Add(2 * time.Second), "arn:aws:iam::1:user/eve"},
		"no window named":           {`{"requestParameters":{"secretId":"app/x"}}`, 30, days(30), ""},
		"the window as a text":      {`{"requestParameters":{"secretId":"app/x","recoveryWindowInDays":"14"}}`, 14, days(14), ""},
		"a window out of all range": {`{"requestParameters":{"secretId":"app/x","recoveryWindowInDays":4000}}`, 30, days(30), ""},
		"by ARN":                    {`{"requestParameters":{"secretId":"` + trailARN + `","recoveryWindowInDays":9}}`, 9, days(9), ""},
		"by partial ARN":            {`{"requestParameters":{"secretId":"` + strings.TrimSuffix(trailARN, "-AbCdEf") + `","recoveryWindowInDays":9}}`, 9, days(9), ""},
		"only the answer names it":  {`{"requestParameters":null,"responseElements":{"aRN":"` + trailARN + `"}}`, 30, days(30), ""},
		"only the resources":        {`{"resources":[{"ARN":"` + trailARN + `"}],"requestParameters":"?"}`, 30, days(30), ""},
		"the end in seconds":        {`{"requestParameters":{"secretId":"app/x","recoveryWindowInDays":7},"responseElements":{"deletionDate":` + "1795748646" + `}}`, 7, time.Unix(1795748646, 0).UTC(), ""},
		"an end that cannot be":     {`{"requestParameters":{"secretId":"app/x","recoveryWindowInDays":7},"responseElements":{"deletionDate":"soon"}}`, 7, days(7), ""},
		"a service called":          {`{"userIdentity":{"invokedBy":"cloudformation.amazonaws.com"},"requestParameters":{"secretId":"app/x"}}`, 30, days(30), "cloudformation.amazonaws.com"},
	} {
		got, err := cloudTrail(t, []map[string]any{event(at, c.text)}).LookUpDeletion(t.Context(), backend.Secret{ARN: trailARN, Name: trailName, Deleted: at})
		if err != nil || got.Days != c.days || !got.End.Equal(c.end) || got.By != c.by || !got.At.Equal(at) {
			t.Errorf("%s: %+v, %v; want %d days to %v by %q", name, got, err, c.days, c.end, c.by)
		}
	}
}

func TestEventsOfOthersAndRefusedOnesAreNotTaken(t *testing.T) {
	at := time.Date(2026, 11, 20, 3, 4, 5, 0, time.UTC)
	var events []map[string]any
	for _, text := range []string{`{"requestParameters":{"secretId":"app/y"}}`, `{"errorCode":"AccessDenied","requestParameters":{"secretId":"app/x"}}`,
		`{"eventName":"RestoreSecret","requestParameters":{"secretId":"app/x"}}`, `not JSON`, ``, `[]`, `{"requestParameters":{"secretId":["app/x"]}}`} {
		events = append(events, event(at, text))
	}
	secret := backend.Secret{ARN: trailARN, Name: trailName, Deleted: at}
	_, err := cloudTrail(t, events).LookUpDeletion(t.Context(), secret)
	fails(t, err, backend.ErrNotFound)

	older := event(at.Add(-10*time.Minute), `{"requestParameters":{"secretId":"app/x","recoveryWindowInDays":7}}`)
	right := event(at.Add(time.Second), `{"requestParameters":{"secretId":"app/x","recoveryWindowInDays":21}}`)
	got, err := cloudTrail(t, events, []map[string]any{older}, []map[string]any{right}).LookUpDeletion(t.Context(), secret)
	if err != nil || got.Days != 21 {
		t.Errorf("of two deletions it takes %+v, %v", got, err)
	}
}

func TestATrailThatRefusesNamesItsOwnAction(t *testing.T) {
	c := over(func(_ string, _ map[string]any, r *http.Request) (*http.Response, error) {
		return fail(r, http.StatusBadRequest, "AccessDeniedException", "User: x is not authorized to perform: cloudtrail:LookupEvents")
	})
	_, err := c.LookUpDeletion(t.Context(), backend.Secret{ARN: trailARN, Name: trailName})
	if e := fails(t, err, backend.ErrDenied); e.Action != "cloudtrail:LookupEvents" {
		t.Errorf("needs %s", e.Action)
	}
}

// DeletedDate is the request's own time, and the event's is the same cut to a second. Whatever lies further off is another
// deletion: what it tells of a window is not this one's.
func TestAnEventFurtherThanFiveSecondsFromTheDeletionTellsNoEnd(t *testing.T) {
	at := time.Date(2026, 11, 20, 3, 4, 5, 240e6, time.UTC)
	for _, c := range []struct {
		off time.Duration
		of  bool
	}{{0, true}, {-240 * time.Millisecond, true}, {-4 * time.Second, true}, {5 * time.Second, true}, {-6 * time.Second, false}, {6 * time.Second, false},
		{-30 * time.Second, false}, {-3 * time.Minute, false}, {14 * time.Minute, false}} {
		for _, answer := range []string{"", `,"responseElements":{"deletionDate":` + fmt.Sprint(at.Add(c.off+30*24*time.Hour).Unix()) + `}`} {
			e := event(at.Add(c.off), `{"userIdentity":{"arn":"eve"},"requestParameters":{"secretId":"app/x","recoveryWindowInDays":30}`+answer+`}`)
			got, err := cloudTrail(t, []map[string]any{e}).LookUpDeletion(t.Context(), backend.Secret{ARN: trailARN, Name: trailName, Deleted: at})
			if err != nil || got.By != "eve" || got.Of(at) != c.of || got.End.IsZero() == c.of {
				t.Errorf("an event %v off: %+v, %v; of this deletion %v, want %v", c.off, got, err, got.Of(at), c.of)
			}
			if c.of && backend.WindowOf(at, got.End) != 30 {
				t.Errorf("an event %v off: the end is %v", c.off, got.End)
			}
		}
	}
}

func TestTheDeletionsOwnEventIsTakenHoweverTheEventsCome(t *testing.T) {
	at := time.Date(2026, 11, 20, 3, 4, 5, 240e6, time.UTC)
	window := func(off time.Duration, days int) map[string]any {
		return event(at.Add(off), fmt.Sprintf(`{"requestParameters":{"secretId":"app/x","recoveryWindowInDays":%d}}`, days))
	}
	for _, c := range []struct {
		what   string
		events []map[string]any
		days   int // 0: nobody can tell
	}{
		{"an earlier one is there too", []map[string]any{window(-3*time.Minute, 30), window(-240*time.Millisecond, 7)}, 7},
		{"it comes first", []map[string]any{window(-240*time.Millisecond, 7), window(-3*time.Minute, 30)}, 7},
		{"it is told twice", []map[string]any{window(-240*time.Millisecond, 7), window(-240*time.Millisecond, 7)}, 7},
		{"restored and deleted again within seconds", []map[string]any{window(-240*time.Millisecond, 7), window(-4*time.Second, 30)}, 7},
		{"restored and deleted again within a second", []map[string]any{window(-240*time.Millisecond, 7), window(-240*time.Millisecond, 30)}, 0},
	} {
		got, err := cloudTrail(t, c.events).LookUpDeletion(t.Context(), backend.Secret{ARN: trailARN, Name: trailName, Deleted: at})
		if err != nil || got.Days != c.days || !got.Of(at) || backend.WindowOf(at, got.End) != c.days {
			t.Errorf("%s: %+v, %v; want %d days", c.what, got, err, c.days)
		}
	}
	other := event(at, `{"requestParameters":{"secretId":"app/x"},"responseElements":{"aRN":"`+strings.Replace(trailARN, "AbCdEf", "GhIjKl", 1)+`"}}`)
	_, err := cloudTrail(t, []map[string]any{other}).LookUpDeletion(t.Context(), backend.Secret{ARN: trailARN, Name: trailName, Deleted: at})
	fails(t, err, backend.ErrNotFound) // the secret of that name before it
}
