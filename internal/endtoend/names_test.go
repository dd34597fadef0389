package endtoend

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"strongroom/keymap"
)

// inSources looks at each source file that is no test.
func inSources(t *testing.T, look func(name string, fset *token.FileSet, f *ast.File)) {
	t.Helper()
	for _, file := range sources(t) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(top, file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		look(filepath.ToSlash(file), fset, f)
	}
}

// A key can be bound to something else: a text that names one asks the table. What is looked for is what no word of a sentence
// can be.
func TestNoTextNamesAKeyByItself(t *testing.T) {
	t.Parallel()
	var keys []string
	for _, a := range keymap.Default().Actions() {
		for _, k := range keymap.Default().KeysOf(a) {
			if len(k) > 2 && !slices.Contains([]string{"space", "delete", "left", "right", "down", "home", "end"}, k) {
				keys = append(keys, regexp.QuoteMeta(keymap.Spell(k)))
			}
		}
	}
	panesTab := regexp.MustCompile(`(their|Info|Tags|Value|Rotation|Policy) tab`)
	names := regexp.MustCompile(`(^|[ (·])(` + strings.Join(keys, "|") + `)([ ):,·]|$)`)
	inSources(t, func(name string, fset *token.FileSet, f *ast.File) {
		if strings.HasPrefix(name, "keymap/") || strings.HasPrefix(name, "backend/local/") || strings.HasPrefix(name, "internal/endtoend/") || strings.HasPrefix(name, "model/play/") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err == nil && names.MatchString(panesTab.ReplaceAllString(text, "")) {
				t.Errorf("%s: %q names a key: ask the table", fset.Position(lit.Pos()), text)
			}
			return true
		})
	})
}

// What holds a value hides it: a field that everybody can read is read by a print or a dump as well.
func TestNoFieldThatOthersReadHoldsAValueOutsideTheBackend(t *testing.T) {
	t.Parallel()
	inSources(t, func(name string, fset *token.FileSet, f *ast.File) {
		if strings.HasPrefix(name, "backend/") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range s.Fields.List {
				of, ok := field.Type.(*ast.SelectorExpr)
				if !ok || of.Sel.Name != "Value" {
					continue
				}
				if x, ok := of.X.(*ast.Ident); !ok || x.Name != "backend" {
					continue
				}
				for _, id := range field.Names {
					if id.IsExported() {
						t.Errorf("%s: %s can be read by whoever has the struct", fset.Position(id.Pos()), id.Name)
					}
				}
			}
			return true
		})
	})
}
