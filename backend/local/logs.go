package local

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// filterLogs is the target of the one call of CloudWatch Logs that a browser of secrets makes.
const filterLogs = "Logs_20140328.FilterLogEvents"

// logKept is how much a function's log holds of every region: the oldest goes first.
const logKept = 1000

// line is what a rotation function has logged. Functions log values, on purpose or not; ours do.
type line struct {
	at       stamp
	function string // its name
	text     string
}

type logFilter struct {
	LogGroupName       string
	StartTime, EndTime int64
	FilterPattern      string
	NextToken          string
	Limit              int
}

// serveLogs answers FilterLogEvents for the built-in rotation functions.
func (s *Server) serveLogs(w http.ResponseWriter, r *http.Request, body []byte) {
	serveBeside(s, w, r, body, "FilterLogEvents", s.filterLogs)
}

func (s *Server) filterLogs(at place, in logFilter) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.call(at, "FilterLogEvents")
	c.settle()
	if s.knobs.Deny["FilterLogEvents"] {
		return nil, refuse("AccessDeniedException", "User: %s is not authorized to perform: logs:FilterLogEvents on resource: arn:aws:logs:%s:%s:log-group:%s:log-stream: "+
			"because no identity-based policy allows the logs:FilterLogEvents action", user(at.account), at.region, at.account, in.LogGroupName)
	}
	events, there := []map[string]any{}, false
	name, _ := strings.CutPrefix(in.LogGroupName, "/aws/lambda/")
	words := patternWords(in.FilterPattern)
	for i, l := range c.region.logs {
		if l.function != name {
			continue
		}
		there = true
		if ms := int64(l.at); ms < in.StartTime || in.EndTime > 0 && ms > in.EndTime || !tells(l.text, words) {
			continue
		}
		events = append(events, map[string]any{"eventId": fmt.Sprint(i), "logStreamName": l.at.time().Format("2006/01/02") + "/[$LATEST]made-up",
			"timestamp": int64(l.at), "ingestionTime": int64(l.at), "message": l.text})
	}
	if !there {
		return nil, refuse("ResourceNotFoundException", "The specified log group does not exist.")
	}
	slices.SortStableFunc(events, func(a, b map[string]any) int { return cmp.Compare(a["timestamp"].(int64), b["timestamp"].(int64)) })
	return pageOf(events, in)
}

// pageOf cuts a page out of all events, oldest first.
func pageOf(events []map[string]any, in logFilter) (any, error) {
	from := 0
	if in.NextToken != "" {
		var err error
		if from, err = strconv.Atoi(in.NextToken); err != nil || from < 0 || from > len(events) {
			return nil, refuse("InvalidParameterException", "The specified nextToken is invalid.")
		}
	}
	most := 10_000
	if in.Limit > 0 {
		most = min(in.Limit, most)
	}
	out := map[string]any{"events": events[from:min(len(events), from+most)], "searchedLogStreams": []any{}}
	if from+most < len(events) {
		out["nextToken"] = strconv.Itoa(from + most)
	}
	return out, nil
}

// patternWords are the words of a filter pattern of which one must be there (?ERROR ?"timed out"). Other patterns let everything
// through.
func patternWords(pattern string) (words []string) {
	for rest := strings.TrimSpace(pattern); strings.HasPrefix(rest, "?"); rest = strings.TrimSpace(rest) {
		rest = rest[1:]
		if quoted, is := strings.CutPrefix(rest, `"`); is {
			word, after, _ := strings.Cut(quoted, `"`)
			words, rest = append(words, word), after
			continue
		}
		word, after, _ := strings.Cut(rest, " ")
		words, rest = append(words, word), after
	}
	return words
}

func tells(text string, words []string) bool {
	return len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// logs has a function log something now.
func (c *call) logs(lambda, format string, args ...any) {
	if lambda == "" {
		return
	}
	name := lambda[strings.LastIndex(lambda, ":")+1:]
	r := c.region
	r.logs = append(r.logs, line{c.now, name, fmt.Sprintf(format, args...)})
	if extra := len(r.logs) - logKept; extra > 0 {
		r.logs = slices.Clone(r.logs[extra:])
	}
}

// hangs logs why a version gets no value, as the runtime tells of a function that ran too long.
func (c *call) hangs(lambda, name, id string) {
	c.logs(lambda, "createSecret: made-up: asking the database of %s for a new password, version %s", name, id)
	then := *c
	then.now = c.now.add(3 * time.Second)
	then.logs(lambda, "%s 7d1c0f6e-made-up Task timed out after 3.00 seconds", then.now.time().Format("2006-01-02T15:04:05.000Z"))
}

// fails logs why a value did not pass its test. It tells the value, as careless functions do.
func (c *call) fails(lambda string, s *secret, v *version) {
	if v == nil || v.value == nil {
		return
	}
	c.logs(lambda, "[ERROR] OperationalError: made-up: the server refused the new password\nTraceback (most recent call last):\n"+
		"  File \"/var/task/lambda_function.py\", line 71, in test_secret\n    connect(%s)\nmade_up.OperationalError: %s, version %s, step testSecret", v.value.text, s.name, v.id)
}
