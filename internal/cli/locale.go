package cli

import (
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"strongroom/ui"
)

// asciiFor is what draws with ASCII alone where the locale names another encoding than UTF-8, else nil. The first that is set of LC_ALL,
// LC_CTYPE and LANG counts (POSIX, 8.2); where none is, nothing is known, and terminals of today take UTF-8.
func asciiFor(env func(string) string) *ui.ASCIIOnly {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		locale := env(name)
		if locale == "" {
			continue
		}
		if plain := strings.ReplaceAll(strings.ToUpper(locale), "-", ""); strings.Contains(plain, "UTF8") {
			return nil
		}
		return ui.NewASCII()
	}
	return nil
}

// inASCII draws what is written to a terminal. What goes to a file or another program stays as it is.
type inASCII struct {
	io.Writer
	ascii *ui.ASCIIOnly
}

func (w inASCII) Write(b []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, w.ascii.Draw(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// onTerminal is a writer as it takes what people read: in ASCII where it is a terminal whose locale has nothing else.
func onTerminal(w *os.File, env func(string) string) io.Writer {
	if ascii := asciiFor(env); ascii != nil && term.IsTerminal(int(w.Fd())) {
		return inASCII{w, ascii}
	}
	return w
}
