package backend_test

import (
	"strings"
	"testing"

	"strongroom/backend"
	"strongroom/backend/backendtest"
)

func TestAPasswordMadeHereFollowsTheRules(t *testing.T) {
	for _, r := range []backend.PasswordRules{
		{}, {Length: 1}, {Length: 4096}, {Length: 4, RequireEachType: true}, {Length: 5, RequireEachType: true, IncludeSpace: true},
		{Length: 20, ExcludeNumbers: true, ExcludePunctuation: true}, {Length: 12, ExcludeUppercase: true, ExcludeLowercase: true, ExcludePunctuation: true},
		{Length: 64, ExcludeCharacters: "abcxyz\"'`\\", RequireEachType: true},
	} {
		for range 50 {
			v, err := backend.LocalPassword(r, nil)
			if err != nil {
				t.Fatal(err)
			}
			p := string(backendtest.Bytes(v))
			want := r.Length
			if want == 0 {
				want = 32
			}
			has := func(set string) bool { return strings.ContainsAny(p, set) }
			lower, upper, digits, punct := has("abcdefghijklmnopqrstuvwxyz"), has("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), has("0123456789"), has("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
			switch {
			case len(p) != want:
				t.Fatalf("%d characters, want %d", len(p), want)
			case r.ExcludeLowercase && lower, r.ExcludeUppercase && upper, r.ExcludeNumbers && digits, r.ExcludePunctuation && punct,
				!r.IncludeSpace && has(" "), r.ExcludeCharacters != "" && has(r.ExcludeCharacters):
				t.Fatalf("%+v gave a character that is excluded", r)
			case r.RequireEachType && !(lower && upper && digits && punct && (has(" ") || !r.IncludeSpace)):
				t.Fatalf("%+v lacks a kind", r)
			}
		}
	}
	for _, r := range []backend.PasswordRules{{Length: 4097}, {Length: -1}, {Length: 3, RequireEachType: true},
		{ExcludeNumbers: true, ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true}} {
		if _, err := backend.LocalPassword(r, nil); err == nil {
			t.Errorf("%+v was accepted", r)
		}
	}
}

func TestNoPasswordComesTwiceAndEveryCharacterComes(t *testing.T) {
	seen, chars := map[string]bool{}, map[rune]int{}
	for range 2000 {
		v, _ := backend.LocalPassword(backend.PasswordRules{Length: 32}, nil)
		p := string(backendtest.Bytes(v))
		if seen[p] {
			t.Fatal("the same twice")
		}
		seen[p] = true
		for _, c := range p {
			chars[c]++
		}
	}
	if len(chars) != 94 {
		t.Errorf("%d different characters, want 94", len(chars))
	}
	for c, n := range chars { // 681 on average
		if n < 480 || n > 900 {
			t.Errorf("%q came %d times", c, n)
		}
	}
}

func TestStrengthIsCounted(t *testing.T) {
	if b := (backend.PasswordRules{Length: 10, ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true}).Bits(); b != 33 {
		t.Errorf("10 digits have %d bits", b)
	}
}
