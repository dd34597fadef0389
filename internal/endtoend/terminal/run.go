//go:build unix

package terminal

import (
	"flag"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"strongroom/internal/tools"
)

// RunTests runs the tests of a package that start programs, and returns the status to exit with.
func RunTests(m *testing.M) int {
	heedSignals()
	forgetAccounts()
	defer forgetBuilt()
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue { // they mostly wait for programs and their screens
		atOnce := 16
		if tools.Raced() {
			atOnce = 4
		}
		_ = f.Value.Set(strconv.Itoa(max(atOnce, runtime.GOMAXPROCS(0))))
	}
	return m.Run()
}

// forgetAccounts leaves these tests nothing of AWS but a made-up key: what they reach, they name.
func forgetAccounts() {
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "AWS_") {
			_ = os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{"AWS_ACCESS_KEY_ID": "made-up", "AWS_SECRET_ACCESS_KEY": "made-up", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull} {
		_ = os.Setenv(name, value)
	}
}

// heedSignals undoes what whoever runs the tests may have ignored: programs started from here would inherit it, and
// rightly stay deaf. A signal that is caught here is back at its default in them.
func heedSignals() {
	for _, sig := range []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGTSTP} {
		if signal.Ignored(sig) {
			signal.Notify(make(chan os.Signal, 1), sig)
		}
	}
}
