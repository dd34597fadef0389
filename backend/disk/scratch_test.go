//go:build unix

package disk

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
)

func scratch(t *testing.T, dir, text, ext string) *Scratch {
	t.Helper()
	s, err := NewScratch(Place{Dir: dir}, backend.TextValue(text), ext)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Remove() })
	return s
}

func bytesOf(t *testing.T, v backend.Value) (out []byte) {
	t.Helper()
	if !v.Use(func(b []byte) { out = bytes.Clone(b) }) {
		t.Error("there is no value")
	}
	return out
}

func TestAScratchIsItsOwnersAloneWhateverTheUmask(t *testing.T) {
	for _, mask := range []int{0, 0o022, 0o777} {
		old := syscall.Umask(mask)
		s, err := NewScratch(Place{Dir: t.TempDir()}, backend.TextValue(backendtest.Canary), ".env")
		syscall.Umask(old)
		if err != nil {
			t.Fatalf("umask %o: %v", mask, err)
		}
		for path, want := range map[string]os.FileMode{filepath.Dir(s.Path): 0o700, s.Path: 0o600} {
			if info, err := os.Lstat(path); err != nil || info.Mode().Perm() != want {
				t.Errorf("umask %o: %s is %v, %v", mask, path, info.Mode(), err)
			}
		}
		if filepath.Ext(s.Path) != ".env" {
			t.Errorf("the file is %s", s.Path)
		}
		v, err := s.Read()
		if err != nil || string(bytesOf(t, v)) != backendtest.Canary {
			t.Errorf("umask %o: read back %v", mask, err)
		}
		_ = s.Remove()
	}
}

func TestAScratchGoesWithAllThatAnEditorLeavesInIt(t *testing.T) {
	for _, disk := range []bool{false, true} {
		root := t.TempDir()
		s, err := NewScratch(Place{Dir: root, Disk: disk}, backend.TextValue(backendtest.Canary), ".txt")
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(s.Path)
		for _, name := range []string{".secret.txt.swp", "secret.txt~", "secret.txt.save", ".secret.txt.un~", "deep/er/copy"} {
			_ = os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700)
			if err := os.WriteFile(filepath.Join(dir, name), []byte(backendtest.Canary), 0o400); err != nil {
				t.Fatal(err)
			}
		}
		_ = os.Chmod(dir, 0o500)
		if err := s.Remove(); err != nil {
			t.Error(err)
		}
		if left, _ := os.ReadDir(root); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		if err := s.Remove(); err != nil {
			t.Errorf("removing again: %v", err)
		}
	}
}

func TestOnADiskTheTextIsOverwrittenBeforeItsFileGoes(t *testing.T) {
	s, err := NewScratch(Place{Dir: t.TempDir(), Disk: true}, backend.TextValue(backendtest.Canary), ".txt")
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(s.Path) // keeps the bytes after the name has gone
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := s.Remove(); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, len(backendtest.Canary))
	if _, err := f.ReadAt(b, 0); err != nil || bytes.Contains(b, []byte(backendtest.Canary[:4])) {
		t.Errorf("the removed file holds %q, %v", b, err)
	}
}

func TestWhatAnEditorPutsInTheFilesPlaceIsReadOnlyIfItIsAPlainFileOfSomeSize(t *testing.T) {
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.WriteFile(elsewhere, []byte("not yours"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		put  func(path string) error
		want string
	}{
		"another file, renamed": {func(path string) error {
			if err := os.WriteFile(path+".new", []byte("edited"), 0o644); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}, ""},
		"a link":     {func(path string) error { return os.Symlink(elsewhere, path) }, "symbolic links"},
		"nothing":    {func(string) error { return nil }, "no such file"},
		"a folder":   {func(path string) error { return os.Mkdir(path, 0o700) }, "plain file"},
		"a pipe":     {func(path string) error { return syscall.Mkfifo(path, 0o600) }, "plain file"},
		"a big file": {func(path string) error { return os.WriteFile(path, make([]byte, MaxScratch+1), 0o600) }, "larger than 4 MiB"},
	} {
		s := scratch(t, t.TempDir(), "before", ".txt")
		_ = os.Remove(s.Path)
		if err := c.put(s.Path); err != nil {
			t.Fatal(err)
		}
		v, err := s.Read()
		switch {
		case c.want == "" && (err != nil || string(bytesOf(t, v)) != "edited"):
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (err == nil || !strings.Contains(backend.Message(err), c.want)):
			t.Errorf("%s: %v %q, want %q", name, err, backend.Message(err), c.want)
		}
	}
}

func TestAnEmptyFileIsAnEmptyValueAndNotNone(t *testing.T) {
	s := scratch(t, t.TempDir(), "", ".txt")
	if v, err := s.Read(); err != nil || !v.Held() || v.Len() != 0 {
		t.Errorf("%v, %v", v.Held(), err)
	}
}

func TestASweepTakesTheLeftoversOfTheDeadAndNothingElse(t *testing.T) {
	root := t.TempDir()
	places := []Place{{Dir: root}, {Dir: filepath.Join(root, "none")}}
	living := scratch(t, root, backendtest.Canary, ".txt")
	dead := scratch(t, root, backendtest.Canary, ".txt")
	_ = dead.lock.Unlock() // as the system does at the owner's end
	young, err := os.MkdirTemp(root, scratchPrefix)
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.MkdirTemp(root, scratchPrefix)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	open := filepath.Join(root, scratchPrefix+"open")
	if err := os.Mkdir(open, 0o755); err != nil {
		t.Fatal(err)
	}
	target := t.TempDir()
	if err := os.WriteFile(filepath.Join(target, scratchLock), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(root, scratchPrefix+"link")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(root, "strongroom-else")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	if n := SweepScratch(places); n != 2 {
		t.Errorf("%d removed, want 2", n)
	}
	for path, stays := range map[string]bool{filepath.Dir(living.Path): true, filepath.Dir(dead.Path): false, young: true, old: false, open: true,
		link: true, filepath.Join(target, scratchLock): true, other: true} {
		if _, err := os.Lstat(path); (err == nil) != stays {
			t.Errorf("%s: %v, want it to stay: %v", filepath.Base(path), err, stays)
		}
	}
}

func TestAScratchIsMadeInMemoryWhereThereIsAPlaceForIt(t *testing.T) {
	disk, dir := Place{Dir: "/a", Disk: true}, Place{Dir: "/b"}
	if got := BestPlace([]Place{disk, dir, {Dir: "/c"}}); got != dir {
		t.Errorf("it takes %+v", got)
	}
	if got := BestPlace([]Place{disk, {Dir: "/tmp", Disk: true}}); got != (Place{Dir: "/tmp", Disk: true}) {
		t.Errorf("without memory it takes %+v, want the directory for temporary files", got)
	}
	run := t.TempDir()
	env := func(name string) string { return map[string]string{"XDG_RUNTIME_DIR": run}[name] }
	if got := ScratchPlaces(env, "/none"); len(got) != 2 || got[0].Dir != run || got[1].Dir != os.TempDir() {
		t.Errorf("places %+v", got)
	}
	if got := ScratchPlaces(func(string) string { return "relative" }, ""); len(got) != 1 {
		t.Errorf("a relative runtime directory counts: %+v", got)
	}
	if _, err := os.Stat("/proc/self"); err == nil && inMemory("/proc") {
		t.Error("/proc is said to hold files in memory")
	}
}

func TestADirectoryForTemporaryFilesThatIsALinkIsFollowedOnce(t *testing.T) {
	real := t.TempDir()
	link := filepath.Join(t.TempDir(), "tmp")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	s := scratch(t, link, backendtest.Canary, ".txt")
	if n := SweepScratch([]Place{{Dir: link}}); n != 0 {
		t.Error("a living one was swept")
	}
	if err := s.Remove(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(real); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAnEndingFitsWhatAValueIs(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1}`: ".json", `["a"]`: ".json", `42`: ".json", "": ".txt", "just a password": ".txt", "user:password": ".txt",
		"-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n": ".pem",
		"# a comment\nUSER=u\nexport PASS='x y'\n":                           ".env", "A=b": ".env", "a = b": ".txt", "Dear = sir,\nplease": ".txt",
		"apiVersion: v1\nclusters:\n- cluster:\n    server: https://x\n": ".yaml", "---\na: b\n": ".yaml", "note: one line": ".txt", "a=b\nplain": ".txt",
	} {
		if got := ExtensionOf(backend.TextValue(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
