package aws

import (
	"regexp"
	"strings"

	"strongroom/backend"
)

// codeNoInvoke marks a refusal that concerns the service's own right to call a Lambda, which no action of the caller mends.
const codeNoInvoke = "RotationLambdaNotInvokable"

// serviceError classes what the service said, by code and, where one code has many meanings, by the recorded texts.
// Unmodelled errors have no Go type of their own, so codes are all there is.
func serviceError(code, message string, clock offset) *backend.Error {
	// A run of blanks in a known sentence must not hide it.
	message = strings.Join(strings.Fields(message), " ")
	e := &backend.Error{Kind: kindOf(code, message, clock), Code: code, Message: message}
	switch e.Kind {
	case backend.ErrDenied:
		e.Action = deniedAction(message)
		if strings.Contains(message, "cannot invoke the specified Lambda") {
			e.Code = codeNoInvoke
		}
	case backend.ErrKMS:
		e.Action = deniedAction(message)
	case backend.ErrBadCredentials:
		if clock.known && clockKind(code, message) {
			e.Message = "the clocks agree, and the signature is refused all the same: the keys are wrong"
		}
	case backend.ErrClock:
		if text := clock.String(); text != "" {
			e.Message = text
		}
	}
	return e
}

func kindOf(code, message string, clock offset) error {
	switch code {
	case "ResourceNotFoundException":
		if strings.Contains(message, "can't find the specified secret value") {
			return backend.ErrNoValue
		}
		return backend.ErrNotFound
	case "ResourceExistsException":
		if strings.Contains(message, "ClientRequestToken") {
			return backend.ErrTokenUsed
		}
		return backend.ErrExists
	case "InvalidRequestException", "InvalidParameterException":
		return stateKind(code, message)
	case "AccessDeniedException", "AccessDenied", "UnauthorizedOperation":
		if strings.Contains(message, "KMS") || strings.Contains(message, " kms:") {
			return backend.ErrKMS
		}
		return backend.ErrDenied
	case "DecryptionFailure", "EncryptionFailure":
		return backend.ErrKMS
	case "LimitExceededException":
		return backend.ErrQuota
	case "ValidationException", "ValidationError", "InvalidParameterValue", "SerializationException",
		"MalformedPolicyDocumentException", "PublicPolicyException", "MissingParameter", "InvalidInput":
		return backend.ErrInvalid
	case "PreconditionNotMetException":
		return backend.ErrState
	case "OptInRequired", "RegionDisabledException": // the account has not enabled the region
		return backend.ErrRegionOff
	}
	return loginKind(code, message, clock)
}

// stateKind tells the meanings of the two codes that the service uses for most refusals.
func stateKind(code, message string) error {
	says := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(message, p) {
				return true
			}
		}
		return false
	}
	switch {
	case says("marked for deletion", "marked deleted", "scheduled for deletion"):
		return backend.ErrPendingDeletion
	case says("managed by"):
		return backend.ErrManaged
	case says("still has replica", "still has a cross-account replica"):
		return backend.ErrState
	case says("replica secret", "primary secret's region"):
		return backend.ErrReplica
	case says("completely removed"):
		return backend.ErrInvalid
	case says("RemoveFromVersionId", "not associated to the provided VersionId", "is not attached to version", "currently attached to version"):
		return backend.ErrConflict
	case says("KMS"):
		return backend.ErrKMS
	case code == "InvalidRequestException":
		return backend.ErrState
	}
	return backend.ErrInvalid
}

func loginKind(code, message string, clock offset) error {
	switch code {
	case "ExpiredTokenException", "ExpiredToken", "TokenRefreshRequired":
		return backend.ErrExpired
	case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure":
		if clock.wide() || !clock.known && clockKind(code, message) {
			return backend.ErrClock
		}
		return backend.ErrBadCredentials
	case "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "MissingAuthenticationToken",
		"MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException", "NotAuthorized":
		return backend.ErrBadCredentials
	}
	switch {
	case isThrottle(code):
		return backend.ErrThrottled
	case strings.HasPrefix(code, "KMS"):
		return backend.ErrKMS
	}
	return backend.ErrServer
}

// clockKind reports a refusal that blames the time. Where both clocks are known to agree, it is the signature that is wrong.
func clockKind(code, message string) bool {
	switch code {
	case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture":
		return true
	}
	return strings.Contains(message, "Signature expired") || strings.Contains(message, "Signature not yet current")
}

// deniedAction is the permission that the service itself says is missing, which may be another than the call's own
// (kms:Decrypt, secretsmanager:TagResource on create).
func deniedAction(message string) string {
	found := regexp.MustCompile(`not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)`).FindStringSubmatch(message)
	if found == nil {
		return ""
	}
	return found[1]
}
