package keymap

import (
	"flag"
	"os"
	"strings"
	"testing"
)

//go:generate go test . -run ^TestTheReadmeHasTheKeysOfTheTable -count=1 -update

var update = flag.Bool("update", false, "write the README's key table anew")

func TestTheReadmeHasTheKeysOfTheTable(t *testing.T) {
	const begin, end = "<!-- keys: made by `go generate ./...` -->\n", "<!-- end of keys -->"
	b, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(b), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("the README has lost the marks around its key table")
	}
	want := head + begin + Default().Markdown() + end + tail
	if *update {
		if err := os.WriteFile("../README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(b) != want {
		t.Error("the README's key table is not the program's: go generate ./...")
	}
}
