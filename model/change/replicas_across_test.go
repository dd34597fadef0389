package change_test

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

// slowly is a seed on whose service a replica takes a while to be in sync.
func slowly(seed func(*local.Server)) func(*local.Server) {
	return func(s *local.Server) {
		seed(s)
		s.Set(func(k *local.Knobs) { k.ReplicationTime = 20 * time.Second })
	}
}

// theirStatus is what the replica in the other account says of its replication, "" where it stands alone.
func theirStatus(p *play.Player) string {
	p.T.Helper()
	d, err := play.Theirs(p.Server).Describe(play.Ctx(), "theirs/canary")
	if err != nil {
		p.T.Fatal(err)
	}
	return d.Primary.Status
}

// associates fills in the form of the other account's replica, and answers it.
func associates(p *play.Player, arn, role string) *play.Player {
	return p.Press("A").Sees("Replicate to another account").Wait(time.Second).Types(arn).Press("enter").Types(role).Press("enter enter enter")
}

func TestAReplicaInAnotherAccountIsAssociatedWatchedLetGoAndAssociatedAgain(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: slowly(play.SeedOffered)}, func(p *play.Player) {
			arn := play.TheirReplica(p.Server)
			p.ReplicasOpen().Sees("no replicas", "A replicates to another account")
			associates(p, arn, "").Wait(time.Second).Sees("InProgress", "9999-8888-7777", "Replicas 1")
			p.Wait(40*time.Second).Sees("InSync", "app/canary is in sync in account 9")
			if got := theirStatus(p); got != backend.ReplicaInSync {
				t.Fatalf("it is %q", got)
			}
			looks := p.Calls("DescribeSecret")
			if p.Wait(time.Hour); p.Calls("DescribeSecret") != looks {
				t.Error("it is looked at although it is over")
			}
			p.Press("A").Sees("has its one replica in").Wait(pane.StayLong)
			p.Press("x").Sees("Let go of 9999-8888-7777", "gets no more changes", "1234-5678-9012").Wait(time.Second).Press("enter").SeesNot("gets no more")
			p.Press("x").Wait(time.Second).Press("y").Wait(time.Second).Sees("let go of the replica of app/canar", "no replicas")
			if got := theirStatus(p); got != backend.Detached {
				t.Errorf("it is %q", got)
			}
			p.Press("u").Sees("associate it again").Wait(time.Second).Press("y").Wait(time.Minute).Press("ctrl+r").Wait(time.Second).Sees("InSync")
			if got := theirStatus(p); got != backend.ReplicaInSync {
				t.Errorf("after undo it is %q", got)
			}
			if n := p.Calls("GetSecretValue"); n != 0 {
				t.Errorf("%d values were read", n)
			}
			play.CheckLayout(t, p, size[0])
		})
	}
}

func TestAnAssociationIsUndoneByLettingTheReplicaGo(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOffered}, func(p *play.Player) {
		associates(p.ReplicasOpen(), play.TheirReplica(p.Server), "").Wait(time.Second).Sees("InSync").Press("!").Wait(time.Second).Sees("app/canary · account 999988887777").Press("esc u").Sees("let its replica in account 9999-8888-7777 go").Wait(time.Second).Press("y").Wait(time.Second).Sees("undone", "no replicas")
		if got := theirStatus(p); got != backend.Detached {
			t.Errorf("it is %q", got)
		}
	})
}

func TestTheFormOfAnAssociationRefusesWhatCannotBeAsItIsTyped(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOffered}, func(p *play.Player) {
		arn := play.TheirReplica(p.Server)
		p.ReplicasOpen().Press("A").Wait(time.Second)
		for typed, says := range map[string]string{
			strings.Replace(arn, "eu-west-1", "us-east-1", 1):         "both must be in one region",
			strings.Replace(arn, play.TheirAccount, local.Account, 1): "in this very account",
			strings.TrimSuffix(arn, arn[len(arn)-7:]):                 "its end is missing",
			"theirs/canary": "not a whole ARN",
			strings.Replace(arn, "secretsmanager", "kms", 1): "an ARN of kms",
		} {
			p.Press("ctrl+u").Types(typed).Sees(says).SeesNot("value goes to")
		}
		p.Press("ctrl+u").Types(arn).Sees("value goes to 9999-8888-7777", "AcceptCrossAccountReplication", "kms:Encrypt").Press("enter")
		p.Types("arn:aws:iam::999988887777:role/x").Sees("of account 999988887777").Press("ctrl+u").Types("arn:aws:iam::123456789012:role/replicates").Sees("iam:PassRole")
		p.Press("enter space").Sees("of any organization").Press("enter enter").Wait(time.Second).Sees("InSync", "role replicates")
	})
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		if p.ReplicasOpen().Press("A").Sees("aws/secretsmanager cannot be used by", "i changes it"); p.Asked() {
			t.Error("it asks")
		}
	})
}

func TestWhatBecomesOfAReplicaInAnotherAccountIsToldInWords(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedAssociated}, func(p *play.Player) {
			p.ReplicasOpen().Sees("9999-8888-7777", "InSync", "theirs/canary", "role replicates", "let go")
			p.Press("p").Sees("it is promoted in its own account").Wait(pane.StayLong).Press("r").Sees("only what has failed is retried").Wait(pane.StayLong)
			p.Press("=").Wait(time.Second).Sees("Drift", "9999-8888-7777").Press("G").Sees("No value is read").Press("esc")
			p.Does(play.Theirs(p.Server).PromoteReplica(play.Ctx(), "theirs/canary"))
			p.Press("ctrl+r").Wait(time.Second).Sees("Detached · stopped")
			p.Press("x").Sees("account stopped it.").Wait(time.Second).Press("y").Wait(time.Second).Sees("no replicas").SeesNot("associates it again")
		})
	}
}

func TestAFailedAssociationSaysWhyAndIsRetried(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOffered}, func(p *play.Player) {
		p.Server.Set(func(k *local.Knobs) { k.KMS = map[string]local.KMSFault{"alias/theirs": local.KMSDenied} })
		associates(p.ReplicasOpen(), play.TheirReplica(p.Server), "").Wait(time.Second).Sees("Failed", "not replicated: app/canary", "Access to KMS is not allowed · r retries")
		p.Server.Set(func(k *local.Knobs) { k.KMS = nil })
		p.Press("r").Sees("Retry replica 9999-8888-7777", "failed: Replication failed").Wait(time.Second).Press("enter enter enter enter").Wait(time.Second).Sees("InSync", "is in sync")
		p.Press("u").Wait(time.Second).Press("y").Wait(time.Second).Sees("undone").Wait(pane.StayLong).Press("u").Sees("nothing to undo")
	})
}

func TestAReplicaOfAnotherAccountSaysItsPrimaryAndIsReadOnlyUntilItIsPromoted(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedFollowing}, func(p *play.Player) {
			p.ReplicasOpen().Sees("InSync", "InSync · it follows", "theirs/db", "9999-8888-7777")
			for _, key := range []string{"a", "A", "x", "r", "e", "d"} {
				if p.Press(key).Wait(time.Second); key != "d" {
					p.Sees("is a replica of another")
				}
				if key != "d" && p.Asked() {
					t.Errorf("%s asks\n%s", key, p.Screen)
				}
				p.Press("esc").Wait(pane.StayLong).Press("2")
			}
			p.Press("=").Wait(time.Second).Sees("Drift").Press("G").Sees("No value is read").Press("esc")
			p.Press("p").Sees("Promote replica", "secret of its own", "1234-5678-9012").Wait(time.Second)
			looks := p.Calls("DescribeSecret")
			p.Press("y").Wait(time.Second).Sees("no replicas", "promoted: app/canary")
			if n := p.Calls("DescribeSecret") - looks; n != 1 {
				t.Errorf("%d secrets were described, want the promoted one alone", n)
			}
			if d := p.Described(); d.Follows() {
				t.Error("it follows still")
			}
		})
	}
}

func TestASecretIsMadeAsAReplicaOfAnotherAccountsAndUndone(t *testing.T) {
	for _, size := range sizes {
		play.Game(t, play.Setting{W: size[0], H: size[1], Seed: play.SeedFollowing}, func(p *play.Player) {
			d, err := play.Theirs(p.Server).Describe(play.Ctx(), "theirs/db")
			p.Does(err)
			p.Press("m").Sees("Replica of another account").Wait(time.Second).Types(d.ARN).Press("enter").Types("app/second").Press("enter enter").Types("env=prod").Press("enter enter").Sees("aws/secretsmanager cannot be used by another account")
			p.Types("alias/mine").Press("enter enter enter").Wait(time.Second).Sees("created app/second", "Pending")
			got, err := p.Rival().Describe(play.Ctx(), "app/second")
			if p.Does(err); got.Primary.ARN != d.ARN || got.KMSKey != "alias/mine" || len(got.Tags) != 1 {
				t.Errorf("it is %+v", got)
			}
			p.ReplicasOpen().Sees("Pending", "no value yet").Wait(pane.StayUnfinished).Press("u").Sees("delete app/second").Wait(time.Second).Press("y").Wait(time.Second).Sees("undone: created app/second")
		})
	}
}

func TestAPrimaryThatIsLookedAtIsOfferedForAReplica(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedFollowing}, func(p *play.Player) {
		d, err := play.Theirs(p.Server).Describe(play.Ctx(), "theirs/db")
		p.Does(err)
		p.Opens(d.ARN).Press("m").Sees("theirs/db will follow theirs/db of account 9999-8888-7777", d.ARN[40:])
		p.Press("esc").GoesTo("Secrets", "app/canary").Press("m").SeesNot("will follow").Types(strings.Replace(d.ARN, "eu-west-1", "us-east-1", 1)).Sees("by a session with --region us-east-1")
	})
}

func TestTheOtherSideOfAReplicationBetweenAccountsIsOpened(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedAssociated}, func(p *play.Player) {
		p.ReplicasOpen().Press("enter").Wait(time.Second).Sees("opened theirs/canary (account 9999-8888-7777").Wait(pane.StayLong).Press("2").Wait(time.Second).Sees("follows every change", "app/canary")
		p.Press("enter").Wait(time.Second).Sees("opened app/canary")
	})
}

func TestALostAnswerAboutAnAssociationIsLookedInto(t *testing.T) {
	for op, keys := range map[string]string{"AssociateCrossAccountReplica": "A", "DisassociateCrossAccountReplica": "x"} {
		for _, after := range []bool{true, false} {
			seed := map[string]func(*local.Server){"A": play.SeedOffered, "x": play.SeedAssociated}[keys]
			play.Game(t, play.Setting{Seed: seed}, func(p *play.Player) {
				p.ReplicasOpen()
				p.Breaks(local.Fault{Op: op, Kind: local.Reset, N: 9, After: after})
				if keys == "A" {
					associates(p, play.TheirReplica(p.Server), "")
				} else {
					p.Press("x").Wait(time.Second).Press("y")
				}
				p.Wait(6 * time.Second)
				if done := (theirStatus(p) == backend.ReplicaInSync) == (keys == "A"); done != after || strings.Contains(p.Shows(), "could not") == after {
					t.Errorf("%s, after %v: done %v\n%s", op, after, done, p.Screen)
				}
			})
		}
	}
}

func TestADeniedAssociationKeepsWhatWasTypedAlsoWhereItsFormWasClosed(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.SeedOffered}, func(p *play.Player) {
		arn := play.TheirReplica(p.Server)
		p.ReplicasOpen()
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("AssociateCrossAccountReplica") })
		associates(p, arn, "").Wait(time.Second).Sees("access denied", "needs secretsmanager:AssociateCrossAccountReplica", "what you typed is still here").Press("esc ctrl+r")
		p.Slowly("AssociateCrossAccountReplica", 5*time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("AssociateCrossAccountReplica") })
		associates(p, arn, "").Press("esc").Wait(10*time.Second).Sees("access denied", "A has what you typed")
		p.Press("A").Sees("access denied", arn[:30])
		p.Server.Set(func(k *local.Knobs) { k.Deny = nil })
		p.Wait(time.Second).Press("enter").Wait(20 * time.Second).Sees("InSync")
	})
}

func TestWhatWasTypedForAReplicaInARegionComesBackWhereItsFormWasClosed(t *testing.T) {
	play.Game(t, play.Setting{Seed: play.JSONSecret()}, func(p *play.Player) {
		p.ReplicasOpen().Slowly("ReplicateSecretToRegions", 5*time.Second)
		p.Server.Set(func(k *local.Knobs) { k.Deny = play.Deny("ReplicateSecretToRegions") })
		p.Press("a").Wait(time.Second).Types("us-east-1").Press("enter").Wait(time.Second).Types("alias/there").Press("enter enter enter").Press("esc").Wait(10*time.Second).Sees("access denied", "a has what you typed")
		p.Press("a").Wait(time.Second).Types("us-east-1").Press("enter").Sees("alias/there", "access denied")
	})
}

func TestARuleOfEitherAccountHoldsForTheirReplication(t *testing.T) {
	locked := func(account string) play.Setting {
		return play.Setting{Seed: play.SeedOffered, Rules: []backend.Protection{{Account: account, ReadOnly: true}}}
	}
	play.Game(t, locked(local.Account), func(p *play.Player) {
		if p.ReplicasOpen().Press("A").Sees("read-only by a rule"); p.Asked() {
			t.Error("it asks")
		}
		if p.Wait(pane.StayLong).Press("m").Sees("read-only by a rule"); p.Asked() {
			t.Error("it asks for a new one")
		}
	})
	play.Game(t, locked(play.TheirAccount), func(p *play.Player) {
		associates(p.ReplicasOpen(), play.TheirReplica(p.Server), "").Sees("account 9999-8888-7777 is read-only by a rule", "opens the secret there")
		if n := p.Calls("AssociateCrossAccountReplica"); n != 0 {
			t.Errorf("%d calls", n)
		}
	})
	play.Game(t, play.Setting{Seed: play.SeedOffered, Rules: []backend.Protection{{Account: play.TheirAccount, TypeName: true}}}, func(p *play.Player) {
		associates(p.ReplicasOpen(), play.TheirReplica(p.Server), "").Wait(time.Second).Sees("type app/canary", "9999-8888-7777").Types("app/canary").Press("enter").Wait(time.Second).Sees("InSync")
		p.Press("x").Wait(time.Second).Sees("type app/canary").Types("app/canary").Press("enter").Wait(time.Second).Sees("no replicas")
	})
	play.Game(t, play.Setting{Seed: play.SeedAssociated, Change: func(o *model.Options) { o.ReadOnly = true }}, func(p *play.Player) {
		p.ReplicasOpen()
		for _, key := range []string{"A", "x", "m"} {
			if p.Press(key).Wait(time.Second).Sees("started with --read-only"); p.Asked() {
				t.Errorf("%s asks", key)
			}
		}
	})
}

func TestTheRegionsOfAnotherAccountAreNotSaidToBeThoseOfThisLogin(t *testing.T) {
	a := play.Abroads()[1]
	play.Game(t, play.Setting{Seed: a.Seed, NoFirst: true}, func(p *play.Player) {
		p.Becomes(time.Second, "app/here").Opens(a.ARN("app/canary")).ReplicasOpen().Wait(pane.StayLong)
		p.Server.ResetCalls()
		p.Press("a").Wait(time.Second).Sees("which regions account 9999-8888-7777 has enabled cannot be asked", "af-south-1")
		if n := p.Calls("ListRegions"); n != 0 {
			t.Errorf("this login's account was asked %d times", n)
		}
		p.Types("sa-east-1").Press("enter").Sees("Replicate to sa-east-1")
	})
}
