//go:build unix

package holder

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestASecretIsGoneAtItsTimeWhateverBecameOfTheProgram(t *testing.T) {
	for _, name := range []string{"X11", "wl-copy"} {
		for _, end := range []syscall.Signal{0, syscall.SIGKILL, syscall.SIGSEGV, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGSTOP} {
			t.Run(fmt.Sprint(name, end), func(t *testing.T) {
				t.Parallel()
				at := places(t)[name]
				p := runProgram(t, nil, at.env...).copies(canary, 2*time.Second)
				pid := p.holder()
				switch end {
				case 0:
				case syscall.SIGSTOP:
					_ = syscall.Kill(-p.cmd.Process.Pid, end)
				default:
					p.end(end)
				}
				if held := at.held(); held != canary {
					t.Errorf("right away the clipboard holds %q", held)
				}
				until(t, "the clipboard is empty", func() bool { return at.held() == "" })
				until(t, "the holder has ended", func() bool { return !isHolder(pid) })
			})
		}
	}
}

func TestWhatIsCopiedElsewhereIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, at := range places(t) {
		p := runProgram(t, nil, at.env...).copies(canary, time.Second)
		pid := p.holder()
		at.put("theirs")
		until(t, "the holder has ended", func() bool { return !isHolder(pid) })
		if r := p.does(command{Do: "clear", Text: canary}); r.Said != "2 <nil>" {
			t.Errorf("%s: the program is told %s", name, r.Said)
		}
		if held := at.held(); held != "theirs" {
			t.Errorf("%s: the clipboard holds %q", name, held)
		}
	}
}

func TestAnXServerTellsAtOnceThatSomebodyElseHasCopied(t *testing.T) {
	t.Parallel()
	at := places(t)["X11"]
	p := runProgram(t, nil, at.env...).copies(canary, time.Hour)
	pid := p.holder()
	at.put("theirs")
	until(t, "the holder has ended", func() bool { return !isHolder(pid) })
	p.does(command{Do: "await gone"})
	if r := p.does(command{Do: "clear", Text: canary}); r.Said != "2 <nil>" || at.held() != "theirs" {
		t.Errorf("the program is told %s, the clipboard holds %q", r.Said, at.held())
	}
}

// A program that remembers copies may take over what is copied.
func TestWhoeverTakesASecretOverLosesItAtItsTime(t *testing.T) {
	t.Parallel()
	at := places(t)["X11"]
	p := runProgram(t, nil, at.env...).copies(canary, 3*time.Second)
	at.put(canary)
	p.end(syscall.SIGKILL)
	until(t, "the clipboard is empty", func() bool { return at.held() == "" })

	p = runProgram(t, nil, at.env...).copies(canary, time.Hour)
	pid := p.holder()
	at.put(canary)
	time.Sleep(followTime)
	at.put("theirs")
	until(t, "the clipboard holds theirs", func() bool { return at.held() == "theirs" })
	until(t, "the holder has ended", func() bool { return !isHolder(pid) })
}

func TestTheNextCopyEndsTheHolderOfTheOneBefore(t *testing.T) {
	t.Parallel()
	for name, at := range places(t) {
		for _, next := range []string{canary, "CANARY-other"} {
			p := runProgram(t, nil, at.env...).copies(canary, time.Hour)
			first := p.holder()
			p.copies(next, time.Hour)
			until(t, "the first holder has ended", func() bool { return !isHolder(first) })
			if pids, held := p.holders(), at.held(); len(pids) != 1 || held != next {
				t.Errorf("%s: %d processes hold %q, want %q", name, len(pids), held, next)
			}
		}
	}
}

func TestTakingItOffEndsTheHolder(t *testing.T) {
	t.Parallel()
	for name, at := range places(t) {
		p := runProgram(t, nil, at.env...).copies(canary, time.Hour)
		pid := p.holder()
		if r := p.does(command{Do: "clear", Text: canary}); r.Said != "1 <nil>" || at.held() != "" {
			t.Errorf("%s: the program is told %s, the clipboard holds %q", name, r.Said, at.held())
		}
		until(t, "the holder has ended", func() bool { return !isHolder(pid) })
		if p.copies("CANARY-other", time.Hour); at.held() != "CANARY-other" {
			t.Errorf("%s: copied after that the clipboard holds %q", name, at.held())
		}
	}
}

func TestASecretsTimeBeginsWhenItIsThere(t *testing.T) {
	t.Parallel()
	const slow, life = time.Second / 2, 2 * time.Second
	dir := t.TempDir()
	file := filepath.Join(dir, "held")
	script(t, dir, "wl-copy", `case "$*" in *--help*) exit 0;; esac; /bin/cat >`+file+fmt.Sprintf("; /bin/sleep %g", slow.Seconds()))
	script(t, dir, "wl-paste", "exec /bin/cat "+file)
	p := runProgram(t, nil, "WAYLAND_DISPLAY=none", "PATH="+dir).copies(canary, life)
	copied := time.Now()
	until(t, "the clipboard is empty", func() bool { b, _ := os.ReadFile(file); return len(b) == 0 })
	if had := time.Since(copied); had < (life-slow+life)/2 { // it is seen late, never early
		t.Errorf("it had %v of its %v", had, life)
	}
	p.end(syscall.SIGKILL)
}

func TestAHolderThatIsKilledOrHangsLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	for name, at := range places(t) {
		for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGSTOP} {
			p := runProgram(t, nil, at.env...).copies(canary, time.Hour)
			pid := p.holder()
			if err := syscall.Kill(pid, sig); err != nil {
				t.Fatal(err)
			}
			if sig == syscall.SIGKILL {
				until(t, "the holder has ended", func() bool { return !isHolder(pid) })
				if name == "X11" {
					p.does(command{Do: "await gone"})
				}
			}
			said := ""
			until(t, "the program is told that it is cleared", func() bool {
				said = p.does(command{Do: "clear", Text: canary}).Said
				return said == "1 <nil>"
			})
			if name == "X11" && sig == syscall.SIGSTOP { // one that is stopped answers no paste either
				until(t, "the holder has ended", func() bool { return !isHolder(pid) })
			}
			if held := at.held(); held != "" {
				t.Errorf("%s, %v: the clipboard holds %q", name, sig, held)
			}
		}
	}
}

func TestAHolderThatIsAskedToEndTakesItOffFirst(t *testing.T) {
	t.Parallel()
	for name, at := range places(t) {
		p := runProgram(t, nil, at.env...).copies(canary, time.Hour)
		pid := p.holder()
		p.end(syscall.SIGKILL)
		for _, deaf := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTSTP} {
			_ = syscall.Kill(pid, deaf)
		}
		if held := at.held(); held != canary || !isHolder(pid) {
			t.Errorf("%s: what is meant for a program at a terminal ends it: %q", name, held)
		}
		_ = syscall.Kill(pid, syscall.SIGTERM)
		until(t, "the holder has ended", func() bool { return !isHolder(pid) })
		if held := at.held(); held != "" {
			t.Errorf("%s: the clipboard holds %q", name, held)
		}
	}
}

func TestWhatMayStayOutlivesTheProgramUntilSomebodyCopies(t *testing.T) {
	t.Parallel()
	at := places(t)["X11"]
	p := runProgram(t, nil, at.env...).copies("a name", 0)
	pid := p.holder()
	p.end(syscall.SIGTERM)
	if held := at.held(); held != "a name" {
		t.Errorf("after the end the clipboard holds %q", held)
	}
	at.put("theirs")
	until(t, "the holder has ended", func() bool { return !isHolder(pid) })
}

// The tool has written and does not come back, and the program is killed over it.
func TestAProgramThatIsKilledWhileAToolWritesLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "held")
	script(t, dir, "wl-copy", `case "$*" in *--help*) exit 0;; esac; /bin/cat >`+file+`; [ -s `+file+` ] || exit 0; exec /bin/sleep 1.5`)
	script(t, dir, "wl-paste", "exec /bin/cat "+file)
	p := runProgram(t, nil, "WAYLAND_DISPLAY=none", "PATH="+dir)
	if err := p.in.Encode(command{Do: "copy", Text: canary, Life: time.Second}); err != nil {
		t.Fatal(err)
	}
	held := func() string { b, _ := os.ReadFile(file); return string(b) }
	until(t, "the clipboard holds it", func() bool { return held() == canary })
	p.end(syscall.SIGKILL)
	until(t, "the clipboard is empty", func() bool { return held() == "" })
}
