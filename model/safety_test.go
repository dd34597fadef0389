package model_test

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
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/play"
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
	for n, size := range [][2]int{{120, 36}, {60, 20}} {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seed}, func(p *play.Player) {
			for i := range corpus {
				if tools.LeavesOut(i+n, 2) {
					p.Press("j")
					continue
				}
				p.Press("V ] ] [ [ 1 esc")
				play.CheckLayout(t, p, size[0])
				if i%16 < 2 {
					p.Press("C esc t enter ! esc t")
				}
				p.Press("j")
			}
			play.CheckBytes(t, p.Screen.Sent())
		})
	}
}

func TestFaultTextsAreOutsideTextToo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue("made-up")), Change: func(o *model.Options) { o.Filter = "\x1b[31m\u202e" }}, func(p *play.Player) {
		p.Press("/ ctrl+u esc j ?  esc @ esc")
		play.CheckBytes(t, p.Screen.Sent())
	})
}

func TestNothingOfTheModelHoldsARevealedValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOne(backend.TextValue(`{"k":"` + play.Canary + `","l":["x","` + play.Canary + `"]}`)), Native: true}, func(p *play.Player) {
		p.Press("V c j j C").Sees(play.Canary)
		var b strings.Builder
		play.Dump(reflect.ValueOf(p.Model), map[uintptr]bool{}, &b)
		if b.Len() < 1000 {
			t.Fatal("the dump sees nothing")
		}
		if l := play.Leaks([]byte(b.String() + p.Everything())); l != nil {
			t.Errorf("a debugging dump of the whole model shows %v", l)
		}
		p.Press("esc").Wait(31 * time.Second)
	})
}
