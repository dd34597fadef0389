package model_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/play"
)

// someOff is how far a login reaches whose account has told which regions it has not enabled.
type someOff struct {
	backend.Reach
	off []string
}

func (s someOff) Off() []string { return s.off }

// elsewhere is a service at an endpoint, where the configuration says another.
type elsewhere struct {
	backend.Backend
	endpoint, configured string
}

func (e elsewhere) Where() backend.Where {
	w := e.Backend.Where()
	w.Endpoint, w.Configured, w.Kind = e.endpoint, e.configured, "custom endpoint"
	return w
}

// whereabouts plays on a machine with one profile, from which one goes nowhere: went is told where to.
func whereabouts(t *testing.T, s play.Setting, endpoint string, recent []backend.Target, game func(p *play.Player, went func() backend.Target)) {
	t.Helper()
	var chosen backend.Target
	lately := disk.OpenRecent("")
	for _, to := range recent {
		if err := lately.Went(to); err != nil {
			t.Fatal(err)
		}
	}
	var player *play.Player
	var server *local.Server
	change := s.Change
	s.Seed = func(at *local.Server) {
		server = at
		at.Plant(local.Seed{Name: "home/app", Text: "made-up"})
	}
	s.NoFirst = true
	s.Change = func(o *model.Options) {
		o.Places = machine{endpoint: endpoint, recent: lately.All, went: lately.Went,
			profiles: func() ([]backend.Profile, error) {
				return []backend.Profile{{Name: "home", Region: "eu-west-1", Way: backend.WayKeys, Chain: []string{"home"}}}, nil
			},
			open: func(_ context.Context, to backend.Target) (*backend.Place, string) {
				chosen = to
				return player.PlaceOf(server, play.Setting{}, to.Region), ""
			}}
		if change != nil {
			change(o)
		}
	}
	play.Game(t, s, func(p *play.Player) {
		player = p
		game(p.Wait(2*time.Second).Sees("home/app"), func() backend.Target { return chosen })
	})
}

func TestRegionsArePinnedThenRecentThenTheRestAndThoseNotEnabledSaySo(t *testing.T) {
	recent := []backend.Target{{Profile: "other", Region: "sa-east-1"}}
	pins := func(o *model.Options) {
		o.Pinned = []string{"us-west-2", "eu-west-1", "cn-north-1"}
		o.Regions = someOff{o.Regions, []string{"af-south-1"}}
	}
	whereabouts(t, play.Setting{Change: pins}, "", recent, func(p *play.Player, went func() backend.Target) {
		asked := p.Calls("ListRegions")
		p.Press("@").Wait(time.Second).SeesNot("cn-north-1")
		at := -1
		for _, row := range []string{"1  other · sa-east-1", "us-west-2  ", "sa-east-1  ", "af-south-1  ", "ap-east-1  "} {
			i := strings.LastIndex(p.Shows(), row)
			if i <= at {
				t.Errorf("%q is not where it should be on\n%s", row, p.Screen)
			}
			at = i
		}
		p.Sees("Oregon · pinned", "Sao Paulo · recent", "Cape Town · not enabled for this account", "Hong Kong")
		if n := p.Calls("ListRegions"); n != asked {
			t.Errorf("the dialog asked the account %d times", n-asked)
		}
		p.Types("afs").Sees("▌ af-south-1").Press("enter").Wait(time.Second)
		if got := went(); got != (backend.Target{Profile: "home", Region: "af-south-1"}) {
			t.Errorf("it went to %+v", got)
		}
	})
}

func TestTheRegionThatWasMeantIsFirstAndWhatMatchedIsMarked(t *testing.T) {
	whereabouts(t, play.Setting{}, "", nil, func(p *play.Player, went func() backend.Target) {
		p.Press("@").Wait(time.Second).Types("euce").Sees("▌ eu-central-1").SeesNot("sa-east-1")
		if marked, plain := p.Styled("eu"), p.Styled("ral-1"); marked == plain {
			t.Errorf("what matched is drawn as the rest: %q", marked)
		}
		p.Press("enter").Wait(time.Second)
		if got := went(); got.Region != "eu-central-1" {
			t.Errorf("it went to %+v", got)
		}
	})
}

func TestWhatIsOfferedLateLeavesTheCursorOnItsOption(t *testing.T) {
	recent := []backend.Target{{Profile: "other", Region: "sa-east-1"}, {Profile: "home", Region: "ap-south-1"}}
	for _, on := range []string{"ap-south-1", "ca-central-1"} {
		t.Run(on, func(t *testing.T) {
			slow := func(o *model.Options) {
				m := o.Places.(machine)
				at := m.recent
				m.recent = func() ([]backend.Target, error) {
					time.Sleep(5 * time.Second)
					return at()
				}
				o.Places = m
			}
			whereabouts(t, play.Setting{H: 60, Change: slow}, "", recent, func(p *play.Player, went func() backend.Target) {
				p.Press("@").SeesNot("other · sa-east-1")
				for range 30 {
					if strings.Contains(p.Screen.String(), "▌ "+on+" ") {
						break
					}
					p.Press("down")
				}
				p.Sees("▌ "+on+" ").Wait(10*time.Second).Sees(" · recent", "▌ ").Press("enter").Wait(time.Second)
				if got := went(); got.Region != on {
					t.Errorf("it went to %+v", got)
				}
			})
		})
	}
}

func TestAnEndpointIsChosen(t *testing.T) {
	recent := []backend.Target{{Profile: "other", Endpoint: "https://recent.invalid"}}
	const at, configured = "http://127.0.0.1:4566", "https://configured.invalid"
	for keys, want := range map[string]backend.Target{
		"AWS's own":                   {Profile: "home", Region: "eu-west-1", Own: true},
		"configured":                  {Profile: "home", Region: "eu-west-1"},
		"endp recent":                 {Profile: "home", Region: "eu-west-1", Endpoint: "https://recent.invalid"},
		"http://typed.invalid:5000/x": {Profile: "home", Region: "eu-west-1", Endpoint: "http://typed.invalid:5000/x"},
	} {
		s := play.Setting{Through: func(be backend.Backend) backend.Backend { return elsewhere{be, at, configured} }}
		whereabouts(t, s, at, recent, func(p *play.Player, went func() backend.Target) {
			p.Press("@").Wait(time.Second).Types(keys).Sees("endpoint").Press("enter").Wait(time.Second)
			if got := went(); got != want {
				t.Errorf("%q went to %+v, want %+v", keys, got, want)
			}
		})
	}
	s := play.Setting{Through: func(be backend.Backend) backend.Backend { return elsewhere{be, at, ""} }} // the command line says so, and nothing else
	whereabouts(t, s, at, nil, func(p *play.Player, went func() backend.Target) {
		p.Press("@").Wait(time.Second).Types("AWS's own").Press("enter").Wait(time.Second).Sees("now at home")
		if got := went(); got.Own || got.Endpoint != "" {
			t.Errorf("it went to %+v", got)
		}
	})
}

func TestWhatIsTypedAndIsNoEndpointIsSaidToBeNone(t *testing.T) {
	for _, typed := range []string{"ftp://127.0.0.1", "http://me:made-up@host", "https://?"} {
		whereabouts(t, play.Setting{}, "", nil, func(p *play.Player, went func() backend.Target) {
			p.Press("@").Wait(time.Second).Types(typed).Sees("this is no endpoint: they look like").Press("enter").Wait(time.Second)
			if got := went(); got != (backend.Target{}) {
				t.Errorf("%q went to %+v", typed, got)
			}
		})
	}
	whereabouts(t, play.Setting{}, "", nil, func(p *play.Player, went func() backend.Target) {
		p.Press("@").Wait(time.Second).Pastes("http://127.0.0.1:5000\n").Sees("endpoint · as typed").Press("enter").Wait(time.Second)
		if got := went(); got.Endpoint != "http://127.0.0.1:5000" {
			t.Errorf("it went to %+v", got)
		}
	})
}

func TestASmallScreenTellsAccountAndRegionWhereOneGoesElsewhere(t *testing.T) {
	whereabouts(t, play.Setting{W: 40, H: 10}, "", nil, func(p *play.Player, _ func() backend.Target) {
		p.Wait(time.Second).Press("@").Wait(time.Second).Sees("Where am I", "account 1234-5678-9012 · eu-west-1", "enter switches")
	})
}
