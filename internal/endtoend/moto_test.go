//go:build unix

package endtoend

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// witness is a server that nobody here wrote, with the AWS CLI and boto3 to look at it.
type witness struct {
	t        *testing.T
	endpoint string
	home     string
	cli      awsCLI
}

// startWitness starts moto on loopback; it ends with the test.
func startWitness(t *testing.T) *witness {
	t.Helper()
	for _, tool := range []string{"moto_server", "aws", "python3"} {
		tools.Need(t, tool)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	_, port, _ := net.SplitHostPort(addr)
	w := &witness{t: t, endpoint: "http://" + addr, home: t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, "moto_server", "-H", "127.0.0.1", "-p", port)
	cmd.Env = w.env()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = cmd.Wait() })
	for end := time.Now().Add(terminal.Patience); ; time.Sleep(100 * time.Millisecond) {
		if r, err := http.Get(w.endpoint + "/moto-api/"); err == nil {
			r.Body.Close()
			return w
		} else if time.Now().After(end) {
			t.Fatalf("moto does not answer: %v", err)
		}
	}
}

// env is an environment that can reach nothing but the witness.
func (w *witness) env() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.home, "LANG=C.UTF-8", "PYENV_VERSION=" + os.Getenv("PYENV_VERSION"),
		"PYENV_ROOT=" + os.Getenv("PYENV_ROOT"), "AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up", "AWS_DEFAULT_REGION=eu-west-1",
		"AWS_EC2_METADATA_DISABLED=true", "AWS_ENDPOINT_URL=" + w.endpoint,
		// Older AWS CLIs and SDKs do not know AWS_ENDPOINT_URL: whatever would go elsewhere ends at a closed port here.
		"HTTPS_PROXY=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9", "NO_PROXY=127.0.0.1"}
}

func (w *witness) run(name string, args ...string) []byte {
	w.t.Helper()
	if name == "aws" {
		args = append([]string{"--endpoint-url", w.endpoint}, args...)
		if out, ok := w.runCLI(args); ok {
			return out
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = w.env()
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

// seed makes n secrets with boto3, and one whose name is made to drive a terminal.
func (w *witness) seed(n int) {
	w.t.Helper()
	w.run("python3", "-c", fmt.Sprintf(`
import boto3, json, os
c = boto3.client("secretsmanager", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
for i in range(%d):
    c.create_secret(Name="team%%d/svc%%03d/cred" %% (i %% 7, i), Description="witness %%d" %% i, Tags=[{"Key": "env", "Value": "dev"}],
        SecretString=json.dumps({"user": "u%%d" %% i, "password": "made-up-%%d" %% i}))
c.create_secret(Name="evil\x1b]52;c;eA==\x07\x1b[31mname", SecretString="made-up")
`, n))
}

// browse starts the built program on the witness.
func (w *witness) browse(args ...string) *terminal.Terminal {
	w.t.Helper()
	return terminal.Start(w.t, terminal.Session{Args: append([]string{"--endpoint-url", w.endpoint, "--region", "eu-west-1"}, args...), W: 120, H: 36,
		Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}})
}

func TestTheMainJobOnAServerThatNobodyHereWrote(t *testing.T) {
	t.Parallel()
	w := startWitness(t)
	w.seed(250)
	deleted := w.run("aws", "secretsmanager", "delete-secret", "--secret-id", "team3/svc003/cred", "--recovery-window-in-days", "9")
	if !strings.Contains(string(deleted), "DeletionDate") {
		t.Fatalf("%s", deleted)
	}
	x := w.browse()
	x.Sees("250 secrets", "1 deleted", "0 decrypts")
	x.Press("/").Type("svc017").Press("enter", "v").Sees("JSON · 2 keys", "1 decrypt").Gone("made-up-17")
	x.Press("j", "v").Sees("made-up-17")
	x.Press("c").Sees("by the terminal")
	if got := x.Copied(); len(got) != 1 || got[0] != "made-up-17" {
		t.Errorf("copied %q", got)
	}
	x.Press("1", "esc", "D").Sees("team3/svc003/cred", "left")
	x.Press("R").Sees("Restore a secret", "team3/svc003/cred", "1234-5678-9012")
	time.Sleep(400 * time.Millisecond)
	x.Press("y").Sees("restored team3/svc003/cred", "251 secrets", "0 deleted")
	x.Press("q")
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	x.Restored()
	x.Sweep("made-up-17")

	var s struct{ DeletedDate *float64 }
	if err := json.Unmarshal(w.run("aws", "secretsmanager", "describe-secret", "--secret-id", "team3/svc003/cred"), &s); err != nil || s.DeletedDate != nil {
		t.Errorf("the AWS CLI does not agree that it is back: %v %v", s.DeletedDate, err)
	}
}
