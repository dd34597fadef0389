package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"strongroom/internal/tools"
)

// limit is what the stripped program may have, bytes: what it had when docs/size.md was written, and three in a hundred. Whoever
// raises it says in docs/size.md what for.
const limit = 20_900_000

func TestTheProgramStaysWithinItsSize(t *testing.T) {
	tools.Long(t)
	file := filepath.Join(t.TempDir(), "strongroom")
	if err := build(file, "-s -w"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("it has %d bytes, and may have %d", info.Size(), limit)
	if info.Size() > limit {
		t.Errorf("the program has %d bytes, and may have %d: go run ./internal/endtoend/size tells what of", info.Size(), limit)
	}
}

func TestTheTableAccountsForTheWholeProgram(t *testing.T) {
	tools.Long(t)
	file := filepath.Join(t.TempDir(), "strongroom")
	if err := build(file, "-w"); err != nil {
		t.Fatal(err)
	}
	p, err := read(file)
	if err != nil {
		t.Fatal(err)
	}
	all, of := 0, map[string]int{}
	for _, r := range sum(p, p.module) {
		all += r.all()
		of[r.name] = r.all()
	}
	if all > p.file || all < p.file*9/10 {
		t.Errorf("the rows are %d bytes together, of %d in the file", all, p.file)
	}
	for _, name := range []string{"strongroom", "Go's library", "github.com/aws/aws-sdk-go-v2/service/secretsmanager", "charm.land/bubbletea/v2", typesAre, stringsAre} {
		if of[name] < 50_000 {
			t.Errorf("%s is %d bytes", name, of[name])
		}
	}
	for name := range of {
		if strings.Contains(name, "[") || strings.HasPrefix(name, "type:") {
			t.Errorf("%q is no module", name)
		}
	}
}

func TestASymbolIsCountedForItsPackage(t *testing.T) {
	for symbol, want := range map[string]string{
		"strongroom/model/change.(*labels).Act":                  "strongroom/model/change",
		"slices.pdqsortCmpFunc[go.shape.struct { a.b/c.d int }]": "slices",
		"github.com/charmbracelet/x/ansi.Strip":                  "github.com/charmbracelet/x/ansi",
		"gopkg.in/yaml%2ev3.(*Node).Decode":                      "gopkg.in/yaml.v3",
		"type:.eq.strongroom/ui.Styles":                          equalsAre,
		"go:itab.*os.File,io.Reader":                             typesAre,
		"main.main":                                              "main",
	} {
		if got := packageOf(symbol); got != want {
			t.Errorf("%s is of %s, want %s", symbol, got, want)
		}
	}
}
