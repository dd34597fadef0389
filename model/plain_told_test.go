package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// aloud plays with a plain screen.
func aloud(t *testing.T, seed func(*local.Server), game func(p *play.Player)) {
	t.Helper()
	play.Game(t, play.Setting{Seed: seed, Native: true, NoFirst: true, Change: plainly}, func(p *play.Player) { game(p.Wait(time.Second)) })
}

// timesTold counts how often a line was told that begins so.
func timesTold(p *play.Player, line string) int {
	p.Wait(time.Second)
	return strings.Count("\n"+p.Screen.Remembers()+"\n"+p.Screen.String(), "\n"+line)
}

func TestAPlainScreenTellsAgainWhatAKeyHasSaidAgain(t *testing.T) {
	const refused, copied = "! app/canary is not scheduled for deletion", "done: copied app/canary"
	aloud(t, play.SeedOne(backend.TextValue("made-up")), func(p *play.Player) {
		if p.Press("R").Wait(time.Second).Press("R").Wait(time.Second).Press("c").Wait(time.Second).Press("c"); timesTold(p, refused) != 2 || timesTold(p, copied) != 2 {
			t.Errorf("each key was pressed twice, and its answer told %d and %d times", timesTold(p, refused), timesTold(p, copied))
		}
		if p.Wait(10 * time.Second); timesTold(p, copied) != 2 {
			t.Error("without a key it is told again")
		}
	})
}

func TestAPlainScreenTellsWhatStandsBesideTheStatusLine(t *testing.T) {
	aloud(t, play.SeedMany, func(p *play.Player) {
		p.Press("c").Sees("done: copied app/000", "clipboard: app/000, clears in 30s").Wait(5 * time.Second)
		if n := timesTold(p, "clipboard: "); n != 1 {
			t.Errorf("how it counts is told %d times", n)
		}
		p.Press("j d y").Wait(time.Second).Sees("deleted app/001, u undoes")
	})
}

func TestAPlainScreenTellsThatASaveGoesOnAndFailed(t *testing.T) {
	aloud(t, play.JSONSecret(), func(p *play.Player) {
		defer p.Server.Set(func(k *local.Knobs) { k.Latency = 0 })
		p.Press("e j enter").Types("mine").Press("enter").Sees("1 changed").Press("ctrl+s")
		p.Server.Set(func(k *local.Knobs) { k.Latency, k.Deny = 2*time.Second, play.Deny("PutSecretValue") })
		p.Press("enter").Wait(time.Second).Sees("saving...", "esc stops waiting")
		p.Wait(20*time.Second).Sees("not saved: could not save app/canary: access denied", "needs secretsmanager:PutSecretValue")
	})
}

func TestAPlainScreenTellsAConflict(t *testing.T) {
	aloud(t, play.JSONSecret(), func(p *play.Player) {
		p.Press("e j enter").Types("mine").Press("enter")
		p.Colleague("app/canary", `{"user":"u2","password":"theirs"}`)
		p.Press("ctrl+s enter").Wait(time.Second).Sees("somebody else saved version", "1 key changed on both sides: choose", "theirs, before, yours", "? password, masked, masked, masked")
		p.Press("j").Sees("settled: id, chosen: none, masked, masked").Press("k left").Sees("nothing left to choose", "settled: password chosen: masked, masked, masked")
	})
}

func TestAPlainScreenTellsThatAValueIsWipedWhereverTheCursorIs(t *testing.T) {
	var keys []string
	for i := range 9 {
		keys = append(keys, fmt.Sprintf(`"k%d":"made-up"`, i))
	}
	aloud(t, play.SeedOne(backend.TextValue("{"+strings.Join(keys, ",")+"}")), func(p *play.Player) {
		p.Press("enter c").Wait(time.Second).Press("G").Sees("k8, masked").SeesNot("wiped").Wait(31 * time.Second).Sees("JSON, 9 keys, wiped")
	})
}

func TestAPlainScreenTellsWhichVersionsAreMarked(t *testing.T) {
	aloud(t, play.JSONSecret(), func(p *play.Player) {
		p.Colleague("app/canary", `{"user":"u2"}`)
		p.Press("ctrl+r 3").Wait(time.Second).Press("space").SeesNot("done:").Press("k").Sees("marked: ", "AWSCURRENT")
	})
}

// Two names that differ in their middle are told apart by nothing else.
func TestAPlainScreenCutsNoName(t *testing.T) {
	long, more := strings.Repeat("a/very/long/name/", 8), strings.Repeat("/and/goes/on", 20)
	seed := func(s *local.Server) {
		for _, name := range []string{"a", "b"} {
			s.Plant(local.Seed{Name: long + name + more, Text: "made-up"})
		}
	}
	inLines(t, seed, func(p *play.Player, told func() string) {
		p.Press("j").Wait(time.Second)
		all := told()
		for _, name := range []string{"a", "b"} {
			if !strings.Contains(all, "\n"+long+name+more+", ") {
				t.Errorf("the name with %s in it is not told in\n%s", name, all)
			}
		}
	})
}

func TestAPlainScreenTellsAnewWhereOneIsAfterAStop(t *testing.T) {
	aloud(t, play.SeedMany, func(p *play.Player) {
		p.Press("j j enter").Wait(time.Second)
		before := timesTold(p, "app/002, Value")
		p.Program.Send(model.Conceal{})
		p.Program.Send(model.Resumed{})
		if n := timesTold(p, "app/002, Value"); n != before+1 {
			t.Errorf("where one is was told %d times, and after a stop %d times", before, n)
		}
	})
}

func TestADumbTerminalTellsWhatIsTypedOnce(t *testing.T) {
	inLines(t, play.JSONSecret(), func(p *play.Player, told func() string) {
		p.Press("e").Wait(time.Second).Press("a").Types("ke").Wait(time.Second).Press("esc esc y").Wait(time.Second)
		all := told()
		for _, line := range []string{"+ k", "+ ke"} {
			if n := strings.Count(strings.ReplaceAll(all, "\n", "\n\n"), "\n"+line+"\n"); n != 1 {
				t.Errorf("%q was told %d times in\n%s", line, n, all)
			}
		}
	})
}

// inLines plays on a dumb terminal. told is what that was sent.
func inLines(t *testing.T, seed func(*local.Server), game func(p *play.Player, told func() string)) {
	t.Helper()
	out := make(chan string, 1000)
	change := func(o *model.Options) { o.Plain, o.Lines = true, sentTo{out} }
	play.Game(t, play.Setting{Seed: seed, Native: true, NoFirst: true, Change: change}, func(p *play.Player) {
		game(p.Wait(time.Second), func() (all string) {
			for len(out) > 0 {
				all += strings.ReplaceAll(<-out, "\r\n", "\n")
			}
			return all
		})
	})
}

// sentTo is a terminal that takes lines.
type sentTo struct{ lines chan<- string }

func (s sentTo) Write(b []byte) (int, error) {
	s.lines <- string(b)
	return len(b), nil
}

// What is wiped at the end reads as if it had never been read.
func TestAPlainScreenTellsNothingMoreAtItsEnd(t *testing.T) {
	aloud(t, play.JSONSecret(), func(p *play.Player) {
		p.Press("enter").Wait(time.Second).Press("c").Wait(time.Second).Sees("user, masked").Press("q").Ends()
		if n := timesTold(p, "not read"); n != 1 {
			t.Errorf("%d times it is told that nothing is read", n)
		}
	})
}
