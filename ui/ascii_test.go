package ui

import (
	"strings"
	"testing"
)

func TestASCIITakesTheCellsOfWhatItStandsFor(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "plain": "plain", "╭ Secrets ─╮": "+ Secrets -+", "a · b": "a - b", "reading…": "reading~", "\x1b[1m✓\x1b[0m copied": "\x1b[1m+\x1b[0m copied",
		"größe": "gr??e", "пароль": "??????", "鍵x": "??x", "e\u0301x": "?x", "\xff": "?", "a\x1b[1mé": "a\x1b[1m?", "▌é": ">?",
	} {
		got := NewASCII().Draw(in)
		if got != want {
			t.Errorf("%q is drawn as %q, not as %q", in, got, want)
		}
		if Width(got) != Width(in) && in != "\xff" {
			t.Errorf("%q takes %d cells, %q takes %d", in, Width(in), got, Width(got))
		}
	}
	if got := (*ASCIIOnly)(nil).Draw("é"); got != "é" {
		t.Errorf("without it %q", got)
	}
	for r, g := range glyphs() {
		if g.ascii < ' ' || g.ascii > '~' || Width(string(r)) != 1 {
			t.Errorf("%q takes %d cells and is drawn as %q", r, Width(string(r)), g.ascii)
		}
	}
}

func FuzzASCIIHoldsNothingElse(f *testing.F) {
	f.Add("╭ é e\u0301 👩\u200d👧 \xff\x1b[1m\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		if got := NewASCII().Draw(s); !isASCII(got) {
			t.Errorf("%q is drawn as %q", s, got)
		}
		if safe := Text(s); Width(NewASCII().Draw(safe)) != Width(safe) {
			t.Errorf("%q takes %d cells, and %d in ASCII", safe, Width(safe), Width(NewASCII().Draw(safe)))
		}
	})
}

func TestALineIsReadAloudWithoutWhatDecoratesIt(t *testing.T) {
	v := NewVoice()
	v.Chosen = "chosen:"
	for in, want := range map[string]string{
		"▌ app/db                 3d   prod  ": "app/db, 3d, prod", "  password  " + Mask: "password, masked", " ▸ cancel  esc   delete  y": "chosen: cancel, esc, delete, y",
		" ━━━━─── 2h left": "2h left", "JSON · 2 keys · AWSCURRENT": "JSON, 2 keys, AWSCURRENT", "────────": "", " ✓ copied x": "done: copied x", "a → b": "a to b", "reading…": "reading...",
	} {
		if got := v.Say(in); got != want {
			t.Errorf("%q is read as %q, not as %q", in, got, want)
		}
	}
	if strings.Contains(v.Say("\x1b[1m▌ x\x1b[0m"), "\x1b") {
		t.Error("a style is read aloud")
	}
}
