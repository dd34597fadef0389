package aws

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"strongroom/backend"
)

var _ backend.FunctionLog = (*Client)(nil)

const (
	// logsID is what the SDKs call CloudWatch Logs where they are told of endpoints.
	logsID     = "CloudWatch Logs"
	logsTarget = "Logs_20140328.FilterLogEvents"
	// logPages, logBytes and logTime bound a search; a page has up to a megabyte, and may be empty.
	logPages = 20
	logBytes = 4 << 20
	logTime  = 30 * time.Second
	// logPage is more than the service puts into one.
	logPage = 8 << 20
	// logErrors are the words of which one is in what functions log of errors, by the conventions of the runtimes and of Lambda.
	logErrors = `?ERROR ?Error ?Exception ?Traceback ?FATAL ?panic ?errorMessage ?"timed out"`
)

// logSlices are how far back it is looked first, since what is asked for is the last: the service tells the oldest first.
func logSlices() []time.Duration { return []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour} }

// LastError is CloudWatch Logs' FilterLogEvents on the function's log group, from the newest hours back.
func (c *Client) LastError(ctx context.Context, s backend.Secret, from, to time.Time) (backend.FunctionError, error) {
	f, ok := backend.FunctionOf(s.Rotation.Lambda)
	if !ok {
		return backend.FunctionError{}, &backend.Error{Op: backend.OpFunctionLog.Words(), ID: s.ARN, Kind: backend.ErrInvalid, Message: "the secret names no function"}
	}
	ctx, cancel := context.WithTimeout(ctx, logTime)
	defer cancel()
	look := logSearch{client: c, arn: s.ARN, group: f.LogGroup()}
	found := backend.FunctionError{From: to, To: to}
	for _, back := range append(logSlices(), to.Sub(from)) {
		start := to.Add(-back)
		if start.Before(from) {
			start = from
		}
		if !start.Before(found.From) {
			continue
		}
		err := look.through(ctx, start, found.From)
		found.From, found.Cut = start, look.cut
		if err != nil && (!look.last.at.IsZero() && errors.Is(err, backend.ErrTimeout)) {
			found.Cut, err = true, nil
		}
		if err != nil {
			return backend.FunctionError{}, c.logError(err, f)
		}
		if look.cut || !look.last.at.IsZero() {
			break
		}
	}
	if found.At = look.last.at; !found.At.IsZero() {
		found.Text = c.opts.Ledger.Value([]byte(look.last.text), false)
	}
	return found, nil
}

// logError says where a log was looked for that is not there.
func (c *Client) logError(err error, f backend.Function) error {
	var e *backend.Error
	if !errors.As(err, &e) {
		return err
	}
	if errors.Is(e, backend.ErrNotFound) {
		e.Message = "there is no log group " + f.LogGroup() + " in " + f.Region + ": the function has logged nothing yet, or logs elsewhere"
	}
	if s := c.state.Load(); s != nil && s.logsAside != "" {
		e.Message = strings.TrimPrefix(e.Message+"; "+s.logsAside, "; ")
	}
	if errors.Is(e, backend.ErrNotFound) {
		e.Advice = e.Message // not that of a secret that is not found
	}
	return err
}

// logSearch is a search for the last error, with what bounds it.
type logSearch struct {
	client     *Client
	arn, group string
	pages      int
	bytes      int
	last       logged
	cut        bool
}

// logged is one event of a log.
type logged struct {
	at   time.Time
	text string
}

// through looks through a part of the log, oldest first as the service tells it.
func (l *logSearch) through(ctx context.Context, from, to time.Time) error {
	in := filterIn{LogGroupName: l.group, StartTime: from.UnixMilli(), EndTime: to.UnixMilli(), FilterPattern: logErrors}
	for {
		if l.pages >= logPages || l.bytes >= logBytes {
			l.cut = true
			return nil
		}
		var out filterOut
		var size int
		body, err := json.Marshal(in)
		if err == nil {
			err = l.client.attempt(ctx, backend.OpFunctionLog, l.arn, func(ctx context.Context, at *session) (err error) {
				size, err = at.logs.call(ctx, newRetryer(nil), question{kind: kindJSON, target: logsTarget, body: body, limit: logPage}, &out)
				return err
			})
		}
		if err != nil {
			return err
		}
		l.pages++
		l.bytes += size
		for _, e := range out.Events {
			if at := time.UnixMilli(e.Timestamp).UTC(); tellsOfError(e.Message) && !at.Before(l.last.at) {
				l.last = logged{at, e.Message}
			}
		}
		if out.NextToken == "" || out.NextToken == in.NextToken {
			return nil
		}
		in.NextToken = out.NextToken
	}
}

// tellsOfError looks at what a server let through that knows no patterns. Lambda's own report of a call comes after the error,
// and does not tell it.
func tellsOfError(message string) bool {
	if strings.HasPrefix(message, "REPORT ") || strings.HasPrefix(message, "START ") || strings.HasPrefix(message, "END ") {
		return false
	}
	for _, word := range strings.Split(logErrors, "?") {
		if word = strings.Trim(word, ` "`); word != "" && strings.Contains(message, word) {
			return true
		}
	}
	return false
}

type filterIn struct {
	LogGroupName  string `json:"logGroupName"`
	StartTime     int64  `json:"startTime"`
	EndTime       int64  `json:"endTime"`
	FilterPattern string `json:"filterPattern"`
	NextToken     string `json:"nextToken,omitempty"`
}

type filterOut struct {
	Events []struct {
		Timestamp int64
		Message   string
	}
	NextToken string
}
