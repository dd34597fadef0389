package model_test

import (
	"testing"
	"time"

	"strongroom/model/pane"
	"strongroom/model/play"
)

func TestAPrimaryInAnotherRegionIsNoReplicaAndIsChangedThere(t *testing.T) {
	play.Game(t, play.Setting{}, func(p *play.Player) {
		primary := p.InRegion("us-east-1", "shared/edge/cdn-signing")
		replica := p.InRegion("eu-west-1", "shared/edge/cdn-signing")
		p.Press("o").Types(primary.ARN).Press("enter").Sees("opened shared/edge/cdn-signing").Wait(pane.RestDelay * 2)
		p.Press("e").Sees("edit shared/edge/cdn-signing").SeesNot("is a replica").Press("esc esc").Wait(time.Second)
		p.Press("3").Wait(pane.RestDelay * 2).Press("p").Sees("is AWSCURRENT already")
		p.Press("L").Sees("Labels of").Press("a").Sees("1234-5678-9012 · us-east-1").Press("esc 1")
		p.Press("i").Sees("Description and KMS key").Types("x").Press("tab tab enter").Wait(time.Second).Press("y").Sees("changed the description")
		p.Press("u").Sees("u will", "1234-5678-9012 · us-east-1").Press("esc")
		p.Press("d").Sees("Delete a secret", "replicas").Press("esc")
		p.Press("o").Types(replica.ARN).Press("enter").Wait(pane.RestDelay * 2)
		p.Press("e").Sees("is a replica: change it in its primary region, us-east-1")
		p.Press("d").Sees("is a replica: delete it in its primary region, us-east-1")
	})
}
