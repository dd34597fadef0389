package decode

import (
	"bytes"
	"encoding/base64"
	"unicode"
	"unicode/utf8"
)

const (
	stdAlphabet = "+/"
	urlAlphabet = "-_"
)

// plausible reports whether a text is base64 with those two signs: it decodes, and to something, or it is too long to be so by
// chance. Where it has neither sign, it is plain base64.
func plausible(b []byte, signs string) bool {
	const leastText, leastBytes = 8, 32 // letters of what decodes to a text, and to anything
	b = bytes.TrimSpace(b)
	other := urlAlphabet
	if signs == urlAlphabet {
		if other = stdAlphabet; !bytes.ContainsAny(b, signs) {
			return false
		}
	}
	if len(b) < leastText || bytes.ContainsAny(b, other) || bytes.IndexByte(b, ':') >= 0 {
		return false
	}
	out, err := unbase64(b)
	if err != nil || len(out) == 0 {
		return false
	}
	defer clear(out)
	return readable(out) || speaks(out) || len(b) >= leastBytes && mixed(b)
}

// unbase64 decodes either alphabet, padded or not, also where it is broken into lines.
func unbase64(b []byte) ([]byte, error) {
	in := make([]byte, 0, len(b))
	defer func() { clear(in[:cap(in)]) }()
	for _, c := range b {
		switch c {
		case '\r', '\n', ' ', '\t':
		case '-':
			in = append(in, '+')
		case '_':
			in = append(in, '/')
		default:
			in = append(in, c)
		}
	}
	bare := bytes.TrimRight(in, "=")
	if pad := len(in) - len(bare); pad > 2 || pad > 0 && len(in)%4 != 0 {
		return nil, base64.CorruptInputError(len(bare))
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(bare)))
	n, err := base64.RawStdEncoding.Decode(out, bare)
	if err != nil {
		clear(out)
		return nil, err
	}
	return out[:n], nil
}

// readable reports a text that somebody could have written.
func readable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	return bytes.IndexFunc(b, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' && r != '\r' && r != '\t' }) < 0
}

// speaks reports bytes that say themselves what they are.
func speaks(b []byte) bool { return Gzip.fits(b) || Certificate.fits(b) }

// mixed reports letters of both cases and digits, as chance makes them and no word has them.
func mixed(b []byte) bool {
	return bytes.ContainsFunc(b, unicode.IsUpper) && bytes.ContainsFunc(b, unicode.IsLower) && bytes.ContainsFunc(b, unicode.IsDigit)
}
