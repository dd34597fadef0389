package model_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// laterTrail tells of one event, so far off the deletion that is asked about, once it has failed so often.
type laterTrail struct {
	off   time.Duration
	fails int
	ended bool // a login has, else the service fails
}

func (l *laterTrail) LookUpDeletion(_ context.Context, s backend.Secret) (backend.Audit, error) {
	switch l.fails--; {
	case l.fails >= 0 && l.ended:
		return backend.Audit{}, loginEnded
	case l.fails >= 0:
		return backend.Audit{}, &backend.Error{Op: "ask", Kind: backend.ErrServer}
	}
	at := s.Deleted.Add(l.off)
	return backend.Audit{At: at, Days: 7, End: backend.WindowEnd(at, 7), By: "user/made-up"}, nil
}

var loginEnded = &backend.Error{Op: "ask", Kind: backend.ErrExpired, Way: backend.WaySSO, Profile: "team"}

// logsOut has a login end where the service would fail.
type logsOut struct{ backend.Backend }

func (l logsOut) Describe(ctx context.Context, id string) (backend.Detail, error) {
	d, err := l.Backend.Describe(ctx, id)
	if errors.Is(err, backend.ErrServer) {
		err = loginEnded
	}
	return d, err
}

// namedKey is a key in a sentence, with what it is said to do.
var namedKey = regexp.MustCompile(`(?:^|[\s(])(ctrl\+\S|\S) (?:restores|asks|refreshes|reads|tries|opens|shows|copies|does|finds|takes|makes|replicates|promotes|unlocks)\b|\bagain with (ctrl\+\S|\S)(?:[\s,]|$)`)

func TestAKeyThatAPageNamesIsOneThatItTakes(t *testing.T) {
	told := func(off time.Duration, fails int) func() play.Setting {
		return func() play.Setting {
			return play.Setting{Seed: play.SeedBuried, Change: func(o *model.Options) { play.DeletedFirst(o); o.Trail = &laterTrail{off, fails, false} }}
		}
	}
	seeded := func(seed func(*local.Server)) func() play.Setting {
		return func() play.Setting { return play.Setting{Seed: seed} }
	}
	behindSSO := func(s play.Setting, trail *laterTrail) func() play.Setting {
		return func() play.Setting {
			s.Through = func(be backend.Backend) backend.Backend { return logsOut{be} }
			s.Change = func(o *model.Options) {
				play.NewBrowser().At(o)
				if trail != nil {
					play.DeletedFirst(o)
					again := *trail
					o.Trail = &again
				}
			}
			return s
		}
	}
	asks := func(p *play.Player) { p.Wait(2 * time.Second).Press("w").Wait(2 * time.Second) }
	drifts := func(fails ...local.Fault) func(p *play.Player) {
		return func(p *play.Player) {
			p.ReplicasOpen().Press("j").Wait(time.Second).Breaks(fails...)
			p.Press("=").Wait(2 * time.Minute).Breaks()
		}
	}
	for _, c := range []struct {
		with  func() play.Setting
		title string
		opens func(p *play.Player)
		keys  map[string][]string // that are named, and what is seen after each
	}{
		{told(0, 0), "Who deleted it", asks, map[string][]string{"R": {"Restore a secret", "app/buried"}}},
		{told(0, 1), "Who deleted it", asks, map[string][]string{"w": {"Who deleted it", "user/made-up"}}},
		{told(10*time.Second, 0), "Who deleted it", asks, map[string][]string{"ctrl+r": {"scheduled for deletion", "R restores it"}}},
		{behindSSO(play.Setting{Seed: play.SeedBuried}, &laterTrail{0, 1, true}), "Who deleted it", asks, map[string][]string{"w": {"Who deleted it", "user/made-up"}, "@": {"Where am I", "log in with a browser"}}},
		{seeded(play.SeedReplicated), "Drift of the replica", drifts(), nil},
		{behindSSO(play.Setting{Seed: play.SeedReplicated}, nil), "Drift of the replica", drifts(local.Fault{Op: "DescribeSecret", Kind: local.ServerError, N: -1}), map[string][]string{"=": {"Drift of the replica", "no drift"}, "@": {"Where am I", "log in with a browser"}}},
		{seeded(play.SeedReplicated), "Drift of the replica", drifts(local.Fault{Op: "DescribeSecret", Kind: local.ServerError, N: -1}), map[string][]string{"=": {"Drift of the replica", "no drift"}}},
		{seeded(play.JSONSecret()), "Activity of this session", func(p *play.Player) { p.Press("!") }, nil},
		{seeded(play.JSONSecret()), "Help", func(p *play.Player) { p.Press("?") }, map[string][]string{":": {"what do you want to do?"}}},
	} {
		var named []string
		play.Game(t, c.with(), func(p *play.Player) {
			c.opens(p)
			for _, line := range p.Frame(c.title).Lines {
				for _, m := range namedKey.FindAllStringSubmatch(line, -1) {
					named = append(named, m[1]+m[2])
				}
			}
		})
		for _, key := range named {
			if c.keys[key] == nil {
				t.Errorf("%s: %s is named, and nobody has tried it", c.title, key)
			}
		}
		for key, sees := range c.keys {
			if !slices.Contains(named, key) {
				t.Errorf("%s: %s is not named among %q", c.title, key, named)
			}
			play.Game(t, c.with(), func(p *play.Player) {
				c.opens(p)
				p.Press(key).Wait(2 * time.Second).Sees(sees...)
				if !slices.Contains(sees, c.title) {
					p.SeesNot(c.title)
				}
			})
		}
	}
}

func TestAKeyThatAPageNamesActsOnItsSecretAndNotOnMarks(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedBuried, Change: func(o *model.Options) { play.DeletedFirst(o); o.Trail = &laterTrail{} }}, func(p *play.Player) {
		p.Wait(2*time.Second).Press("j space k w").Wait(2*time.Second).Sees("Who deleted it", "app/buried").Press("R").Wait(time.Second).Sees("Restore a secret", "app/buried")
	})
}
