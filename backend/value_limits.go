package backend

import (
	"fmt"
	"unicode/utf8"
)

// MaxValue is the most bytes a secret's value may have, text or binary.
const MaxValue = 65536

// ValueProblem is why a value cannot be stored as it is, "" where it can: its size, or bytes in a text that the wire
// would replace.
func ValueProblem(v Value) (problem string) {
	if n := v.Len(); n == 0 || n > MaxValue {
		return fmt.Sprintf("the value has %s, the service takes 1 to %d", Counted(n, "byte"), MaxValue)
	}
	v.Use(func(b []byte) {
		if !v.Binary() && !utf8.Valid(b) {
			problem = fmt.Sprintf("a text value must be UTF-8: byte %d is not", invalidAt(b)+1)
		}
	})
	return problem
}

func invalidAt(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
