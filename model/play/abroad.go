package play

import (
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

// Abroad is a place that is not the session's, and how the screen calls it where there is least room.
type Abroad struct{ Account, Region, Called string }

// Abroads are another account in another region, another account in the session's region, and another region.
func Abroads() []Abroad {
	return []Abroad{
		{"999988887777", "us-east-1", "9999-8888-7777 · us-east-1"},
		{"999988887777", "eu-west-1", "9999-8888-7777 · eu-west-1"},
		{local.Account, "us-east-1", "1234-5678-9012 · us-east-1"},
	}
}

// ARN is what a user types to open a secret there.
func (a Abroad) ARN(name string) string {
	return "arn:aws:secretsmanager:" + a.Region + ":" + a.Account + ":secret:" + name
}

// Here is a backend that is called from the session's account in the region of the place.
func (a Abroad) Here(s *local.Server) backend.Backend {
	return aws.Open(aws.Options{Transport: s.Transport(), Region: a.Region})
}

// Seed makes a service with app/here in the session's place and, abroad, app/canary with two versions, and app/gone, which is
// scheduled for deletion.
func (a Abroad) Seed(s *local.Server) {
	s.Plant(local.Seed{Name: "app/here", Text: "made-up"})
	for _, name := range []string{"app/canary", "app/gone"} {
		s.Plant(local.Seed{Name: name, Account: a.Account, Region: a.Region, Text: `{"user":"` + Canary + `","password":"old"}`, Tags: map[string]string{"env": "prod"}})
	}
	time.Sleep(time.Hour)
	be := a.Here(s)
	if _, err := be.Put(Ctx(), a.ARN("app/canary"), backend.NewVersion{Value: backend.TextValue(`{"user":"` + Canary + `","password":"new"}`)}); err != nil {
		panic(err)
	}
	if _, err := be.Delete(Ctx(), a.ARN("app/gone"), backend.Deletion{WindowDays: 7}); err != nil {
		panic(err)
	}
}
