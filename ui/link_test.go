package ui

import (
	"strings"
	"testing"
)

func TestALinkLeadsToWholeAddressesAlone(t *testing.T) {
	th := NewTheme(true)
	if s := th.Text.Link("https://example.com/a?b=c").Render("text"); !strings.Contains(s, "\x1b]8;;https://example.com/a?b=c\a") || Width(s) != 4 {
		t.Errorf("%q of %d cells", s, Width(s))
	}
	for _, bad := range []string{"", "http://example.com", "https://a\x1b\\b", "https://a\ab", "https://a b", "https://é", "javascript:x"} {
		if th.Text.Link(bad) != th.Text {
			t.Errorf("%q is a link", bad)
		}
	}
}
