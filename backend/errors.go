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
	ErrRegionOff       = errors.New("the region is not enabled in this account")
	ErrConfig          = errors.New("the AWS configuration is wrong")
	ErrCode            = errors.New("the code of the second factor was not taken")
	ErrNoCode          = errors.New("a code of a second factor is needed")
	ErrSignInGivenUp   = errors.New("logging in was given up")
	ErrClock           = errors.New("this machine's clock is wrong")
	ErrUnreachable     = errors.New("could not reach the service")
	ErrTimeout         = errors.New("no answer in time")
	ErrServer          = errors.New("the service failed")
	ErrMalformed       = errors.New("the answer makes no sense")
	ErrGivenUp         = errors.New("given up here")
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
	// Typed: the ID was typed by somebody and not told by the service, so that no name is guessed from it.
	Typed bool
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
	// Way is how the credentials were come by, or were to be, where that is what is wrong.
	Way Way
	// Advice is what to do, where it is more than the kind tells. It may hold outside text.
	Advice string
	// Request is the service's own number of the request, "" if it never answered.
	Request string
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
		b.WriteString(called(e.ID, e.Typed))
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

// called is an id as it is told: of one that was typed no name is guessed.
func called(id string, typed bool) string {
	if typed {
		return TypedID(id)
	}
	return ShortID(id)
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

// AmbiguousARN reports an ARN that may lack its suffix and whose name looks as if it had one: the service does not find it.
func AmbiguousARN(id string) bool {
	return strings.HasPrefix(id, "arn:") && NameTrap(TypedID(id)) != ""
}

// AccountOf is the account in an ARN, "" for any other id.
func AccountOf(id string) string { return arnPart(id, 4) }

// RegionOf is the region in an ARN, "" for any other id.
func RegionOf(id string) string { return arnPart(id, 3) }

// arnPart is one of the parts of an ARN that others follow, counted from 0; "" for any other id.
func arnPart(id string, n int) string {
	part, rest, more := strings.Cut(id, ":")
	if part != "arn" {
		return ""
	}
	for ; more && n > 0; n-- {
		part, rest, more = strings.Cut(rest, ":")
	}
	if !more {
		return ""
	}
	return part
}

// Hint tells what to do about an error, in one line, or "" where there is nothing to add. It may hold outside text.
func Hint(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	switch {
	case e.Advice != "":
		return e.Advice
	case errors.Is(err, ErrNotFound) && e.Typed && AmbiguousARN(e.ID):
		return "an ARN without its last seven characters is not understood where the name itself ends in a hyphen and six characters: give the whole ARN, or the name"
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
		return checkKeys(e)
	case errors.Is(err, ErrNoCredentials):
		return "name a profile with --profile, log in with the AWS CLI, or look around with --demo"
	case errors.Is(err, ErrNoProfile):
		return "aws configure list-profiles shows the profiles there are"
	case errors.Is(err, ErrNoRegion):
		return "name one with --region, AWS_REGION or the profile, or look around with --demo"
	case errors.Is(err, ErrRegionOff):
		return "choose another region with --region, or have this one enabled for the account"
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
		return "change it at its primary, in another region or account"
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
	if e := (*Error)(nil); errors.As(err, &e) && e.Way == WayEnvironment && errors.Is(err, ErrExpired) { // a running program's does not change
		return NoRemedy
	}
	for kind, remedy := range map[error]Remedy{ErrLocked: UnlockFirst, ErrPendingDeletion: RestoreFirst, ErrExpired: TryAgain, ErrClock: TryAgain, ErrUnreachable: TryAgain,
		ErrTimeout: TryAgain, ErrMalformed: TryAgain, ErrServer: TryAgain, ErrThrottled: TryAgain, ErrConfig: TryAgain, ErrCode: TryAgain, ErrSignInGivenUp: TryAgain} {
		if errors.Is(err, kind) {
			return remedy
		}
	}
	return NoRemedy
}

// LogIn says how to log in again after a login has expired. It may hold outside text.
func LogIn(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{}
	}
	whose := "the profile"
	if e.Profile != "" {
		whose = "profile " + e.Profile
	}
	switch e.Way {
	case WaySSO, WayLogin:
		return "log in again: " + ShellLine(e.Way.Renewed(e.Profile)...)
	case WayEnvironment:
		return "the keys in the environment have ended: start again with new ones in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
	case WayKeys:
		return "the keys of " + whose + " have ended: put new ones there"
	case WayProcess:
		return "the credential_process of " + whose + " gave credentials that have ended"
	case WayWeb:
		return "the token of the web identity has ended: it needs a new one"
	case WayContainer, WayInstance:
		return "what the " + string(e.Way) + " gives has ended, and it gives new ones by itself"
	}
	return "log in again (for SSO: " + ShellLine(WaySSO.Renewed(e.Profile)...) + ")"
}

// checkKeys says which keys to look at after they were refused.
func checkKeys(e *Error) string {
	switch e.Way {
	case WayEnvironment:
		return "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN: they are in force as long as no profile is named with --profile"
	case WayKeys:
		if e.Profile != "" {
			return "check the keys of profile " + e.Profile
		}
	}
	return "check which keys are in force: environment variables beat a profile that is not named with --profile"
}

// Message is what the service said, "" where it said nothing. It is outside text.
func Message(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Message
	}
	return ""
}

// Reference is what support at AWS asks for: the service's code and its number of the request, "" where it never answered. It is
// outside text.
func Reference(err error) string {
	var e *Error
	if !errors.As(err, &e) || e.Code == "" {
		return ""
	}
	if e.Request == "" {
		return e.Code
	}
	return e.Code + ", request " + e.Request
}

// Conflict is the refusal of a write before anything was written, since somebody else has changed what it was meant for.
func Conflict(op Operation, id, format string, args ...any) error {
	return &Error{Op: op.Words(), ID: id, Kind: ErrConflict, Message: fmt.Sprintf(format, args...), Action: op.Action(), Unsent: true}
}
