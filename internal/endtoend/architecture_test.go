package endtoend

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"strongroom/internal/endtoend/terminal"
)

// room is one package of ours and what it may know.
type room struct {
	ours []string // packages of this module it may import
	tea  bool     // may take a message or return a command
	gloss,
	sdk bool
}

// rooms are all the packages there are. A new one needs a reason that none of these can serve.
func rooms() map[string]room {
	return map[string]room{
		"":                    {ours: []string{"internal/cli"}},
		"backend":             {},
		"backend/document":    {ours: []string{"backend"}},
		"backend/decode":      {ours: []string{"backend", "backend/document"}},
		"backend/policy":      {ours: []string{"backend"}},
		"backend/change":      {ours: []string{"backend", "backend/document"}},
		"backend/disk":        {ours: []string{"backend", "backend/document", "backend/change"}},
		"backend/profiles":    {ours: []string{"backend"}},
		"backend/aws":         {ours: []string{"backend", "backend/profiles"}, sdk: true},
		"backend/local":       {ours: []string{"backend"}},
		"backend/backendtest": {ours: []string{"backend"}},
		"keymap":              {},
		"ui":                  {ours: []string{"backend", "backend/document", "backend/policy", "keymap"}, gloss: true},
		"model": {ours: []string{"backend", "backend/disk", "keymap", "ui", "model/pane", "model/dialog", "model/clip", "model/list", "model/detail",
			"model/timeline", "model/compare", "model/edit", "model/change", "model/login"}, tea: true, gloss: true},
		"model/list":          {ours: []string{"backend", "keymap", "ui", "model/pane", "model/dialog", "model/find"}, tea: true},
		"model/detail":        {ours: []string{"backend", "backend/decode", "backend/document", "backend/policy", "keymap", "ui", "model/pane", "model/dialog", "model/clip"}, tea: true},
		"model/timeline":      {ours: []string{"backend", "keymap", "ui", "model/pane"}, tea: true},
		"model/compare":       {ours: []string{"backend", "backend/document", "keymap", "ui", "model/pane", "model/dialog"}, tea: true},
		"model/edit":          {ours: []string{"backend", "backend/document", "backend/change", "backend/disk", "keymap", "ui", "model/pane", "model/dialog"}, tea: true},
		"model/change":        {ours: []string{"backend", "backend/document", "backend/policy", "backend/change", "backend/disk", "keymap", "ui", "model/pane", "model/dialog"}, tea: true},
		"model/login":         {ours: []string{"backend", "keymap", "ui", "model/pane", "model/dialog"}, tea: true},
		"model/dialog":        {ours: []string{"backend", "backend/disk", "keymap", "ui", "model/pane", "model/find"}, tea: true},
		"model/pane":          {ours: []string{"backend", "backend/document", "keymap", "ui"}, tea: true},
		"model/pane/panetest": {ours: []string{"backend", "backend/aws", "backend/local", "keymap", "ui", "model/pane"}},
		"model/play": {ours: []string{"backend", "backend/aws", "backend/backendtest", "backend/document", "backend/disk", "backend/local", "keymap", "ui", "model", "model/clip",
			"model/pane", "internal/keyboard", "internal/painter", "internal/tools"}, tea: true},
		"model/find": {ours: []string{"backend"}},
		"model/clip": {ours: []string{"backend", "keymap", "ui", "model/pane"}, tea: true},
		"internal/cli": {ours: []string{"backend", "backend/document", "backend/change", "backend/disk", "backend/aws", "backend/local", "backend/profiles",
			"keymap", "ui", "model", "model/pane", "model/find", "model/clip", "internal/config", "internal/holder", "internal/keyboard", "internal/program"}, tea: true},
		"internal/config":            {ours: []string{"backend", "backend/document", "backend/change", "backend/disk", "keymap", "ui"}},
		"internal/endtoend":          {},
		"internal/endtoend/bare":     {tea: true},
		"internal/endtoend/bench":    {ours: []string{"backend", "backend/aws", "backend/local"}},
		"internal/endtoend/probe":    {ours: []string{"internal/program"}, tea: true},
		"internal/endtoend/size":     {},
		"internal/endtoend/terminal": {ours: []string{"internal/tools"}},
		"internal/endtoend/variant":  {ours: []string{"internal/cli"}, tea: true},
		"internal/holder":            {ours: []string{"backend", "model/clip", "internal/selection"}},
		"internal/keyboard":          {tea: true},
		"internal/selection":         {ours: []string{"model/clip"}},
		"internal/painter":           {tea: true},
		"internal/program":           {ours: []string{"backend", "backend/document", "backend/change", "backend/disk", "keymap", "ui", "model/pane", "internal/painter"}, tea: true},
		"internal/tools":             {},
	}
}

func TestTheTopFolderHoldsOneGoFile(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(top, "*.go"))
	if err != nil || len(files) != 1 || filepath.Base(files[0]) != "main.go" {
		t.Errorf("it holds %v, %v", files, err)
	}
}

type listed struct {
	ImportPath string
	Imports    []string
}

const (
	module = "strongroom"
	top    = "../.." // the module's folder, from this package's
)

func TestRoomsImportOnlyWhatTheyMayKnow(t *testing.T) {
	t.Parallel()
	rooms := rooms()
	for _, goos := range []string{"linux", "darwin", "windows"} {
		for _, p := range packages(t, goos) {
			name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
			r, ok := rooms[name]
			if !ok {
				t.Errorf("%s has no place in the house: name its reason in rooms", p.ImportPath)
				continue
			}
			for _, imported := range p.Imports {
				if why := r.refuses(imported); why != "" {
					t.Errorf("on %s %s imports %s: %s", goos, p.ImportPath, imported, why)
				}
			}
		}
	}
}

func (r room) refuses(path string) string {
	if own, ok := strings.CutPrefix(path, module+"/"); ok {
		if slices.Contains(r.ours, own) {
			return ""
		}
		return "not one of the packages it may know"
	}
	switch {
	case strings.HasPrefix(path, "charm.land/bubbletea/"), strings.HasPrefix(path, "charm.land/bubbles/"):
		if !r.tea {
			return "messages and commands belong in model"
		}
	case strings.HasPrefix(path, "charm.land/lipgloss/"):
		if !r.gloss {
			return "drawing belongs in ui"
		}
	case strings.HasPrefix(path, "github.com/aws/"):
		if !r.sdk {
			return "the SDK stays behind the port, in backend/aws"
		}
	}
	return ""
}

// packages lists this module's packages as they are built for goos, without their tests.
func packages(t *testing.T, goos string) []listed {
	t.Helper()
	_ = sources(t) // what a test has looked at is what its cached result depends on
	// Modules that another system needs may not be here, and -e goes on without them.
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "./...")
	cmd.Dir, cmd.Env = top, append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v\n%s", goos, err, stderrOf(err))
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func stderrOf(err error) []byte {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.Stderr
	}
	return nil
}

func TestNoPackageHidesWorkInInitAndStylesComeFromTheTheme(t *testing.T) {
	t.Parallel()
	for _, file := range sources(t) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(top, file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: init runs unasked", fset.Position(n.Pos()))
				}
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if ok && x.Name == "lipgloss" && n.Sel.Name == "NewStyle" && file != "ui/theme.go" {
					t.Errorf("%s: a style without a role; give it one in ui/theme.go", fset.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

// sources are the Go files of this module that are not tests.
func sources(t *testing.T) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(top), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Some versions of go-runewidth build a table in their init that makes every start 22 ms slower. The best of several runs
// tells work from a busy machine.
func TestNoPackageTakesLongToBegin(t *testing.T) {
	const most = 5 * time.Millisecond
	program := terminal.Strongroom(t)
	best := map[string]time.Duration{}
	for range 5 {
		cmd := exec.Command(program, "--version")
		cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		var trace bytes.Buffer
		cmd.Stderr = &trace
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(trace.String()) {
			var pkg string
			var at, took float64
			if n, _ := fmt.Sscanf(line, "init %s @%f ms, %f ms clock", &pkg, &at, &took); n == 3 {
				d := time.Duration(took * float64(time.Millisecond))
				if old, seen := best[pkg]; !seen || d < old {
					best[pkg] = d
				}
			}
		}
	}
	if len(best) < 20 {
		t.Fatalf("only %d packages told of their beginning", len(best))
	}
	for pkg, took := range best {
		if took > most && pkg != "runtime" {
			t.Errorf("%s takes %v before main, at best", pkg, took)
		}
	}
}

// Windows, lifetimes and ages are counted in hours that pass. Only a rotation's schedule speaks of days of a calendar.
func TestOnlyARotationScheduleReckonsInCalendarDays(t *testing.T) {
	t.Parallel()
	for _, file := range sources(t) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(top, file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok && call.Sel.Name == "AddDate" && file != "backend/local/schedule.go" {
				t.Errorf("%s: a day here is 24 hours: backend.WindowEnd", fset.Position(n.Pos()))
			}
			return true
		})
	}
}

// An overlay stands in the middle of the chain that a place's Backend is: outside of backend it brings rows up to date, and
// whoever asked or wrote through it would pass by what stands before it.
func TestNobodyAsksOrWritesThroughTheOverlayOfAPlace(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, file := range sources(t) {
		if strings.HasPrefix(file, "backend/") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(top, file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		inner := map[ast.Node]bool{} // the overlay whose method is named
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, is := sel.X.(*ast.SelectorExpr); is && of.Sel.Name == "Overlay" {
				inner[of] = true
				seen++
				if !slices.Contains([]string{"Fresh", "Unlisted", "Wrote"}, sel.Sel.Name) { // what it knows by itself
					t.Errorf("%s: %s through the overlay: a place is asked through its Backend", fset.Position(n.Pos()), sel.Sel.Name)
				}
			}
			if sel.Sel.Name == "Overlay" && !inner[sel] {
				t.Errorf("%s: the overlay is handed on", fset.Position(n.Pos()))
			}
			return true
		})
	}
	if seen < 3 {
		t.Errorf("an overlay is used in %d places only", seen)
	}
}
