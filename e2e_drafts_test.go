//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

// drafts are the files in which the session's drafts lie.
func drafts(x *terminal) []string {
	x.t.Helper()
	files, err := filepath.Glob(filepath.Join(x.home, ".state", "strongroom", "drafts", "*.age"))
	if err != nil {
		x.t.Fatal(err)
	}
	return files
}

// hasDraft waits until the draft holds all that was typed: until nothing more is written.
func hasDraft(x *terminal) {
	x.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if files := drafts(x); len(files) == 1 {
			if info, err := os.Stat(files[0]); err == nil && time.Since(info.ModTime()) > 2*time.Second {
				return
			}
		}
	}
	x.t.Fatalf("there is no draft on\n%s", x.screen())
}

// again starts the program anew in the same login.
func again(x *terminal, args ...string) *terminal {
	x.t.Helper()
	return start(x.t, session{args: args, env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}, w: 120, h: 36, after: x})
}

// resumes goes on with the one draft there is.
func resumes(x *terminal, name string) *terminal {
	x.t.Helper()
	x.sees("1 draft ", "r resume", "0 decrypts").press("r").sees("Unsaved edits", name, "enter resumes it")
	return x.settledPress("enter").sees("resumed as it was", "1 changed", "0 decrypts")
}

const edited = "dev/billing/db"

// edits types a canary into a key of a secret.
func edits(x *terminal) *terminal {
	x.t.Helper()
	x.sees("1 of 214", "not read").press("e").sees("edit "+edited, "engine", "1 decrypt")
	return x.press("enter").typeText(canary).sees(fmt.Sprint(len(canary), " typed"))
}

func TestAnUnsavedEditOutlivesTheBuiltProgram(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(x *terminal){
		"TERM":                func(x *terminal) { x.signal(syscall.SIGTERM); x.exit(); x.restored() },
		"HUP":                 func(x *terminal) { x.signal(syscall.SIGHUP); x.exit(); x.restored() },
		"its terminal closed": func(x *terminal) { x.hangUp(); <-x.exited },
		"KILL":                func(x *terminal) { hasDraft(x); x.signal(syscall.SIGKILL); x.exit() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := startDemo(t, "--filter", "^"+edited+"$")
			x.watch(canary)
			edits(x)
			end(x)
			x.sweep(canary)
			if x.hasShown() {
				t.Error("the value was on the screen")
			}
			next := again(x, "--demo")
			next.watch(canary)
			resumes(next.sees("an unsaved edit of "+edited), edited).settle()
			if next.hasShown() {
				t.Error("the resumed value is not masked")
			}
			next.press("v").sees(canary).press("v").gone(canary)
			next.press("ctrl+s").sees("Save "+edited, "engine").settledPress("enter").sees("saved " + edited).gone("1 draft")
			next.press("q").exit()
			next.sweep(canary)
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
			server := local.New(local.Knobs{})
			server.SeedDemo()
			ctx, stop := context.WithCancel(context.Background())
			t.Cleanup(stop)
			addr := make(chan string, 1)
			go func() { _ = local.Serve(ctx, "127.0.0.1:0", server, func(a string) { addr <- a }) }()
			args := []string{"--endpoint-url", "http://" + <-addr, "--region", "eu-west-1"}
			x := start(t, session{args: append(args, "--filter", "^"+edited+"$"), env: []string{"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up"}, w: 120, h: 36})
			edits(x).press("ctrl+s").sees("Save "+edited, "engine")
			server.Set(c.set)
			x.settledPress("enter").sees(c.sees, "1 changed").press("v").sees(canary).press("v").gone(canary)
			hasDraft(x)
			x.sweep(canary)
			x.signal(syscall.SIGKILL)
			x.exit()
			x.sweep(canary)
			server.Set(func(k *local.Knobs) { k.Deny, k.Faults = nil, nil })
			next := resumes(again(x, args...), edited)
			next.press("ctrl+s").sees("Save " + edited).settledPress("enter").sees("saved " + edited).press("q").exit()
			next.sweep(canary)
			r, err := aws.Open(aws.Options{Transport: server.Transport()}).Reveal(ctx, edited, backend.VersionRef{Stage: backend.Current})
			if err != nil {
				t.Fatal(err)
			}
			r.Value.Use(func(b []byte) {
				if !strings.Contains(string(b), canary) {
					t.Error("what is stored is something else")
				}
			})
		})
	}
}

// T9: while an editor has the value, a signal ends both, and what was saved in the editor is in the draft.
func TestASignalDuringTheEditorKeepsWhatWasSavedThereAsADraft(t *testing.T) {
	script := filepath.Join(t.TempDir(), "jotter")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nprintf '{\"engine\":\""+canary+"\"}' >\"$1\"\necho it is saved\nexec sleep 1000\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	x := start(t, session{args: []string{"--demo", "--filter", "^" + edited + "$"}, env: []string{"VISUAL=" + script}, tools: []string{"sh", "sleep"}, w: 120, h: 36})
	x.sees("1 of 214", "not read").press("E").sees("Edit in jotter").settledPress("y").sees("it is saved")
	x.signal(syscall.SIGHUP)
	if status := x.exit(); status != 129 {
		t.Errorf("exit status %d", status)
	}
	x.restored()
	x.sweep(canary)
	next := again(x, "--demo")
	next.sees("1 draft ").press("r").sees("enter resumes it").settledPress("enter").sees("resumed as it was").press("V").sees(canary).press("q").sees("Quit with an unsaved edit").settledPress("y").exit()
	if files := drafts(next); files != nil {
		t.Errorf("%v is left of a discarded edit", files)
	}
	next.sweep(canary)
}

const brittleProbe = "brittle"

// fragile is the real model, in which one key panics.
type fragile struct{ tea.Model }

func (f fragile) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "f12" {
		panic(canary)
	}
	m, cmd := f.Model.Update(msg)
	return fragile{m}, cmd
}

func TestAPanicInTheRealProgramLosesNoLetter(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	x := start(t, session{program: self, env: []string{probeVariable + "=" + brittleProbe}, w: 120, h: 36})
	edits(x).typeText("\x1b[24~")
	if status := x.exit(); status != crashStatus {
		t.Errorf("exit status %d", status)
	}
	x.restored()
	x.sweep(canary, x.sent())
	resumes(again(x, "--demo"), edited).press("v").sees(canary)
}
