package aws

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// signed is a service of which one call is needed. It is signed and sent here, by the SDK's own signer, since the SDK's client for
// all the others would be half a megabyte of the program.
type signed struct {
	cfg     aws.Config
	service string // in the scope of the signature
	region  string
}

// post sends a request once. The answer is open.
func (s signed) post(ctx context.Context, to string, header map[string]string, body []byte) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	r.Header.Set("User-Agent", "app/"+appID)
	who, err := s.cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(ctx, who, r, hex.EncodeToString(sum[:]), s.service, s.region, time.Now()); err != nil {
		return nil, err
	}
	answer, err := s.cfg.HTTPClient.Do(r)
	if err != nil {
		return nil, &smithyhttp.RequestSendError{Err: err}
	}
	return answer, nil
}
