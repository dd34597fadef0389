//go:build unix

package holder

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/model/clip"
)

// listen is a display's number at loopback, and what becomes of who connects there.
func listen(t *testing.T, serve func(net.Conn)) (display string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return fmt.Sprintf("DISPLAY=localhost:%d.0", l.Addr().(*net.TCPAddr).Port-6000)
}

func TestWhereNoXServerAnswersTheToolIsUsed(t *testing.T) {
	t.Parallel()
	for name, display := range map[string]string{"none": "DISPLAY=:4711", "a silent one": listen(t, func(net.Conn) {})} {
		dir := t.TempDir()
		file := filepath.Join(dir, "held")
		script(t, dir, "xclip", `case "$*" in *-out*) exec /bin/cat `+file+`;; *) exec /bin/cat >`+file+`;; esac`)
		p := runProgram(t, nil, display, "PATH="+dir)
		said := ""
		until(t, "the tool has answered in time, as it may not where the machine has much to do", func() bool {
			said = p.does(command{Do: "copy", Text: canary, Life: time.Hour}).Said
			return said != "xclip: "+clip.ErrSilent.Error()
		})
		if said != "<nil>" {
			t.Fatalf("%s: copying: %s", name, said)
		}
		if b, err := os.ReadFile(file); string(b) != canary {
			t.Errorf("%s: the tool was given %q, %v", name, b, err)
		}
		pid := p.holder()
		if r := p.does(command{Do: "clear", Text: canary}); r.Said != "1 <nil>" {
			t.Errorf("%s: the program is told %s", name, r.Said)
		}
		until(t, "the holder has ended", func() bool { return !isHolder(pid) })
		p = runProgram(t, nil, display)
		if r := p.does(command{Do: "copy", Text: canary, Life: time.Hour}); !strings.HasPrefix(r.Said, "X11: ") {
			t.Errorf("%s: without a tool the program is told %q", name, r.Said)
		}
		if r := p.does(command{Do: "clear", Text: canary}); r.Said != "2 <nil>" {
			t.Errorf("%s: of what never came there the program is told %q", name, r.Said)
		}
	}
}

// OpenSSH forwards a display as a port at loopback.
func TestOverSSHAForwardedDisplayIsTheUsersOwn(t *testing.T) {
	t.Parallel()
	at := places(t)["X11"]
	socket := "/tmp/.X11-unix/X" + strings.TrimPrefix(at.env[0], "DISPLAY=:")
	display := listen(t, func(c net.Conn) {
		x, err := net.Dial("unix", socket)
		if err != nil {
			return
		}
		go func() { _, _ = io.Copy(x, c); _ = x.Close() }()
		_, _ = io.Copy(c, x)
		_ = c.Close()
	})
	p := runProgram(t, nil, display, "SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22").copies(canary, time.Hour)
	if held := at.held(); held != canary {
		t.Errorf("the clipboard holds %q", held)
	}
	p.end(syscall.SIGKILL)
	if held := at.held(); held != canary {
		t.Errorf("after the end the clipboard holds %q", held)
	}
}

func TestAHolderHasNothingInItsArgumentsAndOnlyWhatItNeedsInItsEnvironment(t *testing.T) {
	t.Parallel()
	for name, at := range places(t) {
		pid := runProgram(t, nil, append([]string{"HOME=/made-up", "GITHUB_TOKEN=made-up", "LC_ALL=C"}, at.env...)...).copies(canary, time.Hour).holder()
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if args := strings.Split(string(line), "\x00"); err != nil || len(args) != 3 || args[1] != title || args[2] != "" {
			t.Errorf("%s: its arguments are %q, %v", name, args, err)
		}
		env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
		if err != nil {
			continue // not readable, which is the aim
		}
		got := strings.Split(strings.TrimSuffix(string(env), "\x00"), "\x00")
		want := append(append([]string{"HOME=/made-up", "LC_ALL=C"}, at.env...), mark+"=1")
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: its environment is %q, want %q", name, got, want)
		}
	}
}

func TestAGuardEmptiesTheTerminalWhereTheProgramCouldNot(t *testing.T) {
	t.Parallel()
	const empty = "\x1b]52;c;\x07"
	for _, c := range []struct {
		name string
		tell []string
		env  string
		want string
	}{
		{"killed", nil, "", empty},
		{"killed in screen", nil, "STY=1", "\x1bP" + empty + "\x1b\\"},
		{"killed while something else may be there", []string{"away"}, "", ""},
		{"dismissed", []string{"dismiss"}, "", ""},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		p := runProgram(t, w, "PATH="+t.TempDir(), c.env)
		_ = w.Close()
		p.does(command{Do: "guard", Text: canary})
		pid := p.holder()
		for _, word := range c.tell {
			p.does(command{Do: word})
		}
		p.end(syscall.SIGKILL)
		until(t, "the guard has ended", func() bool { return !isHolder(pid) })
		got, err := bufio.NewReader(r).ReadString(0)
		if got != c.want {
			t.Errorf("%s: the terminal got %q, want %q (%v)", c.name, got, c.want, err)
		}
		_ = r.Close()
	}
}
