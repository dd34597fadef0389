package endtoend

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// skips are the reasons for which a test may be left out, by the file that gives them. None of them is a program that is not
// installed: that is for internal/tools to decide.
func skips() map[string][]string {
	return map[string][]string{
		"internal/program/open_test.go":        {"the stand-in is a shell script under the name that Linux desktops use"},
		"backend/aws/botocore_test.go":         {"this botocore knows no endpoints of the environment"},
		"backend/aws/ways_in_test.go":          {"a real account is asked in this run, so the way out is open"},
		"backend/aws/promises_test.go":         {"STRONGROOM_TEST_AWS_PROFILE names no profile"},
		"backend/backendtest/further.go":       {"the server cannot validate policies", "the server takes any text for a policy", "the server rotates without a function", "there is one region only", "the server cannot promote a replica", "the server knows no names of policies"},
		"backend/backendtest/labels.go":        {"the server does not watch labels"},
		"backend/backendtest/listing.go":       {"the server ignores the order"},
		"backend/backendtest/writing.go":       {"the server takes any name", "the server takes any length", "the server ignores an empty description"},
		"backend/deadline_test.go":             {"no time zones here: "},
		"backend/disk/drafts_test.go":          {"there are no drafts here: nothing tells whose a directory is"},
		"backend/local/fuzz_test.go":           {""},
		"backend/document/jsontext_test.go":    {""},
		"model/allocations_test.go":            {"the race detector allocates too"},
		"model/change/delete_test.go":          {"no time zones here: "},
		"internal/endtoend/full_linux_test.go": {"only root mounts a file system"},
		"internal/endtoend/memory_test.go":     {"the memory of another process cannot be read here: "},
		"internal/endtoend/output_test.go":     {"there is no /dev/full here: "},
		"internal/endtoend/outside_test.go":    {"no directory in memory is known here", "the directory for temporary files is in memory here"},
		"internal/config/config_test.go":       {"links cannot be made here"},
		"internal/program/editor_find_test.go": {"links cannot be made here"},
		"model/find/fields_test.go":            {"long ones are only slow"},
		"model/list/list_test.go":              {"fills a large account"},
		"model/edit/external_editor_test.go":   {"as large as can be"},
		"internal/keyboard/watch_test.go":      {"no pseudo-terminal: "},
		"internal/program/program_test.go":     {"limits of another process cannot be read here: %v"},
	}
}

// deciders may look for programs: the one that decides, what the program itself does, and the bench, which is no test.
func deciders() []string {
	return []string{"internal/tools/tools.go", "model/clip/native.go", "internal/program/editor_run.go", "internal/program/open.go", "internal/endtoend/bench/main.go"}
}

func TestNoTestSkipsForWantOfAToolByItself(t *testing.T) {
	t.Parallel()
	allowed, seen := skips(), map[string]bool{}
	for _, name := range allSources(t) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(top, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if ok && sel.Sel.Name == "LookPath" && !slices.Contains(deciders(), name) {
				t.Errorf("%s looks for a program: internal/tools does", fset.Position(n.Pos()))
			}
			if lit, ok := n.(*ast.BasicLit); ok && strings.Contains(lit.Value, "REQUIRE_TOOLS") && !slices.Contains([]string{"internal/tools/tools.go", "internal/endtoend/skips_test.go"}, name) {
				t.Errorf("%s: whether a tool may be missing is for internal/tools to decide", fset.Position(n.Pos()))
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || name == "internal/tools/tools.go" {
				return true
			}
			if reason, skip := skipReason(call); skip {
				seen[name+reason] = true
				if !slices.Contains(allowed[name], reason) {
					t.Errorf("%s: a test is left out because %q: for a missing tool call tools.Need, for anything else name the reason in skips", fset.Position(n.Pos()), reason)
				}
			}
			return true
		})
	}
	for name, reasons := range allowed {
		for _, reason := range reasons {
			if !seen[name+reason] {
				t.Errorf("%s no longer skips because %q: take it off the list", name, reason)
			}
		}
	}
}

// skipReason is the text with which a test is left out.
func skipReason(call *ast.CallExpr) (reason string, ok bool) {
	sel, is := call.Fun.(*ast.SelectorExpr)
	if !is || !slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) {
		return "", false
	}
	if len(call.Args) == 0 {
		return "", true
	}
	lit, is := call.Args[0].(*ast.BasicLit)
	if !is {
		return "something that is not written there", true
	}
	return strings.Trim(lit.Value, "`\""), true
}

// allSources are the Go files of this module, tests included.
func allSources(t *testing.T) (files []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(top), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".go"):
			files = append(files, path)
		}
		return nil
	})
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}
