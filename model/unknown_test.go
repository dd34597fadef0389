package model_test

import (
	"fmt"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/internal/tools"
	"strongroom/model"
	"strongroom/model/play"
)

// none is what claims that there are no secrets, or none of a kind; never what claims it of a part of one secret, which a listing that
// has come so far has told.
var (
	none  = regexp.MustCompile(`\b0[…+]? (secrets?|deleted|del|of [?\d,]+[…+ ])\b|0 of \?|Deleted 0|Versions 0|[Nn]othing is scheduled|no secrets here[^.]|no version\b|none:|is not there|nothing matches( *│| [^s])`)
	never = regexp.MustCompile(`never (set|read|in)|read +never|Tags 0|no tags?\b|Replicas 0|no replicas?\b|no drift|not scheduled|no resource polic|no policy named`)
)

// unknown is a way in which a listing does not tell what there is. partial: some of it is told.
type unknown struct {
	sets    func(*local.Server)
	partial bool
}

func unknowns() map[string]unknown {
	sets := func(set func(*local.Knobs)) func(*local.Server) { return func(s *local.Server) { s.Set(set) } }
	return map[string]unknown{
		"loading": {sets: sets(func(k *local.Knobs) { k.Latency = 9 * time.Second })},
		"denied": {sets: sets(func(k *local.Knobs) {
			k.Deny = play.Deny("ListSecrets", "DescribeSecret", "ListSecretVersionIds", "GetCallerIdentity")
		})},
		"expired":     {sets: sets(func(k *local.Knobs) { k.Expired = true })},
		"unreachable": {sets: sets(func(k *local.Knobs) { k.Faults = []local.Fault{{Kind: local.Reset, N: -1}} })},
		"partial": {partial: true, sets: func(s *local.Server) {
			var pages atomic.Int32
			s.Set(func(k *local.Knobs) {
				k.PageSize = 3
				k.OnCall = func(op, _ string) {
					if op == "ListSecrets" && pages.Add(1) == 3 {
						s.Set(func(k *local.Knobs) { k.Deny = play.Deny("ListSecrets", "DescribeSecret", "ListSecretVersionIds") })
					}
				}
			})
		}},
	}
}

// looks are the screens on which anything is counted, or said not to be.
var looks = []string{"1", "1 D", "1 t", "1 D t", "1 D A", "1 D A t", "1 / zzz enter", "1 D / zzz enter", "2", "2 ]", "2 ] ]", "2 ] ] ]", "2 [", "2 [ e", "2 [ x", "3", "@", ":", "!", "?", "R", "w", "2 ] ] a", "2 ] ] x", "2 ] ] ] a", "2 ] ] ] A", "2 ] ] ] =", "m", "i", "3 =", "3 p", "3 L", "d", "n"}

func TestWhatIsNotKnownIsNeverSaidToBeNone(t *testing.T) {
	for name, u := range unknowns() {
		for n, size := range sizes {
			t.Run(fmt.Sprintf("%s at %dx%d", name, size[0], size[1]), func(t *testing.T) {
				for _, opened := range []bool{false, true} {
					for i, keys := range looks {
						if tools.LeavesOut(i+n, 6) || tools.Spares((i+n)/6, 4) {
							continue
						}
						seed := func(s *local.Server) { s.SeedDemo(); u.sets(s) }
						play.Game(t, play.Setting{W: size[0], H: size[1], NoFirst: true, Seed: seed, Change: func(o *model.Options) { o.Drafts = nil }}, func(p *play.Player) {
							p.Wait(time.Second)
							if opened {
								p.Press("o").Types("prod/payments/stripe").Press("enter").Wait(time.Second)
							}
							for _, k := range regexp.MustCompile(`\S+`).FindAllString(keys, -1) {
								p.Press(k)
							}
							p.Wait(time.Second)
							said := none.FindAllString(p.Shows(), -1)
							if !u.partial || opened {
								said = append(said, never.FindAllString(p.Shows(), -1)...)
							}
							if said != nil {
								t.Errorf("after %q (opened: %v) it says %q\n%s", keys, opened, said, p.Screen)
							}
						})
					}
				}
			})
		}
	}
}

func TestWhatIsKnownToBeNoneIsSaidToBe(t *testing.T) {
	says := func(p *play.Player, what *regexp.Regexp, keys string) {
		p.T.Helper()
		if p.Press(keys).Wait(time.Second); !what.MatchString(p.Shows()) {
			p.T.Errorf("after %s it does not match %s\n%s", keys, what, p.Screen)
		}
	}
	play.Game(t, play.Setting{Seed: func(*local.Server) {}, NoFirst: true}, func(p *play.Player) {
		p.Wait(time.Second).Sees("0 secrets", "0 deleted", "Deleted 0", "no secrets here")
		says(p, none, "D")
		p.Sees("nothing is scheduled for deletion")
		p.Server.Set(func(k *local.Knobs) { k.Expired = true })
		p.Press("ctrl+r").Wait(time.Second).Sees("? secrets", "? deleted", "Deleted ?").SeesNot("nothing is scheduled")
		p.Server.Set(func(k *local.Knobs) {
			k.Expired, k.LatencyOf = false, map[string]time.Duration{"ListSecrets": 5 * time.Second}
		})
		p.Press("ctrl+r").Wait(time.Second).Sees("? secrets", "Deleted ?", "listing…").Wait(9*time.Second).Press("ctrl+r").Wait(time.Second).Sees("0… secrets", "Deleted 0…").Wait(9*time.Second).Sees("0 secrets", "0 deleted", "nothing is scheduled for deletion")
	})
	play.Game(t, play.Setting{Seed: func(s *local.Server) { s.Plant(local.Seed{Name: "app/here"}) }}, func(p *play.Player) {
		says(p, never, "2 ]")
		p.Sees("versions", "none: this secret has no value yet")
		says(p, never, "]")
		says(p, never, "] ] ]")
		p.Sees("no resource policy")
		says(p, none, "3")
		says(p, none, "1 / z z z enter")
		says(p, never, "esc d")
	})
}

func TestAnEmptyViewOfAnIncompleteListSaysWhatIsNotKnownAndWhy(t *testing.T) {
	seed := func(s *local.Server) { // a listing comes from both ends
		for i := range 40 {
			s.Plant(local.Seed{Name: fmt.Sprintf("app/%02d", i), Text: "made-up"})
		}
		if _, err := aws.Open(aws.Options{Transport: s.Transport()}).Delete(play.Ctx(), "app/20", backend.Deletion{WindowDays: 7}); err != nil {
			panic(err)
		}
		unknowns()["partial"].sets(s)
	}
	for keys, says := range map[string]string{"D": "what is scheduled for deletion is not known", "D A t": "what is scheduled for deletion is not known", "/ zzz enter": "whether anything matches is not known"} {
		play.Game(t, play.Setting{Seed: seed, NoFirst: true}, func(p *play.Player) {
			p.Wait(time.Second).Sees("6+ secrets", "? deleted", "partial").Press(keys).Wait(time.Second)
			p.Sees(says, "could not list secrets: access denied", "needs secretsmanager:ListSecrets", "o opens one secret by its name or ARN")
		})
	}
}

func TestTheActivityCountsNothingThatNobodyTold(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.Denying("ListSecrets"), NoFirst: true}, func(p *play.Player) {
		p.Wait(time.Second).Press("!").Sees("list secrets", "access denied").SeesNot("0 secrets", "1 page")
	})
}
