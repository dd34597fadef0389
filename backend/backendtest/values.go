package backendtest

import (
	"bytes"

	"strongroom/backend"
)

// Canary stands for a secret's bytes: wherever it is found it has been spilled.
const Canary = "made-up-CANARY-9b1f"

// Bytes is a copy of a value's bytes, nil where there are none.
func Bytes(v backend.Value) (out []byte) {
	v.Use(func(b []byte) { out = bytes.Clone(b) })
	return out
}
