package play

import (
	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

// TheirAccount is the other account of a replication between two.
const TheirAccount = "999988887777"

// Theirs is a backend that is called from the other account.
func Theirs(s *local.Server) backend.Backend {
	return aws.Open(aws.Options{Transport: s.TransportOf(TheirAccount)})
}

// TheirReplica is the ARN of theirs/canary, which the other account has made of app/canary.
func TheirReplica(s *local.Server) string { return arnOf(Theirs(s), "theirs/canary") }

func arnOf(be backend.Backend, name string) string {
	d, err := be.Describe(Ctx(), name)
	if err != nil {
		panic(err)
	}
	return d.ARN
}

// ReplicatesAbroad has a third account make a replica of app/canary in a place, and associates it.
func ReplicatesAbroad(s *local.Server, a Abroad) error {
	key, be := "alias/mine", a.Here(s)
	if err := be.Update(Ctx(), a.ARN("app/canary"), backend.MetadataChange{KMSKey: &key}); err != nil {
		return err
	}
	third := aws.Open(aws.Options{Transport: s.TransportOf("111122223333"), Region: a.Region})
	made, err := third.Create(Ctx(), backend.NewSecret{Name: "third/canary", PrimaryARN: arnOf(be, a.ARN("app/canary")), KMSKey: key})
	if err != nil {
		return err
	}
	_, err = be.Associate(Ctx(), a.ARN("app/canary"), backend.Association{Replica: made.ARN})
	return err
}

// SeedOffered makes a service in which the other account has made theirs/canary, a replica of app/canary, and nobody has associated it.
func SeedOffered(s *local.Server) {
	makes := func(be backend.Backend, n backend.NewSecret) {
		if _, err := be.Create(Ctx(), n); err != nil {
			panic(err)
		}
	}
	s.Plant(local.Seed{Name: "theirs/other", Account: TheirAccount, Text: "made-up"}) // others may use what is theirs by its ARN
	makes(BackendOf(s), backend.NewSecret{Name: "app/canary", Value: backend.TextValue(Pretty), KMSKey: "alias/mine"})
	makes(BackendOf(s), backend.NewSecret{Name: "app/other", Value: backend.TextValue("made-up other")})
	makes(Theirs(s), backend.NewSecret{Name: "theirs/canary", PrimaryARN: arnOf(BackendOf(s), "app/canary"), KMSKey: "alias/theirs"})
}

// SeedAssociated is SeedOffered with app/canary replicated to theirs/canary.
func SeedAssociated(s *local.Server) {
	SeedOffered(s)
	if _, err := BackendOf(s).Associate(Ctx(), "app/canary", backend.Association{Replica: TheirReplica(s), RoleARN: "arn:aws:iam::" + local.Account + ":role/replicates"}); err != nil {
		panic(err)
	}
}

// SeedFollowing makes a service in which app/canary is a replica of theirs/db, which the other account has associated.
func SeedFollowing(s *local.Server) {
	s.Plant(local.Seed{Name: "theirs/db", Account: TheirAccount, Text: Pretty, KMSKey: "alias/theirs"})
	primary := arnOf(Theirs(s), "theirs/db")
	if _, err := BackendOf(s).Create(Ctx(), backend.NewSecret{Name: "app/canary", PrimaryARN: primary, KMSKey: "alias/mine"}); err != nil {
		panic(err)
	}
	if _, err := Theirs(s).Associate(Ctx(), primary, backend.Association{Replica: arnOf(BackendOf(s), "app/canary")}); err != nil {
		panic(err)
	}
}
