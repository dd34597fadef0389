//go:build unix

package aws

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend"
)

func TestAHelperThatHangsIsEndedWhenItsSignInIsAbandoned(t *testing.T) {
	needsShell(t)
	dir := noEnvironment(t)
	write(t, filepath.Join(dir, "helper.sh"), "echo $$ >"+filepath.Join(dir, "pid.new")+"\nmv "+filepath.Join(dir, "pid.new")+" "+filepath.Join(dir, "pid")+"\nsleep 60\n")
	write(t, filepath.Join(dir, "config"), "[profile p]\n"+regionLine+"credential_process = sh "+filepath.Join(dir, "helper.sh")+"\n")
	c := Open(Options{Profile: "p", Endpoint: unreached(t)})
	if c.Abandon() {
		t.Error("there was nothing to abandon")
	}
	got := make(chan error, 1)
	go func() {
		_, err := c.Describe(context.Background(), "prod/x")
		got <- err
	}()
	pid := 0
	for range 300 {
		if text, err := os.ReadFile(filepath.Join(dir, "pid")); err == nil {
			pid, _ = strconv.Atoi(strings.TrimSpace(string(text)))
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if pid == 0 || !c.Login().SigningIn || c.Login().Held {
		t.Fatalf("pid %d, %+v", pid, c.Login())
	}
	if !c.Abandon() {
		t.Error("nothing was abandoned")
	}
	select {
	case err := <-got:
		if e := fails(t, err, backend.ErrSignInGivenUp); e.Message != "the credential_process of profile p has not come to its end" || !strings.Contains(e.Advice, "profile p") || !errors.Is(err, backend.ErrNoCredentials) {
			t.Errorf("%v: %s", err, e.Message)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the call still waits")
	}
	for range 200 {
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("the helper %d still runs", pid)
}
