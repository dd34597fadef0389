// Package tools says what becomes of a test whose machine lacks what it needs: it is skipped with the reason, and fails where
// the environment says that nothing may be missing. No test decides that by itself.
package tools

import (
	"os"
	"os/exec"
	"testing"
)

// Everything is the variable that, set to anything, makes what is missing a failure.
const Everything = "STRONGROOM_REQUIRE_TOOLS"

// Need is the path of a program that the test runs.
func Need(t testing.TB, name string) (path string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, name+" is not installed")
	}
	return path
}

// Missing ends the test for want of what why names.
func Missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv(Everything) != "" {
		t.Fatalf("%s, and %s asks for it", why, Everything)
	}
	t.Skip(why)
}
