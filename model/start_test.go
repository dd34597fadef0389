package model_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/backendtest"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// lost is a place where nothing can be listed, for a reason of the login, the profile or the region.
type lost struct {
	backend.Backend
	err *error
}

func (l lost) List(ctx context.Context, q backend.Query) iter.Seq2[backend.Page, error] {
	if *l.err == nil {
		return l.Backend.List(ctx, q)
	}
	return func(yield func(backend.Page, error) bool) { yield(backend.Page{}, *l.err) }
}

// strands plays on a machine with three profiles, at a place that cannot be listed.
func strands(t *testing.T, size [2]int, err error, profiles []backend.Profile, game func(p *play.Player, err *error)) {
	t.Helper()
	var player *play.Player
	m := machine{
		profiles: func() ([]backend.Profile, error) { return profiles, nil },
		recent:   func() ([]backend.Target, error) { return nil, nil },
		went:     func(backend.Target) error { return nil },
		open: func(_ context.Context, to backend.Target) (*backend.Place, string) {
			demo := local.New(local.Knobs{})
			demo.SeedDemo()
			return player.PlaceOf(demo, play.Setting{}, ""), ""
		},
	}
	play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.JSONSecret(), NoFirst: true, Change: func(o *model.Options) { o.Places = m },
		Through: func(be backend.Backend) backend.Backend { return lost{be, &err} }}, func(p *play.Player) {
		player = p
		game(p.Wait(2*time.Second), &err)
	})
}

func threeProfiles() []backend.Profile {
	return []backend.Profile{
		{Name: "shop-dev", Region: "eu-west-1", Way: backend.WaySSO, State: backend.LoginNone},
		{Name: "shop-prod", Region: "eu-central-1", Way: backend.WayRole, Chain: []string{"shop-prod", "shop-dev"}},
		{Name: "ci", Way: backend.WayKeys},
	}
}

func listing(kind error) error {
	return &backend.Error{Op: backend.OpList.Words(), Kind: kind, Unsent: true}
}

func TestWhereNoLoginProfileOrRegionDoesACardSaysHowToGoOn(t *testing.T) {
	for kind, outside := range map[error]string{backend.ErrNoRegion: "--region", backend.ErrNoCredentials: "aws configure sso", backend.ErrNoProfile: "aws configure sso", backend.ErrExpired: "log in", backend.ErrConfig: "", backend.ErrBadCredentials: ""} {
		strands(t, [2]int{120, 36}, listing(kind), threeProfiles(), func(p *play.Player, err *error) {
			p.Sees("could not list secrets: "+kind.Error(), outside, "profiles of this machine", "eu-central-1 · role · through shop-dev", "@ goes to a profile or region", "d looks around in the demo", "ctrl+r refreshes", "d demo")
			play.CheckLayout(t, p, 120)
			p.Press("@").Sees("Where am I", "shop-prod").Press("esc")
			*err = nil
			p.Press("ctrl+r").Wait(time.Second).Sees("app/canary").SeesNot("looks around").Press("d").Sees("Delete a secret")
		})
	}
}

func TestTheCardSaysOnceWhatCanBeDone(t *testing.T) {
	for _, kind := range []error{backend.ErrNoRegion, backend.ErrNoCredentials, backend.ErrRegionOff} {
		strands(t, [2]int{120, 36}, listing(kind), nil, func(p *play.Player, _ *error) {
			_, card, _ := strings.Cut(p.Shows(), "could not list")
			card, _, _ = strings.Cut(card, " d demo ")
			for _, once := range []string{"demo", "--region", "--profile", "in a shell"} {
				if n := strings.Count(card, once); n > 1 {
					t.Errorf("%v: %q is said %d times: %s", kind, once, n, card)
				}
			}
		})
	}
}

func TestNewKeysInTheEnvironmentAreANewStart(t *testing.T) {
	ended := &backend.Error{Op: backend.OpList.Words(), Kind: backend.ErrExpired, Way: backend.WayEnvironment}
	strands(t, [2]int{120, 36}, ended, nil, func(p *play.Player, _ *error) {
		p.Sees("start again with new ones").SeesNot("then ctrl+r")
	})
}

func TestTheDemoIsLookedAroundInFromTheCardAlone(t *testing.T) {
	strands(t, [2]int{120, 36}, listing(backend.ErrNoCredentials), threeProfiles(), func(p *play.Player, _ *error) {
		p.Press("d").Wait(3*time.Second).Sees("now at", "dev/analytics/db", "214 secrets").SeesNot("looks around").Press("d").Sees("Delete a secret")
	})
	play.Game(t, play.Setting{NoFirst: true, Seed: func(s *local.Server) { s.Set(func(k *local.Knobs) { k.Expired = true }) }}, func(p *play.Player) {
		p.Wait(2*time.Second).Sees("the login has expired", "ctrl+r refreshes").SeesNot("looks around").Press("d").Sees("nowhere else to go")
	})
}

func TestAnErrorInTheMiddleOfASessionEmptiesNothing(t *testing.T) {
	strands(t, [2]int{120, 36}, nil, threeProfiles(), func(p *play.Player, err *error) {
		p.Sees("app/canary")
		*err = listing(backend.ErrExpired)
		p.Press("ctrl+r").Wait(time.Second).Sees("app/canary", "the login has expired").SeesNot("profiles of this machine").Press("d").Sees("Delete a secret")
	})
}

func TestWhatAnotherErrorSaysIsNoCard(t *testing.T) {
	strands(t, [2]int{120, 36}, listing(backend.ErrDenied), threeProfiles(), func(p *play.Player, _ *error) {
		p.Sees("access denied", "o opens one secret").SeesNot("looks around", "profiles of this machine")
	})
}

func TestTheCardKeepsWhatIsWrongAndTheKeysOnEveryScreen(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		strands(t, size, listing(backend.ErrExpired), threeProfiles(), func(p *play.Player, _ *error) {
			p.Sees("the login has expired", "@", "d ", "ctrl+r").Golden(fmt.Sprintf("%dx%d-start", size[0], size[1]))
			play.CheckLayout(t, p, size[0])
		})
	}
}

func TestACardOfAFailedListingKeepsItsKeysOnEveryScreen(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}} {
		for kind, says := range map[error]string{backend.ErrDenied: "needs secretsmanager:ListSecrets", backend.ErrUnreachable: "could not reach the service"} {
			failed := &backend.Error{Op: backend.OpList.Words(), Kind: kind, Action: "secretsmanager:ListSecrets", Message: strings.Repeat("what the service says of it ", 5)}
			strands(t, size, failed, nil, func(p *play.Player, _ *error) {
				p.Sees(says, "ctrl+r refreshes", map[bool]string{true: "@ where", false: "@ goes to a profile or region"}[size[0] < 60]).SeesNot("…")
				if kind == backend.ErrDenied {
					p.Sees("o opens one")
				}
			})
		}
	}
}

func TestProfilesOfTheCardAreOutsideText(t *testing.T) {
	profiles := []backend.Profile{{Name: backendtest.Outside, Region: backendtest.Outside, Way: backend.WayKeys}, {Name: "x", Wrong: backendtest.Outside}}
	for _, size := range [][2]int{{120, 36}, {60, 20}, {40, 10}} {
		strands(t, size, &backend.Error{Op: backend.OpList.Words(), Kind: backend.ErrNoProfile, Message: backendtest.Outside}, profiles, func(p *play.Player, _ *error) {
			play.CheckOutside(t, p.Screen.Sent())
			play.CheckLayout(t, p, size[0])
			if size[0] > 100 {
				p.Sees("profiles of this machine", `\x1b[38;5;198m`)
			}
			p.Press("@").Wait(time.Second)
			play.CheckOutside(t, p.Screen.Sent())
		})
	}
}

func TestTheFirstFrameIsBeforeAnyAnswer(t *testing.T) {
	play.Game(t, play.Setting{NoFirst: true, Seed: func(s *local.Server) {
		s.SeedDemo()
		s.Set(func(k *local.Knobs) { k.Latency = 30 * time.Second })
	}}, func(p *play.Player) {
		p.Wait(200*time.Millisecond).Sees("Secrets", "listing…", "? secrets")
	})
}
