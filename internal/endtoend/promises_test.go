package endtoend

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A promise is as good as its test.
func TestEveryPromiseNamesTestsThatAreThere(t *testing.T) {
	there := map[string]bool{}
	for _, name := range allSources(t) {
		if !strings.HasSuffix(name, "_test.go") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(top, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(b, -1) {
			there[string(m[1])] = true
		}
	}
	for _, file := range []string{"README.md", "docs/safety.md"} {
		b, err := os.ReadFile(filepath.Join(top, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(string(b), -1) {
			if !there[name[1]] {
				t.Errorf("%s names %s, which is not there", file, name[1])
			}
		}
	}
	readme, _ := os.ReadFile(filepath.Join(top, "README.md"))
	safety, _ := os.ReadFile(filepath.Join(top, "docs/safety.md"))
	_, promises, _ := strings.Cut(string(readme), "## What it promises")
	promises, _, _ = strings.Cut(promises, "\n## ")
	rows := regexp.MustCompile(`(?m)^\| \*\*(.+?)\.\*\* .*$`).FindAllStringSubmatch(promises, -1)
	if len(rows) < 15 {
		t.Fatalf("the README makes %d promises", len(rows))
	}
	for _, row := range rows {
		if !regexp.MustCompile("\\| `Test\\w+` \\|$").MatchString(row[0]) {
			t.Errorf("no test stands beside %q", row[1])
		}
		if !strings.Contains(string(safety), "## "+row[1]+"\n") {
			t.Errorf("docs/safety.md does not tell %q whole", row[1])
		}
	}
}
