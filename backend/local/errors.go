package local

import "fmt"

// refusal is an error answer of the service: its code and its words.
type refusal struct {
	status  int
	code    string
	message string
}

func (r *refusal) Error() string { return r.code + ": " + r.message }

func refuse(code, format string, args ...any) *refusal {
	return &refusal{status: 400, code: code, message: fmt.Sprintf(format, args...)}
}

func invalidRequest(format string, args ...any) *refusal {
	return refuse("InvalidRequestException", format, args...)
}

func invalidParameter(format string, args ...any) *refusal {
	return refuse("InvalidParameterException", format, args...)
}

func notFound() *refusal {
	return refuse("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
}

func markedForDeletion() *refusal {
	return invalidRequest("You can't perform this operation on the secret because it was marked for deletion.")
}

func wasDeleted() *refusal {
	return invalidRequest("You can't perform this operation on the secret because it was deleted.")
}

func onReplica() *refusal {
	return invalidParameter("Operation not permitted on a replica secret. Call must be made in primary secret's region.")
}

func managed() *refusal {
	return invalidRequest("This secret is managed by an AWS service, and you must use that service to update it.")
}

func tokenMissing(code string) *refusal {
	return refuse(code, "You must provide a ClientRequestToken value. We recommend a UUID-type value.")
}

func tokenUsed(token, arn string) *refusal {
	return refuse("ResourceExistsException",
		"You can't use ClientRequestToken %s because that value is already in use for a version of secret %s.", token, arn)
}
