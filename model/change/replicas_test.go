package change_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

// replicating makes a service on which a replica takes a while to be in sync.
func replicating(s *local.Server) {
	play.JSONSecret()(s)
	s.Set(func(k *local.Knobs) { k.ReplicationTime = 20 * time.Second })
}

// taken makes another secret of the name in a region.
func taken(region string) func(*local.Server) {
	return func(s *local.Server) {
		play.JSONSecret()(s)
		s.Plant(local.Seed{Name: "app/canary", Region: region, Text: "made-up: somebody else's"})
	}
}

// replicaIs is what the service says of the replica of app/canary in a region, "" where it tells of none.
func replicaIs(p *play.Player, region string) string {
	d := p.Described()
	r, _ := d.ReplicaOf(region)
	return r.Status
}

// replicates adds a replica in a region, and answers the form by what is typed for overwrite.
func replicates(p *play.Player, region, overwrite string) *play.Player {
	p.Press("a").Sees("Replicate to a region", "1234-5678-9012 · eu-west-1").Wait(time.Second).Types(region).Press("enter").Sees("Replicate to " + region).Wait(time.Second).Press("enter")
	return p.Types(overwrite).Press("enter enter")
}

var sizes = [][2]int{{120, 36}, {80, 24}, {60, 20}, {40, 10}}

func TestAReplicaIsAddedWatchedPromotedAndAnotherRemoved(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: replicating}, func(p *play.Player) {
			p.ReplicasOpen().Sees("no replicas")
			replicates(p, "us-east-1", "").Wait(time.Second).Sees("InProgress", "replicating app/canary to us-east-1")
			p.Press("p").Sees("still being")
			p.Wait(40 * time.Second).Sees("InSync")
			if got := replicaIs(p, "us-east-1"); got != backend.ReplicaInSync {
				t.Fatalf("it is %q", got)
			}
			looks := p.Calls("DescribeSecret")
			if p.Wait(time.Hour); p.Calls("DescribeSecret") != looks {
				t.Error("it is looked at although it is over")
			}
			p.Press("p").Sees("Promote replica us-east-1", "1234-5678-9012").Wait(time.Second).Press("enter").SeesNot("Promote replica").Press("p").Wait(time.Second).Press("y").Wait(time.Second).Sees("no replicas")
			if d := p.InRegion("us-east-1", "app/canary"); d.IsReplica() || p.Described().PrimaryRegion != "" {
				t.Errorf("it is still a replica of %q", d.PrimaryRegion)
			}
			replicates(p, "eu-central-1", "").Wait(40 * time.Second).Sees("InSync")
			p.Press("x").Sees("Remove replica eu-central-1", "no recovery", "1234-5678-9012 ·").Wait(time.Second).Press("enter").SeesNot("Remove replica").Press("x").Wait(time.Second).Press("y").Wait(time.Second).Sees("no replicas")
			if got := replicaIs(p, "eu-central-1"); got != "" {
				t.Errorf("it is %q", got)
			}
			if n := p.Calls("GetSecretValue"); n != 0 {
				t.Errorf("%d values were read", n)
			}
			play.CheckLayout(t, p, size[0])
		})
	}
}

func TestAReplicaThatFailsSaysWhyAndIsRetriedOverwritingOnlyByTheWholeWord(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: taken("us-east-1")}, func(p *play.Player) {
			replicates(p.ReplicasOpen(), "us-east-1", "").Wait(time.Second).Sees("Failed", "not replicated")
			p.Wait(pane.StayUnfinished).Press("r").Sees("Retry replica us-east-1").Wait(time.Second).Press("enter").Types("over").Press("enter enter").Sees("the whole word overwrite")
			if n := p.Calls("ReplicateSecretToRegions"); n != 1 {
				t.Fatalf("%d calls", n)
			}
			p.Types("write").Sees("what is there is lost for good").Press("enter enter").Wait(time.Second).Sees("InSync")
			if d := p.InRegion("us-east-1", "app/canary"); !d.IsReplica() {
				t.Error("it is no replica")
			}
			p.Press("r").Sees("only what has failed is retried")
		})
	}
}

func TestTheKeyOfAReplicaIsOneOfItsRegion(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.ReplicasOpen().Press("a").Wait(time.Second).Types("us-east").Press("enter").Wait(time.Second).Types("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab").Press("enter enter enter")
		p.Sees("that key is in eu-west-1").Press("ctrl+u").Types("alias/there").Press("enter enter enter").Wait(time.Second).Sees("alias/there", "is in sync in us-east-1")
		if d := p.InRegion("us-east-1", "app/canary"); d.KMSKey != "alias/there" {
			t.Errorf("its key is %q", d.KMSKey)
		}
	})
}

func TestRegionsAreOfferedOnceEach(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.ReplicasOpen().Press("a").Wait(time.Second).Sees("ap-south-1", "eu-central-1", "us-east-1")
		if box := p.Frame("Replicate to a region"); strings.Contains(strings.Join(box.Lines[2:], ""), "eu-west-1") {
			t.Errorf("its own region is offered\n%s", p.Screen)
		}
		p.Press("esc")
		for _, region := range []string{"ap-south-1", "eu-central-1", "us-east-1"} {
			replicates(p, region, "").Wait(time.Second)
		}
		p.Sees("Replicas 3").Press("x").Sees("Remove replica us-east-1").Press("esc a").Sees("each has a replica already")
	})
}

func TestLookingAtAReplicationIsGivenUpWithBackAndTheReplicationGoesOn(t *testing.T) {
	play.Game(t, play.Setting{Seed: replicating}, func(p *play.Player) {
		replicates(p.ReplicasOpen(), "us-east-1", "").Wait(time.Second).Sees("InProgress", "esc stop looking").Press("esc").Sees("goes on unwatched", "Replicas 1")
		looks := p.Calls("DescribeSecret")
		if p.Wait(time.Minute); p.Calls("DescribeSecret") != looks {
			t.Error("it is looked at all the same")
		}
		p.Sees("InProgress").Press("ctrl+r").Sees("InSync").Press("esc").GoesTo("Secrets", "app/canary")
	})
}

func TestAReplicationIsLookedAtLaterAndLaterWhateverIsDoneMeanwhile(t *testing.T) {
	play.Game(t, play.Setting{Seed: replicating}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.ReplicationTime = 10 * time.Minute })
		replicates(p.ReplicasOpen(), "us-east-1", "").Wait(time.Second).Press("1 j").Wait(pane.RestDelay * 2)
		p.Server.ResetCalls()
		if p.Wait(9 * time.Minute); p.Calls("DescribeSecret") > 22 || p.Calls("DescribeSecret") < 18 {
			t.Errorf("it was looked at %d times", p.Calls("DescribeSecret"))
		}
		p.Becomes(2*time.Minute, "app/canary is in sync in us-east-1")
	})
}

func TestALookThatIsRefusedSaysThatHowItGoesIsNotKnown(t *testing.T) {
	play.Game(t, play.Setting{Seed: replicating}, func(p *play.Player) {
		replicates(p.ReplicasOpen(), "us-east-1", "").Wait(time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret") })
		p.Wait(5*time.Second).Sees("how the replication of app/canary goes is not known", "needs secretsmanager:DescribeSecret")
	})
}

func TestADeniedChangeOfReplicasKeepsWhatWasTypedAndSaysWhatItNeeds(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		deny := func(ops ...string) { p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny(ops...) }) }
		deny("ReplicateSecretToRegions")
		replicates(p.ReplicasOpen(), "us-east-1", "overwrite").Wait(time.Second).Sees("access denied", "needs secretsmanager:ReplicateSecretToRegions", "Nothing is changed", "overwrite")
		deny()
		p.Press("enter").Wait(time.Second).Sees("InSync")
		deny("RemoveRegionsFromReplication", "StopReplicationToReplica")
		p.Press("x").Wait(time.Second).Press("y").Wait(time.Second).Sees("access denied", "needs secretsmanager:RemoveRegionsFromReplication", "InSync")
		p.Press("p").Wait(time.Second).Press("y").Wait(time.Second).Sees("(us-east-1)", "needs secretsmanager:StopReplicationToReplica", "InSync")
	})
}

func TestALostAnswerAboutAReplicaIsLookedInto(t *testing.T) {
	for _, after := range []bool{true, false} {
		for op, c := range map[string]struct{ keys, done string }{
			"ReplicateSecretToRegions":     {"", backend.ReplicaInSync},
			"RemoveRegionsFromReplication": {"x", ""},
			"StopReplicationToReplica":     {"p", ""},
		} {
			play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
				before := ""
				if p.ReplicasOpen(); c.keys != "" {
					replicates(p, "us-east-1", "").Wait(time.Minute).Sees("InSync")
					before = backend.ReplicaInSync
				}
				p.Breaks(local.Fault{Op: op, Kind: local.Reset, N: 9, After: after})
				if c.keys == "" {
					replicates(p, "us-east-1", "")
				} else {
					p.Press(c.keys).Wait(time.Second).Press("y")
				}
				p.Wait(6 * time.Second)
				want := map[bool]string{true: c.done, false: before}[after]
				if got := replicaIs(p, "us-east-1"); got != want {
					t.Fatalf("%s, done %v: it is %q, want %q", op, after, got, want)
				}
				if shows := p.Shows(); strings.Contains(shows, "could not") == after || strings.Contains(shows, "InSync") != (want != "") {
					t.Errorf("%s, done %v:\n%s", op, after, p.Screen)
				}
			})
		}
	}
}

func TestARetryWhoseRequestWasLostIsNotSaidToBeDone(t *testing.T) {
	play.Game(t, play.Setting{Seed: taken("us-east-1")}, func(p *play.Player) {
		replicates(p.ReplicasOpen(), "us-east-1", "").Wait(2 * time.Minute).Sees("Failed")
		p.Breaks(local.Fault{Op: "ReplicateSecretToRegions", Kind: local.Reset, N: -1})
		p.Press("r").Wait(time.Second).Press("enter").Types("overwrite").Press("enter enter").Wait(time.Minute).Sees("could not replicate app/canary", "Nothing is changed", "overwrite")
		p.Breaks()
		p.Press("enter").Wait(time.Second).Sees("InSync")
	})
}

func TestARuleLocksAReplicaAndAsksForItsName(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedReplicated, Rules: []backend.Protection{{Name: "app/*", ReadOnly: true}}}, func(p *play.Player) {
		for _, keys := range strings.Fields("a x p r") {
			p.ReplicasOpen()
			if p.Press(keys).Sees("app/canary is read-only by a rule of the configuration: U unlocks it"); p.Asked() {
				t.Errorf("%s asks", keys)
			}
			p.Press("1").Wait(pane.StayLong).Press("2 ] ] ] ")
		}
		p.ReplicasOpen().Press("j =").Wait(time.Second).Sees("no drift")
	})
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedReplicated, Rules: []backend.Protection{{Name: "app/*", TypeName: true}}}, func(p *play.Player) {
			p.ReplicasOpen().Press("j").Sees("InSync").Press("x").Sees("type", "app/canary", "us-east-1").Wait(time.Second).Press("enter").Types("app/canary").Press("enter").Wait(time.Second)
			if got := replicaIs(p, "us-east-1"); got != "" {
				t.Errorf("it is %q", got)
			}
			replicates(p, "us-east-1", "overwrite").Wait(time.Second).Sees("type", "app/canary").Types("app/canary").Press("enter").Wait(time.Second).Sees("InSync")
			p.Press("p").Sees("type", "app/canary").Wait(time.Second).Types("app/canary").Press("enter").Wait(time.Second).SeesNot("InSync").Sees("Failed")
		})
	}
}

func TestAReplicaSaysWhereItsPrimaryIsAndIsPromotedOrLeft(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1]}, func(p *play.Player) {
			p.Press("/").Types("edge/cdn-signing").Press("enter").ReplicasOpen().Sees("primary", "us-east-1", "a replica")
			p.Press("a").Sees("change it in its").Press("x").Sees("change it in its")
			p.Wait(pane.StayLong).Press("enter").Wait(time.Second).Sees("opened shared/edge/cdn-signing")
			p.Wait(pane.StayLong).Press("2").Wait(time.Second).Sees("eu-west-1", "InSync", "Replicas 1").Press("=").Wait(time.Second).Sees("Drift", "shared/edge/cdn-signing", "no drift")
			p.Press("esc enter").Wait(time.Second).Sees("opened shared/edge/cdn-signing").Wait(pane.StayLong).Press("2").Wait(time.Second).Sees("a replica")
			p.Press("p").Sees("Promote replica eu-west-1", "1234-5678-9012 · eu-west-1").Wait(time.Second).Press("y").Wait(time.Second).Sees("no replicas")
			if d := p.InRegion("eu-west-1", "shared/edge/cdn-signing"); d.IsReplica() {
				t.Error("it is still a replica")
			}
			if n := p.Calls("GetSecretValue"); n != 0 {
				t.Errorf("%d values were read", n)
			}
		})
	}
}

func TestTheDriftOfAReplicaIsShownWithoutReadingAValue(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		replicates(p.ReplicasOpen(), "us-east-1", "").Wait(time.Second).Press("=").Wait(time.Second).Sees("no drift", "0 decrypts", "AWSCURRENT in both").Press("esc")
		there := aws.Open(aws.Options{Transport: p.Server.Transport(), Region: "us-east-1"})
		p.Does(there.PromoteReplica(play.Ctx(), "app/canary"))
		if _, err := there.Put(play.Ctx(), "app/canary", backend.NewVersion{Value: backend.TextValue("made-up")}); err != nil {
			t.Fatal(err)
		}
		p.Press("=").Wait(time.Second).Sees("follows no primary", "primary AWSCURRENT · replica AWSPREVIOUS", "primary — · replica AWSCURRENT").Press("esc")
		if n := p.Calls("GetSecretValue"); n != 0 {
			t.Errorf("%d values were read", n)
		}
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		replicates(p.ReplicasOpen(), "us-east-1", "").Wait(time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret") })
		p.Press("=").Wait(time.Second).Sees("How they differ is not known", "needs secretsmanager:DescribeSecret").SeesNot("no drift")
	})
}

func TestReplicasThatAreNotKnownAreNotChanged(t *testing.T) {
	seed := func(s *local.Server) {
		play.SeedReplicated(s)
		s.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret") })
	}
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: seed}, func(p *play.Player) {
			p.ReplicasOpen().Sees("Replicas ?", "needs").SeesNot("no replicas")
			for _, key := range []string{"a", "x", "r", "p", "=", "enter"} {
				if p.Press(key).Wait(time.Second).Sees("which replicas it has"); p.Asked() {
					t.Errorf("%s asks\n%s", key, p.Screen)
				}
				p.Wait(pane.StayLong)
			}
		})
	}
}

func TestAReadOnlySessionChangesNoReplicaAndComparesIt(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedReplicated, Change: func(o *model.Options) { o.ReadOnly = true }}, func(p *play.Player) {
		p.ReplicasOpen().Press("j")
		for _, key := range []string{"a", "x", "r", "p"} {
			p.Press(key).Wait(time.Second).Sees("started with --read-only")
		}
		p.Press("=").Wait(time.Second).Sees("no drift")
	})
}

func TestTheNextStartSaysWhatBecameOfAReplica(t *testing.T) {
	for keys, says := range map[string]string{"x": "removing a replica of app/canary: its replica in ap-south-1 is Failed", "p": "promoting the replica app/canary: it follows no primary"} {
		t.Run(keys, func(t *testing.T) {
			saysAtTheNextStart(t, play.SeedReplicated, func(p *play.Player) {
				p.Press("j " + keys).Wait(time.Second)
				p.Slowly(map[string]string{"x": "RemoveRegionsFromReplication", "p": "StopReplicationToReplica"}[keys], 5*time.Second)
				p.Press("y")
			}, 2*time.Second, says)
		})
	}
}

// lagging is a service whose replicas in us-east-1 tell of other labels than their primary.
type lagging struct{ backend.Backend }

func (l lagging) Describe(ctx context.Context, id string) (backend.Detail, error) {
	d, err := l.Backend.Describe(ctx, id)
	if backend.RegionOf(d.ARN) == "us-east-1" {
		for version := range d.Stages {
			d.Stages[version] = []string{backend.Previous}
		}
	}
	return d, err
}

func TestAReplicaThatLagsIsSaidToBeApart(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedReplicated, Through: func(be backend.Backend) backend.Backend { return lagging{be} }}, func(p *play.Player) {
			p.ReplicasOpen().Press("j =").Wait(time.Second).Sees("1 version apart").SeesNot("no drift").Press("G").Sees("No value is read")
		})
	}
}
