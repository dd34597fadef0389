package decode

import "bytes"

// isPercent reports a text with escapes as in an address, of which none is broken.
func isPercent(b []byte) bool {
	b = bytes.TrimSpace(b)
	n := 0
	for i, c := range b {
		switch {
		case c <= ' ' || c > '~':
			return false
		case c != '%':
		case i+2 >= len(b) || hex(b[i+1]) < 0 || hex(b[i+2]) < 0:
			return false
		default:
			n++
		}
	}
	return n > 0
}

// unpercent decodes the escapes of a text, and leaves a broken one as it stands. A plus stays one. The caller owns the bytes.
func unpercent(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '%' && i+2 < len(b) && hex(b[i+1]) >= 0 && hex(b[i+2]) >= 0 {
			out = append(out, byte(hex(b[i+1])<<4|hex(b[i+2])))
			i += 2
			continue
		}
		out = append(out, b[i])
	}
	return out
}

// hex is the number that a digit stands for, -1 where it is none.
func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
