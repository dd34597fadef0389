package ui

import (
	"strings"
	"testing"
)

func TestACodeForACameraIsDarkOnLightWithLightAroundIt(t *testing.T) {
	text := "https://s.invalid/start/#/device?user_code=BCDF-GHJK"
	plain := QR(Plain(), text)
	w, h := QRSize(text)
	if len(plain) != h || w < 29 || w != Width(plain[0]) || h != (w+1)/2 {
		t.Fatalf("%d x %d", w, h)
	}
	for i, line := range plain {
		if Width(line) != w || !strings.HasPrefix(line, "    ") || !strings.HasSuffix(line, "    ") {
			t.Errorf("line %d is %q", i, line)
		}
		if (i < 2 || i >= h-2) && strings.TrimSpace(line) != "" {
			t.Errorf("line %d is not light: %q", i, line)
		}
	}
	if corner := plain[2][4:]; !strings.HasPrefix(corner, "█▀▀▀▀▀█ ") { // the mark by which a camera finds it
		t.Errorf("its corner is %q", corner)
	}
	for _, dark := range []bool{true, false} {
		if line := QR(NewTheme(dark), text)[0]; !strings.Contains(line, "48;2;255;255;255") || !strings.Contains(line, "38;2;0;0;0") {
			t.Errorf("dark %v: %q", dark, line)
		}
	}
	if lines := QR(Plain(), strings.Repeat("x", 4000)); lines != nil {
		t.Error("there is a code for what no code can hold")
	}
}
