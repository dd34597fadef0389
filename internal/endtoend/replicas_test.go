//go:build unix

package endtoend

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
)

// replicated is what the AWS CLI finds of a secret's replication in a region, and "gone" where there is no such secret.
func (w *witness) replicated(name, region string) string {
	w.t.Helper()
	b := w.run("aws", "--region", region, "secretsmanager", "list-secrets", "--output", "json", "--filters", "Key=name,Values="+name)
	var listed struct {
		SecretList []struct{ PrimaryRegion string }
	}
	if err := json.Unmarshal(b, &listed); err != nil {
		w.t.Fatalf("%v: %s", err, b)
	}
	if len(listed.SecretList) == 0 {
		return "gone"
	}
	b = w.run("aws", "--region", region, "secretsmanager", "describe-secret", "--output", "json", "--secret-id", name)
	var d struct {
		PrimaryRegion     string
		ReplicationStatus []struct{ Region, Status string }
	}
	if err := json.Unmarshal(b, &d); err != nil {
		w.t.Fatalf("%v: %s", err, b)
	}
	text := "of " + d.PrimaryRegion
	for _, r := range d.ReplicationStatus {
		text += " " + r.Region + "=" + r.Status
	}
	return text
}

// replicas is the program on the Replicas tab of a secret.
func (w *witness) replicas(x *terminal.Terminal, secret string) *terminal.Terminal {
	x.Sees(secret[:4]).Settle().Press("/").Settle().Type(secret).Settle().Press("enter").Settle()
	return x.Press("2", "]", "]", "]").Sees("no replicas").Settle()
}

func TestTheAWSCLIAgreesOnWhatTheReplicasTabDoes(t *testing.T) {
	t.Parallel()
	const secret = "app/replicated"
	w := startServe(t)
	w.run("aws", "secretsmanager", "create-secret", "--name", secret, "--secret-string", "made-up")
	finds := func(when string, want map[string]string) {
		t.Helper()
		for region, want := range want {
			if got := w.replicated(secret, region); got != want {
				t.Errorf("%s: in %s the AWS CLI finds %q, want %q", when, region, got, want)
			}
		}
	}
	x := w.replicas(w.browse(), secret)
	seen := func() *terminal.Terminal { // by then a dialog takes keys
		time.Sleep(400 * time.Millisecond)
		return x
	}
	adds := func(region string) {
		x.Press("a").Sees("Replicate to a region", secret)
		seen().Type(region).Press("enter").Sees("kms key there")
		seen().Press("enter", "enter", "enter").Sees("is in sync in " + region)
	}
	adds("us-east-1")
	finds("added", map[string]string{"eu-west-1": "of eu-west-1 us-east-1=InSync", "us-east-1": "of eu-west-1", "eu-central-1": "gone"})
	adds("eu-central-1")
	finds("added another", map[string]string{"eu-west-1": "of eu-west-1 us-east-1=InSync eu-central-1=InSync", "eu-central-1": "of eu-west-1"})
	x.Settle().Press("G").Settle().Press("p").Sees("Promote replica us-east-1")
	seen().Press("y").Sees("is a secret of its own now")
	finds("promoted", map[string]string{"eu-west-1": "of eu-west-1 eu-central-1=InSync", "us-east-1": "of "})
	x.Settle().Press("x").Sees("Remove replica eu-central-1")
	seen().Press("y").Sees("removed the replica")
	finds("removed", map[string]string{"eu-west-1": "of ", "eu-central-1": "gone", "us-east-1": "of "})
	x.Press("q").Exit()
}

// The installed CLI may know nothing of replication between accounts, so that it tells what it can: the values on both sides, and
// what the service lets each side do.
func TestTheAWSCLIOfEitherAccountReadsWhatTheProgramsReplicateBetweenThem(t *testing.T) {
	t.Parallel()
	const secret, follower, theirs = "app/between", "app/follows", "210987654321"
	w := startServe(t)
	field := func(account, name, call string, args ...string) string {
		t.Helper()
		command := append([]string{"AWS_ACCESS_KEY_ID=" + account, "aws", "--endpoint-url", w.endpoint, "secretsmanager", call, "--secret-id", name, "--output", "text"}, args...)
		return strings.TrimSpace(string(w.run("env", command...)))
	}
	value := func(when, account, name, want string) {
		t.Helper()
		if got := field(account, name, "get-secret-value", "--query", "SecretString"); got != want {
			t.Errorf("%s: the AWS CLI of %s reads %q, want %q", when, account, got, want)
		}
	}
	w.run("aws", "secretsmanager", "create-secret", "--name", secret, "--secret-string", "made-up-1", "--kms-key-id", "alias/ours")
	primary := field("made-up", secret, "describe-secret", "--query", "ARN")

	there := terminal.Start(t, terminal.Session{Args: []string{"--endpoint-url", w.endpoint, "--region", "eu-west-1"}, W: 120, H: 36,
		Env: []string{"AWS_ACCESS_KEY_ID=" + theirs, "AWS_SECRET_ACCESS_KEY=made-up"}})
	there.Sees("ci/deploy-bot").Settle().Press("m").Sees("Replica of another account")
	time.Sleep(400 * time.Millisecond)
	there.Paste(primary).Settle().Press("enter").Type(follower).Settle().Press("enter").Type("alias/theirs").Settle().Press("enter", "enter", "enter").Sees("created "+follower, "Pending")
	replica := field(theirs, follower, "describe-secret", "--query", "ARN")

	here := w.replicas(w.browse(), secret)
	here.Press("A").Sees("Replicate to another account")
	time.Sleep(400 * time.Millisecond)
	here.Paste(replica).Settle().Sees("value goes to 2109-8765-4321").Press("enter", "enter", "enter", "enter").Sees("is in sync in account 2109-8765-4321")
	value("associated", theirs, follower, "made-up-1")
	w.run("aws", "secretsmanager", "put-secret-value", "--secret-id", secret, "--secret-string", "made-up-2")
	value("saved here", theirs, follower, "made-up-2")
	here.Settle().Press("x").Sees("Let go of 2109-8765-4321")
	time.Sleep(400 * time.Millisecond)
	here.Press("y").Sees("let go of the replica")
	w.run("aws", "secretsmanager", "put-secret-value", "--secret-id", secret, "--secret-string", "made-up-3")
	value("let go", theirs, follower, "made-up-2")
	there.Settle().Press("/").Settle().Type(follower).Settle().Press("enter", "2", "]", "]", "]").Settle().Press("ctrl+r").Sees("Detached").Settle().Press("p").Sees("Promote replica")
	time.Sleep(400 * time.Millisecond)
	there.Press("y").Sees("is a secret of its own now")
	w.run("env", "AWS_ACCESS_KEY_ID="+theirs, "aws", "--endpoint-url", w.endpoint, "secretsmanager", "put-secret-value", "--secret-id", follower, "--secret-string", "made-up-own")
	value("promoted", theirs, follower, "made-up-own")
	value("promoted", "made-up", secret, "made-up-3")
	here.Press("q").Exit()
	there.Press("q").Exit()
}
