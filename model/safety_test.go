package model

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"strongroom/backend"
	"strongroom/backend/local"
)

// hostile are texts that a terminal would obey, hide, reorder or measure wrongly.
func hostile(t *testing.T) (all []string) {
	t.Helper()
	b, err := os.ReadFile("../ui/testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		s, err := strconv.Unquote(line)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// renderer are the sequences that the program's own drawing uses; the window's title is a constant.
var renderer = regexp.MustCompile("\x1b\\[[0-9;:?<>=!$' ]*[A-Za-z@`~]|\x1b\\]2;(strongroom)?\x07|\x1b\\]1[0-2];\\?\x07|\x1b\\]11;\\?\x1b\\\\|\x1b[=>78M]|\x1bP\\+q[0-9a-fA-F;]*\x1b\\\\")

func TestNoOutsideTextReachesTheTerminalRaw(t *testing.T) {
	corpus := hostile(t)
	if len(corpus) < 67 {
		t.Fatalf("only %d payloads", len(corpus))
	}
	seed := func(s *local.Server) {
		for i, payload := range corpus {
			s.Plant(local.Seed{Name: fmt.Sprintf("a%02d-%s", i, payload), Description: payload, Text: fmt.Sprintf(`{%q:%q}`, "k", "v") + payload,
				Tags: map[string]string{payload + "k": payload, "env": payload}, KMSKey: payload})
		}
	}
	for _, size := range [][2]int{{120, 36}, {60, 20}} {
		play(t, setting{w: size[0], h: size[1], seed: seed}, func(p *player) {
			for i := range corpus {
				p.press("V ] ] [ [ 1 esc")
				checkLayout(t, p, size[0])
				if i%16 == 3 {
					p.press("C esc t enter ! esc t")
				}
				p.press("j")
			}
			checkBytes(t, p.screen.sent())
		})
	}
}

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

func TestFaultTextsAreOutsideTextToo(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue("made-up")), change: func(o *Options) { o.Filter = "\x1b[31m\u202e" }}, func(p *player) {
		p.press("/ ctrl+u esc j ?  esc @ esc")
		checkBytes(t, p.screen.sent())
	})
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

func TestNothingOfTheModelHoldsARevealedValue(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue(`{"k":"` + canary + `","l":["x","` + canary + `"]}`)), native: true}, func(p *player) {
		p.press("V c j j C").sees(canary)
		var b strings.Builder
		dump(reflect.ValueOf(p.model), map[uintptr]bool{}, &b)
		if b.Len() < 1000 {
			t.Fatal("the dump sees nothing")
		}
		if l := leaks([]byte(b.String() + p.everything())); l != nil {
			t.Errorf("a debugging dump of the whole model shows %v", l)
		}
		p.press("esc").wait(31 * time.Second)
	})
}
