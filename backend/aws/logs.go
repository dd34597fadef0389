package aws

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

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
		var out *filterOut
		err := l.client.attempt(ctx, backend.OpFunctionLog, l.arn, func(ctx context.Context, at *session) (err error) {
			out, err = at.logs.filter(ctx, l.client.pace, in)
			return err
		})
		if err != nil {
			return err
		}
		l.pages++
		l.bytes += out.size
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

// logs is the one call of CloudWatch Logs that is needed.
type logs struct {
	signed
	base  string // "" for AWS's own endpoint
	trail *cloudtrail.Client
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
	size      int
}

// filter is FilterLogEvents, with the attempts that every other call has.
func (l *logs) filter(ctx context.Context, p *pacer, in filterIn) (*filterOut, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	again := newRetryer(p)
	for n := 1; ; n++ {
		out, err := l.once(ctx, body)
		if err == nil || n >= again.MaxAttempts() || !again.IsErrorRetryable(err) {
			return out, err
		}
		wait, none := again.RetryDelay(n, err)
		if none != nil {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
}

func (l *logs) once(ctx context.Context, body []byte) (*filterOut, error) {
	to, err := l.endpoint(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := l.post(ctx, to, map[string]string{"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": logsTarget}, body)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	return readFiltered(answer)
}

// endpoint is where the logs are: beside the audit trail, where nobody says otherwise. Both have their names from one rule.
func (l *logs) endpoint(ctx context.Context) (string, error) {
	if l.base != "" {
		return strings.TrimSuffix(l.base, "/") + "/", nil
	}
	o := l.trail.Options()
	found, err := cloudtrail.NewDefaultEndpointResolverV2().ResolveEndpoint(ctx, cloudtrail.EndpointParameters{Region: aws.String(l.cfg.Region),
		UseFIPS: aws.Bool(o.EndpointOptions.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled), UseDualStack: aws.Bool(o.EndpointOptions.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled)})
	if err != nil {
		return "", err
	}
	found.URI.Host = "logs" + strings.TrimPrefix(found.URI.Host, "cloudtrail")
	return found.URI.String() + "/", nil
}

// readFiltered reads an answer. What was read is overwritten: it may hold values.
func readFiltered(answer *http.Response) (*filterOut, error) {
	b, err := io.ReadAll(io.LimitReader(answer.Body, logPage))
	defer clear(b)
	whole := func(err error) error {
		return &smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: answer}, Err: err}
	}
	if err != nil {
		return nil, whole(&smithy.DeserializationError{Err: err})
	}
	if answer.StatusCode != http.StatusOK {
		var told struct {
			Type    string `json:"__type"`
			Message string // and message: names are read in any case
		}
		_ = json.Unmarshal(b, &told)
		code := cmp.Or(told.Type, answer.Header.Get("X-Amzn-Errortype"))
		code, _, _ = strings.Cut(code[strings.LastIndex(code, "#")+1:], ":")
		return nil, whole(&smithy.GenericAPIError{Code: cmp.Or(code, "UnknownError"), Message: told.Message})
	}
	out := &filterOut{size: len(b)}
	if err := json.Unmarshal(b, out); err != nil {
		return nil, whole(&smithy.DeserializationError{Err: io.ErrUnexpectedEOF}) // the decoder's own words quote what it read
	}
	return out, nil
}
