//go:build unix

package terminal

import (
	"encoding/base64"
	"encoding/hex"
	"testing"
)

func TestTheSweepFindsASecretInEveryGuise(t *testing.T) {
	const secret = "CANARY-\"q\"/7f3c"
	for name, in := range map[string]string{
		"raw":    "a " + secret + " b",
		"JSON":   `{"value":"CANARY-\"q\"/7f3c"}`,
		"hex":    "00" + hex.EncodeToString([]byte(secret)) + "ff",
		"base64": base64.StdEncoding.EncodeToString([]byte("{" + secret + "}")),
		"again":  base64.StdEncoding.EncodeToString([]byte("ab" + secret + "yz")),
		"third":  base64.URLEncoding.EncodeToString([]byte(secret)),
		"URL":    "?value=CANARY-%22q%22%2F7f3c",
	} {
		if Leaks(secret, []byte(in)) == nil {
			t.Errorf("%s: not found in %q", name, in)
		}
	}
	if found := Leaks(secret, []byte("nothing of it, CANARY alone")); found != nil {
		t.Errorf("found %v where there is nothing", found)
	}
}
