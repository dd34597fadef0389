package backend

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Kinds of failure, to match with errors.Is. What the service says in words is in Error.Message.
var (
	ErrNotFound        = errors.New("not found")
	ErrNoValue         = errors.New("there is no value")
	ErrDenied          = errors.New("access denied")
	ErrKMS             = errors.New("the KMS key cannot be used")
	ErrExists          = errors.New("already exists")
	ErrPendingDeletion = errors.New("scheduled for deletion")
	ErrConflict        = errors.New("somebody else changed it")
	ErrTokenUsed       = errors.New("the request token was used for another value")
	ErrInvalid         = errors.New("not accepted")
	ErrState           = errors.New("not possible in its present state")
	ErrManaged         = errors.New("managed by another AWS service")
	ErrReplica         = errors.New("a replica cannot be changed here")
	ErrThrottled       = errors.New("too many requests")
	ErrQuota           = errors.New("a quota is used up")
	ErrExpired         = errors.New("the login has expired")
	ErrBadCredentials  = errors.New("the credentials were refused")
	ErrNoCredentials   = errors.New("no credentials found")
	ErrNoProfile       = errors.New("no such profile")
	ErrNoRegion        = errors.New("no region set")
	ErrClock           = errors.New("this machine's clock is wrong")
	ErrUnreachable     = errors.New("could not reach the service")
	ErrTimeout         = errors.New("no answer in time")
	ErrServer          = errors.New("the service failed")
	ErrMalformed       = errors.New("the answer makes no sense")
	ErrReadOnly        = errors.New("read-only")
	ErrLocked          = errors.New("locked by a rule") // what is ErrReadOnly until it is unlocked
	// ErrInternal is a fault of this program or of a library: whether the call was carried out is not known.
	ErrInternal = errors.New("internal error")
)

// Error is a failed operation: what, on what, why. Its text is one line in lower case without the SDK's chain.
type Error struct {
	// Op is what was attempted, as words for a person: "list secrets", "restore".
	Op string
	// ID is the name or ARN it was attempted on, "" for none. It is outside text.
	ID string
	// Kind is one of the Err values above.
	Kind error
	// Code is the service's own error code, "" if it never answered.
	Code string
	// Message is what the service said, as outside text; it never holds a value.
	Message string
	// Action is the IAM action the call needs: "secretsmanager:RestoreSecret".
	Action string
	// Profile is the profile to log in with again, where that is what is wrong and there is one to name. It is outside text.
	Profile string
	// Unsent is set where the request certainly never left this machine, so nothing can have happened.
	Unsent bool
	// Undone is set where the answer was lost, and what the service showed afterwards is that nothing has happened.
	Undone bool
	// Err is the cause where it matters to errors.Is (a context's error); it is not part of the text.
	Err error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("could not ")
	b.WriteString(e.Op)
	if e.ID != "" {
		b.WriteByte(' ')
		b.WriteString(ShortID(e.ID))
	}
	if e.Kind != nil {
		b.WriteString(": ")
		b.WriteString(e.Kind.Error())
	}
	return b.String()
}

// Unwrap lets errors.Is see the kind and the cause.
func (e *Error) Unwrap() []error {
	var errs []error
	for _, err := range []error{e.Kind, e.Err} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// MayHaveHappened reports whether a failed call may nevertheless have been carried out, and recorded, by the service: it
// was sent, and neither an answer that makes sense nor a look at the service said otherwise.
func MayHaveHappened(err error) bool {
	var e *Error
	if err == nil || !errors.As(err, &e) {
		return err != nil
	}
	if e.Unsent || e.Undone {
		return false
	}
	for _, open := range []error{ErrTimeout, ErrMalformed, ErrServer, ErrUnreachable, ErrInternal, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, open) {
			return true
		}
	}
	return e.Kind == nil
}

// suffixLen is the length of what the service appends to a name in an ARN: a hyphen and six characters.
const suffixLen = 7

// ShortID is the name inside the ARN that the service gives a secret, without its suffix; any other id is itself. Of an ARN
// that a user typed nobody can say where the name ends: see Readings.
func ShortID(id string) string {
	name := TypedID(id)
	if n := len(name) - suffixLen; n > 0 && name != id && name[n] == '-' {
		return name[:n]
	}
	return name
}

// TypedID is an id as it may be shown before the service has told of the secret: of an ARN all that stands after ":secret:".
func TypedID(id string) string {
	if !strings.HasPrefix(id, "arn:") {
		return id
	}
	if _, name, ok := strings.Cut(id, ":secret:"); ok {
		return name
	}
	return id
}

// Readings are the names that an id can stand for. The service takes ARNs without their suffix too, so the last six characters
// of one may be the end of the name.
func Readings(id string) []string {
	if short, whole := ShortID(id), TypedID(id); short != whole {
		return []string{short, whole}
	}
	return []string{TypedID(id)}
}

// IsARNOf reports whether an ARN is what a partial one, without the suffix, stands for.
func IsARNOf(arn, partial string) bool {
	return len(arn) == len(partial)+suffixLen && strings.HasPrefix(arn, partial+"-")
}

// AccountOf is the account in an ARN, "" for any other id.
func AccountOf(id string) string {
	if parts := strings.SplitN(id, ":", 6); len(parts) == 6 && parts[0] == "arn" {
		return parts[4]
	}
	return ""
}

// RegionOf is the region in an ARN, "" for any other id.
func RegionOf(id string) string {
	if parts := strings.SplitN(id, ":", 5); len(parts) == 5 && parts[0] == "arn" {
		return parts[3]
	}
	return ""
}

// Hint tells what to do about an error, in one line, or "" where there is nothing to add. It may hold outside text.
func Hint(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	switch {
	case errors.Is(err, ErrDenied) && e.Action != "":
		return "needs " + e.Action
	case errors.Is(err, ErrKMS) && e.Op == OpUpdate.Words():
		return "needs kms:GenerateDataKey, kms:Encrypt and kms:Decrypt on the key, which must be symmetric, enabled and in this region"
	case errors.Is(err, ErrKMS):
		return "needs kms:Decrypt on the secret's key, and the key must be enabled"
	case errors.Is(err, ErrPendingDeletion):
		return "restore it first"
	case errors.Is(err, ErrExpired):
		return LogIn(err)
	case errors.Is(err, ErrBadCredentials):
		return "check which keys are in force: environment variables beat a profile that is not named with --profile"
	case errors.Is(err, ErrNoCredentials):
		return "name a profile with --profile, log in with the AWS CLI, or look around with --demo"
	case errors.Is(err, ErrNoProfile):
		return "aws configure list-profiles shows the profiles there are"
	case errors.Is(err, ErrNoRegion):
		return "name one with --region, AWS_REGION or the profile, or look around with --demo"
	case errors.Is(err, ErrClock) && strings.Contains(e.Message, "minutes"):
		return "set the clock: " + e.Message
	case errors.Is(err, ErrClock):
		return "set the clock; the service refuses requests that are minutes off"
	case errors.Is(err, ErrUnreachable):
		return "check the network, the region and the endpoint"
	case errors.Is(err, ErrTimeout), errors.Is(err, ErrServer), errors.Is(err, ErrThrottled):
		return ""
	case errors.Is(err, ErrMalformed):
		return "something between here and AWS may have answered instead; check the endpoint and any proxy"
	case errors.Is(err, ErrManaged):
		return "change it through the service that owns it"
	case errors.Is(err, ErrReplica):
		return "change it in its primary region"
	}
	return e.Message
}

// Remedy is what the program itself can do about an error, besides what Hint says.
type Remedy int

// Remedies.
const (
	NoRemedy     Remedy = iota
	TryAgain            // what failed may work now, or once the hint was followed
	RestoreFirst        // it is scheduled for deletion
	UnlockFirst         // a rule of the configuration forbids it in this session
)

// RemedyOf tells what the program can do about an error.
func RemedyOf(err error) Remedy {
	for kind, remedy := range map[error]Remedy{ErrLocked: UnlockFirst, ErrPendingDeletion: RestoreFirst, ErrExpired: TryAgain, ErrUnreachable: TryAgain,
		ErrTimeout: TryAgain, ErrServer: TryAgain, ErrThrottled: TryAgain} {
		if errors.Is(err, kind) {
			return remedy
		}
	}
	return NoRemedy
}

// LogIn says how to log in again after a login has expired. It may hold outside text.
func LogIn(err error) string {
	words := []string{"aws", "sso", "login"}
	var e *Error
	if errors.As(err, &e) && e.Profile != "" {
		words = append(words, Option("--profile", e.Profile)...)
	}
	return "log in again (for SSO: " + ShellLine(words...) + ")"
}

// Message is what the service said, "" where it said nothing. It is outside text.
func Message(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return ""
}

// Conflict is the refusal of a write before anything was written, since somebody else has changed what it was meant for.
func Conflict(op Operation, id, format string, args ...any) error {
	return &Error{Op: op.Words(), ID: id, Kind: ErrConflict, Message: fmt.Sprintf(format, args...), Action: op.Action(), Unsent: true}
}
