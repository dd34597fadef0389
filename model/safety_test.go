package model

import (
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

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

func TestFaultTextsAreOutsideTextToo(t *testing.T) {
	play(t, setting{seed: seedOne(backend.TextValue("made-up")), change: func(o *Options) { o.Filter = "\x1b[31m\u202e" }}, func(p *player) {
		p.press("/ ctrl+u esc j ?  esc @ esc")
		checkBytes(t, p.screen.sent())
	})
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
