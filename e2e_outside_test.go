//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend/disk"
)

// memory is a directory of this test's own that lies in memory.
func memory(t *testing.T) string {
	t.Helper()
	if places := disk.ScratchPlaces(func(string) string { return "" }, sharedMemory); len(places) == 0 || places[0].Disk {
		t.Skip("no directory in memory is known here")
	}
	dir, err := os.MkdirTemp(sharedMemory, "strongroom-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// looks makes a stub report on what it sees.
const looks = `ls -ld "$(dirname "$f")" "$f" >"$REPORT"; ls -A "$(dirname "$f")" >>"$REPORT"
echo looked
`

// startBeside runs the demo beside an own editor, with a directory in memory that only this test uses.
func startBeside(t *testing.T, ed string, s session, env ...string) (x *terminal, run string) {
	t.Helper()
	run = memory(t)
	s.args, s.w, s.h = append(s.args, "--demo"), 120, 36
	s.env = append(s.env, "XDG_RUNTIME_DIR="+run, "EDITOR="+ed, "REPORT="+filepath.Join(run, "report"))
	s.env = append(s.env, env...)
	x = start(t, s).sees("Secrets", "? help")
	x.memory = run // other tests have theirs beside it
	return x.press("/").typeText("dev/payments/stripe").press("enter").sees("1 of 214").gone("made-up"), run
}

// vanishes waits until no such directory is there.
func vanishes(t *testing.T, in string) {
	t.Helper()
	began := time.Now()
	for len(scratches(t, in)) > 0 {
		if time.Since(began) > patience {
			t.Fatalf("still there: %v", scratches(t, in))
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Logf("gone after %v", time.Since(began))
}

func TestTheEditorsFileIsForItsUserAlone(t *testing.T) {
	for _, umask := range []string{"022", "000", "777"} {
		t.Run(umask, func(t *testing.T) {
			t.Parallel()
			ed := stub(t, looks+`sleep 1; sed s/made-up/`+canary+`/ <"$f" >"$f.new" && mv "$f.new" "$f"`)
			x, run := startBeside(t, ed, session{program: "/bin/sh", args: []string{"-c", "umask " + umask + `; exec "$0" "$@"`, executable(t)}})
			x.press("E").sees("looked")
			x.sweepProcesses("made-up")
			x.sees("changed in vim").gone(canary)
			if left := scratches(t, run); left != nil {
				t.Errorf("the result was told with %v still there", left)
			}
			report, err := os.ReadFile(filepath.Join(run, "report"))
			if err != nil {
				t.Fatal(err)
			}
			if !regexp.MustCompile(`(?s)^drwx------.* .*/strongroom-edit-\d+\n-rw-------.*/secret\.json\n\.lock\nsecret\.json\n$`).Match(report) {
				t.Errorf("the editor sees\n%s", report)
			}
			x.press("ctrl+s").sees("Save dev/payments/stripe")
			time.Sleep(400 * time.Millisecond)
			x.press("enter").sees("saved dev/payments/stripe").press("q").exit()
			x.sweep(canary)
			x.sweep("made-up")
		})
	}
}

// A directory on a disk is taken only after a question, also where the way to it is a link.
func TestWithoutADirectoryInMemoryItAsksFirst(t *testing.T) {
	real := t.TempDir()
	if !(disk.BestPlace([]disk.Place{{Dir: real}}) == disk.Place{Dir: real}) || !onDisk(real) {
		t.Skip("the directory for temporary files is in memory here")
	}
	link := filepath.Join(t.TempDir(), "tmp")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(t.TempDir(), "report")
	x := start(t, session{program: self, w: 120, h: 36, env: []string{probeVariable + "=no shared memory", "TMPDIR=" + link, "XDG_RUNTIME_DIR=" + t.TempDir(),
		"EDITOR=" + stub(t, looks+"sleep 1"), "REPORT=" + report}})
	x.sees("Secrets", "? help").press("/").typeText("dev/payments/stripe").press("enter").sees("1 of 214")
	x.press("E").sees("Edit in vim", "dev/payments/stripe", "No directory in memory", "tmp")
	time.Sleep(400 * time.Millisecond)
	x.press("enter").gone("Edit in vim").settle()
	if _, err := os.Stat(report); err == nil {
		t.Fatal("the editor ran after a no")
	}
	x.press("E").sees("Edit in vim")
	time.Sleep(400 * time.Millisecond)
	x.press("y").sees("looked").sees("nothing was changed in vim")
	if seen, err := os.ReadFile(report); err != nil || !strings.HasPrefix(string(seen), "drwx------") || !strings.Contains(string(seen), link) {
		t.Errorf("the editor sees\n%s%v", seen, err)
	}
	vanishes(t, real)
	x.press("q").exit()
	x.sweep("made-up")
}

func onDisk(dir string) bool {
	places := disk.ScratchPlaces(func(name string) string { return map[string]string{"XDG_RUNTIME_DIR": dir}[name] }, "")
	return len(places) > 0 && places[0].Dir == dir && places[0].Disk
}

func TestASignalEndsTheEditorAndLeavesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		sig    syscall.Signal
		script string
	}{
		"TERM":                  {syscall.SIGTERM, "exec sleep 1000"},
		"HUP":                   {syscall.SIGHUP, "exec sleep 1000"},
		"TERM, a stubborn one":  {syscall.SIGTERM, "trap '' HUP TERM INT; while :; do sleep 1; done"},
		"HUP, with more files":  {syscall.SIGHUP, `cp "$f" "$f~"; mkdir "$(dirname "$f")/deep"; cp "$f" "$(dirname "$f")/deep/.x.swp"; exec sleep 1000`},
		"KILL":                  {syscall.SIGKILL, "exec sleep 1000"},
		"KILL, a stubborn one":  {syscall.SIGKILL, "trap '' HUP TERM INT; while :; do sleep 1; done"},
		"QUIT is the editor's":  {syscall.SIGQUIT, "sleep 2; exit 1"},
		"INT is the editor's":   {syscall.SIGINT, "sleep 2; exit 1"},
		"TERM, the file is new": {syscall.SIGTERM, `echo '{"` + canary + `": 1}' >"$f"; echo written; exec sleep 1000`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, run := startBeside(t, stub(t, looks+c.script), session{})
			x.press("E").sees("looked")
			children := descendants(x.cmd.Process.Pid)
			began := time.Now()
			x.signal(c.sig)
			if c.sig == syscall.SIGQUIT || c.sig == syscall.SIGINT {
				x.sees("nothing is taken over from vim: it ended")
				vanishes(t, run)
				x.press("q")
				x.exit()
				return
			}
			if status := x.exit(); status != 128+int(c.sig) {
				t.Errorf("exit status %d", status)
			}
			t.Logf("ended after %v", time.Since(began))
			if left := scratches(t, run); left != nil && c.sig != syscall.SIGKILL {
				t.Errorf("left behind: %v", left)
			}
			vanishes(t, run) // after KILL at the hands of the process that watches
			for _, pid := range children {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
			x.sweep("made-up")
			x.sweep(canary)
		})
	}
}

func TestAnEditorThatIsKilledChangesNothingAndLeavesNothing(t *testing.T) {
	x, run := startBeside(t, stub(t, looks+`echo '{}' >"$f"; kill -9 $$`), session{})
	x.press("E").sees("nothing is taken over from vim: it ended with signal", "killed", "reopens what was saved").sees("api_key")
	vanishes(t, run)
	x.press("q").sees("Quit with an unsaved edit").settle()
	time.Sleep(400 * time.Millisecond)
	x.press("y").exit()
	x.sweep("made-up")
}

func TestATestLeavesNoProcessBehind(t *testing.T) {
	var started []int
	t.Run("an editor that heeds nothing", func(t *testing.T) {
		x, _ := startBeside(t, stub(t, looks+"trap '' HUP TERM INT; while :; do sleep 1; done"), session{})
		x.press("E").sees("looked")
		started = descendants(x.cmd.Process.Pid)
		x.signal(syscall.SIGKILL)
		<-x.exited
	})
	if len(started) < 3 {
		t.Fatalf("%d processes: the test proves nothing", len(started))
	}
	for _, pid := range started {
		for end := time.Now().Add(patience); alive(pid); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("process %d is left", pid)
			}
		}
	}
}

func TestTheNextStartSweepsWhatTheDeadHaveLeftAndNothingOfTheLiving(t *testing.T) {
	ed := stub(t, looks+"exec sleep 1000")
	dead, run := startBeside(t, ed, session{})
	dead.press("E").sees("looked")
	for _, pid := range descendants(dead.cmd.Process.Pid)[1:] {
		if line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); strings.Contains(string(line), "gives the terminal back") {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it would sweep
			for alive(pid) {
				time.Sleep(time.Millisecond)
			}
		}
	}
	dead.signal(syscall.SIGKILL)
	<-dead.exited
	left := scratches(t, run)
	if len(left) != 1 {
		t.Fatalf("left behind: %v", left)
	}
	living := start(t, session{args: []string{"--demo"}, w: 120, h: 36, env: []string{"XDG_RUNTIME_DIR=" + run, "EDITOR=" + ed, "REPORT=" + filepath.Join(run, "report")}})
	living.sees("Secrets", "? help")
	vanishes(t, run)
	living.press("/").typeText("dev/payments/stripe").press("enter").sees("1 of 214").press("E").sees("looked")
	before := scratches(t, run)
	if err := os.MkdirAll(filepath.Join(run, "strongroom-edit-0"), 0o700); err != nil { // a second leftover tells when the sweep has been
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(run, "strongroom-edit-0", ".lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	third := start(t, session{args: []string{"--demo"}, w: 120, h: 36, env: []string{"XDG_RUNTIME_DIR=" + run}}).sees("Secrets", "? help")
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		now := scratches(t, run)
		if fmt.Sprint(now) == fmt.Sprint(before) {
			break
		}
		if time.Now().After(end) || len(now) == 0 {
			t.Fatalf("there is %v, want %v", now, before)
		}
	}
	third.press("q").exit()
	living.signal(syscall.SIGTERM)
	living.exit()
	vanishes(t, run)
}

func TestWhatWasSavedInTheEditorBeforeASignalIsInTheDraft(t *testing.T) {
	state := "XDG_STATE_HOME=" + t.TempDir()
	x, run := startBeside(t, stub(t, `echo '{"`+canary+`": 1}' >"$f"; echo written; exec sleep 1000`), session{}, state)
	x.press("E").sees("written")
	x.signal(syscall.SIGTERM)
	if status := x.exit(); status != 143 {
		t.Errorf("exit status %d", status)
	}
	vanishes(t, run)
	x.sweep(canary)
	again := start(t, session{args: []string{"--demo"}, w: 120, h: 36, env: []string{"XDG_RUNTIME_DIR=" + run, state}})
	again.sees("an unsaved edit of dev/payments/stripe").press("q").exit()
}
