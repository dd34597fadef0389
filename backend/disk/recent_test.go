package disk

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"strongroom/backend"
)

func TestThePlaceGoneToLastIsFirstAndNineAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "recent-places.json")
	one, other := OpenRecent(path), OpenRecent(path) // two programs
	for i := range 12 {
		if err := one.Went(backend.Target{Profile: fmt.Sprint("p", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := other.Went(backend.Target{Profile: "p5", Region: "eu-west-1"}); err != nil {
		t.Fatal(err)
	}
	if err := other.Went(backend.Target{Profile: "p9"}); err != nil {
		t.Fatal(err)
	}
	all, err := one.All()
	var names []string
	for _, a := range all {
		names = append(names, a.Words())
	}
	if got, want := strings.Join(names, ", "), "p9, p5 · eu-west-1, p11, p10, p8, p7, p6, p5, p4"; err != nil || got != want {
		t.Errorf("remembered %s, %v; want %s", got, err, want)
	}
}

func TestTheDemoIsNoPlaceToRemember(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recent-places.json")
	if err := OpenRecent(path).Went(backend.Target{Demo: true, Region: "eu-west-1"}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the demo was written down")
	}
}

func TestAFileOfPlacesThatIsNotOursIsLeftAloneAndSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "recent-places.json")
	if err := os.WriteFile(path, []byte("no JSON"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := OpenRecent(path).Went(backend.Target{Profile: "p"}); err == nil || !strings.Contains(err.Error(), "recent-places.json") {
		t.Errorf("said %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "no JSON" {
		t.Errorf("the file holds %q, %v", b, err)
	}
	if all, err := (*Recent)(nil).All(); all != nil || err != nil {
		t.Errorf("nothing remembers %v, %v", all, err)
	}
}

func TestWhatIsRememberedAndCannotBeReadSaysWhy(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"file": "", "damaged": "{"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, why := range map[string]string{filepath.Join(dir, "file", "x.json"): ": not a directory", dir: ": is a directory", filepath.Join(dir, "damaged"): ": it is no JSON of ours"} {
		_, ends := OpenEnds(path)
		_, places := OpenRecent(path).All()
		_, unfinished := OpenUnfinished(path).List(DraftPlace{})
		for _, err := range []error{ends, places, unfinished} {
			if err == nil || !strings.Contains(err.Error(), path) || !strings.HasSuffix(err.Error(), why) {
				t.Errorf("%s: %v, want%s", path, err, why)
			}
		}
	}
}
