package backend

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestASavedValueIsItsOwnersAloneAndOverwritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.p12")
	if err := SaveNew(path, NewValue([]byte{0, 1, 0xff, '\n'}, true)); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil || string(b) != "\x00\x01\xff\n" {
		t.Errorf("the file holds %q, %v", b, err)
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v", info.Mode())
	}
	if err := SaveNew(path, TextValue("other")); !errors.Is(err, ErrExists) {
		t.Errorf("a file that is there gave %v", err)
	}
	if err := os.Symlink(filepath.Join(t.TempDir(), "elsewhere"), path+"-link"); err == nil {
		if err := SaveNew(path+"-link", TextValue("x")); !errors.Is(err, ErrExists) {
			t.Errorf("a link was followed: %v", err)
		}
	}
	if b, _ := os.ReadFile(path); string(b) != "\x00\x01\xff\n" {
		t.Errorf("the first file now holds %q", b)
	}
	if err := SaveNew(filepath.Join(t.TempDir(), "no", "such"), TextValue("x")); err == nil || Hint(err) == "" {
		t.Errorf("a folder that is not there gave %v", err)
	}
	gone := TextValue("x")
	gone.Wipe()
	if err := SaveNew(path+"2", gone); err == nil {
		t.Error("a wiped value was saved")
	}
}
