package aws

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"strongroom/backend"
)

var _ backend.Trail = (*Client)(nil)

const (
	// aroundDeletion is how far from the time of a deletion other ones are told of.
	aroundDeletion = 15 * time.Minute
	// eventStep is what the time of an event is cut to.
	eventStep = time.Second
	// trailReach is how far back the trail can be asked (LookupEvents, API reference).
	trailReach = 90 * 24 * time.Hour
	// trailPages bounds a search; a page has 50 events.
	trailPages = 20
	// trailPage is more than the service puts into one.
	trailPage    = 32 << 20
	lookUpTarget = "CloudTrail_20131101.LookupEvents"
	// defaultWindow is what DeleteSecret takes where no window is named (API reference).
	defaultWindow = 30
)

// The question and its answer, as far as they are needed (CloudTrail, API reference).
type (
	lookUpIn struct {
		LookupAttributes   []lookUpAttribute
		StartTime, EndTime float64 // seconds since 1970
		NextToken          string  `json:",omitempty"`
	}
	lookUpAttribute struct{ AttributeKey, AttributeValue string }
	lookUpOut       struct {
		Events    []trailEvent
		NextToken string
	}
	trailEvent struct {
		EventId, Username, CloudTrailEvent string
		EventTime                          any
		Resources                          []struct{ ResourceName string }
	}
)

func epoch(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// LookUpDeletion is CloudTrail's LookupEvents for DeleteSecret at the time of the deletion.
func (c *Client) LookUpDeletion(ctx context.Context, s backend.Secret) (backend.Audit, error) {
	in := lookUpIn{LookupAttributes: []lookUpAttribute{{"EventName", string(backend.OpDelete)}}}
	now := time.Now()
	from, to := now.Add(-trailReach), now
	if !s.Deleted.IsZero() && s.Deleted.Before(now.Add(aroundDeletion)) { // an emulator's date lies in the future and tells nothing
		from, to = s.Deleted.Add(-aroundDeletion), s.Deleted.Add(aroundDeletion)
	}
	in.StartTime, in.EndTime = epoch(from), epoch(to)
	var found nearest
	for range trailPages {
		var out lookUpOut
		body, err := json.Marshal(in)
		if err == nil {
			err = c.attempt(ctx, backend.OpLookUp, s.ARN, func(ctx context.Context, at *session) (err error) {
				_, err = at.trail.call(ctx, newRetryer(nil), question{kind: kindJSON, target: lookUpTarget, body: body, limit: trailPage}, &out)
				return err
			})
		}
		if err != nil {
			return backend.Audit{}, c.trailError(err)
		}
		for i := range out.Events {
			if a, ok := deletionOf(&out.Events[i], s); ok {
				found.meet(a, s.Deleted)
			}
		}
		if in.NextToken = out.NextToken; out.NextToken == "" {
			break
		}
	}
	if found.best.At.IsZero() {
		return found.best, c.trailError(&backend.Error{Op: backend.OpLookUp.Words(), ID: s.ARN, Kind: backend.ErrNotFound,
			Message: "the trail has no such event; events may be minutes late, and are kept for 90 days"})
	}
	return found.told(s.Deleted), nil
}

// trailError keeps the words of another service from being taken for a secret's state, and says where that service is where it
// is not where the secrets are.
func (c *Client) trailError(err error) error {
	var e *backend.Error
	if !errors.As(err, &e) {
		return err
	}
	if e.Code == "InvalidTimeRangeException" {
		e.Kind = backend.ErrNotFound
	}
	if s := c.state.Load(); s != nil && s.aside != "" {
		e.Message = strings.TrimPrefix(e.Message+"; "+s.aside, "; ")
	}
	return err
}

// nearest is the event next to a deletion, and the ones that may be meant as well.
type nearest struct {
	best   backend.Audit
	rivals []backend.Audit
}

// meet takes the event that is next to the deletion, or where its date is not known the latest.
func (n *nearest) meet(a backend.Audit, deleted time.Time) {
	n.rivals = append(n.rivals, a)
	switch {
	case n.best.At.IsZero():
		n.best = a
	case deleted.IsZero():
		if a.At.After(n.best.At) {
			n.best = a
		}
	case a.Of(deleted) != n.best.Of(deleted):
		if a.Of(deleted) {
			n.best = a
		}
	case distance(a, deleted) < distance(n.best, deleted):
		n.best = a
	}
}

// told is the event, with the end of the window where there is no doubt that it is this deletion's.
func (n *nearest) told(deleted time.Time) backend.Audit {
	a := n.best
	if !a.Of(deleted) {
		a.End = time.Time{}
	}
	for _, r := range n.rivals {
		if r.Of(deleted) && r.Days != a.Days && distance(r, deleted)-distance(a, deleted) < eventStep {
			a.End, a.Days = time.Time{}, 0
		}
	}
	return a
}

func distance(a backend.Audit, deleted time.Time) time.Duration { return a.At.Sub(deleted).Abs() }

// deletionOf reads an event, if it tells of a deletion of s that was granted. The event is a JSON text whose form was
// not seen for real, so every part may be missing, or of another type than expected.
func deletionOf(e *trailEvent, s backend.Secret) (a backend.Audit, ok bool) {
	var whole map[string]any
	_ = json.Unmarshal([]byte(e.CloudTrailEvent), &whole)
	if name := text(whole, "eventName"); name != "" && name != string(backend.OpDelete) || text(whole, "errorCode") != "" {
		return a, false
	}
	if !concerns(e, whole, s) {
		return a, false
	}
	request, answer, who := part(whole, "requestParameters"), part(whole, "responseElements"), part(whole, "userIdentity")
	a = backend.Audit{From: text(whole, "sourceIPAddress"), Agent: text(whole, "userAgent"), Event: e.EventId}
	if a.At = moment(e.EventTime); a.At.IsZero() {
		a.At = moment(whole["eventTime"])
	}
	a.By = firstOf(text(who, "arn"), text(who, "userName"), text(who, "principalId"), text(who, "invokedBy"), e.Username)
	if yes := text(request, "forceDeleteWithoutRecovery"); a.At.IsZero() || strings.EqualFold(yes, "true") {
		return a, !a.At.IsZero()
	}
	a.Days = defaultWindow
	if n, err := strconv.ParseFloat(text(request, "recoveryWindowInDays"), 64); err == nil && n >= backend.MinWindowDays && n <= backend.MaxWindowDays {
		a.Days = int(n)
	}
	begun := a.At
	if a.Of(s.Deleted) && distance(a, s.Deleted) < time.Minute {
		begun = s.Deleted // the same moment, told more exactly
	}
	a.End = backend.WindowEnd(begun, a.Days)
	if told := moment(answer["deletionDate"]); backend.WindowOf(begun, told) > 0 {
		a.End, a.Days = told, backend.WindowOf(begun, told)
	}
	return a, true
}

// concerns reports whether an event names s: by name, ARN, or ARN without its last six characters.
func concerns(e *trailEvent, whole map[string]any, s backend.Secret) bool {
	answer := part(whole, "responseElements")
	arn := firstOf(text(answer, "arn"), text(answer, "aRN"), text(answer, "ARN"))
	if arn != "" && arn != s.ARN {
		return false // another secret of that name
	}
	names := []string{text(part(whole, "requestParameters"), "secretId"), arn, text(answer, "name")}
	for _, r := range e.Resources {
		names = append(names, r.ResourceName)
	}
	if all, ok := whole["resources"].([]any); ok {
		for _, r := range all {
			if m, ok := r.(map[string]any); ok {
				names = append(names, text(m, "ARN"), text(m, "arn"))
			}
		}
	}
	partial := strings.TrimSuffix(s.ARN, s.ARN[max(0, len(s.ARN)-7):])
	for _, n := range names {
		if n != "" && (n == s.ARN || n == s.Name || n == partial) {
			return true
		}
	}
	return false
}

func part(m map[string]any, key string) map[string]any {
	p, _ := m[key].(map[string]any)
	return p
}

// text is a value as text, whatever JSON type it came in.
func text(m map[string]any, key string) string {
	switch v := m[key].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// moment reads a date in any of the forms that audit events are known to use.
func moment(v any) time.Time {
	switch v := v.(type) {
	case float64:
		if v > 1e11 { // milliseconds
			v /= 1000
		}
		return time.UnixMilli(int64(v * 1000)).UTC()
	case string:
		for _, form := range []string{time.RFC3339Nano, "Jan 2, 2006, 3:04:05 PM", "Jan 2, 2006 3:04:05 PM", "2006-01-02 15:04:05"} {
			if t, err := time.Parse(form, v); err == nil {
				return t.UTC()
			}
		}
	}
	return time.Time{}
}
