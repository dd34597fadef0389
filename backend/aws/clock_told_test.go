package aws

import (
	"net/http"
	"testing"
	"time"

	"strongroom/backend"
)

func TestTheServersClockIsToldWithEachAnswer(t *testing.T) {
	at := time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC)
	c := over(func(op string, _ map[string]any, r *http.Request) (*http.Response, error) {
		answer := map[string]any{"ARN": arnOf("x"), "Name": "x", "DeletionDate": 1774747800.5, "SecretList": []any{}}
		resp, err := ok(r, answer)
		resp.Header.Set("Date", at.Format(http.TimeFormat))
		if op == "ListSecrets" {
			resp.Header.Del("Date")
		}
		return resp, err
	})
	d, err := c.Describe(t.Context(), "x")
	if err != nil || !d.At.Equal(at) || d.At.Location() != time.UTC {
		t.Errorf("%v, %v", d.At, err)
	}
	gone, err := c.Delete(t.Context(), "x", backend.Deletion{WindowDays: 7})
	if err != nil || !gone.At.Equal(at) || gone.End.UnixMilli() != 1774747800500 || gone.End.Location() != time.UTC {
		t.Errorf("%+v, %v", gone, err)
	}
	for p, err := range c.List(t.Context(), backend.Query{}) {
		if err != nil || !p.At.IsZero() {
			t.Errorf("%v, %v", p.At, err)
		}
	}
}
