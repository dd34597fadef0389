package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"strongroom/backend"
	"strongroom/backend/document"
)

// A JWT is three parts of base64url, header.claims.signature (RFC 7519, RFC 7515); one that is encrypted has five, of which only the
// header can be read (RFC 7516).
const (
	signedParts    = 3
	encryptedParts = 5
)

// token is the text of a JWT without what stands before it in an HTTP header.
func token(b []byte) []byte {
	b = bytes.TrimSpace(b)
	const bearer = "Bearer "
	if len(b) > len(bearer) && bytes.EqualFold(b[:len(bearer)], []byte(bearer)) {
		b = bytes.TrimSpace(b[len(bearer):])
	}
	return b
}

func isJWT(b []byte) bool {
	b = token(b)
	if !bytes.HasPrefix(b, []byte("eyJ")) && !bytes.HasPrefix(b, []byte("ew")) { // {" and {, with a line end or a blank behind it
		return false
	}
	parts := bytes.Split(b, []byte("."))
	if len(parts) != signedParts && len(parts) != encryptedParts {
		return false
	}
	header, err := segment(parts[0])
	defer clear(header)
	return err == nil && isObject(header)
}

// segment decodes one part: base64url, and nothing else.
func segment(b []byte) ([]byte, error) {
	if bytes.ContainsAny(b, "+/ \t\r\n") {
		return nil, errJWT
	}
	return unbase64(b)
}

func isObject(b []byte) bool {
	return json.Valid(b) && bytes.HasPrefix(bytes.TrimSpace(b), []byte("{"))
}

var errJWT = errors.New("it begins as a JWT does, but is damaged or cut off")

// readJWT reads header and claims. The signature is never checked: there is no key to check it with, and a token that is shown is not
// one that is trusted.
func readJWT(b []byte) (f Found, out []byte, err error) {
	parts := bytes.Split(token(b), []byte("."))
	header, err := segment(parts[0])
	if err != nil {
		return f, nil, errJWT
	}
	defer clear(header)
	f.Parts = true
	var o object
	o.raw("header", header)
	if len(parts) == encryptedParts {
		f.Remark = "encrypted: only its header can be read"
		return f, o.written(), nil
	}
	claims, err := segment(parts[1])
	if err != nil {
		return f, nil, errJWT
	}
	defer clear(claims)
	switch {
	case isObject(claims):
		o.raw("claims", claims)
		f.Made, f.From, f.Until = moment(claims, "iat"), moment(claims, "nbf"), moment(claims, "exp")
	default:
		o.text("payload", claims)
	}
	o.text("signature", parts[2])
	if f.Remark = "signature not verified"; len(parts[2]) == 0 {
		f.Remark = "not signed"
	}
	return f, o.written(), nil
}

// moment is a claim that is a time (RFC 7519, NumericDate: seconds since 1970, perhaps with a fraction), zero where there is none.
func moment(claims []byte, name string) time.Time {
	v := backend.NewValue(bytes.Clone(claims), false)
	defer v.Wipe()
	doc := document.Of(v)
	for i := 0; i < len(doc.Fields); i = doc.Fields[i].Next {
		fd := doc.Fields[i]
		if fd.Key != name || fd.Kind != document.FieldNumber || !utf8.Valid(claims[fd.Start:fd.End]) {
			continue
		}
		seconds, err := strconv.ParseFloat(string(claims[fd.Start:fd.End]), 64)
		const last = 253402300799 // the end of the year 9999
		if err == nil && math.Abs(seconds) <= last {
			return time.Unix(int64(seconds), 0).UTC()
		}
	}
	return time.Time{}
}
