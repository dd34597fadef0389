//go:build unix

package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// drafts are the files in which the session's drafts lie.
func drafts(x *terminal.Terminal) []string {
	x.T.Helper()
	files, err := filepath.Glob(filepath.Join(x.Home, ".state", "strongroom", "drafts", "*.age"))
	if err != nil {
		x.T.Fatal(err)
	}
	return files
}

// hasDraft waits until the draft holds all that was typed: until nothing more is written.
func hasDraft(x *terminal.Terminal) {
	x.T.Helper()
	for end := time.Now().Add(terminal.Patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if files := drafts(x); len(files) == 1 {
			if info, err := os.Stat(files[0]); err == nil && time.Since(info.ModTime()) > 2*time.Second {
				return
			}
		}
	}
	x.T.Fatalf("there is no draft on\n%s", x.Screen())
}

// again starts the program anew in the same login.
func again(x *terminal.Terminal, args ...string) *terminal.Terminal {
	x.T.Helper()
	return terminal.Start(x.T, terminal.Session{Args: args, Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}, W: 120, H: 36, After: x})
}

// resumes goes on with the one draft there is.
func resumes(x *terminal.Terminal, name string) *terminal.Terminal {
	x.T.Helper()
	x.Sees("1 draft ", "b resume", "0 decrypts").Press("b").Sees("Unsaved edits", name, "resume enter")
	return x.SettledPress("enter").Sees("resumed as it was", "1 changed", "0 decrypts")
}

const edited = "dev/billing/db"

// edits types a canary into a key of a secret.
func edits(x *terminal.Terminal) *terminal.Terminal {
	x.T.Helper()
	x.Sees("1 of 214", "not read").Press("e").Sees("edit "+edited, "engine", "1 decrypt")
	return x.Press("enter").Type(terminal.Canary).Sees(fmt.Sprint(len(terminal.Canary), " typed"))
}

func TestAnUnsavedEditOutlivesTheBuiltProgram(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(x *terminal.Terminal){
		"TERM":                func(x *terminal.Terminal) { x.Signal(syscall.SIGTERM); x.Exit(); x.Restored() },
		"HUP":                 func(x *terminal.Terminal) { x.Signal(syscall.SIGHUP); x.Exit(); x.Restored() },
		"its terminal closed": func(x *terminal.Terminal) { x.HangUp(); <-x.Exited },
		"KILL":                func(x *terminal.Terminal) { hasDraft(x); x.Signal(syscall.SIGKILL); x.Exit() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := startDemo(t, "--filter", "^"+edited+"$")
			x.Watch(terminal.Canary)
			edits(x)
			end(x)
			x.Sweep(terminal.Canary)
			if x.HasShown() {
				t.Error("the value was on the screen")
			}
			next := again(x, "--demo")
			next.Watch(terminal.Canary)
			resumes(next.Sees("an unsaved edit of "+edited), edited).Settle()
			if next.HasShown() {
				t.Error("the resumed value is not masked")
			}
			next.Press("v").Sees(terminal.Canary).Press("v").Gone(terminal.Canary)
			next.Press("ctrl+s").Sees("Save the value", edited, "engine").SettledPress("enter").Sees("saved " + edited).Gone("1 draft")
			next.Press("q").Exit()
			next.Sweep(terminal.Canary)
			if files := drafts(next); files != nil {
				t.Errorf("%v is left", files)
			}
		})
	}
}

// E3 against a service that fails: the edit is there after the failure, after a kill, and in no file.
func TestAFailedSaveAndAKillLoseNothingInTheBuiltProgram(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set  func(*local.Knobs)
		sees string
	}{
		"denied": {func(k *local.Knobs) { k.Deny = map[string]bool{"PutSecretValue": true} }, "access denied"},
		"500":    {func(k *local.Knobs) { k.Faults = []local.Fault{{Op: "PutSecretValue", Kind: local.ServerError, N: -1}} }, "not saved"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, endpoint := serveDemo(t)
			args := []string{"--endpoint-url", endpoint, "--region", "eu-west-1"}
			x := terminal.Start(t, terminal.Session{Args: append(args, "--filter", "^"+edited+"$"), Env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}, W: 120, H: 36})
			edits(x).Press("ctrl+s").Sees("Save the value", edited, "engine")
			server.Set(c.set)
			x.SettledPress("enter").Sees(c.sees, "1 changed").Press("v").Sees(terminal.Canary).Press("v").Gone(terminal.Canary)
			hasDraft(x)
			x.Sweep(terminal.Canary)
			x.Signal(syscall.SIGKILL)
			x.Exit()
			x.Sweep(terminal.Canary)
			server.Set(func(k *local.Knobs) { k.Deny, k.Faults = nil, nil })
			next := resumes(again(x, args...), edited)
			next.Press("ctrl+s").Sees("Save the value", edited).SettledPress("enter").Sees("saved " + edited).Press("q").Exit()
			next.Sweep(terminal.Canary)
			r, err := aws.Open(aws.Options{Transport: server.Transport()}).Reveal(t.Context(), edited, backend.VersionRef{Stage: backend.Current})
			if err != nil {
				t.Fatal(err)
			}
			r.Value.Use(func(b []byte) {
				if !strings.Contains(string(b), terminal.Canary) {
					t.Error("what is stored is something else")
				}
			})
		})
	}
}

// T9: while an editor has the value, a signal ends both, and what was saved in the editor is in the draft.
func TestASignalDuringTheEditorKeepsWhatWasSavedThereAsADraft(t *testing.T) {
	script := filepath.Join(t.TempDir(), "jotter")
	tools.Script(t, script, "#!/bin/sh\nprintf '{\"engine\":\""+terminal.Canary+"\"}' >\"$1\"\necho it is saved\nexec sleep 1000\n")
	x := terminal.Start(t, terminal.Session{Args: []string{"--demo", "--filter", "^" + edited + "$"}, Env: []string{"VISUAL=" + script}, Tools: []string{"sh", "sleep"}, W: 120, H: 36})
	x.Sees("1 of 214", "not read").Press("E").Sees("Edit in jotter").SettledPress("y").Sees("it is saved")
	x.Signal(syscall.SIGHUP)
	if status := x.Exit(); status != 129 {
		t.Errorf("exit status %d", status)
	}
	x.Restored()
	x.Sweep(terminal.Canary)
	next := again(x, "--demo")
	next.Sees("1 draft ").Press("b").Sees("resume enter").SettledPress("enter").Sees("resumed as it was").Press("V").Sees(terminal.Canary).Press("q").Sees("Quit with an unsaved edit").SettledPress("y").Exit()
	if files := drafts(next); files != nil {
		t.Errorf("%v is left of a discarded edit", files)
	}
	next.Sweep(terminal.Canary)
}

func TestAPanicInTheRealProgramLosesNoLetter(t *testing.T) {
	t.Parallel()
	x := terminal.Start(t, terminal.Session{Program: terminal.Variant(t), Args: []string{"brittle", "--demo", "--filter", "^" + edited + "$"}, W: 120, H: 36})
	edits(x).Type("\x1b[24~")
	if status := x.Exit(); status != 70 {
		t.Errorf("exit status %d", status)
	}
	x.Restored()
	x.Sweep(terminal.Canary, x.Sent())
	resumes(again(x, "--demo"), edited).Press("v").Sees(terminal.Canary)
}
