package backend

import (
	"context"
	"strings"
	"time"
)

// FunctionLog is what rotation functions have logged. It is a port of its own: another service with other permissions, asked
// only on request. Functions log values, on purpose or not: what they have logged is held and shown as a value is.
type FunctionLog interface {
	// LastError is the last error that the function of s has logged between two moments. ErrNotFound: it has no log where
	// functions have theirs.
	LastError(ctx context.Context, s Secret, from, to time.Time) (FunctionError, error)
}

// FunctionError is an error that a function has logged.
type FunctionError struct {
	At   time.Time // zero where there is none
	Text Value     // whoever has it wipes it
	// From and To are what was looked through. Cut: there was more in it than was looked at.
	From, To time.Time
	Cut      bool
}

// Function is a Lambda function, as its ARN names it.
type Function struct{ Region, Account, Name string }

// FunctionOf reads the ARN of a function, with or without a version; ok is false for anything else.
func FunctionOf(arn string) (f Function, ok bool) {
	p := strings.Split(arn, ":")
	if len(p) < 7 || p[2] != "lambda" || p[5] != "function" || p[6] == "" || !isRegion(p[3]) {
		return f, false
	}
	return Function{p[3], p[4], p[6]}, true
}

// LogGroup is where Lambda has a function log, unless that was configured otherwise.
func (f Function) LogGroup() string { return "/aws/lambda/" + f.Name }

// Logged notes in a journal what is asked of a log. Nothing of what it holds is noted.
func (j *Journal) Logged(l FunctionLog) FunctionLog { return notedLog{l, j} }

type notedLog struct {
	FunctionLog
	j *Journal
}

func (l notedLog) LastError(ctx context.Context, s Secret, from, to time.Time) (e FunctionError, err error) {
	err = l.j.note(OpFunctionLog, s.ARN, s.Rotation.Lambda, func() error { e, err = l.FunctionLog.LastError(ctx, s, from, to); return err })
	return e, err
}

// LastError asks the log in the function's region, where a client has one.
func (r *Regions) LastError(ctx context.Context, s Secret, from, to time.Time) (FunctionError, error) {
	f, _ := FunctionOf(s.Rotation.Lambda)
	if l, ok := r.In(f.Region).(FunctionLog); ok {
		return l.LastError(ctx, s, from, to)
	}
	return FunctionError{}, &Error{Op: OpFunctionLog.Words(), ID: s.ARN, Kind: ErrNotFound, Message: "no log can be read here", Advice: "no log can be read here", Action: OpFunctionLog.Action()}
}
