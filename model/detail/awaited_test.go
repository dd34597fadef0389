package detail_test

import (
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// slowly plays with a clipboard that holds something, and values that take a while to come once some keys were pressed.
func slowly(t *testing.T, s play.Setting, before string, takes time.Duration, game func(p *play.Player)) {
	t.Helper()
	s.Native = true
	play.Game(t, s, func(p *play.Player) {
		p.Wait(time.Second).Press(before).Wait(time.Second)
		p.Slowly("GetSecretValue", takes)
		p.Board.Put("what was there")
		game(p)
	})
}

// Whoever copies and goes on at once pastes what was copied, and not what was there before.
func TestACopyIsMadeForItsOwnSecretAlthoughTheCursorHasMovedOn(t *testing.T) {
	const both = `{"a":"made-up a","b":"` + play.Canary + `"}`
	const old, newer = `{"key":"made-up old"}`, `{"key":"made-up new"}`
	for name, c := range map[string]struct {
		value                    string
		versions                 []string
		before, keys, says, held string
	}{
		"to the next secret":              {play.Canary, nil, "", "c j", "copied app/canary", play.Canary},
		"and back":                        {play.Canary, nil, "", "c j k", "copied app/canary", play.Canary},
		"from the detail pane":            {play.Canary, nil, "2", "c 1 j", "copied app/canary", play.Canary},
		"to where nothing is selected":    {play.Canary, nil, "", "c D", "copied app/canary", play.Canary},
		"a key of a wiped value":          {both, nil, "v blur focus j", "c 1 j", "copied b of app/canary", play.Canary},
		"a key, and to the next key":      {both, nil, "v blur focus j", "c k", "copied b", play.Canary},
		"as JSON":                         {play.Canary, nil, "", "C J j", "copied app/canary as JSON", `"` + play.Canary + `"`},
		"an older version":                {"", []string{old, newer}, "3 j", "c k", "copied app/canary @ ", old},
		"an older version, to the secret": {"", []string{old, newer}, "3 j", "c 1 j", "copied app/canary @ ", old},
		"of a value with keys":            {both, nil, "2", "c 1 j", "nothing of app/canary was copied", "what was there"},
	} {
		t.Run(name, func(t *testing.T) {
			s := play.Setting{Seed: play.SeedOne(backend.TextValue(c.value))}
			if c.versions != nil {
				s.Seed = play.SeedVersions(c.versions...)
			}
			slowly(t, s, c.before, 1200*time.Millisecond, func(p *play.Player) {
				calls := p.Calls("GetSecretValue")
				p.Press(c.keys).Wait(1200 * time.Millisecond).Sees(c.says).SeesNot(play.Canary)
				if got := p.Board.Holds(); got != c.held {
					t.Errorf("%q was copied", got)
				}
				if n := p.Calls("GetSecretValue") - calls; n != 1 {
					t.Errorf("%d decrypts", n)
				}
			})
		})
	}
}

func TestWhoMovesOnFromACopyIsToldThatItIsStillRead(t *testing.T) {
	slowly(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, "", 3*time.Second, func(p *play.Player) {
		p.Never(play.Canary).Press("c j").Sees("app/canary is still being read, and copied then").Wait(3*time.Second).Sees("copied app/canary", "not read").Alive(0)
		p.Press("k").Sees("not read").Press("c j k").Sees("reading…").Wait(3 * time.Second).Sees("copied app/canary").Alive(1)
	})
}

func TestAValueThatIsReadForACopyIsShownTooWhereThatIsAskedFor(t *testing.T) {
	for keys, shown := range map[string]bool{"c v": true, "v c": true, "v 1 c": false, "c V": true, "2 c v": true, "c j k v": true, "c v blur focus": false, "c v 1 j k": false} {
		t.Run(keys, func(t *testing.T) {
			slowly(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, "", 1500*time.Millisecond, func(p *play.Player) {
				p.Press(keys).Wait(1500 * time.Millisecond)
				if p.Sees("copied app/canary"); p.Board.Holds() != play.Canary || p.Calls("GetSecretValue") != 1 {
					t.Errorf("%q was copied, with %d decrypts", p.Board.Holds(), p.Calls("GetSecretValue"))
				}
				if shown {
					p.Sees(play.Canary)
				} else {
					p.SeesNot(play.Canary)
				}
			})
		})
	}
}

func TestOfSeveralCopiesTheLastIsMadeAndTheOthersAreSaidNotToBe(t *testing.T) {
	const both = `{"a":"made-up a","b":"made-up b"}`
	for name, c := range map[string]struct {
		value, before, keys, says, held string
		mute                            string // what is not said
	}{
		"of another secret":                  {play.Canary, "", "c j c", "app/canary was not", "made-up other", ""},
		"of the same one":                    {play.Canary, "", "c c", "copied app/canary", play.Canary, "was not"},
		"of the same one, back":              {play.Canary, "", "c j k c", "copied app/canary", play.Canary, "was not"},
		"of the same one, JSON":              {play.Canary, "", "c C J", "copied app/canary as JSON", `"` + play.Canary + `"`, "was not"},
		"of the same one, plain after all":   {play.Canary, "", "C J c", "copied app/canary", play.Canary, "was not"},
		"plain after all, within the secret": {play.Canary, "2", "C J c", "copied app/canary", play.Canary, "was not"},
		"the same, of a value with keys":     {both, "2", "C J c", "copied app/canary", both, "was not"},
		"of one given up":                    {play.Canary, "", "c esc C s", "copied ", "app/canary", "was not"},
		"of another key":                     {both, "v blur focus", "c j c", "a of app/canary was not", "made-up b", ""},
		"of its name":                        {play.Canary, "", "c C s", "app/canary was not", "app/canary", ""},
		"of the next ARN":                    {play.Canary, "", "c j C s", "app/canary was not", "app/other", ""},
	} {
		t.Run(name, func(t *testing.T) {
			slowly(t, play.Setting{Seed: play.SeedOne(backend.TextValue(c.value))}, c.before, 1300*time.Millisecond, func(p *play.Player) {
				p.Press(c.keys).Wait(2*time.Second).Sees("copied ", c.says)
				if c.mute != "" {
					p.SeesNot(c.mute)
				}
				if got := p.Board.Holds(); got != c.held {
					t.Errorf("%q was copied", got)
				}
			})
		})
	}
}

func TestACopyThatIsNotMadeIsSaidNotToBe(t *testing.T) {
	denied := func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": true} })
		p.Wait(5 * time.Second)
	}
	stopped := func(p *play.Player) { p.Program.Send(model.Conceal{}) }
	lent := func(p *play.Player) { p.Program.Send(pane.TerminalLent{}) }
	locked := func(p *play.Player) { p.Wait(time.Minute).Sees("locked").Press("enter") }
	for name, c := range map[string]struct {
		keys string
		then func(p *play.Player)
		says string
	}{
		"it cannot be read":             {"c", denied, "app/canary was not copied"},
		"it cannot be read, left":       {"c j", denied, "access denied · nothing was copied"},
		"the program was stopped":       {"c", stopped, "app/canary was not copied: the program was stopped"},
		"the program was stopped, left": {"c j", stopped, "app/canary was not copied: the program was stopped"},
		"an editor had the terminal":    {"c", lent, "app/canary was not copied: another program had the terminal"},
		"the same, left":                {"c j", lent, "app/canary was not copied: another program had the terminal"},
		"the screen was locked":         {"c", locked, "app/canary was not copied: the screen was locked"},
		"the screen was locked, left":   {"c j", locked, "app/canary was not copied: the screen was locked"},
		"the user has given it up":      {"c", func(p *play.Player) { p.Press("esc") }, "stopped reading app/canary"},
	} {
		t.Run(name, func(t *testing.T) {
			s := play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary)), Change: func(o *model.Options) {
				if strings.Contains(name, "locked") {
					o.LockAfter = 3 * time.Second
				}
			}}
			slowly(t, s, "", 4*time.Second, func(p *play.Player) {
				c.then(p.Press(c.keys))
				p.Wait(time.Second).Sees(c.says).SeesNot("reading…").Wait(4 * time.Second).Alive(0)
				if got := p.Board.Holds(); got != "what was there" {
					t.Errorf("%q was copied", got)
				}
			})
		})
	}
}

func TestAReadForACopyIsTakenUpAgainWhereTheCursorComesBackToItsVersion(t *testing.T) {
	slowly(t, play.Setting{Seed: play.SeedVersions("made-up old", "made-up new")}, "3 j", 1500*time.Millisecond, func(p *play.Player) {
		calls := p.Calls("GetSecretValue")
		p.Press("c k j v").Wait(1500*time.Millisecond).Sees("copied app/canary @ ", "made-up old")
		if n := p.Calls("GetSecretValue") - calls; n != 1 || p.Board.Holds() != "made-up old" {
			t.Errorf("%q was copied, with %d decrypts", p.Board.Holds(), n)
		}
	})
}

// Only a read for the clipboard goes on where nobody looks.
func TestAReadToBeShownEndsWithTheFocusAlsoWhereACopyWentBefore(t *testing.T) {
	denies := func(p *play.Player, is bool) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = map[string]bool{"GetSecretValue": is} })
	}
	for name, copies := range map[string]func(p *play.Player){
		"that was made":     func(p *play.Player) { p.Press("c").Wait(2 * time.Second).Sees("copied app/canary").Wait(time.Minute) },
		"that was given up": func(p *play.Player) { p.Press("c esc").Sees("stopped reading").Wait(2 * time.Second) },
		"that was not to be": func(p *play.Player) {
			denies(p, true)
			p.Press("c").Wait(5 * time.Second).Sees("was not copied")
			denies(p, false)
			p.Press("ctrl+r").Wait(2 * time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			slowly(t, play.Setting{Seed: play.SeedOne(backend.TextValue(play.Canary))}, "", 1500*time.Millisecond, func(p *play.Player) {
				copies(p)
				p.Press("v").Sees("reading…").Press("blur").SeesNot("reading…").Wait(2 * time.Second).Alive(0)
			})
		})
	}
}
