package model

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func checkBytes(t *testing.T, sent []byte) {
	t.Helper()
	rest := renderer.ReplaceAllString(string(sent), "")
	if !utf8.ValidString(rest) {
		t.Error("invalid UTF-8 reached the terminal")
	}
	for i, r := range rest {
		switch {
		case r == '\r', r == '\n', r == '\b', r == '\t':
		case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			t.Fatalf("%U reached the terminal: %q", r, rest[max(0, i-60):min(len(rest), i+20)])
		}
	}
}

// checkLayout looks at the right border and at every character.
func checkLayout(t *testing.T, p *player, w int) {
	t.Helper()
	lines := strings.Split(p.screen.String(), "\n")
	for i, l := range lines[1 : len(lines)-2] {
		if runes := []rune(l); !strings.ContainsRune("│╮╯", runes[len(runes)-1]) {
			t.Fatalf("line %d has no right border:\n%s", i+1, p.screen)
		}
	}
	for _, r := range p.screen.String() {
		if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e) {
			t.Fatalf("the screen holds %U:\n%s", r, p.screen)
		}
	}
	_ = w
}

// dump follows everything that reflection can reach from v, except the backend, which is another process in life.
func dump(v reflect.Value, seen map[uintptr]bool, b *strings.Builder) {
	if !v.IsValid() {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] || strings.Contains(v.Type().String(), "backend.Journal") || strings.Contains(v.Type().String(), "testing.") {
			return
		}
		seen[v.Pointer()] = true
		dump(v.Elem(), seen, b)
	case reflect.Interface:
		if strings.Contains(v.Type().String(), "backend.Backend") || strings.Contains(v.Type().String(), "clip.Board") {
			return
		}
		dump(v.Elem(), seen, b)
	case reflect.Struct:
		for i := range v.NumField() {
			dump(v.Field(i), seen, b)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			dump(v.Index(i), seen, b)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			dump(it.Key(), seen, b)
			dump(it.Value(), seen, b)
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

// alive fails unless so many values of the program are alive now, buffers of typed text among them.
func (p *player) alive(n int) *player {
	p.t.Helper()
	p.between()
	if alive := p.ledger.Alive(); len(alive) != n {
		p.t.Errorf("%d values are alive, want %d:\n%s\n%s", len(alive), n, strings.Join(alive, "\n"), p.screen)
	}
	return p
}

// styled is the style in which a text is drawn.
func (p *player) styled(text string) string {
	p.t.Helper()
	p.sees(text)
	before, _, _ := strings.Cut(p.drawn(), text)
	all := regexp.MustCompile(`\x1b\[[0-9;:]*m`).FindAllString(before, -1)
	return all[len(all)-1]
}

// renderer are the sequences that the program's own drawing uses; the window's title is a constant.
var renderer = regexp.MustCompile("\x1b\\[[0-9;:?<>=!$' ]*[A-Za-z@`~]|\x1b\\]2;(strongroom)?\x07|\x1b\\]1[0-2];\\?\x07|\x1b\\]11;\\?\x1b\\\\|\x1b[=>78M]|\x1bP\\+q[0-9a-fA-F;]*\x1b\\\\")
