package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A promise is as good as its test.
func TestEveryPromiseNamesTestsThatAreThere(t *testing.T) {
	t.Parallel()
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
	readme, safety := page(t, "README.md"), page(t, "docs/safety.md")
	for file, text := range map[string]string{"README.md": readme, "docs/safety.md": safety} {
		for _, name := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(text, -1) {
			if !there[name[1]] {
				t.Errorf("%s names %s, which is not there", file, name[1])
			}
		}
	}
	whole := strings.Split(safety, "\n## ")[1:]
	for _, promise := range whole {
		name, text, _ := strings.Cut(promise, "\n")
		for _, part := range []string{"\n**Where it ends.** ", "\nTests: `Test"} {
			if strings.Count(text, part) != 1 {
				t.Errorf("docs/safety.md has %d of %q under %q", strings.Count(text, part), part, name)
			}
		}
	}
	rows := regexp.MustCompile(`(?m)^\| \*\*(.+?)\.\*\* .*$`).FindAllStringSubmatch(readme, -1)
	if len(rows) != 3 || !strings.Contains(readme, fmt.Sprintf("These and %d more", len(whole)-3)) {
		t.Errorf("the README makes %d promises, and docs/safety.md %d", len(rows), len(whole))
	}
	for _, row := range rows {
		if !regexp.MustCompile("\\| `Test\\w+` \\|$").MatchString(row[0]) {
			t.Errorf("no test stands beside %q", row[1])
		}
		if !strings.Contains(safety, "## "+row[1]+"\n") {
			t.Errorf("docs/safety.md does not tell %q whole", row[1])
		}
	}
}

func page(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(top, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The README is read in a minute; what is longer stands in docs, each page of which it names.
func TestTheReadmeIsReadInAMinute(t *testing.T) {
	t.Parallel()
	readme := page(t, "README.md")
	if n := strings.Count(readme, "\n"); n > 120 {
		t.Errorf("it has %d lines, want 120 at most", n)
	}
	pages, err := filepath.Glob(filepath.Join(top, "docs/*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	for _, name := range pages {
		if link := "(docs/" + filepath.Base(name) + ")"; !strings.Contains(readme, link) {
			t.Errorf("it does not lead to %s", link)
		}
	}
}
