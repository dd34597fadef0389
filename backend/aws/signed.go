package aws

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// The protocols of the services that are asked without the SDK's clients.
const (
	kindJSON  = "application/x-amz-json-1.1"
	kindREST  = "application/json"
	kindQuery = "application/x-www-form-urlencoded; charset=utf-8" // answered in XML
)

// answerLimit is more than any answer has, but for those of which more is known.
const answerLimit = 1 << 20

// signed is a service of which one call or two are needed. They are signed and sent here, by the SDK's own signer, since the SDK's
// client for all the others would be a quarter of a megabyte of the program.
type signed struct {
	cfg     aws.Config
	service string // in the scope of the signature
	region  string // the same
	at      string // its endpoint
}

// question is what is asked.
type question struct {
	kind   string
	path   string // behind the endpoint, "" for none
	target string // the operation, where a header tells it
	body   []byte
	limit  int64 // of the answer's bytes; 0 for answerLimit
}

// call asks as often as retryer has it, reads the answer, and tells how long it was. What was read is overwritten: it may hold values.
func (s signed) call(ctx context.Context, retryer aws.Retryer, q question, into any) (size int, err error) {
	var clock time.Duration // how far this machine's is ahead
	for n := 1; ; n++ {
		size, err = s.once(ctx, q, clock, into)
		off := clockOffset(err)
		corrects := !s.cfg.DisableClockSkewCorrection && off.wide() && clockCode(codeOf(err)) && (off.by-clock).Abs() > time.Minute
		if err == nil || n >= retryer.MaxAttempts() || !corrects && !retryer.IsErrorRetryable(err) {
			return size, err
		}
		if corrects {
			clock = off.by
			continue
		}
		wait, none := retryer.RetryDelay(n, err)
		if none != nil {
			return 0, err
		}
		if err := rest(ctx, wait); err != nil {
			return 0, err
		}
	}
}

// clockCode knows the refusals that another time in the signature may mend (the SDK's aws/retry, clockSkewCodes).
func clockCode(code string) bool {
	switch code {
	case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure":
		return true
	}
	return false
}

func (s signed) once(ctx context.Context, q question, clock time.Duration, into any) (int, error) {
	answer, err := s.post(ctx, q, clock)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(answer.Body, cmp.Or(q.limit, answerLimit)))
	defer clear(b)
	if err != nil {
		err = &smithy.DeserializationError{Err: err}
	} else {
		err = read(answer, q.kind, b, into)
	}
	if err != nil {
		return 0, &awshttp.ResponseError{RequestID: cmp.Or(answer.Header.Get("X-Amzn-Requestid"), answer.Header.Get("X-Amz-Requestid")),
			ResponseError: &smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: answer}, Err: err}}
	}
	return len(b), nil
}

// post sends a request once. The answer is open.
func (s signed) post(ctx context.Context, q question, clock time.Duration) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(s.at, "/")+"/"+q.path, bytes.NewReader(q.body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", q.kind)
	r.Header.Set("User-Agent", "app/"+appID)
	if q.target != "" {
		r.Header.Set("X-Amz-Target", q.target)
	}
	who, err := s.cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(q.body)
	if err := v4.NewSigner().SignHTTP(ctx, who, r, hex.EncodeToString(sum[:]), s.service, s.region, time.Now().Add(-clock)); err != nil {
		return nil, err
	}
	answer, err := s.cfg.HTTPClient.Do(r)
	if err != nil {
		return nil, &smithyhttp.RequestSendError{Err: err}
	}
	return answer, nil
}

// read takes an answer, or makes an error of it. The decoders' own words are dropped: they quote what they read.
func read(answer *http.Response, kind string, b []byte, into any) error {
	decode := json.Unmarshal
	if kind == kindQuery {
		decode = xml.Unmarshal
	}
	if answer.StatusCode/100 != 2 {
		var told struct {
			XMLCode    string `json:"-" xml:"Error>Code"`
			XMLMessage string `json:"-" xml:"Error>Message"`
			Type       string `json:"__type" xml:"-"`
			Code       string `json:"code" xml:"-"`
			Message    string `xml:"-"` // and message: names are read in any case
		}
		_ = decode(b, &told)
		code := cmp.Or(told.XMLCode, answer.Header.Get("X-Amzn-Errortype"), told.Type, told.Code)
		code, _, _ = strings.Cut(code[strings.LastIndex(code, "#")+1:], ":")
		return &smithy.GenericAPIError{Code: cmp.Or(code, "UnknownError"), Message: cmp.Or(told.XMLMessage, told.Message)}
	}
	var cut *json.SyntaxError
	switch err := decode(b, into); {
	case err == nil:
		return nil
	case errors.As(err, &cut) && cut.Offset < int64(len(b)):
		return &smithy.DeserializationError{Err: errors.New("it is no JSON")}
	}
	return &smithy.DeserializationError{Err: io.ErrUnexpectedEOF}
}
