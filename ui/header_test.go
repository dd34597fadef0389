package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func crowded() Header {
	return Header{Place: []Part{{Text: "shop-prod", Of: OfProfile}, {Text: "1234-5678-9012", Of: OfAccount}, {Text: "AdministratorAccess", Of: OfPrincipal}, {Text: "ap-southeast-1", Of: OfRegion}, {Text: "moto", Of: OfService}},
		Badge: "read-only", Banner: "PRODUCTION", Colour: "red", Secrets: "1,204", Deleted: "5", Pending: true, Decrypts: 3, Note: "partial", Drafts: 2}
}

func TestTheAccountAndTheRegionStandInEveryHeader(t *testing.T) {
	th := NewTheme(true)
	for w := 40; w <= 160; w++ {
		for name, change := range map[string]func(*Header){"crowded": func(*Header) {}, "calm": func(h *Header) { h.Banner, h.Badge, h.Drafts = "", "", 0 },
			"long banner": func(h *Header) { h.Banner = strings.Repeat("PRODUCTION ", 5) }, "long badge": func(h *Header) { h.Badge = "presenting · read-only · login ends in 9m" }} {
			h := crowded()
			change(&h)
			line := ansi.Strip(h.Draw(th, w))
			if Width(line) != w {
				t.Fatalf("%s at %d is %d wide: %q", name, w, Width(line), line)
			}
			for _, part := range []string{"1234-5678-9012", "ap-southeast-1"} {
				if !strings.Contains(line, part) {
					t.Errorf("%s at %d says %q, without %s", name, w, line, part)
				}
			}
			if h.Banner == "PRODUCTION" && !strings.Contains(line, " PR") {
				t.Errorf("%s at %d has no banner: %q", name, w, line)
			}
		}
	}
}

func TestWhatALongAddressTakesAwayComesBackWithoutIt(t *testing.T) {
	h := Header{Place: []Part{{Text: "1234-5678-9012", Of: OfAccount}, {Text: "eu-west-1", Of: OfRegion}, {Text: "http://secrets.made-up.invalid:18400", Of: OfService}}, Secrets: "0", Deleted: "0"}
	for w, want := range map[int]string{
		120: " strongroom  1234-5678-9012 · eu-west-1 · http://secrets.made-up.invalid:18400 0 secrets 0 deleted 0 decrypts ",
		80:  " strongroom  1234-5678-9012 · eu-west-1 0 secrets  0 deleted  0 decrypts ",
		60:  " 1234-5678-9012 · eu-west-1 0 0 deleted 0 decrypts ",
		40:  " 1234-5678-9012 · eu-west-1 0 decrypts ",
	} {
		got := ansi.Strip(h.Draw(NewTheme(true), w))
		if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("at %d: %q, want %q", w, got, want)
		}
	}
}

func TestANarrowHeaderLosesFirstWhatMattersLeast(t *testing.T) {
	th, h := NewTheme(true), crowded()
	gone := map[string]int{}
	for w := 160; w >= 40; w-- {
		line := ansi.Strip(h.Draw(th, w))
		for _, part := range []string{"strongroom", "AdministratorAccess", "3 decrypts", "moto", "1,204", "shop-prod", "PRODUCTION"} {
			if gone[part] == 0 && !strings.Contains(line, part) {
				gone[part] = w
			}
		}
	}
	order := []string{"strongroom", "AdministratorAccess", "3 decrypts", "moto", "1,204", "shop-prod", "PRODUCTION"}
	for i, part := range order {
		if gone[part] == 0 {
			t.Errorf("%s never goes", part)
		}
		if i > 0 && gone[part] >= gone[order[i-1]] {
			t.Errorf("%s goes at %d, %s at %d", part, gone[part], order[i-1], gone[order[i-1]])
		}
	}
}
