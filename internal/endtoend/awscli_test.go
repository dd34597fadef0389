//go:build unix

package endtoend

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"sync"
)

// awsCLI is the AWS CLI in a process that stays: starting it anew for each command takes a second. Where its code cannot be
// loaded so (version 2 comes without it), every command starts the program.
type awsCLI struct {
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
