package aws

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/local"
	"strongroom/internal/tools"
)

func TestTheEmbeddedServerKeepsThePromises(t *testing.T) {
	backendtest.Run(t, func(*testing.T) backendtest.Subject {
		server := local.New(local.Knobs{})
		in := func(region string) backend.Backend {
			return Open(Options{Transport: server.Transport(), Region: region})
		}
		return backendtest.Subject{Backend: in(embeddedRegion), In: in}
	})
}

// TestAnIndependentServerKeepsThePromises checks our reading of the protocol by somebody else's. What it is excused from is
// measured.
func TestAnIndependentServerKeepsThePromises(t *testing.T) {
	url := startMoto(t)
	noEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "made-up")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "made-up")
	in := func(region string) backend.Backend { return Open(Options{Endpoint: url, Region: region}) }
	backendtest.Run(t, func(*testing.T) backendtest.Subject {
		return backendtest.Subject{Backend: in("eu-west-1"), In: in, Excused: motoExcuses()}
	})
}

// TestARealAccountKeepsThePromises runs only where a profile is named for it.
func TestARealAccountKeepsThePromises(t *testing.T) {
	profile := os.Getenv("STRONGROOM_TEST_AWS_PROFILE")
	if profile == "" {
		t.Skip("STRONGROOM_TEST_AWS_PROFILE names no profile")
	}
	in := func(region string) backend.Backend { return Open(Options{Profile: profile, Region: region}) }
	be := in("")
	if _, err := be.Identity(t.Context()); err != nil {
		t.Fatal(err)
	}
	backendtest.Run(t, func(*testing.T) backendtest.Subject {
		return backendtest.Subject{Backend: be, In: in, Prefix: "strongroom-backendtest", Lag: 6 * time.Minute}
	})
}

// startMoto starts moto_server on a free port of its own and ends it after the test.
func startMoto(t *testing.T) (url string) {
	t.Helper()
	program := tools.Need(t, "moto_server")
	spare, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(spare.Addr().String())
	spare.Close()
	cmd := exec.Command(program, "-H", "127.0.0.1", "-p", port)
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	go io.Copy(io.Discard, bufio.NewReader(out))
	url = fmt.Sprintf("http://127.0.0.1:%s", port)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if resp, err := http.Get(url + "/moto-api/"); err == nil {
			resp.Body.Close()
			return url
		}
		if time.Now().After(end) {
			t.Fatal("moto_server does not answer")
		}
	}
}

func motoExcuses() backendtest.Excuses {
	return backendtest.Excuses{
		Order:         true,
		DeletedDate:   true,
		NoValue:       true,
		Batch:         true,
		Deprecated:    true,
		NoVersions:    true,
		Names:         true,
		Sizes:         true,
		EmptyText:     true,
		PendingWrites: true,
		PendingNames:  true,
		Labels:        true,
		Rotation:      true,
		PolicyCheck:   true,
		PolicyText:    true,
		PolicyNames:   true,
		Promotion:     true,
	}
}
