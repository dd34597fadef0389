//go:build linux

package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend/backendtest"
	"strongroom/backend/local"
	"strongroom/internal/endtoend/terminal"
	"strongroom/internal/tools"
)

// kitty is a terminal that obeys more than others: control characters of eight bits, written as UTF-8, too.
type kitty struct {
	t       *testing.T
	command string
	env     []string
	socket  string
}

// startKitty shows a command in a window of 120 by 36 cells.
func startKitty(t *testing.T, command ...string) *kitty {
	t.Helper()
	display, home := tools.Display(t), t.TempDir()
	k := &kitty{t: t, command: tools.Need(t, "kitty"), socket: "unix:" + filepath.Join(home, "socket")}
	k.env = []string{"HOME=" + home, "PATH=/usr/bin:/bin", display, "LIBGL_ALWAYS_SOFTWARE=1", "LANG=C.UTF-8", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ACCESS_KEY_ID=made-up", "AWS_SECRET_ACCESS_KEY=made-up", "XDG_RUNTIME_DIR=" + home}
	args := append([]string{"--config", "NONE", "-o", "allow_remote_control=yes", "-o", "remember_window_size=no", "-o", "initial_window_width=120c", "-o", "initial_window_height=36c",
		"-o", "clipboard_control=write-clipboard write-primary read-clipboard read-primary", "--listen-on", k.socket}, command...)
	c := exec.Command(k.command, args...)
	c.Env = k.env
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	})
	return k
}

// asks is what kitty says to a command of its remote control, "" where it does not answer.
func (k *kitty) asks(args ...string) string {
	c := exec.Command(k.command, append([]string{"@", "--to", k.socket}, args...)...)
	c.Env = k.env
	out, _ := c.Output()
	return string(out)
}

// clipboard is what another client of the display finds on it.
func (k *kitty) clipboard() string {
	c := exec.Command("xclip", "-o", "-selection", "clipboard")
	c.Env = k.env
	out, _ := c.Output()
	return string(out)
}

func (k *kitty) sees(texts ...string) *kitty {
	k.t.Helper()
	for _, text := range texts {
		for end := time.Now().Add(terminal.Patience); !strings.Contains(k.asks("get-text"), text); time.Sleep(100 * time.Millisecond) {
			if time.Now().After(end) {
				k.t.Fatalf("kitty does not show %q but\n%s", text, k.asks("get-text"))
			}
		}
	}
	return k
}

func (k *kitty) types(keys ...string) *kitty {
	k.t.Helper()
	for _, key := range keys {
		k.asks("send-text", key)
		time.Sleep(500 * time.Millisecond)
	}
	return k
}

// T1 in a terminal that nobody here wrote, on which such text has overwritten the clipboard and the title.
func TestInKittyNothingFromOutsideReachesTheClipboardOrTheTitle(t *testing.T) {
	t.Parallel()
	tools.Need(t, "xclip")
	server, endpoint := serveDemo(t)
	const eight, seven = "\u009d52;c;b3V0c2lkZQ==\u009c\u009d0;outside\u009c\u009b8D", "\x1b]52;c;b3V0c2lkZQ==\a\x1b]2;outside\a"
	server.Plant(local.Seed{Name: "aaa/" + eight + "end", Description: eight + seven + backendtest.Outside + "end", Text: `{"` + eight + `":"` + eight + `end"}`,
		Tags: map[string]string{"owner": eight, eight: seven}, KMSKey: eight})
	raw := filepath.Join(t.TempDir(), "raw")
	if err := os.WriteFile(raw, []byte(eight), 0o600); err != nil {
		t.Fatal(err)
	}
	plain := startKitty(t, "/bin/sh", "-c", "cat "+raw+"; exec sleep 1000")
	until(t, time.Now().Add(terminal.Patience), "kitty obeys such text, or this proves nothing", func() bool { return plain.clipboard() == "outside" })
	k := startKitty(t, terminal.Strongroom(t), "--endpoint-url", endpoint, "--region", "eu-west-1").sees("aaa/", "? help")
	set := exec.Command("xclip", "-selection", "clipboard")
	set.Env, set.Stdin = k.env, strings.NewReader("somebody else's")
	if err := set.Run(); err != nil {
		t.Fatal(err)
	}
	k.types("V").sees("<U+009D>52;c;b3V0c2lkZQ==<U+009C>").types("]", "]", "3", "1", "!", "\x1b", "@", "\x1b", "d").sees("Delete").types("\x1b")
	if held := k.clipboard(); held != "somebody else's" {
		t.Errorf("the clipboard holds %q", held)
	}
	if state := k.asks("ls"); !strings.Contains(state, `"title": "strongroom"`) || strings.Contains(state, `"title": "outside`) {
		t.Errorf("the title is another:\n%s", state)
	}
}

func TestInKittyTheTerminalIsGivenBackWithoutTheValue(t *testing.T) {
	t.Parallel()
	shell := filepath.Join(t.TempDir(), "shell")
	script := "#!/bin/sh\n" + terminal.Strongroom(t) + " --demo --filter '^dev/billing/db$'\necho it ended with $?\nexec sleep 1000\n"
	tools.Script(t, shell, script)
	k := startKitty(t, shell).sees("1 of 214", "? help").types("V").sees(demoValue).types("q").sees("it ended with 0")
	if all := k.asks("get-text", "--extent", "all"); strings.Contains(all, demoValue) {
		t.Errorf("the value is left:\n%s", all)
	}
	if state := k.asks("ls"); strings.Contains(state, `"title": "strongroom"`) {
		t.Errorf("the title is left:\n%s", state)
	}
}
