package aws

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"strongroom/backend"
	"strongroom/backend/profiles"
)

// configError is a configuration that the SDK did not take although prepare found nothing wrong with it.
func configError(ctx context.Context, s *setup, err error) *backend.Error {
	if ctx.Err() != nil {
		return cutShort(ctx)
	}
	var noProfile config.SharedConfigProfileNotExistError
	switch {
	case errors.As(err, &noProfile):
		return s.noProfile(noProfile.Profile)
	case s.wrong != nil:
		return misconfigured(s.wrong.Error())
	}
	return misconfigured("it cannot be read for profile " + s.chosen)
}

// credentialsError is a login that did not work. Neither a helper program's output nor a token's file name is passed on.
func credentialsError(ctx context.Context, s *setup, err error) *backend.Error {
	if ctx.Err() != nil {
		return cutShort(ctx)
	}
	var own *backend.Error
	if errors.As(err, &own) {
		e := *own // what was found out once is told by each call in its own words
		if own.Kind == backend.ErrInternal {
			return &backend.Error{Kind: own.Kind, Message: "the login broke off"}
		}
		return &e
	}
	if s == nil {
		s = &setup{}
	}
	e := s.failed(err)
	e.Way = s.root
	return e
}

// failed says what went wrong with the way to the credentials.
func (s *setup) failed(err error) *backend.Error {
	var process *processcreds.ProviderError
	var api smithy.APIError
	switch {
	case errors.As(err, &process):
		return s.processFailed(process)
	case s.root == backend.WayInstance && (innermost(err) == nil || innermost(err).ServiceID == imds.ServiceID):
		return s.instanceFailed()
	case errors.Is(err, context.DeadlineExceeded):
		return &backend.Error{Kind: backend.ErrTimeout, Err: context.DeadlineExceeded, Message: s.waitedFor(), Advice: "try again, or leave it waiting: what has begun goes on"}
	case s.roleOf(err) != nil:
		return s.roleFailed(*s.roleOf(err), err)
	case s.root == backend.WayContainer:
		return s.containerFailed(err)
	case errors.As(err, &api) && api.ErrorCode() != "UnknownError":
		return s.refusedBy(api, err)
	case hostOf(err) != "":
		return onTheWayIn(err)
	}
	return s.neverAsked(err)
}

// onTheWayIn is a network's error, with what was to be asked there.
func onTheWayIn(err error) *backend.Error {
	e := networkError(err)
	if op := innermost(err); op != nil {
		e.Message += " · " + op.ServiceID + " is asked there, to log in"
	}
	return e
}

// innermost is the call that failed, of those that were made for each other; nil for none.
func innermost(err error) (op *smithy.OperationError) {
	for at := err; errors.As(at, &op); at = op.Err {
		continue
	}
	return op
}

// refusedBy is an answer of the service that signs in.
func (s *setup) refusedBy(api smithy.APIError, err error) *backend.Error {
	said := serviceError(api.ErrorCode(), api.ErrorMessage(), clockOffset(err))
	e := &backend.Error{Kind: signInKind(said), Code: said.Code, Action: said.Action, Profile: s.last(), Request: requestOf(err)}
	e.Message = "logging in was refused: " + cmp.Or(said.Message, said.Code)
	switch s.root {
	case backend.WaySSO:
		if e.Kind == backend.ErrDenied {
			e.Advice = "the role that profile " + s.last() + " names (sso_account_id, sso_role_name) is not assigned to you"
		}
	case backend.WayLogin:
		if e.Kind == backend.ErrDenied {
			e.Kind = backend.ErrExpired
		}
	case backend.WayWeb:
		if e.Kind == backend.ErrDenied || e.Kind == backend.ErrBadCredentials {
			e.Advice = roleName(s.webRole()) + " has to trust whoever has made the token (" + s.tokenSetting() + ")"
		}
	}
	return e
}

// webRole is the role of a web identity, and tokenSetting what names its token.
func (s *setup) webRole() string {
	if len(s.chain) > 0 {
		return s.chain[len(s.chain)-1].Role
	}
	return s.env.Getenv("AWS_ROLE_ARN")
}

func (s *setup) tokenSetting() string {
	if len(s.chain) > 0 {
		return "web_identity_token_file of " + s.whose()
	}
	return "AWS_WEB_IDENTITY_TOKEN_FILE"
}

// neverAsked is a way that broke off before anybody was asked.
func (s *setup) neverAsked(err error) *backend.Error {
	switch s.root {
	case backend.WaySSO:
		return &backend.Error{Kind: backend.ErrExpired, Profile: s.last(), Message: "there is no valid single sign-on session"}
	case backend.WayLogin:
		if strings.Contains(err.Error(), "insufficient permissions") { // an error without a type (logincreds)
			return &backend.Error{Kind: backend.ErrDenied, Action: "signin:CreateOAuth2Token", Message: "the session of aws login may not be renewed"}
		}
		return &backend.Error{Kind: backend.ErrExpired, Profile: s.last(), Message: "there is no valid session of aws login"}
	case backend.WayWeb:
		return s.webFailed(err)
	case backend.WayNone:
		return &backend.Error{Kind: backend.ErrNoCredentials, Message: noneGiven}
	}
	return &backend.Error{Kind: backend.ErrBadCredentials, Message: "the way in of " + s.whose() + " (" + string(s.root) + ") failed", Profile: s.last()}
}

// noneGiven is why there are no credentials where nothing says of any.
const noneGiven = "nothing in the environment, the profile or the instance gives any"

// given is the error of credentials that had ended when they were given.
func (s *setup) given() *backend.Error {
	if s == nil {
		s = &setup{}
	}
	return &backend.Error{Kind: backend.ErrExpired, Way: s.root, Profile: s.last(), Message: "the credentials had ended when they were given", Unsent: true}
}

// waitedFor says for whom a sign-in still waits.
func (s *setup) waitedFor() string {
	switch s.root {
	case backend.WayProcess:
		return "the credential_process of " + s.whose() + " has not come to its end"
	case backend.WayContainer:
		return "what gives the container's credentials (" + s.env.Container() + ") has not answered"
	case backend.WayNone, backend.WayKeys, backend.WayEnvironment:
		return "logging in has not come to its end"
	}
	return "logging in (" + string(s.root) + ") has not come to its end"
}

// processFailed names the profile, and nothing that its helper has printed.
func (s *setup) processFailed(err error) *backend.Error {
	what := "printed no credentials"
	var exit *exec.ExitError
	var syntax *json.SyntaxError
	var form *json.UnmarshalTypeError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		what = "was ended, since it did not come to its end by itself"
	case errors.As(err, &exit) && exit.ExitCode() == 127:
		what = "names a program that is not there (status 127)"
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		what = fmt.Sprintf("failed with status %d", exit.ExitCode())
	case errors.As(err, &exit):
		what = "was ended by a signal"
	case errors.As(err, &syntax), errors.As(err, &form):
		what = "printed something that is no credentials (JSON)"
	}
	return &backend.Error{Kind: backend.ErrBadCredentials, Message: "the credential_process of " + s.whose() + " " + what, Profile: s.last(),
		Advice: "run the command in the credential_process of " + s.whose() + " by itself to see what it says"}
}

// webFailed is a token that could not be read, or a refusal without a code.
func (s *setup) webFailed(err error) *backend.Error {
	file, setting := s.env.Getenv("AWS_WEB_IDENTITY_TOKEN_FILE"), s.tokenSetting()
	if len(s.chain) > 0 {
		file = s.chain[len(s.chain)-1].Token
	}
	e := &backend.Error{Kind: backend.ErrNoCredentials, Message: setting + " names " + file + ", which cannot be read", Advice: "see that the token is there; whoever put it there renews it"}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		e.Message = setting + " names " + file + ", which is not there"
	}
	var answered *smithyhttp.ResponseError
	if errors.As(err, &answered) {
		e = strangeAnswer(answered.HTTPStatusCode(), err)
	}
	return e
}

// instanceFailed is about the metadata service of an instance, which is asked for a second at most.
func (s *setup) instanceFailed() *backend.Error {
	at := cmp.Or(s.env.Getenv("AWS_EC2_METADATA_SERVICE_ENDPOINT"), "169.254.169.254")
	if own, _ := s.files.Get(s.chosen, "ec2_metadata_service_endpoint"); own != "" && !s.has("AWS_EC2_METADATA_SERVICE_ENDPOINT") {
		at = own
	}
	e := &backend.Error{Kind: backend.ErrNoCredentials, Message: "the metadata service of an instance (" + at + ") gives no credentials", Advice: "see that the instance has a role, or name a profile with --profile"}
	if strings.EqualFold(s.env.Getenv("AWS_EC2_METADATA_DISABLED"), "true") {
		e.Message, e.Advice = "AWS_EC2_METADATA_DISABLED forbids to ask the metadata service of an instance, from which the credentials are to come", "set it to false, or name another profile with --profile"
	}
	return e
}

// containerFailed is about the service that gives a container its credentials.
func (s *setup) containerFailed(err error) *backend.Error {
	variable := s.env.Container()
	whom := "what gives the container's credentials (" + variable + ") "
	e := &backend.Error{Kind: backend.ErrBadCredentials, Message: whom + "refuses them", Advice: "see that " + variable + " names what gives this container its credentials"}
	var answered interface{ HTTPStatusCode() int }
	switch {
	case s.tokenFile() != "":
		e.Kind, e.Message = backend.ErrNoCredentials, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names "+s.tokenFile()+", which cannot be read"
	case errors.As(err, &answered) && answered.HTTPStatusCode() >= http.StatusInternalServerError:
		e.Kind, e.Message = backend.ErrServer, fmt.Sprintf("%sfailed with HTTP status %d", whom, answered.HTTPStatusCode())
	case errors.As(err, &answered) && answered.HTTPStatusCode() >= http.StatusBadRequest:
	case errors.Is(err, io.EOF), hostOf(err) != "": // the SDK reads the answer that never came
		e.Kind, e.Message = backend.ErrUnreachable, whom+"does not answer"
	default:
		e.Kind, e.Message = backend.ErrMalformed, whom+"answers with something that is none"
	}
	return e
}

// tokenFile is the file of a container's authorization where it cannot be read.
func (s *setup) tokenFile() string {
	name := s.env.Getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
	if f, err := os.Open(name); name != "" && err == nil {
		f.Close()
		return ""
	}
	return name
}

// roleOf is the link of the chain whose role was not to be had, nil where the matter is another. The call for each role holds that
// for the credentials it is made with, so how deep the calls lie in each other tells which one failed.
func (s *setup) roleOf(err error) *profiles.Link {
	deep := 0
	for at := err; at != nil; at = errors.Unwrap(at) {
		if op, ok := at.(*smithy.OperationError); ok && op.ServiceID == sts.ServiceID && op.OperationName == "AssumeRole" {
			deep++
		}
	}
	var with []int
	for i, l := range s.chain {
		if l.Role != "" && l.Own != backend.WayWeb {
			with = append(with, i)
		}
	}
	root := innermost(err)
	var api smithy.APIError
	asked := errors.As(err, &api) || hostOf(err) != "" || answeredAtAll(err)
	if !asked || deep == 0 || deep > len(with) || root.ServiceID != sts.ServiceID || root.OperationName != "AssumeRole" {
		return nil
	}
	return &s.chain[with[deep-1]]
}

// roleFailed names the role that was not to be had, who refused it, and the way that led to it.
func (s *setup) roleFailed(l profiles.Link, err error) *backend.Error {
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() == "UnknownError" {
		if hostOf(err) != "" && !answeredAtAll(err) {
			return onTheWayIn(err)
		}
		if by := fromProxy(err); by != nil {
			return by
		}
		e := translate(context.Background(), context.Background(), err)
		e.Message = "asking STS for " + roleName(l.Role) + ": " + cmp.Or(e.Message, "the answer makes no sense")
		return e
	}
	said := serviceError(api.ErrorCode(), api.ErrorMessage(), clockOffset(err))
	e := &backend.Error{Kind: signInKind(said), Code: said.Code, Action: said.Action, Profile: l.Profile, Request: requestOf(err)}
	e.Message = "STS does not give " + roleName(l.Role) + " of profile " + l.Profile + ": " + said.Message
	if way := s.wayTo(); way != "" {
		e.Message += " · the way is " + way
	}
	switch {
	case e.Kind == backend.ErrDenied && l.MFA != "" && strings.Contains(said.Message, "MultiFactorAuthentication"):
		e.Kind, e.Advice = backend.ErrCode, "try again with the next code that "+l.MFA+" shows"
	case e.Kind == backend.ErrDenied:
		e.Action = cmp.Or(e.Action, "sts:AssumeRole")
		e.Advice = "needs " + e.Action + " on " + l.Role + ", and that role has to trust whoever asks"
	case e.Kind == backend.ErrBadCredentials:
		e.Profile = s.last()
	case e.Kind == backend.ErrInvalid:
		e.Advice = "look at role_arn, duration_seconds, external_id and role_session_name of profile " + l.Profile
	}
	return e
}

func answeredAtAll(err error) bool {
	var answered *smithyhttp.ResponseError
	return errors.As(err, &answered) && answered.HTTPStatusCode() != 0
}

// wayTo is the chain of profiles in words, "" where it has one link alone.
func (s *setup) wayTo() string {
	if len(s.chain) < 2 {
		return ""
	}
	var parts []string
	for _, l := range s.chain {
		text := "profile " + l.Profile
		if l.Role != "" {
			text += " (" + roleName(l.Role) + ")"
		}
		if l.Own != backend.WayNone {
			text += " (" + string(l.Own) + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " → ")
}

// roleName is a role's ARN as it is told.
func roleName(arn string) string {
	if _, name, ok := strings.Cut(arn, ":role/"); ok {
		return "role " + name
	}
	return "role " + arn
}

// requestOf is the service's number of a request that it answered.
func requestOf(err error) string {
	var of interface{ ServiceRequestID() string }
	if errors.As(err, &of) {
		return of.ServiceRequestID()
	}
	return ""
}

// signInKind corrects the kind of a refusal that came from signing in, not from the secret asked for.
func signInKind(e *backend.Error) error {
	switch e.Code {
	case "UnauthorizedException", "InvalidGrantException", "InvalidClientException", "UnauthorizedClientException", "ExpiredTokenException":
		return backend.ErrExpired
	case "ForbiddenException", "AccessDenied", "AccessDeniedException":
		return backend.ErrDenied
	case "InvalidIdentityToken", "IDPRejectedClaim":
		return backend.ErrBadCredentials
	case "RegionDisabledException":
		return backend.ErrRegionOff
	}
	if errors.Is(e.Kind, backend.ErrNotFound) {
		return backend.ErrBadCredentials
	}
	return e.Kind
}
