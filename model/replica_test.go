package model

import (
	"testing"
	"time"

	"strongroom/model/pane"
)

func TestAPrimaryInAnotherRegionIsNoReplicaAndIsChangedThere(t *testing.T) {
	play(t, setting{}, func(p *player) {
		primary := p.inRegion("us-east-1", "shared/edge/cdn-signing")
		replica := p.inRegion("eu-west-1", "shared/edge/cdn-signing")
		p.press("o").types(primary.ARN).press("enter").sees("opened shared/edge/cdn-signing").wait(pane.RestDelay * 2)
		p.press("e").sees("edit shared/edge/cdn-signing").seesNot("is a replica").press("esc esc").wait(time.Second)
		p.press("3").wait(pane.RestDelay * 2).press("p").sees("is AWSCURRENT already")
		p.press("L").sees("Labels of").press("a").sees("1234-5678-9012 · us-east-1").press("esc 1")
		p.press("i").sees("Description and KMS key").types("x").press("tab tab enter").wait(time.Second).press("y").sees("changed the description")
		p.press("u").sees("u will", "1234-5678-9012 · us-east-1").press("esc")
		p.press("d").sees("Delete shared/edge/cdn-signing", "replicas").press("esc")
		p.press("o").types(replica.ARN).press("enter").wait(pane.RestDelay * 2)
		p.press("e").sees("is a replica: change it in its primary region, us-east-1")
		p.press("d").sees("is a replica: delete it in its primary region, us-east-1")
	})
}
