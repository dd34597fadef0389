package program

import (
	"strings"
	"testing"
)

func TestASizeThatNoTerminalHasIsNotDrawn(t *testing.T) {
	for _, c := range []struct {
		w, h           int
		columns, lines string
		wantW, wantH   int
	}{
		{0, 0, "", "", 80, 24}, {0, 0, "100", "30", 100, 30}, {120, 36, "100", "30", 120, 36}, {0, 0, "100000", "100000", 80, 24}, {0, 0, "99999999999999999999", "-5", 80, 24},
		{0, 0, "1000", "500", 1000, 500}, {0, 0, "1001", "501", 80, 24}, {65535, 65535, "", "", 1000, 500}, {0, 40, "x", "", 80, 40},
	} {
		env := map[string]string{"COLUMNS": c.columns, "LINES": c.lines}
		if w, h := sized(c.w, c.h, func(name string) string { return env[name] }); w != c.wantW || h != c.wantH {
			t.Errorf("a terminal of %d by %d with COLUMNS=%s and LINES=%s is drawn as %d by %d", c.w, c.h, c.columns, c.lines, w, h)
		}
	}
}

func TestTheFrameworkIsToldNoSizeThatNoTerminalHas(t *testing.T) {
	t.Setenv("COLUMNS", "100000")
	t.Setenv("LINES", "40")
	if env := "\n" + strings.Join(meant(), "\n") + "\n"; strings.Contains(env, "\nCOLUMNS=") || !strings.Contains(env, "\nLINES=40\n") || !strings.Contains(env, "\nPATH=") {
		t.Error("it is told one, or lacks something else")
	}
}
