package cli

import (
	"bytes"
	"context"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/internal/tools"
)

func TestAllRegionsAreListedWithOneLogin(t *testing.T) {
	s := newShell(t)
	os.Unsetenv("AWS_ACCESS_KEY_ID")
	os.Unsetenv("AWS_SECRET_ACCESS_KEY")
	home := os.Getenv("HOME")
	config := "[profile p]\nregion = eu-west-1\ncredential_process = sh -c 'echo run >>" + filepath.Join(home, "runs") +
		"; echo \"{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"made-up\\\",\\\"SecretAccessKey\\\":\\\"made-up\\\"}\"'\n"
	if err := os.WriteFile(os.Getenv("AWS_CONFIG_FILE"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	s.types("deleted", "--all-regions", "--profile", "p")
	runs, _ := os.ReadFile(filepath.Join(home, "runs"))
	if n := strings.Count(string(runs), "\n"); n != 1 || s.status != exitOK {
		t.Errorf("one login ran its helper %d times; status %d\n%s", n, s.status, s.err)
	}
	if !strings.Contains(s.out, "us-east-1") || !strings.Contains(s.out, "eu-west-1") || s.server.Calls()["ListSecrets"] < 33 {
		t.Errorf("%d calls told\n%s", s.server.Calls()["ListSecrets"], s.out)
	}
}

// broken is a backend whose listing panics with a value.
type broken struct{ backend.Backend }

func (broken) Where() backend.Where { return backend.Where{Region: "eu-west-1"} }

func (broken) List(_ context.Context, q backend.Query) iter.Seq2[backend.Page, error] {
	return func(yield func(backend.Page, error) bool) {
		yield(backend.Page{Secrets: []backend.Secret{{Name: "prod/" + q.Region, Deleted: time.Now()}}}, nil)
		panic("made-up-value")
	}
}

func TestAPanicInARegionIsToldAndTheOthersStay(t *testing.T) {
	var out, messages bytes.Buffer
	c := &command{out: &out, messages: &messages, Place: &backend.Place{Backend: backend.NewJournal(broken{}, time.Now)}}
	if rows := c.tombstones(t.Context(), []string{"eu-west-1", "us-east-1"}); len(rows) != 2 || !c.failed {
		t.Errorf("%d rows, failed %v", len(rows), c.failed)
	}
	if text := messages.String(); strings.Count(text, "could not list secrets: internal error") != 2 || strings.Contains(text, "made-up-value") {
		t.Errorf("told %q", text)
	}
}

func TestNoNameIsGuessedFromAPartialARN(t *testing.T) {
	s := newShell(t)
	const id = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:no/db-master"
	s.types("restore", id).exits(1).says("could not restore no/db-master: not found")
	s.types("doctor", id).exits(1).prints("no/db-master", "Create it, where no/db-master is the whole name:", "create-secret --name no/db-master ",
		"Create it, where no/db is the whole name:", "create-secret --name no/db ")
	s.server.Set(func(k *local.Knobs) {
		k.Deny = map[string]bool{"RestoreSecret": true, "DescribeSecret": true, "GetSecretValue": true}
	})
	s.types("restore", id).exits(1).says("could not restore no/db-master: access denied")
	s.types("doctor", id).exits(1).prints("no/db-master")
	if strings.Contains(s.out, "no/db ") || strings.Contains(s.out, "no/db\n") {
		t.Errorf("a name was guessed:\n%s", s.out)
	}
}

func TestARunbookIsNotToldToLeaveALoginWaiting(t *testing.T) {
	if hint := hintOf(&backend.Error{Op: "list secrets", Kind: backend.ErrTimeout, Advice: "leave it waiting"}); hint != "try again" {
		t.Errorf("the hint is %q", hint)
	}
}

func TestDoctorSaysThatTheRegionIsNotKnown(t *testing.T) {
	s := newShell(t)
	os.Unsetenv("AWS_REGION")
	s.types("doctor", "prod/orders/db").exits(1).prints("account not known · region not known", "no region set")
}

func TestAHelperThatHangsEndsWithTheCommandThatWasStopped(t *testing.T) {
	tools.Need(t, "sh")
	s := newShell(t)
	os.Unsetenv("AWS_ACCESS_KEY_ID")
	os.Unsetenv("AWS_SECRET_ACCESS_KEY")
	file := filepath.Join(os.Getenv("HOME"), "pid")
	config := "[profile p]\nregion = eu-west-1\ncredential_process = echo $$ >" + file + ".new && mv " + file + ".new " + file + " && exec sleep 60\n"
	if err := os.WriteFile(os.Getenv("AWS_CONFIG_FILE"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	helper := make(chan *os.Process, 1)
	go func() {
		for {
			if text, err := os.ReadFile(file); err == nil {
				pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
				p, _ := os.FindProcess(pid)
				helper <- p
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		if self, err := os.FindProcess(os.Getpid()); err != nil || self.Signal(os.Interrupt) != nil {
			t.Error("no process can be interrupted here")
		}
	}()
	s.types("deleted", "--profile", "p").exits(exitFailed).says("it was stopped")
	if p := <-helper; p.Signal(syscall.Signal(0)) == nil {
		t.Errorf("the helper %d still runs", p.Pid)
		_ = p.Kill()
	}
}
