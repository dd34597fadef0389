package detail

import (
	"os/exec"
	"strings"
	"testing"
)

// What only shells undo in double quotes, other readers of such files take as it stands.
func TestALineOfAnEnvironmentFileIsReadAsItWas(t *testing.T) {
	for value, want := range map[string]string{
		"made-up": "made-up", "pa$$word": "'pa$$word'", "a`b": "'a`b'", "p#x y": "'p#x y'", `say "x"`: `'say "x"'`, "it's": `"it's"`, "it's $5": `"it's \$5"`, "": `""`,
		"two\nlines": `"two\nlines"`, `C\a`: `"C\\a"`,
	} {
		line := string(envQuote(nil, []byte(value)))
		if line != want {
			t.Errorf("%q is written as %s, not %s", value, line, want)
		}
		if strings.Contains(value, "\n") { // a shell knows no other way of writing it
			continue
		}
		if out, err := exec.Command("sh", "-c", "X="+line+"; printf %s \"$X\"").Output(); err == nil && string(out) != value {
			t.Errorf("a shell reads %s as %q", line, out)
		}
	}
}
