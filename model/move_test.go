package model_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/play"
)

// twoPlaces are a machine with two profiles, each of which leads to a service of its own. The model holds them as functions: what
// they know is not the model's.
type twoPlaces struct {
	servers map[string]*local.Server // by profile
	rules   map[string][]backend.Protection
	slow    time.Duration // that a place takes to open
	err     error         // of the list of profiles
}

type machine struct {
	endpoint string // that the command line names
	profiles func() ([]backend.Profile, error)
	recent   func() ([]backend.Target, error)
	went     func(to backend.Target) error
	open     func(ctx context.Context, to backend.Target) (*backend.Place, string)
}

func (m machine) Began() backend.Target {
	return backend.Target{Profile: "home", Region: "eu-west-1", Endpoint: m.endpoint}
}
func (m machine) Profiles() ([]backend.Profile, error) { return m.profiles() }
func (m machine) Recent() ([]backend.Target, error)    { return m.recent() }
func (m machine) Went(to backend.Target) error         { return m.went(to) }
func (m machine) Open(ctx context.Context, to backend.Target) (*backend.Place, string) {
	return m.open(ctx, to)
}

// machine is what the program sees of them. player tells who plays.
func (t *twoPlaces) machine(player func() *play.Player) machine {
	regions, recent := map[string]string{"home": "eu-west-1", "away": "eu-central-1"}, disk.OpenRecent("")
	return machine{
		profiles: func() ([]backend.Profile, error) {
			return []backend.Profile{
				{Name: "home", Region: regions["home"], Way: backend.WayKeys, Chain: []string{"home"}},
				{Name: "away", Region: regions["away"], Way: backend.WaySSO, Chain: []string{"away"}, State: backend.LoginGood, Until: time.Now().Add(2 * time.Hour)},
				{Name: "bro\x1b]52;c;eA==\x07ken", Wrong: "the profile is its own source_profile"},
			}, t.err
		},
		recent: recent.All, went: recent.Went,
		open: func(ctx context.Context, to backend.Target) (*backend.Place, string) {
			select {
			case <-ctx.Done():
			case <-time.After(t.slow):
			}
			return player().PlaceOf(t.servers[to.Profile], play.Setting{Rules: t.rules[to.Profile]}, cmp.Or(to.Region, regions[to.Profile])), ""
		},
	}
}

// between plays with two places: the secrets of one are called home/…, those of the other away/….
func between(t *testing.T, s play.Setting, places *twoPlaces, game func(p *play.Player)) {
	t.Helper()
	var player *play.Player
	s.Change = func(o *model.Options) { o.Places = places.machine(func() *play.Player { return player }) }
	s.Seed = func(home *local.Server) {
		places.servers = map[string]*local.Server{"home": home, "away": local.New(local.Knobs{Region: "eu-central-1"})}
		for name, server := range places.servers {
			for i := range 30 {
				server.Plant(local.Seed{Name: fmt.Sprintf("%s/app-%02d", name, i), Text: `{"password":"made-up ` + name + `"}`})
			}
		}
	}
	s.NoFirst = true
	play.Game(t, s, func(p *play.Player) {
		player = p
		game(p.Wait(2*time.Second).Sees("home/app-00", "30 secrets"))
	})
}

func TestAPlaceIsSwitchedInAFewKeysWithFilterSortAndView(t *testing.T) {
	places := &twoPlaces{}
	between(t, play.Setting{}, places, func(p *play.Player) {
		p.Press("/").Types("app-1").Press("enter").Sees("12 of 30")
		p.Press("@").Sees("Where am I", "account", "away", "SSO · logged in, 2 hours left", "its own source_profile", "af-south-1")
		play.CheckBytes(t, p.Screen.Sent())
		p.Types("away").Wait(time.Second).Press("enter").Wait(time.Second)
		p.Sees("now at away", "away/app-1", "12 of 30", "eu-central-1").SeesNot("home/app")
		p.Press("@").Sees("1  home · eu-west-1").Wait(time.Second).Press("1").Wait(time.Second).Sees("home/app-1", "12 of 30").SeesNot("away/app")
		p.Press("esc D @").Types("x").Wait(time.Second).Send("\x1b1")
		p.Wait(2*time.Second).Sees("now at away", "nothing is scheduled for deletion")
	})
}

func TestARegionOfTheSameLoginAndOneTypedByHandAreGoneTo(t *testing.T) {
	places := &twoPlaces{}
	between(t, play.Setting{}, places, func(p *play.Player) {
		p.Press("@").Types("euce").Sees("eu-central-1", "Frankfurt").Wait(time.Second).Press("enter").Wait(time.Second).Sees("now at home · eu-central-1")
		p.Press("@").Types("sa-east-1").Sees("sa-east-1").Wait(time.Second).Press("enter").Wait(time.Second).Sees("now at home · sa-east-1")
		p.Press("@").Types("away us-e").Wait(time.Second).Press("enter").Wait(time.Second).Sees("now at away · us-east-1")
	})
}

func TestAnUnsavedEditStaysWithItsPlaceAndAsks(t *testing.T) {
	places := &twoPlaces{}
	between(t, play.Setting{}, places, func(p *play.Player) {
		p.Press("2 e enter ctrl+u").Types("made-up new").Press("enter").Sees("1 changed")
		p.Press("@").Types("away").Wait(time.Second).Press("enter").Sees("Switch with an unsaved edit", "home/app-00", "stays with this place")
		p.Wait(time.Second).Press("n").Sees("1 changed", "home/app")
		p.Press("@").Types("away").Wait(time.Second).Press("enter").Wait(time.Second).Press("y").Wait(2*time.Second).Sees("away/app-00").SeesNot("home/app", "made-up new")
		p.Press("@").Wait(time.Second).Press("1").Wait(2*time.Second).Sees("home/app-00", "1 draft")
		p.Press("b").Wait(time.Second).Press("enter").Wait(time.Second).Sees("1 changed")
	})
}

func TestWhatIsBeingWrittenIsWaitedForBeforeAPlaceIsSwitched(t *testing.T) {
	places := &twoPlaces{}
	between(t, play.Setting{}, places, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Latency = 5 * time.Second })
		p.Press("d").Wait(time.Second).Press("y").Wait(time.Second)
		p.Press("@").Types("away").Wait(time.Second).Press("enter").Sees("Switching", "deleting home/app-00", "switched as soon as this is done")
		p.Wait(2 * time.Minute).Sees("away/app-00").SeesNot("home/app")
	})
}

func TestEscStaysWhereAPlaceIsSlowToOpen(t *testing.T) {
	places := &twoPlaces{slow: time.Minute}
	between(t, play.Setting{}, places, func(p *play.Player) {
		p.Press("@").Types("away").Wait(time.Second).Press("enter").Wait(time.Second).Sees("Opening away").Press("esc").Wait(2*time.Minute).Sees("home/app-00").SeesNot("away/app", "Opening")
		places.err = errors.New("~/.aws/config, line 3: no section")
		p.Press("@").Wait(time.Second).Sees("line 3: no section").Press("esc")
	})
}

func TestTheRulesOfAPlaceHoldThereAlone(t *testing.T) {
	places := &twoPlaces{rules: map[string][]backend.Protection{"away": {{Profile: "*", ReadOnly: true, Label: "AWAY IS SACRED"}}}}
	between(t, play.Setting{}, places, func(p *play.Player) {
		p.SeesNot("SACRED").Press("@").Types("away").Wait(time.Second).Press("enter").Wait(time.Second).Sees("SACRED")
		p.Press("@").Wait(time.Second).Press("1").Wait(time.Second).Sees("home/app").SeesNot("SACRED").Press("d").Sees("Delete a secret")
	})
}

// Answers of the place that was left arrive late, in any order, under whatever is pressed.
func TestNothingOfThePlaceThatWasLeftIsEverShownInTheNext(t *testing.T) {
	for seed := range uint64(840) { // twelve schedules each
		if tools.LeavesOut(int(seed), 168) {
			continue
		}
		places := &twoPlaces{}
		between(t, play.Setting{W: 100, H: 30}, places, func(p *play.Player) {
			random := rand.New(rand.NewPCG(seed, 7))
			pick := func(of ...string) string { return of[random.IntN(len(of))] }
			at := "home"
			for range 12 {
				for _, server := range places.servers {
					server.Set(func(k *local.Knobs) { k.Latency = time.Duration(random.IntN(3000)) * time.Millisecond })
				}
				for range random.IntN(4) {
					p.Press(pick("j", "G", "2 v esc", "3", "1", "ctrl+r", "D", "D", "2 ] [", "c", "A")).Wait(time.Duration(random.IntN(400)) * time.Millisecond)
				}
				next := map[string]string{"home": "away", "away": "home"}[at]
				p.Press("esc esc esc @").Types(next).Wait(200 * time.Millisecond).Press("enter")
				for range 30 {
					p.Wait(time.Duration(random.IntN(300)) * time.Millisecond)
					if now := p.Screen.String(); strings.Contains(now, "now at "+next) || strings.Contains(now, next+"/app") {
						at = next
					}
					if other := map[string]string{"home": "away/app", "away": "home/app"}[at]; at == next && strings.Contains(p.Screen.String(), other) {
						p.T.Fatalf("seed %d: %s is shown at %s\n%s", seed, other, at, p.Screen)
					}
				}
				if at != next {
					p.T.Fatalf("seed %d: not at %s\n%s", seed, next, p.Screen)
				}
				for _, value := range []string{"made-up home", "made-up away"} {
					p.SeesNot(value)
				}
			}
		})
	}
}

func TestACopyThatIsStillReadDoesNotComeAlongToAnotherPlace(t *testing.T) {
	between(t, play.Setting{Native: true}, &twoPlaces{}, func(p *play.Player) {
		p.Slowly("GetSecretValue", 8*time.Second)
		p.Press("c @").Types("away").Wait(time.Second).Press("enter").Wait(time.Second).Sees("now at away", "home/app-00 was not copied")
		if p.Wait(10 * time.Second); p.Board.Holds() != "" {
			t.Errorf("%q was copied", p.Board.Holds())
		}
	})
}
