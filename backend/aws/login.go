package aws

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"

	"strongroom/backend"
)

// configError is a configuration that could not be loaded.
func configError(ctx context.Context, o Options, err error) *backend.Error {
	if ctx.Err() != nil {
		return cutShort(ctx)
	}
	e := &backend.Error{Kind: backend.ErrNoCredentials}
	var noProfile config.SharedConfigProfileNotExistError
	var noSource config.SharedConfigAssumeRoleError
	var noDevice config.AssumeRoleTokenProviderNotSetError
	switch {
	case errors.As(err, &noSource):
		e.Kind, e.Message = backend.ErrNoProfile, "the source profile of the profile is missing"
	case errors.As(err, &noProfile):
		e.Kind, e.Message = backend.ErrNoProfile, noProfile.Profile
	case errors.As(err, &noDevice):
		e.Message = "the profile asks for a code of a second factor, which is not supported yet"
	default:
		e.Message = "the AWS configuration cannot be read"
		if o.Profile != "" {
			e.Message += " for profile " + o.Profile
		}
	}
	return e
}

// credentialsError is a login that did not work. Neither a helper program's output nor a
// token's file name is passed on.
func credentialsError(ctx context.Context, err error) *backend.Error {
	if ctx.Err() != nil {
		return cutShort(ctx)
	}
	var own *backend.Error
	if errors.As(err, &own) {
		if own.Kind == backend.ErrInternal {
			return &backend.Error{Kind: own.Kind, Message: "the sign-in broke off"}
		}
		return &backend.Error{Kind: own.Kind, Message: own.Message}
	}
	e := &backend.Error{Kind: backend.ErrNoCredentials}
	text := err.Error()
	var process *processcreds.ProviderError
	var ended *ssocreds.InvalidTokenError
	var api smithy.APIError
	switch {
	case errors.As(err, &process):
		e.Kind, e.Message = backend.ErrBadCredentials, "the credential_process of the profile failed"
	case strings.Contains(text, "EC2 IMDS"):
		e.Message = "nothing in the environment, the profile or the instance gives any"
	case errors.As(err, &api):
		said := serviceError(api.ErrorCode(), api.ErrorMessage(), clockOffset(err))
		e.Kind, e.Code, e.Action = signInKind(said), said.Code, said.Action
		e.Message = "signing in was refused: " + said.Message
	case errors.Is(err, context.DeadlineExceeded):
		e.Kind, e.Err, e.Message = backend.ErrTimeout, context.DeadlineExceeded, "signing in has not come to its end"
	case hostOf(err) != "":
		unreachable := networkError(err)
		e.Kind, e.Message = unreachable.Kind, unreachable.Message
	case errors.As(err, &ended), strings.Contains(text, "SSO token"), strings.Contains(text, "please reauthenticate"):
		e.Kind, e.Message = backend.ErrExpired, "there is no valid single sign-on session"
	default:
		e.Message = "the profile's way to sign in failed"
	}
	return e
}

// signInKind corrects the kind of a refusal that came from signing in, not from the secret asked for.
func signInKind(e *backend.Error) error {
	switch e.Code {
	case "UnauthorizedException", "InvalidGrantException", "InvalidClientException", "UnauthorizedClientException", "ExpiredTokenException":
		return backend.ErrExpired
	case "ForbiddenException", "AccessDenied", "AccessDeniedException":
		return backend.ErrDenied
	}
	if errors.Is(e.Kind, backend.ErrNotFound) {
		return backend.ErrBadCredentials
	}
	return e.Kind
}
