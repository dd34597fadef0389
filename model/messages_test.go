package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"strongroom/model/pane"
)

// What comes back as a message says what it answers by a pointer. A number would begin again with what counts it.
func TestNoMessageIsKnownByANumber(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	inside, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	sent, fields := map[string]bool{}, map[string][]string{}
	for _, name := range append(files, inside...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CaseClause: // of a switch over messages
				for _, e := range n.List {
					switch e := e.(type) {
					case *ast.Ident:
						sent[f.Name.Name+"."+e.Name] = true
					case *ast.SelectorExpr:
						if of, ok := e.X.(*ast.Ident); ok {
							sent[of.Name+"."+e.Sel.Name] = true
						}
					}
				}
			case *ast.TypeSpec:
				s, ok := n.Type.(*ast.StructType)
				if !ok {
					return true
				}
				for _, field := range s.Fields.List {
					kind, ok := field.Type.(*ast.Ident)
					for _, fieldName := range field.Names {
						if ok && slices.Contains([]string{"int", "int64", "uint", "uint64"}, kind.Name) &&
							slices.Contains([]string{"ask", "id", "run", "job", "trip", "timer", "life", "n", "number", "seq"}, fieldName.Name) {
							name := f.Name.Name + "." + n.Name.Name
							fields[name] = append(fields[name], fieldName.Name)
						}
					}
				}
			}
			return true
		})
	}
	for name, numbers := range fields {
		if sent[name] {
			t.Errorf("%s is known by the number %s", name, strings.Join(numbers, ", "))
		}
	}
	if len(sent) < 40 || reflect.TypeFor[pane.Question]().Size() == 0 {
		t.Errorf("%d kinds of messages were found; a question has %d bytes", len(sent), reflect.TypeFor[pane.Question]().Size())
	}
}
