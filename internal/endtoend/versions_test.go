//go:build unix

package endtoend

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// startServe starts the built program as a server on loopback; it ends with the test.
func startServe(t *testing.T) *witness {
	t.Helper()
	tools.Need(t, "aws")
	w := &witness{t: t, home: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, terminal.Strongroom(t), "serve", "--listen", "127.0.0.1:0")
	cmd.Env = w.env()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	_, addr, ok := strings.Cut(strings.TrimSpace(line), "http://")
	if err != nil || !ok {
		t.Fatalf("serve says %q, %v", line, err)
	}
	w.endpoint = "http://" + addr
	return w
}

func (w *witness) secret(args ...string) (out struct {
	VersionId          string
	SecretString       string
	VersionIdsToStages map[string][]string
}) {
	w.t.Helper()
	b := w.run("aws", append([]string{"secretsmanager"}, append(args, "--secret-id", "app/rollback")...)...)
	if err := json.Unmarshal(b, &out); err != nil {
		w.t.Fatalf("%v: %s", err, b)
	}
	return out
}

// labels are where the AWS CLI finds each label; one on two versions is a failure.
func (w *witness) labels() map[string]string {
	w.t.Helper()
	out := map[string]string{}
	for id, labels := range w.secret("describe-secret").VersionIdsToStages {
		for _, l := range labels {
			if out[l] != "" {
				w.t.Errorf("%s is on two versions", l)
			}
			out[l] = id
		}
	}
	return out
}

// finds waits until the AWS CLI finds the labels so.
func (w *witness) finds(what string, want map[string]string) {
	w.t.Helper()
	if got := w.labels(); fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%s: the AWS CLI finds %v, want %v", what, got, want)
	}
}

func TestTheAWSCLIAgreesWhereLabelsAre(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*testing.T) *witness{"moto": startWitness, "strongroom serve": startServe} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rollBack(t, begin(t))
		})
	}
}

func rollBack(t *testing.T, w *witness) {
	w.run("aws", "secretsmanager", "create-secret", "--name", "app/rollback", "--secret-string", `{"key":"made-up-one"}`)
	for _, v := range []string{"made-up-two", "made-up-three"} {
		w.secret("put-secret-value", "--secret-string", `{"key":"`+v+`"}`)
	}
	was := w.labels()
	three, two := was["AWSCURRENT"], was["AWSPREVIOUS"]
	x := w.browse()
	yes := func() {
		time.Sleep(400 * time.Millisecond)
		x.Press("y")
	}
	x.Sees("app/rollback").Settle().Press("/").Settle().Type("app/rollback").Settle().Press("enter").Settle()
	x.Press("3").Sees("AWSPREVIOUS", "Versions 3").Press("j")

	x.Press("p").Sees("Promote", "1234-5678-9012")
	yes()
	x.Sees("promoted")
	w.finds("promote", map[string]string{"AWSCURRENT": two, "AWSPREVIOUS": three})
	if got := w.secret("get-secret-value", "--version-stage", "AWSCURRENT"); got.SecretString != `{"key":"made-up-two"}` {
		t.Errorf("the AWS CLI reads %q", got.SecretString)
	}
	x.Press("u").Sees("u will promote")
	yes()
	x.Sees("undone")
	w.finds("promote back", map[string]string{"AWSCURRENT": three, "AWSPREVIOUS": two})

	cursorTo(x, two).Press("L").Sees("add a label")
	time.Sleep(400 * time.Millisecond)
	x.Press("a").Sees("of 20 labels")
	time.Sleep(400 * time.Millisecond)
	x.Type("blue").Press("enter").Sees("blue is on")
	w.finds("add", map[string]string{"AWSCURRENT": three, "AWSPREVIOUS": two, "blue": two})

	cursorTo(x, three).Press("L").Sees("move here")
	time.Sleep(400 * time.Millisecond)
	x.Press("1").Sees("Move blue")
	yes()
	x.Sees("blue is on " + three[:8])
	w.finds("move", map[string]string{"AWSCURRENT": three, "AWSPREVIOUS": two, "blue": three})

	cursorTo(x, three).Press("L").Sees("take off  blue")
	time.Sleep(400 * time.Millisecond)
	x.Press("1").Sees("Take blue off")
	yes()
	x.Sees("blue is off")
	w.finds("take off", map[string]string{"AWSCURRENT": three, "AWSPREVIOUS": two})
	x.Gone("made-up").Press("q").Exit()
	x.Restored()
}

// cursorTo walks the timeline to a version: a server may give all of them one date, so that their order is its own.
func cursorTo(x *terminal.Terminal, id string) *terminal.Terminal {
	x.T.Helper()
	x.Settle().Press("g").Settle()
	for range 4 {
		lines := strings.Split(x.Screen(), "\n")
		if slices.ContainsFunc(lines, func(l string) bool {
			return strings.Contains(l, "▌ ● "+id[:8]) || strings.Contains(l, "▌ ○ "+id[:8])
		}) {
			return x
		}
		x.Press("j").Settle()
	}
	x.T.Fatalf("the cursor does not find %s on\n%s", id, x.Screen())
	return x
}
