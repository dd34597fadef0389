package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestANameThatLosesItsMiddleSaysSoOnce(t *testing.T) {
	for _, name := range []string{strings.Repeat("n", 512), strings.Repeat("鍵", 128), "a" + strings.Repeat("鍵", 128)} {
		for h := 8; h < 14; h++ {
			head := ansi.Strip(strings.Join(Box{W: 36, Subject: []string{name}}.head(Plain(), h), "\n"))
			if n := strings.Count(head, ellipsis); n != 1 {
				t.Errorf("%d marks in %d lines:\n%s", n, h, head)
			}
		}
	}
}
