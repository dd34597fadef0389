package program

import (
	"os"
	"slices"
	"strconv"
	"strings"
)

// Sizes of a screen: the largest one that is drawn, and that of a terminal that tells none. The framework takes none that is much
// larger, and shows nothing then; and each cell costs memory, whether anybody sees it or not.
const (
	mostW, mostH   = 1000, 500
	usualW, usualH = 80, 24
)

// sized is the size that is drawn for a terminal that tells w and h cells, 0 for nothing: then COLUMNS and LINES say it, where they
// can be meant.
func sized(w, h int, getenv func(string) string) (int, int) {
	side := func(told, most, usual int, variable string) int {
		if told > 0 {
			return min(told, most)
		}
		if n, err := strconv.Atoi(getenv(variable)); err == nil && n > 0 && n <= most {
			return n
		}
		return usual
	}
	return side(w, mostW, usualW, "COLUMNS"), side(h, mostH, usualH, "LINES")
}

// meant is the environment without a COLUMNS or LINES that no terminal has, which the framework would take at its word.
func meant() []string {
	most := map[string]int{"COLUMNS": mostW, "LINES": mostH}
	return slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		n, err := strconv.Atoi(value)
		return most[name] > 0 && (err != nil || n > most[name])
	})
}
