package disk

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/change"
)

func TestASavedValueIsItsOwnersAloneAndOverwritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.p12")
	if err := SaveNew(path, backend.NewValue([]byte{0, 1, 0xff, '\n'}, true)); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil || string(b) != "\x00\x01\xff\n" {
		t.Errorf("the file holds %q, %v", b, err)
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v", info.Mode())
	}
	if err := SaveNew(path, backend.TextValue("other")); !errors.Is(err, backend.ErrExists) {
		t.Errorf("a file that is there gave %v", err)
	}
	if err := os.Symlink(filepath.Join(t.TempDir(), "elsewhere"), path+"-link"); err == nil {
		if err := SaveNew(path+"-link", backend.TextValue("x")); !errors.Is(err, backend.ErrExists) {
			t.Errorf("a link was followed: %v", err)
		}
	}
	if b, _ := os.ReadFile(path); string(b) != "\x00\x01\xff\n" {
		t.Errorf("the first file now holds %q", b)
	}
	if err := SaveNew(filepath.Join(t.TempDir(), "no", "such"), backend.TextValue("x")); err == nil || backend.Hint(err) == "" || strings.Contains(err.Error(), "not accepted") || !strings.Contains(err.Error(), "there is no directory ") || !errors.Is(err, backend.ErrInvalid) {
		t.Errorf("a folder that is not there gave %v", err)
	}
	gone := backend.TextValue("x")
	gone.Wipe()
	if err := SaveNew(path+"2", gone); err == nil {
		t.Error("a wiped value was saved")
	}
}

func TestAFileIsLoadedToTheByteAndOnlyIfTheServiceWouldTakeIt(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	v, err := LoadFile(write("ok", []byte("\x00\xff\r\n")), nil)
	if err != nil || !v.Binary() || !v.Equal(backend.NewValue([]byte("\x00\xff\r\n"), true)) {
		t.Errorf("loaded %d bytes, %v", v.Len(), err)
	}
	for name, path := range map[string]string{"nothing": filepath.Join(dir, "nothing"), "a folder": dir, "empty": write("empty", nil), "large": write("large", make([]byte, backend.MaxValue+1))} {
		if v, err := LoadFile(path, nil); !errors.Is(err, backend.ErrInvalid) || backend.Message(err) == "" || v.Held() {
			t.Errorf("%s gave %v", name, err)
		}
	}
	t.Setenv("HOME", dir)
	t.Setenv("USERPROFILE", dir)
	if got := HomePath("~/ok"); got != filepath.Join(dir, "ok") || HomePath("x/~/ok") != "x/~/ok" {
		t.Errorf("~/ok is %s", got)
	}
}

func TestATextThatTheWireWouldChangeIsNotSaved(t *testing.T) {
	for name, v := range map[string]backend.Value{"a bad byte": backend.TextValue("a\xffb"), "nothing": backend.TextValue(""), "too much": backend.NewValue(make([]byte, backend.MaxValue+1), true)} {
		if _, err := (change.Save{ID: "x", Base: "b", Value: v, Token: change.NewToken()}).Run(t.Context(), nil); !errors.Is(err, backend.ErrInvalid) {
			t.Errorf("%s gave %v", name, err)
		}
	}
	for name, v := range map[string]backend.Value{"the replacement character": backend.TextValue("a\ufffdb"), "bytes kept as bytes": backend.NewValue([]byte{0xff}, true)} {
		if p := backend.ValueProblem(v); p != "" {
			t.Errorf("%s: %s", name, p)
		}
	}
	if p := backend.ValueProblem(backend.TextValue("é\xff")); p != "a text value must be UTF-8: byte 3 is not" {
		t.Error(p)
	}
}

func TestAPathIsCompletedUpToWhereTheFilesDiffer(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"aé1", "aé2", "b", ".c"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	slash := string(filepath.Separator)
	for typed, want := range map[string]string{"a": "aé", "aé1": "aé1", "b": "b", "f": "folder" + slash, "": "", ".": ".c", "z": "z"} {
		if got, names := CompletePath(dir + slash + typed); got != dir+slash+want || (typed == "z") != (names == nil) {
			t.Errorf("%q became %q of %q", typed, got, names)
		}
	}
	if got, names := CompletePath(filepath.Join(dir, "no", "x")); got != filepath.Join(dir, "no", "x") || names != nil {
		t.Errorf("a folder that is not there gave %q, %q", got, names)
	}
}
