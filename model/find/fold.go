package find

import "unicode"

// foldASCII puts ASCII letters into lower case, in place.
func foldASCII(b []byte) {
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
}

// fold is the text in lower case; bytes that are not UTF-8 become the replacement character.
func fold(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for _, r := range string(b) {
		out = append(out, string(unicode.ToLower(r))...)
	}
	return out
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
