//go:build unix

package endtoend

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
)

// deletedDate is when the AWS CLI says that a secret is or was to be deleted.
func (w *witness) deletedDate(name string) *float64 {
	w.t.Helper()
	var s struct{ DeletedDate any }
	if err := json.Unmarshal(w.run("aws", "secretsmanager", "describe-secret", "--secret-id", name), &s); err != nil {
		w.t.Fatal(err)
	}
	if s.DeletedDate == nil {
		return nil
	}
	return new(float64)
}

func TestTheOnCallStoryIsConfirmedByTheAWSCLI(t *testing.T) {
	t.Parallel()
	w := startWitness(t)
	w.seed(6)
	for _, name := range []string{"team1/svc001/cred", "team2/svc002/cred", "team3/svc003/cred"} {
		w.run("aws", "secretsmanager", "delete-secret", "--secret-id", name, "--recovery-window-in-days", "7")
	}
	x := w.browse("--deleted")
	x.Sees("3 deleted", "deadline ↑", "left")
	x.Press("space", "space", "R").Sees("Restore 2 secrets", "1234-5678-9012")
	time.Sleep(400 * time.Millisecond)
	x.Press("y").Sees("restored all 2", "1 deleted") // four keys
	x.Press("D", "d").Sees("Delete ", "restorable until")
	time.Sleep(400 * time.Millisecond)
	x.Press("y").Sees("u undoes", "2 deleted")
	x.Press("u").Sees("u will restore")
	time.Sleep(400 * time.Millisecond)
	x.Press("y").Sees("undone: deleted", "1 deleted")
	x.Press("q")
	if status := x.Exit(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	pending := 0
	for _, name := range []string{"team1/svc001/cred", "team2/svc002/cred", "team3/svc003/cred"} {
		if w.deletedDate(name) != nil {
			pending++
		}
	}
	if pending != 1 {
		t.Errorf("the AWS CLI counts %d that are still pending, want 1", pending)
	}
	list := string(w.strongroom(0, "deleted", "--json"))
	if strings.Count(list, `"name"`) != 1 {
		t.Errorf("strongroom deleted --json says\n%s", list)
	}
	var rows []struct{ Name string }
	if err := json.Unmarshal([]byte(list), &rows); err != nil || len(rows) != 1 {
		t.Fatalf("%v\n%s", err, list)
	}
	left := rows[0].Name
	if page := string(w.strongroom(1, "doctor", left)); !strings.Contains(page, "strongroom restore") || !strings.Contains(page, "SCHEDULED") {
		t.Errorf("the doctor says\n%s", page)
	}
	w.strongroom(0, "restore", left)
	if w.deletedDate(left) != nil {
		t.Error("the AWS CLI does not agree that the last one is back")
	}
	w.strongroom(1, "restore", "no/such")
}

// strongroom runs a command of the built program on the witness, and returns what it printed.
func (w *witness) strongroom(status int, args ...string) []byte {
	w.t.Helper()
	cmd := exec.Command(terminal.Strongroom(w.t), append(args, "--endpoint-url", w.endpoint, "--region", "eu-west-1")...)
	cmd.Env = w.env()
	var messages strings.Builder
	cmd.Stderr = &messages
	out, _ := cmd.Output()
	if got := cmd.ProcessState.ExitCode(); got != status {
		w.t.Errorf("strongroom %v exits with %d, want %d\n%s%s", args, got, status, out, messages.String())
	}
	return out
}
