// Package decode reads what a text or a binary value holds in another form: encoded, compressed, signed, or put together from parts. It
// makes values of what it finds, in the ledger of the value that it was given; it verifies nothing, asks nobody and keeps nothing.
package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"strongroom/backend"
)

// Way is a form in which a value can be read.
type Way int

// The ways, the one that tells most first.
const (
	Certificate Way = iota
	JWT
	Gzip
	JSON // in a text
	Address
	Base64
	Base64URL
	Percent
	ways
)

// String is what is read so, as a person calls it.
func (w Way) String() string {
	return [...]string{"certificate", "JWT", "gzip", "JSON", "connection string", "base64", "base64url", "URL encoding"}[w]
}

// Most is how many bytes a value may have once it is decoded: more is refused before it is kept.
const Most = 1 << 20

// ErrTooLong is of what would be more than Most bytes.
var ErrTooLong = errors.New("it decodes to more than 1 MiB")

// Found is what a value says once it is decoded.
type Found struct {
	Way Way
	// Value is the decoded text, or with Parts a JSON object or array of them. Whoever takes it wipes it.
	Value backend.Value
	Parts bool
	// Apart are the names of the parts that stay masked until they are asked for.
	Apart []string
	// From and Until are when it holds, Made when it was made; zero where it does not say.
	From, Until, Made time.Time
	// Remark is what must be said of it, "" for nothing.
	Remark string
}

// Ways are those in which a value can be read, the best first. That it looks like one does not mean that it is whole.
func Ways(v backend.Value) (found []Way) {
	v.Use(func(b []byte) {
		for w := range ways {
			if w.fits(b) {
				found = append(found, w)
			}
		}
	})
	return found
}

func (w Way) fits(b []byte) bool {
	switch w {
	case Certificate:
		return holdsCertificate(b)
	case JWT:
		return isJWT(b)
	case Gzip:
		return bytes.HasPrefix(b, []byte{0x1f, 0x8b, 8})
	case JSON:
		return json.Valid(b) && bytes.IndexAny(bytes.TrimSpace(b), "{[") == 0
	case Address:
		return isAddress(b)
	case Base64:
		return plausible(b, stdAlphabet)
	case Base64URL:
		return plausible(b, urlAlphabet)
	case Percent:
		return isPercent(b)
	}
	return false
}

// Decode reads a value in one way. Its errors hold nothing of the value.
func Decode(v backend.Value, w Way) (f Found, err error) {
	err = errors.New("there is no value")
	v.Use(func(b []byte) {
		var out []byte
		f, out, err = w.read(b)
		if err == nil && len(out) > Most {
			clear(out)
			err = ErrTooLong
		}
		if err == nil {
			f.Way, f.Value = w, v.Like(out, false)
		}
	})
	return f, err
}

// read is the decoded bytes, and what is said of them. The caller owns the bytes.
func (w Way) read(b []byte) (f Found, out []byte, err error) {
	switch w {
	case Certificate:
		return readCertificates(b)
	case JWT:
		return readJWT(b)
	case Gzip:
		out, err = unzip(b)
		return Found{}, out, err
	case JSON:
		return Found{}, bytes.Clone(b), nil
	case Address:
		return readAddress(b)
	case Base64:
		out, err = unbase64(b)
		return Found{}, out, err
	case Base64URL:
		out, err = unbase64(b)
		return Found{}, out, err
	}
	return Found{}, unpercent(bytes.TrimSpace(b)), nil
}
