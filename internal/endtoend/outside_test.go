//go:build unix

package endtoend

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
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/program"
)

// memory is a directory of this test's own that lies in memory.
func memory(t *testing.T) string {
	t.Helper()
	if places := disk.ScratchPlaces(func(string) string { return "" }, program.SharedMemory); len(places) == 0 || places[0].Disk {
		t.Skip("no directory in memory is known here")
	}
	dir, err := os.MkdirTemp(program.SharedMemory, terminal.ScratchOfTests)
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
func startBeside(t *testing.T, ed string, s terminal.Session, env ...string) (x *terminal.Terminal, run string) {
	t.Helper()
	run = memory(t)
	s.Args, s.W, s.H = append(s.Args, "--demo"), 120, 36
	s.Env = append(s.Env, "XDG_RUNTIME_DIR="+run, "EDITOR="+ed, "REPORT="+filepath.Join(run, "report"))
	s.Env = append(s.Env, env...)
	x = terminal.Start(t, s).Sees("Secrets", "? help")
	x.Memory = run // other tests have theirs beside it
	return x.Press("/").Type("dev/payments/stripe").Press("enter").Sees("1 of 214").Gone("made-up"), run
}

// vanishes waits until no such directory is there.
func vanishes(t *testing.T, in string) {
	t.Helper()
	began := time.Now()
	for len(terminal.Scratches(t, in)) > 0 {
		if time.Since(began) > terminal.Patience {
			t.Fatalf("still there: %v", terminal.Scratches(t, in))
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Logf("gone after %v", time.Since(began))
}

func TestTheEditorsFileIsForItsUserAlone(t *testing.T) {
	t.Parallel()
	for _, umask := range []string{"022", "000", "777"} {
		t.Run(umask, func(t *testing.T) {
			t.Parallel()
			ed := terminal.Stub(t, looks+`sleep 1; sed s/made-up/`+terminal.Canary+`/ <"$f" >"$f.new" && mv "$f.new" "$f"`)
			x, run := startBeside(t, ed, terminal.Session{Program: "/bin/sh", Args: []string{"-c", "umask " + umask + `; exec "$0" "$@"`, terminal.Strongroom(t)}})
			x.Press("E").Sees("looked")
			x.SweepProcesses("made-up")
			x.Sees("changed in vim").Gone(terminal.Canary)
			if left := terminal.Scratches(t, run); left != nil {
				t.Errorf("the result was told with %v still there", left)
			}
			report, err := os.ReadFile(filepath.Join(run, "report"))
			if err != nil {
				t.Fatal(err)
			}
			if !regexp.MustCompile(`(?s)^drwx------.* .*/strongroom-edit-\d+\n-rw-------.*/secret\.json\n\.lock\nsecret\.json\n$`).Match(report) {
				t.Errorf("the editor sees\n%s", report)
			}
			x.Press("ctrl+s").Sees("Save the value")
			time.Sleep(400 * time.Millisecond)
			x.Press("enter").Sees("saved dev/payments/stripe").Press("q").Exit()
			x.Sweep(terminal.Canary)
			x.Sweep("made-up")
		})
	}
}

// A directory on a disk is taken only after a question, also where the way to it is a link.
func TestWithoutADirectoryInMemoryItAsksFirst(t *testing.T) {
	t.Parallel()
	real := t.TempDir()
	if !(disk.BestPlace([]disk.Place{{Dir: real}}) == disk.Place{Dir: real}) || !onDisk(real) {
		t.Skip("the directory for temporary files is in memory here")
	}
	link := filepath.Join(t.TempDir(), "tmp")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(t.TempDir(), "report")
	x := terminal.Start(t, terminal.Session{Program: terminal.Variant(t), Args: []string{"no-shared-memory", "--demo"}, W: 120, H: 36, Env: []string{"TMPDIR=" + link, "XDG_RUNTIME_DIR=" + t.TempDir(),
		"EDITOR=" + terminal.Stub(t, looks+"sleep 1"), "REPORT=" + report}})
	x.Sees("Secrets", "? help").Press("/").Type("dev/payments/stripe").Press("enter").Sees("1 of 214")
	x.Press("E").Sees("Edit in vim", "dev/payments/stripe", "No directory in memory", "tmp")
	time.Sleep(400 * time.Millisecond)
	x.Press("enter").Gone("Edit in vim").Settle()
	if _, err := os.Stat(report); err == nil {
		t.Fatal("the editor ran after a no")
	}
	x.Press("E").Sees("Edit in vim")
	time.Sleep(400 * time.Millisecond)
	x.Press("y").Sees("looked").Sees("nothing was changed in vim")
	if seen, err := os.ReadFile(report); err != nil || !strings.HasPrefix(string(seen), "drwx------") || !strings.Contains(string(seen), link) {
		t.Errorf("the editor sees\n%s%v", seen, err)
	}
	vanishes(t, real)
	x.Press("q").Exit()
	x.Sweep("made-up")
}

func onDisk(dir string) bool {
	places := disk.ScratchPlaces(func(name string) string { return map[string]string{"XDG_RUNTIME_DIR": dir}[name] }, "")
	return len(places) > 0 && places[0].Dir == dir && places[0].Disk
}

func TestASignalEndsTheEditorAndLeavesNothing(t *testing.T) {
	t.Parallel()
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
		"TERM, the file is new": {syscall.SIGTERM, `echo '{"` + terminal.Canary + `": 1}' >"$f"; echo written; exec sleep 1000`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, run := startBeside(t, terminal.Stub(t, looks+c.script), terminal.Session{})
			x.Press("E").Sees("looked")
			children := terminal.Descendants(x.Cmd.Process.Pid)
			began := time.Now()
			x.Signal(c.sig)
			if c.sig == syscall.SIGQUIT || c.sig == syscall.SIGINT {
				x.Sees("nothing is taken over from vim: it ended")
				vanishes(t, run)
				x.Press("q")
				x.Exit()
				return
			}
			if status := x.Exit(); status != 128+int(c.sig) {
				t.Errorf("exit status %d", status)
			}
			t.Logf("ended after %v", time.Since(began))
			if left := terminal.Scratches(t, run); left != nil && c.sig != syscall.SIGKILL {
				t.Errorf("left behind: %v", left)
			}
			vanishes(t, run) // after KILL at the hands of the process that watches
			for _, pid := range children {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
			x.Sweep("made-up")
			x.Sweep(terminal.Canary)
		})
	}
}

func TestAnEditorThatIsKilledChangesNothingAndLeavesNothing(t *testing.T) {
	t.Parallel()
	x, run := startBeside(t, terminal.Stub(t, looks+`echo '{}' >"$f"; kill -9 $$`), terminal.Session{})
	x.Press("E").Sees("nothing is taken over from vim: it ended with signal", "killed", "reopens what was saved").Sees("api_key")
	vanishes(t, run)
	x.Press("q").Sees("Quit with an unsaved edit").Settle()
	time.Sleep(400 * time.Millisecond)
	x.Press("y").Exit()
	x.Sweep("made-up")
}

func TestATestLeavesNoProcessBehind(t *testing.T) {
	t.Parallel()
	var started []int
	t.Run("an editor that heeds nothing", func(t *testing.T) {
		x, _ := startBeside(t, terminal.Stub(t, looks+"trap '' HUP TERM INT; while :; do sleep 1; done"), terminal.Session{})
		x.Press("E").Sees("looked")
		started = terminal.Descendants(x.Cmd.Process.Pid)
		x.Signal(syscall.SIGKILL)
		<-x.Exited
	})
	if len(started) < 3 {
		t.Fatalf("%d processes: the test proves nothing", len(started))
	}
	for _, pid := range started {
		for end := time.Now().Add(terminal.Patience); terminal.Alive(pid); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("process %d is left", pid)
			}
		}
	}
}

func TestTheNextStartSweepsWhatTheDeadHaveLeftAndNothingOfTheLiving(t *testing.T) {
	t.Parallel()
	ed := terminal.Stub(t, looks+"exec sleep 1000")
	dead, run := startBeside(t, ed, terminal.Session{})
	dead.Press("E").Sees("looked")
	for _, pid := range terminal.Descendants(dead.Cmd.Process.Pid)[1:] {
		if line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); strings.Contains(string(line), "gives the terminal back") {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it would sweep
			for terminal.Alive(pid) {
				time.Sleep(time.Millisecond)
			}
		}
	}
	dead.Signal(syscall.SIGKILL)
	<-dead.Exited
	left := terminal.Scratches(t, run)
	if len(left) != 1 {
		t.Fatalf("left behind: %v", left)
	}
	living := terminal.Start(t, terminal.Session{Args: []string{"--demo"}, W: 120, H: 36, Env: []string{"XDG_RUNTIME_DIR=" + run, "EDITOR=" + ed, "REPORT=" + filepath.Join(run, "report")}})
	living.Sees("Secrets", "? help")
	vanishes(t, run)
	living.Press("/").Type("dev/payments/stripe").Press("enter").Sees("1 of 214").Press("E").Sees("looked")
	before := terminal.Scratches(t, run)
	if err := os.MkdirAll(filepath.Join(run, "strongroom-edit-0"), 0o700); err != nil { // a second leftover tells when the sweep has been
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(run, "strongroom-edit-0", ".lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	third := terminal.Start(t, terminal.Session{Args: []string{"--demo"}, W: 120, H: 36, Env: []string{"XDG_RUNTIME_DIR=" + run}}).Sees("Secrets", "? help")
	for end := time.Now().Add(terminal.Patience); ; time.Sleep(10 * time.Millisecond) {
		now := terminal.Scratches(t, run)
		if fmt.Sprint(now) == fmt.Sprint(before) {
			break
		}
		if time.Now().After(end) || len(now) == 0 {
			t.Fatalf("there is %v, want %v", now, before)
		}
	}
	third.Press("q").Exit()
	living.Signal(syscall.SIGTERM)
	living.Exit()
	vanishes(t, run)
}

func TestWhatWasSavedInTheEditorBeforeASignalIsInTheDraft(t *testing.T) {
	t.Parallel()
	state := "XDG_STATE_HOME=" + t.TempDir()
	x, run := startBeside(t, terminal.Stub(t, `echo '{"`+terminal.Canary+`": 1}' >"$f"; echo written; exec sleep 1000`), terminal.Session{}, state)
	x.Press("E").Sees("written")
	x.Signal(syscall.SIGTERM)
	if status := x.Exit(); status != 143 {
		t.Errorf("exit status %d", status)
	}
	vanishes(t, run)
	x.Sweep(terminal.Canary)
	again := terminal.Start(t, terminal.Session{Args: []string{"--demo"}, W: 120, H: 36, Env: []string{"XDG_RUNTIME_DIR=" + run, state}})
	again.Sees("an unsaved edit of dev/payments/stripe").Press("q").Exit()
}
