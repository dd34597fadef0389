package change_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"strongroom/backend"
	"strongroom/backend/disk"
	"strongroom/backend/local"
	"strongroom/model"
	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestTheNextStartSaysWhatBecameOfAnAssociation(t *testing.T) {
	for op, c := range map[string]struct {
		seed func(*local.Server)
		does func(p *play.Player)
		says string
	}{
		"AssociateCrossAccountReplica":    {play.SeedOffered, func(p *play.Player) { associates(p, play.TheirReplica(p.Server), "") }, "replica of app/canary: its replica"},
		"DisassociateCrossAccountReplica": {play.SeedAssociated, func(p *play.Player) { p.Press("x").Wait(time.Second).Press("y") }, "of app/canary: it has no replica in"},
	} {
		t.Run(op, func(t *testing.T) {
			saysAtTheNextStart(t, c.seed, func(p *play.Player) {
				p.Slowly(op, 5*time.Second)
				c.does(p)
			}, 2*time.Minute, c.says)
		})
	}
}

// saysAtTheNextStart has a program quit amid what is done in the Replicas tab, and the next one say what became of it.
func saysAtTheNextStart(t *testing.T, seed func(*local.Server), does func(p *play.Player), within time.Duration, says string) {
	t.Helper()
	file := disk.OpenUnfinished(t.TempDir() + "/unfinished.json")
	with := func(o *model.Options) { o.Unfinished = file }
	var server *local.Server
	synctest.Test(t, func(t *testing.T) {
		p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Seed: seed, Change: with})
		server = p.Server
		does(p.Starts().ReplicasOpen())
		p.Program.Send(model.Quit{})
		p.Ended()
		p.End()
		soon, cancel := context.WithTimeout(play.Ctx(), time.Second)
		defer cancel()
		p.Model.Close(soon)
		time.Sleep(time.Minute)
	})
	synctest.Test(t, func(t *testing.T) {
		p := play.NewPlayer(t, play.Setting{W: 120, H: 36, Server: server, Change: with})
		defer p.End()
		p.Becomes(within, says)
	})
}

func TestASecretThatIsOnlyListedIsNotSaidToHaveNoReplicas(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOffered}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("DescribeSecret") })
		if p.ReplicasOpen().Sees("Replicas 0").Press("ctrl+r").Wait(time.Second); !strings.Contains(p.Shows(), "Replicas ?") {
			p.Press("1 j 2").Wait(time.Second).Sees("Replicas ?").SeesNot("no replicas")
		}
		if p.Press("A").Sees("which replicas it has is not known"); p.Asked() {
			t.Error("it asks")
		}
	})
}

func TestAReplicaInALockedAccountIsLetGoOnceThatIsUnlocked(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedAssociated, Rules: []backend.Protection{{Account: play.TheirAccount, ReadOnly: true}}}, func(p *play.Player) {
		if p.ReplicasOpen().Press("x").Sees("account 9999-8888-7777 is read-only by a rule", "opens the secret there"); p.Asked() {
			t.Error("it asks")
		}
		p.Wait(pane.StayLong).Press("enter").Wait(time.Second).Sees("opened theirs/canary").Press("U").Sees("account 9999-8888-7777").Types("unlock").Press("enter").Wait(pane.StayLong)
		p.GoesTo("Secrets", "app/canary").Wait(time.Second).Press("2 x").Wait(time.Second).Press("y").Wait(time.Second).Sees("let go of the replica")
	})
}

// associating keeps what a service was asked to associate.
type associating struct {
	backend.Backend
	asked *[]backend.Association
}

func (a associating) Associate(ctx context.Context, id string, with backend.Association) (backend.CrossAccount, error) {
	*a.asked = append(*a.asked, with)
	return a.Backend.Associate(ctx, id, with)
}

func TestTheUndoOfLettingGoAssociatesAsItWas(t *testing.T) {
	const role = "arn:aws:iam::123456789012:role/replicates"
	var asked []backend.Association
	play.Game(t, play.Setting{Seed: play.SeedOffered, Through: func(be backend.Backend) backend.Backend { return associating{be, &asked} }}, func(p *play.Player) {
		arn := play.TheirReplica(p.Server)
		p.ReplicasOpen().Press("A").Wait(time.Second).Types(arn).Press("enter").Types(role).Press("enter space").Sees("of any organization").Press("enter enter").Wait(time.Second).Sees("InSync")
		p.Press("x").Wait(time.Second).Press("y").Wait(time.Second).Press("u").Sees("with the role it had, for any organization, as before").Wait(time.Second).Press("y").Wait(time.Second)
		want := backend.Association{Replica: arn, RoleARN: role, AnyOrganization: true}
		if len(asked) != 2 || asked[0] != want || asked[1] != want {
			t.Errorf("it was asked for %+v", asked)
		}
	})
}

// silent is a service that tells no status of a replica in another account.
type silent struct{ backend.Backend }

func (s silent) Describe(ctx context.Context, id string) (backend.Detail, error) {
	d, err := s.Backend.Describe(ctx, id)
	for i := range d.CrossReplicas {
		d.CrossReplicas[i].Status = ""
	}
	d.Primary.Status = ""
	return d, err
}

func TestAStatusThatIsNotToldIsSaidNotToBe(t *testing.T) {
	through := func(be backend.Backend) backend.Backend { return silent{be} }
	play.Game(t, play.Setting{Seed: play.SeedAssociated, Through: through}, func(p *play.Player) {
		p.ReplicasOpen().Sees("status not told", "theirs/canary")
	})
	play.Game(t, play.Setting{Seed: play.SeedFollowing, Through: through}, func(p *play.Player) {
		p.ReplicasOpen().Sees("not told by the service", "theirs/db")
	})
}

func TestAReplicaThatWaitsForItsPrimarysAccountIsLookedAtUntilItFollows(t *testing.T) {
	makes := func(p *play.Player) (primary string) {
		p.Server.Plant(local.Seed{Name: "theirs/new", Account: play.TheirAccount, Text: "made-up", KMSKey: "alias/theirs"})
		d, err := play.Theirs(p.Server).Describe(play.Ctx(), "theirs/new")
		p.Does(err)
		p.Press("m").Wait(time.Second).Types(d.ARN).Press("enter").Types("app/second").Press("enter").Types("alias/mine").Press("enter enter enter").Wait(time.Second).Sees("created app/second", "Pending")
		return d.ARN
	}
	for way, does := range map[string]func(p *play.Player, primary, replica string){
		"in sync": func(p *play.Player, primary, replica string) {
			_, err := play.Theirs(p.Server).Associate(play.Ctx(), primary, backend.Association{Replica: replica})
			p.Does(err)
			p.Becomes(time.Minute, "app/second follows account 9999-8888-7777 now, and has its value").Wait(time.Minute)
			before := p.Calls("DescribeSecret")
			if p.Wait(5 * time.Minute); p.Calls("DescribeSecret") != before {
				t.Error("it is looked at still")
			}
		},
		"deleted": func(p *play.Player, primary, replica string) {
			p.Wait(time.Minute).Press("u").Wait(time.Second).Press("y").Wait(time.Minute)
			before := p.Calls("DescribeSecret")
			if p.Wait(5 * time.Minute).SeesNot("is not known"); p.Calls("DescribeSecret") != before {
				t.Error("it is looked at still")
			}
		},
		"given up": func(p *play.Player, primary, replica string) {
			p.ReplicasOpen().Sees("Pending").Press("esc").Sees("it is not looked any more whether")
			before := p.Calls("DescribeSecret")
			if p.Wait(5 * time.Minute); p.Calls("DescribeSecret") != before {
				t.Error("it is looked at still")
			}
		},
		"nobody comes": func(p *play.Player, primary, replica string) {
			p.Wait(62 * time.Minute)
			before := p.Calls("DescribeSecret")
			if p.Wait(5 * time.Minute); before > 200 || p.Calls("DescribeSecret") != before {
				t.Errorf("it was looked at %d times, and is still", before)
			}
		},
	} {
		t.Run(way, func(t *testing.T) {
			play.Game(t, play.Setting{Seed: play.SeedFollowing}, func(p *play.Player) {
				primary := makes(p)
				d, err := p.Rival().Describe(play.Ctx(), "app/second")
				p.Does(err)
				does(p, primary, d.ARN)
			})
		})
	}
}
