package keymap

import (
	"flag"
	"os"
	"strings"
	"testing"
)

//go:generate go test . -run ^Test(TheReadmeBeginsWithTwelveKeysOfTheTable|TheGuideHasTheKeysOfTheTable)$ -count=1 -update

var update = flag.Bool("update", false, "write the documents' tables of keys anew")

// holds compares a document with what it must be, or writes it.
func holds(t *testing.T, file, is, want string) {
	t.Helper()
	if *update && is != want {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if is != want {
		t.Errorf("the keys of %s are not the program's: go generate ./...", file)
	}
}

func TestTheReadmeBeginsWithTwelveKeysOfTheTable(t *testing.T) {
	const file, begin, end = "../README.md", "<!-- keys: made by `go generate ./...` -->\n", "<!-- end of keys -->"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(b), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("the README has lost the marks around its key table")
	}
	twelve := Default().Twelve()
	if rows := strings.Count(twelve, "\n") - 2; rows != 12 {
		t.Errorf("%d keys stand in the README", rows)
	}
	holds(t, file, string(b), head+begin+twelve+"\nAll others: [docs/keys.md](docs/keys.md).\n"+end+tail)
}

func TestTheGuideHasTheKeysOfTheTable(t *testing.T) {
	const file = "../docs/keys.md"
	b, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	holds(t, file, string(b), Default().Guide())
}

func TestTheGuideTellsOfEveryKeyInEveryScope(t *testing.T) {
	m := Default()
	if known := len(chapters()); len(m.Scopes()) != known {
		t.Errorf("the guide has no chapter for %q", m.Scopes()[known:])
	}
	guide := m.Guide()
	for _, r := range m.rows {
		if !strings.Contains(guide, "| "+r.marked()+" | "+cell(r.Label)+" | "+cell(r.Help)+" | ") {
			t.Errorf("the guide does not tell of %s in %v", r.Action, r.Scopes)
		}
	}
	for _, c := range chapters() {
		if !strings.Contains(guide, "\n## "+c.title+"\n") {
			t.Errorf("no chapter %q", c.title)
		}
	}
}
