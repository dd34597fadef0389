package backend

import (
	"math/rand/v2"
	"path"
	"strings"
	"testing"
)

// everyWay is what a pattern says, by trying all there is.
func everyWay(pattern, text string) bool {
	head, tail, deep := strings.Cut(pattern, "**")
	if !deep {
		ok, err := path.Match(pattern, text)
		return ok && err == nil
	}
	for i := range len(text) + 1 {
		if ok, err := path.Match(head, text[:i]); !ok || err != nil {
			continue
		}
		for j := i; j <= len(text); j++ {
			if everyWay(tail, text[j:]) {
				return true
			}
		}
	}
	return false
}

func TestADoubledStarIsAnyTextAndASingleOneEndsAtASlash(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		is            bool
	}{
		{"", "prod/db", true}, {"**", "prod/db", true}, {"**", "", true}, {"*", "prod/db", false}, {"prod/**", "prod/a/b", true}, {"prod/**", "prod", false},
		{"**/db", "prod/eu/db", true}, {"**/db", "prod/db2", false}, {"**/prod/**", "eu/prod/db", true}, {"**/prod/**", "eu/production/db", false},
		{"prod/**/db-?", "prod/x/y/db-1", true}, {"**[0-9]/**", "a/b1/c", true}, {"**[0-9]/**", "a/b/c1", false}, {"prod/*/db**", "prod/eu/db/main", true},
		{"prod/*/db**", "prod/eu/west/db", false}, {"***", "prod/db", true}, {"**[", "prod/db", false},
	} {
		if is := glob(c.pattern, c.text); is != c.is {
			t.Errorf("%q on %q is %v", c.pattern, c.text, is)
		}
	}
	random, found := rand.New(rand.NewPCG(1, 2)), 0
	some := func(of []string, most int) string {
		var b strings.Builder
		for range random.IntN(most + 1) {
			b.WriteString(of[random.IntN(len(of))])
		}
		return b.String()
	}
	for range 50_000 {
		pattern, text := some([]string{"**", "**", "*", "?", "/", "a", "b", "ab", "[ab]", `\a`}, 6), some([]string{"a", "b", "/", "ab/"}, 8)
		if pattern == "" {
			continue
		}
		is := glob(pattern, text)
		if is {
			found++
		}
		if want := everyWay(pattern, text); is != want {
			t.Fatalf("%q on %q is %v, and by every way %v", pattern, text, is, want)
		}
	}
	if found < 5_000 {
		t.Errorf("only %d were matched", found)
	}
}

// BenchmarkGlob looks for a pattern in a name that is as long as a name can be.
func BenchmarkGlob(b *testing.B) {
	name := strings.Repeat("prod/eu-west/", 39)
	for _, pattern := range []string{"prod/**", "**/db", "**/db/**", "**[0-9]", "**/a*/**/b*/**"} {
		b.Run(pattern, func(b *testing.B) {
			for b.Loop() {
				glob(pattern, name)
			}
		})
	}
}
