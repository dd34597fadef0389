package terminal

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"strongroom/internal/tools"
)

// built makes what builds a program of this module once, with the race detector where the tests have it.
func built(pkg string) func() (string, error) {
	return sync.OnceValues(func() (string, error) {
		dir, err := builds()
		if err != nil {
			return "", err
		}
		if err := noteSources(pkg); err != nil {
			return "", err
		}
		path := filepath.Join(dir, filepath.Base(pkg))
		if runtime.GOOS == "windows" {
			path += ".exe"
		}
		args := []string{"build", "-o", path}
		if tools.Raced() {
			args = append(args, "-race")
		}
		if out, err := exec.Command("go", append(args, pkg)...).CombinedOutput(); err != nil {
			return path, fmt.Errorf("go build: %w\n%s", err, out)
		}
		return path, nil
	})
}

// noteSources opens the files that a program is made of: what a test opens is what its cached result depends on.
func noteSources(pkg string) error {
	const files = `{{if and .Module .Module.Main}}{{.Module.GoMod}}{{"\n"}}{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}{{end}}`
	out, err := exec.Command("go", "list", "-deps", "-f", files, pkg).Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	for path := range strings.Lines(string(out)) {
		f, err := os.Open(strings.TrimSpace(path))
		if err != nil {
			return err
		}
		_ = f.Close()
	}
	return nil
}

var (
	builds     = sync.OnceValues(newBuilds)
	strongroom = built("strongroom")
	probe      = built("strongroom/internal/endtoend/probe")
	variant    = built("strongroom/internal/endtoend/variant")
)

// newBuilds is a directory whose programs any user may run.
func newBuilds() (string, error) {
	dir, err := os.MkdirTemp("", "strongroom-e2e-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

// forgetBuilt removes what was built.
func forgetBuilt() {
	if dir, err := builds(); err == nil {
		_ = os.RemoveAll(dir)
	}
}

// Strongroom is the path of the program itself.
func Strongroom(t testing.TB) string { return pathOf(t, strongroom) }

// Probe is the path of the smallest program that shows a secret.
func Probe(t testing.TB) string { return pathOf(t, probe) }

// Variant is the path of the program under circumstances that no flag asks for.
func Variant(t testing.TB) string { return pathOf(t, variant) }

func pathOf(t testing.TB, built func() (string, error)) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
