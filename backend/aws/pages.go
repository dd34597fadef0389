package aws

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"strongroom/backend"
)

// noPages refuses a page where an answer should be: a proxy's sign-in page comes with status 200, and operations whose answer
// holds nothing would take it for success. Those would take half an answer for one too: nobody else reads its body.
func noPages(o *secretsmanager.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("NoPages", refusePage), middleware.After)
	})
}

func refusePage(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, meta, err := next.HandleDeserialize(ctx, in)
	if r, ok := out.RawResponse.(*smithyhttp.Response); err == nil && ok && r.StatusCode/100 == 2 && isPage(r) {
		err = &smithy.DeserializationError{Err: errors.New("a page, not an answer")}
	} else if err == nil && ok && r.StatusCode/100 == 2 && hasNoOutput(middleware.GetOperationName(ctx)) {
		err = checkEmpty(r)
	}
	return out, meta, err
}

func hasNoOutput(operation string) bool {
	return operation == string(backend.OpTag) || operation == string(backend.OpUntag)
}

// checkEmpty reads an answer that holds nothing to its end.
func checkEmpty(r *smithyhttp.Response) error {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err == nil && len(bytes.TrimSpace(body)) > 0 && !json.Valid(body) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return &smithy.DeserializationError{Err: err}
	}
	return nil
}

// isPage looks at the body's beginning, since moto calls its JSON HTML too.
func isPage(r *smithyhttp.Response) bool {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/") {
		return false
	}
	body := bufio.NewReader(r.Body)
	begin, _ := body.Peek(32)
	r.Body = struct {
		io.Reader
		io.Closer
	}{body, r.Body}
	return bytes.HasPrefix(bytes.TrimSpace(begin), []byte("<"))
}
