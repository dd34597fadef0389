package play

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// CheckBytes fails where anything was sent that drives a terminal otherwise than the renderer does.
func CheckBytes(t *testing.T, sent []byte) {
	t.Helper()
	rest := renderer.ReplaceAllString(string(sent), "")
	if !utf8.ValidString(rest) {
		t.Error("invalid UTF-8 reached the terminal")
	}
	for i, r := range rest {
		switch {
		case r == '\r', r == '\n', r == '\b', r == '\t':
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp):
			t.Fatalf("%U reached the terminal: %q", r, rest[max(0, i-60):min(len(rest), i+20)])
		}
	}
}

// CheckLayout looks at the right border and at every character.
func CheckLayout(t *testing.T, p *Player, w int) {
	t.Helper()
	lines := strings.Split(p.Screen.String(), "\n")
	for i, l := range lines[1 : len(lines)-2] {
		if runes := []rune(l); !strings.ContainsRune("│╮╯", runes[len(runes)-1]) {
			t.Fatalf("line %d has no right border:\n%s", i+1, p.Screen)
		}
	}
	for _, r := range p.Screen.String() {
		if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e) {
			t.Fatalf("the screen holds %U:\n%s", r, p.Screen)
		}
	}
	_ = w
}

// Dump follows everything that reflection can reach from v, except the backend, which is another process in life.
func Dump(v reflect.Value, seen map[uintptr]bool, b *strings.Builder) {
	if !v.IsValid() {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] || strings.Contains(v.Type().String(), "backend.Journal") || strings.Contains(v.Type().String(), "testing.") {
			return
		}
		seen[v.Pointer()] = true
		Dump(v.Elem(), seen, b)
	case reflect.Interface:
		if strings.Contains(v.Type().String(), "backend.Backend") || strings.Contains(v.Type().String(), "clip.Board") {
			return
		}
		Dump(v.Elem(), seen, b)
	case reflect.Struct:
		for i := range v.NumField() {
			Dump(v.Field(i), seen, b)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			Dump(v.Index(i), seen, b)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			Dump(it.Key(), seen, b)
			Dump(it.Value(), seen, b)
		}
	case reflect.Uint8:
		b.WriteByte(byte(v.Uint()))
	case reflect.Int32:
		if r := rune(v.Int()); r > 0 && utf8.ValidRune(r) {
			b.WriteRune(r)
		}
	case reflect.String:
		b.WriteString(v.String())
		b.WriteByte('\n')
	}
}

// Alive fails unless so many values of the program are alive now, buffers of typed text among them.
func (p *Player) Alive(n int) *Player {
	p.T.Helper()
	p.Between()
	if alive := p.Ledger.Alive(); len(alive) != n {
		p.T.Errorf("%d values are alive, want %d:\n%s\n%s", len(alive), n, strings.Join(alive, "\n"), p.Screen)
	}
	return p
}

// Styled is the style in which a text is drawn.
func (p *Player) Styled(text string) string {
	p.T.Helper()
	p.Sees(text)
	before, _, _ := strings.Cut(p.Drawn(), text)
	all := regexp.MustCompile(`\x1b\[[0-9;:]*m`).FindAllString(before, -1)
	return all[len(all)-1]
}

// Looks is how a text stands on the screen: the colours of its first letter and of what it stands on, and its attributes as SGR has
// them, "" for the terminal's own.
func (p *Player) Looks(line, text string) string {
	p.T.Helper()
	x, y := p.Cell(line, text)
	p.Screen.mu.Lock()
	defer p.Screen.mu.Unlock()
	return p.Screen.emu.CellAt(x, y).Style.String()
}

// renderer are the sequences that the program's own drawing uses; the window's title is a constant.
var renderer = regexp.MustCompile("\x1b\\[[0-9;:?<>=!$' ]*[A-Za-z@`~]|\x1b\\]2;(strongroom)?\x07|\x1b\\]1[0-2];\\?\x07|\x1b\\]11;\\?\x1b\\\\|\x1b[=>78M]|\x1bP\\+q[0-9a-fA-F;]*\x1b\\\\")
