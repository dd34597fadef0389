package program

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"strongroom/internal/tools"
)

func TestAnAddressIsHandedToTheOpenerByItself(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the stand-in is a shell script under the name that Linux desktops use")
	}
	dir := t.TempDir()
	told := filepath.Join(dir, "told")
	script := "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\" >'" + told + ".new'\nmv '" + told + ".new' '" + told + "'\n"
	tools.Script(t, filepath.Join(dir, "xdg-open"), script)
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	open := Opener(func(name string) string { return map[string]string{"DISPLAY": ":0"}[name] })
	if open == nil {
		t.Fatal("no opener is found")
	}
	const address = "https://eu-west-1.console.aws.amazon.com/secretsmanager/secret?name=a%24%28touch%20x%29&region=eu-west-1"
	if err := open(address); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if b, err := os.ReadFile(told); err == nil {
			if string(b) != "1|"+address+"|" {
				t.Errorf("the opener was given %s", b)
			}
			break
		} else if time.Now().After(end) {
			t.Fatal("the opener was not run")
		}
	}
	for _, bad := range []string{"", "http://example.com", "file:///etc/passwd", "javascript:x", "https://", "-h", "https://a b", "https://a\nb", "ftp://x"} {
		if open(bad) == nil {
			t.Errorf("%q is opened", bad)
		}
	}
}

func TestNothingIsOpenedWhereNobodySitsBeforeTheScreen(t *testing.T) {
	for what, env := range map[string]map[string]string{
		"over SSH":        {"DISPLAY": ":0", "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"},
		"over SSH, a tty": {"WAYLAND_DISPLAY": "wayland-0", "SSH_TTY": "/dev/pts/0"},
	} {
		if Opener(func(name string) string { return env[name] }) != nil {
			t.Error(what, "something is opened")
		}
	}
	if runtime.GOOS == "linux" && Opener(func(string) string { return "" }) != nil {
		t.Error("something is opened without a desktop")
	}
}
