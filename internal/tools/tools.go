// Package tools says what becomes of a test whose machine lacks what it needs: it is skipped with the reason, and fails where
// the environment says that nothing may be missing. No test decides that by itself.
package tools

import (
	"hash/fnv"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
)

// Variables that say more when they are set to anything: Everything makes what is missing a failure, and has more cases tried of those
// that are alike than a plain run tries; EveryCase has every one of them tried, which takes some minutes more.
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

// Spares reports whether a plain run does not try the case of that number, of those that LeavesOut leaves: of each so many it tries
// one. Where the environment asks for every case, or that nothing may be missing, all of them are tried.
func Spares(number, ofEach int) bool { return Plain() && number%ofEach != 0 }

// Plain reports whether the environment asks for nothing: neither that all is tried, nor that nothing is missing.
func Plain() bool { return os.Getenv(Everything) == "" && os.Getenv(EveryCase) == "" }

// Long leaves a test out that waits or builds for long, but where the environment asks for every case, or that nothing may be missing.
func Long(t testing.TB) {
	t.Helper()
	if Plain() {
		t.Skip("it takes long: .ci/run tries it, and " + EveryCase + "=1")
	}
}

// Pictures leaves a test that compares whole screens to a run without the race detector: they are the same with it, and take many
// times as long.
func Pictures(t testing.TB) {
	t.Helper()
	if !All() {
		t.Skip("screens are compared without the race detector")
	}
}

// All reports whether every game is played.
func All() bool { return !Raced() || os.Getenv(EveryCase) != "" }

// AllPlayed reports whether every game of those that are alike is played, so that what they come by can be counted.
func AllPlayed() bool { return All() && !Plain() }

// Games leaves two of three games that are alike in what runs beside what to a run without the race detector, which plays all of them.
// Which ones is decided by their names, so that it is always the same.
func Games(t testing.TB) {
	t.Helper()
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.Name()))
	if !All() && h.Sum32()%3 != 0 {
		t.Skip("one game of three is played with the race detector, all without")
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
