package local

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// lookUp is the target of the one call of CloudTrail that a browser of secrets makes.
const lookUp = "CloudTrail_20131101.LookupEvents"

// deletion is an event of the audit trail: somebody asked for a deletion.
type deletion struct {
	id string
	at stamp
	place
	arn    string
	asked  string // the id in the request
	window *int64 // as requested; nil where the request named none
	who    string
	from   string
	agent  string
}

type lookUpIn struct {
	StartTime, EndTime float64
	LookupAttributes   []struct{ AttributeKey, AttributeValue string }
	NextToken          string
}

// serveTrail answers LookupEvents for DeleteSecret.
func (s *Server) serveTrail(w http.ResponseWriter, r *http.Request, body []byte) {
	serveBeside(s, w, r, body, "LookupEvents", s.lookUp)
}

// serveBeside answers an operation of a service beside Secrets Manager.
func serveBeside[In any](s *Server, w http.ResponseWriter, r *http.Request, body []byte, op string, answer func(place, In) (any, error)) {
	f, err := s.meet(r.Context(), op, "")
	if err != nil {
		s.answer(w, err, nil)
		return
	}
	if f.Kind != 0 {
		f.breakAnswer(s, w, r, nil)
		return
	}
	var in In
	if len(body) > 0 && json.Unmarshal(body, &in) != nil {
		s.answer(w, refuse("SerializationException", "The request is not what %s takes.", op), nil)
		return
	}
	out, err := answer(s.asked(r), in)
	s.answer(w, err, out)
}

// asked is where a request goes.
func (s *Server) asked(r *http.Request) place {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.placeOf(r)
}

func (s *Server) lookUp(from place, in lookUpIn) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.knobs.Deny["LookupEvents"] {
		return nil, refuse("AccessDeniedException", "User: %s is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action", user(from.account))
	}
	events := []map[string]any{}
	for _, d := range slices.Backward(s.trail) {
		at := float64(d.at) / 1000
		if d.place != from || at < in.StartTime || in.EndTime > 0 && at > in.EndTime {
			continue
		}
		events = append(events, map[string]any{"EventId": d.id, "EventName": "DeleteSecret", "EventTime": at, "EventSource": "secretsmanager.amazonaws.com",
			"Username": "demo", "Resources": []any{}, "CloudTrailEvent": d.json()})
	}
	return map[string]any{"Events": events}, nil
}

// json is the event's own text.
func (d deletion) json() string {
	request := map[string]any{"secretId": d.asked}
	window := int64(30)
	if d.window != nil {
		request["recoveryWindowInDays"], window = *d.window, *d.window
	}
	b, _ := json.Marshal(map[string]any{
		"eventVersion": "1.08", "eventID": d.id, "eventName": "DeleteSecret", "eventSource": "secretsmanager.amazonaws.com",
		"eventTime": d.at.time().Format(time.RFC3339), "awsRegion": d.region, "sourceIPAddress": d.from, "userAgent": d.agent,
		"userIdentity":      map[string]any{"type": "AssumedRole", "arn": d.who, "accountId": d.account},
		"requestParameters": request,
		"responseElements":  map[string]any{"aRN": d.arn, "deletionDate": d.at.add(time.Duration(window) * day).time().Format("Jan 2, 2006, 3:04:05 PM")},
	})
	return string(b)
}

// record notes a deletion that a call asked for.
func (c *call) record(s *secret, asked string, window *int64) {
	c.srv.trail = append(c.srv.trail, deletion{id: uuid(c.srv.chance), at: c.now, place: c.region.at(), arn: c.region.arn(s), asked: asked,
		window: window, who: user(c.region.account), from: "127.0.0.1", agent: "strongroom demo"})
}

// audited is the event of a deletion that was planted.
func audited(who, from, agent string) trait {
	return func(g *planting, s *secret) {
		days := int64((s.purge - s.deleted) / stamp(day.Milliseconds()))
		g.srv.trail = append(g.srv.trail, deletion{id: "demo-" + s.suffix, at: s.deleted, place: g.region.at(), arn: g.region.arn(s), asked: s.name,
			window: &days, who: "arn:aws:sts::" + g.region.account + ":assumed-role/" + who, from: from, agent: agent})
	}
}
