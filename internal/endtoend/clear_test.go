package endtoend

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// What turns a value's bytes into text for the screen is named by the permit alone, which ends with all others; and there is one
// register of them.
func TestAValueBecomesTextThroughAPermitAlone(t *testing.T) {
	t.Parallel()
	only := map[string][]string{
		"ui.ValueText":      {"model/pane/exposure.go", "model/dialog/buffer.go"}, // the latter for texts that are no secret, as policies are
		"pane.NewExposures": {"model/house.go", "model/pane/panetest/panetest.go"},
	}
	seen := map[string]int{}
	inSources(t, func(name string, fset *token.FileSet, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, ok := sel.X.(*ast.Ident)
			if !ok {
				return true
			}
			word := of.Name + "." + sel.Sel.Name
			if files, watched := only[word]; watched {
				seen[word]++
				if !slices.Contains(files, name) {
					t.Errorf("%s: %s, which lets a value be seen that nobody ends", fset.Position(n.Pos()), word)
				}
			}
			return true
		})
	})
	for word, files := range only {
		if seen[word] != len(files) {
			t.Errorf("%s is used in %d places, want %d", word, seen[word], len(files))
		}
	}
}

// Where the bytes of a value are lent, nothing makes a text of them: neither a conversion nor a package that prints, quotes or
// encodes.
func TestNobodyMakesATextOfTheBytesThatAValueLends(t *testing.T) {
	t.Parallel()
	printers := []string{"fmt", "strconv", "hex", "base64", "strings", "json"}
	lent := 0
	inSources(t, func(name string, fset *token.FileSet, f *ast.File) {
		if !strings.HasPrefix(name, "model/") || strings.HasPrefix(name, "model/play/") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			body := borrower(n)
			if body == nil {
				return true
			}
			lent++
			ast.Inspect(body, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				switch to := call.Fun.(type) {
				case *ast.Ident:
					if to.Name == "string" {
						t.Errorf("%s: a text is made of a value's bytes: a permit draws them", fset.Position(n.Pos()))
					}
				case *ast.SelectorExpr:
					if of, ok := to.X.(*ast.Ident); ok && slices.Contains(printers, of.Name) {
						t.Errorf("%s: %s where a value's bytes are lent: a permit draws them", fset.Position(n.Pos()), of.Name)
					}
				}
				return true
			})
			return true
		})
	})
	if lent < 15 {
		t.Errorf("values are lent in %d places only", lent)
	}
}

// borrower is the function that is lent the bytes of a value, nil where none is.
func borrower(n ast.Node) *ast.FuncLit {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Use" && sel.Sel.Name != "UseBoth" {
		return nil
	}
	body, _ := call.Args[len(call.Args)-1].(*ast.FuncLit)
	return body
}
