package program

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"path"
	"reflect"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/model/pane"
)

// crash is what may be told of a panic: where it happened. The panic's value and the calls' arguments may hold a secret, so
// only the value's type is kept.
type crash struct {
	kind  string
	stack string
}

// newCrash is called while recovering, with the value that recover gave and the stack at that moment.
func newCrash(value any, stack []byte) *crash {
	kind := "an error of the runtime"
	if value != nil {
		kind = "a " + reflect.TypeOf(value).String()
	}
	return &crash{kind: kind, stack: redact(bytes.NewReader(stack))}
}

func (c *crash) String() string {
	return fmt.Sprintf("strongroom: this is a bug: it ended on a panic with %s, which is not shown because it may hold a secret.\n\n%s",
		c.kind, c.stack)
}

// longestLine is the longest line of a trace that means anything: a path is shorter, and what is longer is a panic's message.
const longestLine = 16 << 10

// redact makes of a Go stack trace the names of functions and the lines of files, of its first goroutine and from the last
// panic on. Anything else in it is dropped: messages however long, arguments, addresses, directories. It reads no further
// than it needs.
func redact(trace io.Reader) string {
	var b strings.Builder
	function := ""
	for lines := bufio.NewReaderSize(trace, longestLine); ; {
		line, ok := nextLine(lines)
		if !ok {
			return b.String()
		}
		switch place, indented := strings.CutPrefix(line, "\t"); {
		case indented && function != "":
			place, _, _ = strings.Cut(place, " ")
			if function != "panic" {
				fmt.Fprintf(&b, "  %s  %s\n", function, path.Base(place))
			}
			function = ""
		case strings.HasPrefix(line, "goroutine ") && strings.HasSuffix(line, ":"):
			if b.Len() > 0 {
				return b.String()
			}
		case strings.HasPrefix(line, "panic("):
			b.Reset()
			function = "panic"
		case strings.HasPrefix(line, "created by "):
			function, _, _ = strings.Cut(line, " in goroutine ")
		default:
			function = functionName(line)
		}
	}
}

// nextLine is the next line, "" for one that is too long; ok is false at the end.
func nextLine(lines *bufio.Reader) (line string, ok bool) {
	b, more, err := lines.ReadLine()
	if line = string(b); more {
		line = ""
	}
	for more && err == nil {
		_, more, err = lines.ReadLine()
	}
	return line, err == nil
}

// functionName is the name in a line of a trace like "main.(*T).f(0xc000012120, {0x1, 0x2})", "" where the line is none.
func functionName(line string) string {
	open := strings.LastIndexByte(line, '(')
	if open <= 0 || !strings.HasSuffix(line, ")") || strings.ContainsAny(line[:open], " \t") || !strings.Contains(line[:open], ".") {
		return ""
	}
	return line[:open]
}

// shielded is a model whose panics, and those of its commands, end the program with the terminal given back and nothing
// of the panic's value printed. Bubble Tea's own catching prints the value.
type shielded struct {
	tea.Model
	screen canvas
	caught func(value any)
	heard  func() // the model has heard how it went with the terminal that was lent
}

func (s shielded) Init() tea.Cmd { return s.cmd(s.Model.Init()) }

func (s shielded) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if back, is := msg.(returned); is {
		defer s.heard()
		msg = back.Msg
	}
	if told, is := msg.(tea.WindowSizeMsg); is {
		msg = s.screen.Sized(told)
	}
	s.screen.Heard(msg)
	m, cmd := s.Model.Update(msg)
	s.Model = m
	return s, s.cmd(cmd)
}

func (s shielded) View() tea.View {
	v := s.Model.View()
	s.screen.Show(v)
	return v
}

func (s shielded) cmd(c tea.Cmd) tea.Cmd { return pane.Through(c, s.run) }

// run asks nobody before the first frame stands, which is made by the same cores.
func (s shielded) run(c tea.Cmd) (msg tea.Msg) {
	s.screen.Begun()
	defer func() {
		if value := recover(); value != nil {
			s.caught(value)
			msg = nil
		}
	}()
	if msg = c(); s.screen.Does(msg) {
		return nil
	}
	return msg
}
