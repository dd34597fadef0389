// Package tools says what becomes of a test whose machine lacks what it needs: it is skipped with the reason, and fails where
// the environment says that nothing may be missing. No test decides that by itself.
package tools

import (
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
)

// Variables that say more when they are set to anything: Everything makes what is missing a failure, EveryCase has every case tried
// of those that are alike, which takes some minutes more.
const (
	Everything = "STRONGROOM_REQUIRE_TOOLS"
	EveryCase  = "STRONGROOM_EVERY_CASE"
)

// Need is the path of a program that the test runs.
func Need(t testing.TB, name string) (path string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, name+" is not installed")
	}
	return path
}

// Raced reports whether the tests have the race detector, and with them what they build.
func Raced() bool { return raced() }

var raced = sync.OnceValue(func() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.ContainsFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "-race" && s.Value == "true" })
})

// LeavesOut reports whether the case of that number, of many that are alike, is not tried: of each so many one is, and all of them
// where the environment asks for every case. The race detector makes each many times as long, and looks for something else.
func LeavesOut(number, ofEach int) bool {
	if Raced() {
		ofEach *= 8
	}
	return os.Getenv(EveryCase) == "" && number%ofEach != 0
}

// Long leaves a test out that waits for long, but where the environment asks for every case, or that nothing may be missing.
func Long(t testing.TB) {
	t.Helper()
	if os.Getenv(Everything) == "" && os.Getenv(EveryCase) == "" {
		t.Skip("it waits for long: .ci/run tries it, and " + EveryCase + "=1")
	}
}

// Pictures leaves a test that compares whole screens to a run without the race detector: they are the same with it, and take many
// times as long.
func Pictures(t testing.TB) {
	t.Helper()
	if Raced() && os.Getenv(EveryCase) == "" {
		t.Skip("screens are compared without the race detector")
	}
}

// Missing ends the test for want of what why names.
func Missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv(Everything) != "" {
		t.Fatalf("%s, and %s asks for it", why, Everything)
	}
	t.Skip(why)
}
