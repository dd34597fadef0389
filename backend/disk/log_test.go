//go:build unix

package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestALogIsNewOrALogOfOursAndNothingElseIsWrittenOver(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "log")
	old := umask(0)
	for _, line := range []string{"first, which is longer", "second"} {
		l, err := OpenLog(path)
		if err != nil {
			t.Fatal(err)
		}
		l.Line(line)
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		l.Line("after its end")
		if got, err := os.ReadFile(path); err != nil || string(got) != logTitle+"\n"+line+"\n" {
			t.Errorf("it holds %q, %v", got, err)
		}
	}
	umask(old)
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	for name, make := range map[string]func(at string) error{
		"a text":        func(at string) error { return os.WriteFile(at, []byte("mine"), 0o600) },
		"a longer word": func(at string) error { return os.WriteFile(at, []byte(logTitle+"0\n"), 0o600) },
		"open":          func(at string) error { return errors.Join(os.WriteFile(at, nil, 0o600), os.Chmod(at, 0o644)) },
		"a link":        func(at string) error { return os.Symlink(path, at) },
		"to nothing":    func(at string) error { return os.Symlink(filepath.Join(dir, "none"), at) },
		"of two names":  func(at string) error { return os.Link(path, at) },
		"a folder":      func(at string) error { return os.Mkdir(at, 0o700) },
		"a pipe":        func(at string) error { return syscall.Mkfifo(at, 0o600) },
	} {
		at := filepath.Join(dir, "x "+name)
		if err := make(at); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Lstat(at)
		l, err := OpenLog(at)
		if err == nil {
			_ = l.Close()
			t.Errorf("%s was taken for a log", name)
			continue
		}
		if want := at + " cannot be the debug log: " + errNoLog.Error(); err.Error() != want {
			t.Errorf("%s: %q, want %q", name, err, want)
		}
		if after, err := os.Lstat(at); err != nil || after.Size() != before.Size() || after.Mode() != before.Mode() {
			t.Errorf("%s was touched: %v", name, err)
		}
	}
	if _, err := OpenLog(filepath.Join(dir, "none", "log")); err == nil || !strings.HasSuffix(err.Error(), "no such file or directory") {
		t.Errorf("in no folder: %v", err)
	}
	if os.Geteuid() == 0 {
		at := filepath.Join(dir, "another's")
		if err := errors.Join(os.WriteFile(at, nil, 0o600), os.Chown(at, 12345, 12345)); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenLog(at); err == nil {
			t.Error("another user's file was taken")
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a link made a file")
	}
}

func TestALineNeverWaitsForTheDiskAndWhatIsLostIsTold(t *testing.T) {
	l := &Log{path: "made-up", lines: make(chan string, 2), done: make(chan struct{})}
	for range 5 {
		l.Line("x") // nobody writes
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	go l.write(f)
	if err := l.Close(); err == nil || err.Error() != "the debug log made-up is not whole: its disk was too slow" {
		t.Errorf("it ends in %v", err)
	}
	if b, _ := os.ReadFile(f.Name()); string(b) != "x\nx\n" {
		t.Errorf("it holds %q", b)
	}
}

func TestAFaultEndsALogAtItsLastWholeLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close() // every write fails
	l := &Log{path: path, lines: make(chan string, 9), done: make(chan struct{})}
	l.Line("x")
	go l.write(f)
	if err := l.Close(); err == nil || !strings.HasPrefix(err.Error(), "the debug log "+path+" is not whole: ") {
		t.Errorf("it ends in %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a log without a line is a file")
	}
}

func TestAFullDiskIsNamedByItsDirectory(t *testing.T) {
	for _, err := range []error{&fs.PathError{Op: "write", Path: "/a/b/c", Err: syscall.ENOSPC}, &os.LinkError{Op: "rename", Old: "/x", New: "/a/b/c", Err: syscall.ENOSPC}} {
		if got := Reason(err); got != "no space left on the disk of /a/b" {
			t.Errorf("%v: %q", err, got)
		}
	}
}
