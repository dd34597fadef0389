//go:build unix

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"strongroom/backend"
	"strongroom/internal/tools"
)

// cli is the AWS CLI in a process that stays: starting it anew for each command takes a second. Where its code cannot be
// loaded so (version 2 comes without it), every command starts the program.
type cli struct {
	mu      sync.Mutex
	started bool
	in      io.Writer
	out     *bufio.Reader // nil where there is none
}

const cliLoop = `
import contextlib, io, json, sys
from awscli.clidriver import create_clidriver
real, driver = sys.stdout, create_clidriver()
print("ready", file=real, flush=True)
for line in sys.stdin:
    out, err, status = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = driver.main(json.loads(line))
        except SystemExit as e:
            status = e.code if isinstance(e.code, int) else 1
    print(json.dumps([status, out.getvalue(), err.getvalue()]), file=real, flush=True)
`

// runCLI runs one command; ok is false where the program must be started.
func (w *witness) runCLI(args []string) (out []byte, ok bool) {
	w.t.Helper()
	w.cli.mu.Lock()
	defer w.cli.mu.Unlock()
	if !w.cli.started {
		w.startCLI()
	}
	if w.cli.out == nil {
		return nil, false
	}
	command, err := json.Marshal(args)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.cli.in.Write(append(command, '\n')); err != nil {
		w.t.Fatalf("the AWS CLI is gone: %v", err)
	}
	line, err := w.cli.out.ReadBytes('\n')
	if err != nil {
		w.t.Fatalf("the AWS CLI is gone: %v", err)
	}
	var answer [3]any
	if err := json.Unmarshal(line, &answer); err != nil {
		w.t.Fatal(err)
	}
	text, _ := answer[1].(string)
	if status, _ := answer[0].(float64); status != 0 {
		w.t.Fatalf("aws %s: status %v\n%s%s", strings.Join(args, " "), answer[0], text, answer[2])
	}
	return []byte(text), true
}

func (w *witness) startCLI() {
	w.cli.started = true
	cmd := exec.Command("python3", "-c", cliLoop)
	cmd.Env = w.env()
	in, err := cmd.StdinPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		return
	}
	w.t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait()
	})
	answers := bufio.NewReader(out)
	if line, err := answers.ReadString('\n'); err == nil && line == "ready\n" {
		w.cli.in, w.cli.out = in, answers
	}
}

// The commands are run as they stand, in a shell whose own place is another one.
func TestACommandThatDoctorPrintsActsOnThatSecretAlone(t *testing.T) {
	tools.Need(t, "aws")
	tools.Need(t, "sh")
	program := executable(t) // before the home directory is another one, with no cache of builds in it
	s := newShell(t)
	s.underProfile("team", "eu-west-1")
	bin := t.TempDir()
	if err := os.Symlink(program, filepath.Join(bin, "strongroom")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "value.txt"), []byte("made-up"), 0o600); err != nil {
		t.Fatal(err)
	}
	elsewhere := append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "AWS_PROFILE=", "AWS_REGION=ap-south-1", "AWS_DEFAULT_REGION=ap-south-1")
	run := func(line string) {
		t.Helper()
		cmd := exec.Command("sh", "-c", line)
		cmd.Dir, cmd.Env = bin, elsewhere
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}
	for _, name := range []string{"shop/db", "=y!z"} {
		s.make("eu-west-1", name, 0)
		there := s.make("us-east-1", name, 9)
		s.types("doctor", "--", there).exits(1)
		run(s.offer("strongroom restore"))
		if home, back := s.exists("eu-west-1", name), s.exists("us-east-1", name); home != "active" || back != "active" {
			t.Fatalf("%s: restored, home has it %s and the region of its ARN %s", name, home, back)
		}
		if _, err := s.inRegion("us-east-1").Delete(t.Context(), there, backend.Deletion{WindowDays: 9}); err != nil {
			t.Fatal(err)
		}
		s.types("doctor", "--", there).exits(1)
		run(s.offer("delete-secret"))
		if home, gone := s.exists("eu-west-1", name), s.exists("us-east-1", name); home != "active" || gone != "no" {
			t.Fatalf("%s: deleted for good, home has it %s and the region of its ARN %s", name, home, gone)
		}
	}
	s.types("doctor", "--", "-new!").exits(1)
	run(s.offer("create-secret"))
	if got := s.exists("eu-west-1", "-new!"); got != "active" {
		t.Errorf("created, home has it %s", got)
	}
}
